"""A student's card, and the cards that a list of people is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from psycopg.types.range import DateRange

from collegium.core.names import full_name
from collegium.roster.models import Enrollment, Guardianship, Student
from collegium.roster.rules import KnownStudent, StudentEntry, identity


@dataclass(frozen=True, slots=True)
class GuardianRow:
    """A guardian on the student's page; `in_force` on the day asked about."""

    guardianship: int
    name: str
    relation: str
    phone: str
    email: str
    valid: Any
    sees_diary: bool
    in_force: bool


def guardians_of(student: Student, day: date) -> list[GuardianRow]:
    """Those in force first; one query."""
    rows = Guardianship.objects.filter(student=student).select_related("guardian")
    found = [_guardian_row(row, day) for row in rows]
    return sorted(found, key=lambda row: (not row.in_force, row.name))


def _guardian_row(row: Guardianship, day: date) -> GuardianRow:
    in_force = _covers(row.valid, day)
    return GuardianRow(
        guardianship=row.pk,
        name=row.guardian.full_name,
        relation=str(row.get_relation_display()),
        phone=row.guardian.phone,
        email=row.guardian.email,
        valid=row.valid,
        sees_diary=row.has_access and in_force,
        in_force=in_force,
    )


def _covers(span: Any, day: date) -> bool:
    return bool(span.lower <= day and (span.upper is None or day < span.upper))


@dataclass(frozen=True, slots=True)
class EnrollmentRow:
    """A place in a group; `is_current` on the day asked about."""

    group: int
    title: str
    valid: Any
    status: str
    funding: str
    is_current: bool


def enrollments_of(student: Student, day: date) -> list[EnrollmentRow]:
    """Every place in a group, the latest first; one query."""
    rows = Enrollment.objects.filter(student=student).select_related("group").order_by("-valid")
    return [
        EnrollmentRow(
            group=row.group_id,
            title=row.group.title,
            valid=row.valid,
            status=str(row.get_status_display()),
            funding=str(row.get_funding_display()),
            is_current=_covers(row.valid, day),
        )
        for row in rows
    ]


def known_students(
    college_id: int, entries: Iterable[StudentEntry], day: date
) -> list[KnownStudent]:
    """Cards that may be of the same people: by number, by birthday, by name; one query.

    A student counts as being in a group when the enrolment has not ended by that day.
    """
    rows = list(entries)
    numbers = {row.register_number for row in rows if row.register_number}
    days = {row.birth_date for row in rows if row.birth_date}
    keys = {_sort_key(row) for row in rows}
    alike = Q(register_number__in=numbers) | Q(birth_date__in=days) | Q(sort_key__in=keys)
    ahead = DateRange(day, None)
    places = Enrollment.objects.filter(student=OuterRef("pk"), valid__overlap=ahead)
    cards = (
        Student.objects.filter(alike, college_id=college_id)
        .annotate(group=Subquery(places.order_by("valid").values("group__title")[:1]))
        .values_list(
            *("pk", "last_name", "first_name", "patronymic"),
            *("register_number", "birth_date", "group"),
        )
    )
    return [
        KnownStudent(
            pk=pk,
            name=full_name(last, first, patronymic),
            identity=identity(last, first, patronymic),
            register_number=number,
            birth_date=born,
            group=group or "",
        )
        for pk, last, first, patronymic, number, born, group in cards
    ]


def _sort_key(row: StudentEntry) -> str:
    """As the database has it (roster.people)."""
    name = f"{row.last_name} {row.first_name} {row.patronymic}"
    return name.replace("ё", "е").replace("Ё", "Е").lower()[:200]
