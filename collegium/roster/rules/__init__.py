"""Rules of the roster: how lists of people are read. Pure functions over plain values."""

from collegium.roster.rules.duplicates import (
    Comparison,
    KnownStudent,
    compared_with_college,
    group_size_findings,
    repeated_in_list,
)
from collegium.roster.rules.findings import FaultError, Finding, Severity
from collegium.roster.rules.headings import Column, Field, Whom, column_of
from collegium.roster.rules.names import identity, name_doubts, name_parts, sex_of, trimmed
from collegium.roster.rules.people import GuardianEntry, PeopleList, StudentEntry, read_people
from collegium.roster.rules.values import (
    age,
    birth_date,
    email,
    guardianship_span,
    majority,
    next_register_numbers,
    phone_text,
    phones,
)

__all__ = [
    "Column",
    "Comparison",
    "FaultError",
    "Field",
    "Finding",
    "GuardianEntry",
    "KnownStudent",
    "PeopleList",
    "Severity",
    "StudentEntry",
    "Whom",
    "age",
    "birth_date",
    "column_of",
    "compared_with_college",
    "email",
    "group_size_findings",
    "guardianship_span",
    "identity",
    "majority",
    "name_doubts",
    "name_parts",
    "next_register_numbers",
    "phone_text",
    "phones",
    "read_people",
    "repeated_in_list",
    "sex_of",
    "trimmed",
]
