"""Cards of students and of their guardians."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from psycopg.types.range import DateRange

from collegium.accounts.models import User
from collegium.core.access import require
from collegium.core.audit import record
from collegium.organization.models import College
from collegium.roster.actions.changes import put_values
from collegium.roster.models import Guardian, Guardianship, Student
from collegium.roster.people import Relation
from collegium.roster.permissions import can_edit_students
from collegium.roster.rules import (
    GuardianEntry,
    StudentEntry,
    guardianship_span,
    identity,
    next_register_numbers,
)

# A name, how the person is reached, and (where nothing tells that) whose guardian it is.
Key = tuple[str, str, int | None]


@transaction.atomic
def update_student(*, by: User, student: Student, **values: Any) -> Student:
    require(can_edit_students(by, student.college_id))
    if changes := put_values(student, values):
        record(by, "student.update", student, **changes)
    return student


@transaction.atomic
def create_guardian(
    *,
    by: User,
    student: Student,
    relation: str,
    since: date,
    card: Mapping[str, Any],
) -> Guardianship:
    """A guardian's card, and the tie to the student from that day on.

    Args:
        card: the fields of `Guardian`: last_name, first_name, patronymic, sex, phone, email.
    """
    require(can_edit_students(by, student.college_id))
    guardian = Guardian.objects.create(college=student.college, **card)
    tie = _tie(student, guardian, relation, since)
    tie.save(force_insert=True)
    record(by, "guardian.create", guardian, student=student, relation=relation, **card)
    return tie


@transaction.atomic
def update_guardian(
    *, by: User, guardianship: Guardianship, card: Mapping[str, Any], **values: Any
) -> Guardianship:
    """Change the card, the relation, the access, the days; what changed is recorded once."""
    require(can_edit_students(by, guardianship.college_id))
    changes = put_values(guardianship.guardian, card) | put_values(guardianship, values)
    if changes:
        student = guardianship.student
        record(by, "guardian.update", guardianship.guardian, student=student, **changes)
    return guardianship


@transaction.atomic
def create_cards(
    *,
    by: User,
    college: College,
    entries: Sequence[StudentEntry],
    matches: Mapping[int, int],
    since: date,
) -> list[Student]:
    """Cards of everybody in a list, with their guardians, in the order of the list.

    Args:
        matches: the row's number → the card that this person already has; it stays as it is.
        since: from when the guardians represent them.
    """
    require(can_edit_students(by, college.pk))
    new = [entry for entry in entries if entry.line not in matches]
    numbers = _register_numbers(college, new)
    cards = [_student(college, entry, numbers[entry.line]) for entry in new]
    made = dict(zip((e.line for e in new), Student.objects.bulk_create(cards), strict=True))
    old = Student.objects.in_bulk(matches.values())
    found = {line: old[pk] for line, pk in matches.items()} | made
    students = [found[entry.line] for entry in entries]
    _create_guardians(by, college, list(zip(students, entries, strict=True)), since)
    for student in made.values():
        record(by, "student.create", student, register_number=student.register_number)
    return students


def _register_numbers(college: College, entries: Iterable[StudentEntry]) -> dict[int, str]:
    """Each row's number: its own, or the next of the register. Held until the transaction ends."""
    # One at a time: two lists taken in at once would be given the same numbers.
    College.objects.select_for_update(no_key=True).get(pk=college.pk)
    rows = list(entries)
    used = list(Student.objects.filter(college=college).values_list("register_number", flat=True))
    own = {row.line: row.register_number for row in rows if row.register_number}
    without = [row.line for row in rows if not row.register_number]
    given = next_register_numbers([*used, *own.values()], len(without))
    return own | dict(zip(without, given, strict=True))


def _student(college: College, entry: StudentEntry, number: str) -> Student:
    return Student(
        college=college,
        last_name=entry.last_name,
        first_name=entry.first_name,
        patronymic=entry.patronymic,
        sex=entry.sex,
        birth_date=entry.birth_date,
        phone=entry.phone,
        email=entry.email,
        register_number=number,
    )


def _create_guardians(
    by: User, college: College, rows: list[tuple[Student, StudentEntry]], since: date
) -> None:
    """One card a person: siblings share their mother's, in the list and in the college."""
    wanted = [(student, g, _key(student, g)) for student, entry in rows for g in entry.guardians]
    cards = _known_guardians(college, [key for _student, _guardian, key in wanted])
    new = {key: g for _student, g, key in wanted if key not in cards}
    made = Guardian.objects.bulk_create(_guardian(college, g) for g in new.values())
    cards |= zip(new, made, strict=True)
    for guardian in made:
        record(by, "guardian.create", guardian)
    students = [student for student, _entry in rows]
    tied = set(Guardianship.objects.filter(student__in=students).values_list("student", "guardian"))
    ties = {(student.pk, cards[key].pk): (student, cards[key], g) for student, g, key in wanted}
    Guardianship.objects.bulk_create(
        _tie(student, card, Relation(g.whom.value), since)
        for pair, (student, card, g) in ties.items()
        if pair not in tied
    )


def _key(student: Student, entry: GuardianEntry) -> Key:
    """Who it is: a name with a phone or e-mail; without one, somebody of this student's alone."""
    name, contact = entry.key
    return (name, contact, None) if contact else (name, "", student.pk)


def _known_guardians(college: College, keys: list[Key]) -> dict[Key, Guardian]:
    """The college's cards of these people."""
    contacts = {contact for _name, contact, _student in keys if contact}
    cards = Guardian.objects.filter(college=college)
    by_contact = cards.filter(Q(phone__in=contacts) | Q(phone="", email__in=contacts))
    found: dict[Key, Guardian] = {
        (_identity(card), card.phone or card.email, None): card for card in by_contact
    }
    students = {student for _name, contact, student in keys if not contact}
    for tie in Guardianship.objects.filter(student__in=students).select_related("guardian"):
        found[_identity(tie.guardian), "", tie.student_id] = tie.guardian
    return {key: found[key] for key in keys if key in found}


def _identity(card: Guardian) -> str:
    return identity(card.last_name, card.first_name, card.patronymic)


def _guardian(college: College, entry: GuardianEntry) -> Guardian:
    return Guardian(
        college=college,
        last_name=entry.last_name,
        first_name=entry.first_name,
        patronymic=entry.patronymic,
        sex=entry.sex,
        phone=entry.phone,
        email=entry.email,
    )


def _tie(student: Student, guardian: Guardian, relation: str, since: date) -> Guardianship:
    lower, upper, has_access = guardianship_span(since, student.birth_date)
    return Guardianship(
        college_id=student.college_id,
        student=student,
        guardian=guardian,
        relation=relation,
        valid=DateRange(lower, upper),
        has_access=has_access,
    )
