"""Laying out the week: places of the grid are put, changed and taken away by date (3.3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from psycopg.types.range import DateRange

from collegium.accounts.models import User
from collegium.core.access import require
from collegium.core.audit import record
from collegium.organization.models import Room, Term
from collegium.roster.models import CourseSection, Employee
from collegium.timetable.actions.refusals import (
    in_force,
    of_one_college,
    place_free,
    teaches,
    within_term,
)
from collegium.timetable.models import EntrySection, LessonSlot, TimetableEntry
from collegium.timetable.permissions import can_edit_timetable
from collegium.timetable.rules import Parity, Place


@dataclass(frozen=True, slots=True)
class Placing:
    """When, who and where. `weekday` is 1 (Monday) to 6 (Saturday)."""

    weekday: int
    slot: LessonSlot
    employee: Employee
    room: Room | None = None
    parity: str = Parity.EVERY.value


@dataclass(frozen=True, slots=True)
class Listener:
    """Who listens there: `kind` "" takes whatever the plan has next."""

    section: CourseSection
    hours: Decimal
    kind: str = ""


@transaction.atomic
def add_entry(
    *, by: User, term: Term, since: date, placing: Placing, listeners: Sequence[Listener]
) -> TimetableEntry:
    """Put a place into the grid, in force from `since` to the end of the term.

    Raises:
        Refused: not the coordinator, a closed term, a day outside it, something of another
            college or term, a teacher who is not assigned, or somebody or something taken then.
    """
    require(can_edit_timetable(by, term))
    require(within_term(term, since))
    span = (since, term.span.upper)
    _require_possible(term, _place(0, span, placing, listeners), placing, listeners)
    entry = _store(TimetableEntry(college_id=term.college_id, term=term), span, placing, listeners)
    record(by, "entry.add", entry, since=since, place=_described(placing, listeners))
    return entry


@transaction.atomic
def change_entry(
    *,
    by: User,
    entry: TimetableEntry,
    since: date,
    placing: Placing,
    listeners: Sequence[Listener],
) -> TimetableEntry:
    """From `since` on the place is another; until then it was what it was.

    A place that has not been in force before `since` is changed as it stands; else it ends then
    and another begins.

    Returns:
        The place in force from `since` on.

    Raises:
        Refused: as for `add_entry`, and for a place that has ended by then.
    """
    term = entry.term
    require(can_edit_timetable(by, term))
    require(in_force(entry, since))
    span = (max(since, entry.valid.lower), entry.valid.upper)
    _require_possible(term, _place(entry.pk, span, placing, listeners), placing, listeners)
    before = _described(*_as_stored(entry))
    if entry.valid.lower < since:
        entry.valid = DateRange(entry.valid.lower, since)
        entry.save(update_fields=["valid"])
        entry = TimetableEntry(college_id=term.college_id, term=term)
    entry = _store(entry, span, placing, listeners)
    after = _described(placing, listeners)
    record(by, "entry.change", entry, since=since, place=[before, after])
    return entry


@transaction.atomic
def remove_entry(*, by: User, entry: TimetableEntry, since: date) -> None:
    """The place is not used from `since` on; lessons made of it go when lessons are made anew.

    Raises:
        Refused: not the coordinator, a closed term, a place that has ended by then.
    """
    require(can_edit_timetable(by, entry.term))
    require(in_force(entry, since))
    record(by, "entry.remove", entry, since=since, place=_described(*_as_stored(entry)))
    if entry.valid.lower < since:
        entry.valid = DateRange(entry.valid.lower, since)
        entry.save(update_fields=["valid"])
    elif entry.meetings.exists():
        # Its lessons point at it: it stays as a place that is in force on no day.
        entry.valid = DateRange(empty=True)
        entry.save(update_fields=["valid"])
    else:
        entry.delete()


def _require_possible(
    term: Term, place: Place, placing: Placing, listeners: Sequence[Listener]
) -> None:
    sections = [listener.section for listener in listeners]
    require(of_one_college(term, sections, placing.employee, placing.slot, placing.room))
    require(teaches(placing.employee, sections, place.first))
    # Two people who lay out the term at once would not see each other's places.
    Term.objects.select_for_update(no_key=True).get(pk=term.pk)
    require(place_free(term, place))


def _place(
    key: int, span: tuple[date, date], placing: Placing, listeners: Sequence[Listener]
) -> Place:
    """As the rules see it; key 0 for a place that is not there yet."""
    return Place(
        key=key,
        weekday=placing.weekday,
        starts=placing.slot.starts,
        ends=placing.slot.ends,
        parity=placing.parity,
        first=span[0],
        end=span[1],
        employee_id=placing.employee.pk,
        room_id=placing.room.pk if placing.room else None,
        parts=frozenset((one.section.group_id, one.section.subgroup_id) for one in listeners),
    )


def _store(
    entry: TimetableEntry,
    span: tuple[date, date],
    placing: Placing,
    listeners: Sequence[Listener],
) -> TimetableEntry:
    entry.weekday = placing.weekday
    entry.slot = placing.slot
    entry.employee = placing.employee
    entry.room = placing.room
    entry.parity = placing.parity
    entry.valid = DateRange(*span)
    entry.save()
    kept = {listener.section.pk for listener in listeners}
    EntrySection.objects.filter(entry=entry).exclude(section__in=kept).delete()
    for listener in listeners:
        EntrySection.objects.update_or_create(
            college_id=entry.college_id,
            entry=entry,
            section=listener.section,
            defaults={"kind": listener.kind, "hours": listener.hours},
        )
    return entry


def _as_stored(entry: TimetableEntry) -> tuple[Placing, list[Listener]]:
    rows = entry.sections.select_related("section__group", "section__item", "section__subgroup")
    listeners = [Listener(row.section, row.hours, row.kind) for row in rows.order_by("pk")]
    return Placing(entry.weekday, entry.slot, entry.employee, entry.room, entry.parity), listeners


def _described(placing: Placing, listeners: Sequence[Listener]) -> dict[str, object]:
    """As the journal of actions keeps it."""
    return {
        "weekday": placing.weekday,
        "pair": placing.slot.number,
        "weeks": placing.parity,
        "teacher": placing.employee.full_name,
        "room": placing.room.number if placing.room else "",
        "sections": [
            " ".join(filter(None, [str(one.section), one.kind, f"{one.hours.normalize():f}"]))
            for one in listeners
        ],
    }
