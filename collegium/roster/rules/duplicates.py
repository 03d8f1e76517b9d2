"""The same person twice: in the list itself, and against the cards the college already has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from collegium.roster.rules.findings import Finding, Severity
from collegium.roster.rules.headings import Field, Whom
from collegium.roster.rules.people import PeopleList, StudentEntry


@dataclass(frozen=True, slots=True)
class KnownStudent:
    """A card of the college; `group` is where the student is or will be, empty when nowhere."""

    pk: int
    name: str
    identity: str
    register_number: str
    birth_date: date | None = None
    group: str = ""


def repeated_in_list(people: PeopleList) -> list[Finding]:
    """A register number or a person on two rows; the later row is told of the earlier."""
    findings: list[Finding] = []
    numbers: dict[str, int] = {}
    persons: dict[tuple[str, date | None], int] = {}
    number_column = people.column_index(Whom.STUDENT, Field.REGISTER_NUMBER)
    for student in people.students:
        number, person = student.register_number, (student.identity, student.birth_date)
        if number and number in numbers:
            params = {"number": number, "line": str(numbers[number])}
            findings.append(
                Finding("number-repeated", line=student.line, column=number_column, params=params)
            )
        if student.identity and person in persons:
            # Two people may share a name; with the day of birth too they are one.
            sure = Severity.ERROR if student.birth_date else Severity.WARNING
            params = {"name": student.name, "line": str(persons[person])}
            column = _name_column(people)
            findings.append(Finding("person-repeated", sure, student.line, column, params))
        numbers.setdefault(number, student.line)
        persons.setdefault(person, student.line)
    return findings


@dataclass(slots=True)
class Comparison:
    """`matches`: row → the card that is the same person's and may be enrolled again."""

    findings: list[Finding] = field(default_factory=list)
    matches: dict[int, int] = field(default_factory=dict)


def compared_with_college(people: PeopleList, known: Iterable[KnownStudent]) -> Comparison:
    """Each row against the college's cards, by register number and by name with day of birth."""
    cards = list(known)
    by_number = {card.register_number: card for card in cards}
    by_name: dict[str, list[KnownStudent]] = {}
    for card in cards:
        by_name.setdefault(card.identity, []).append(card)
    number_column = people.column_index(Whom.STUDENT, Field.REGISTER_NUMBER)
    name_column = _name_column(people)
    comparison = Comparison()
    for student in people.students:
        numbered = by_number.get(student.register_number) if student.register_number else None
        if numbered and not _may_be(student, numbered):
            said = [("number-taken", numbered, number_column)]
        elif numbered:
            code = "already-in-group" if numbered.group else "card-used-again"
            said = [(code, numbered, name_column)]
        else:
            namesakes = by_name.get(student.identity, [])
            said = [(c, card, name_column) for card in namesakes if (c := _namesake(student, card))]
        comparison.findings += [_finding(c, student.line, at, card) for c, card, at in said]
        if numbered and said[0][0] == "card-used-again":
            comparison.matches[student.line] = numbered.pk
    return comparison


def _namesake(student: StudentEntry, card: KnownStudent) -> str:
    """Surely the same person, perhaps, or (empty) another one of that name."""
    if card.birth_date and card.birth_date == student.birth_date:
        return "already-in-group" if card.group else "person-known"
    return "" if card.birth_date and student.birth_date else "namesake-known"


def _may_be(student: StudentEntry, card: KnownStudent) -> bool:
    """The same name, and no two different days of birth."""
    days = {student.birth_date, card.birth_date} - {None}
    return student.identity == card.identity and len(days) < 2


def _finding(code: str, line: int, column: int | None, card: KnownStudent) -> Finding:
    doubt = code in {"namesake-known", "card-used-again"}
    severity = Severity.WARNING if doubt else Severity.ERROR
    params = {"name": card.name, "number": card.register_number, "group": card.group}
    return Finding(code, severity, line, column, params)


def _name_column(people: PeopleList) -> int | None:
    whole = people.column_index(Whom.STUDENT, Field.FULL_NAME)
    return people.column_index(Whom.STUDENT, Field.LAST_NAME) if whole is None else whole


def group_size_findings(present: int, coming: int, limit: int) -> list[Finding]:
    """A group larger than the college's usual size is allowed and told of."""
    total = present + coming
    if total <= limit:
        return []
    params = {"total": str(total), "limit": str(limit)}
    return [Finding("group-large", Severity.WARNING, params=params)]
