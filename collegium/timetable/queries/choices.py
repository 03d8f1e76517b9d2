"""What may be chosen for a place of the grid, and what stands in its way at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from collegium.organization.models import Room, Term
from collegium.roster.models import CourseSection, Employee, StudyGroup
from collegium.timetable.models import LessonSlot, TimetableEntry
from collegium.timetable.queries.fulfilment import SectionHours, section_hours
from collegium.timetable.queries.grid import (
    busy_then,
    clash_texts,
    listeners_text,
    term_places,
    with_listeners,
)
from collegium.timetable.rules import ClashKind, Parity, Place, clashes
from collegium.ui.formats import decimal

Choice = tuple[str, str]
Choices = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form holds at the moment: keys as typed, maybe not yet all of them."""

    weekday: int
    slot: LessonSlot | None
    parity: str = Parity.EVERY.value
    section: CourseSection | None = None
    employee_id: int | None = None
    room_id: int | None = None


@dataclass(slots=True)
class EntryChoices:
    """The lists of the form, and what is said above them."""

    sections: list[Choice]
    teachers: list[Choice]
    rooms: Choices
    employee_id: int | None
    room_id: int | None
    troubles: list[str]
    # A place of the same teacher and subject at that hour: the group may join it as a stream.
    stream: TimetableEntry | None = None


def entry_choices(
    group: StudyGroup,
    term: Term,
    since: date,
    wanted: Wanted,
    entry: TimetableEntry | None = None,
) -> EntryChoices:
    """Subjects with their hours, teachers and rooms with who is free; about fifteen queries."""
    subjects = section_hours(group, term, since)
    places = term_places(term, since)
    taught = {row.section.pk: row.teachers for row in subjects}
    teachers = list(taught.get(wanted.section.pk, [])) if wanted.section else []
    employee_id = _teacher(wanted, teachers)
    room_id = wanted.room_id
    place = _place(wanted, term, since, entry)
    if entry is None and room_id is None and employee_id:
        room_id = _usual_room(employee_id, place, places)
    if place:
        place = replace(place, employee_id=employee_id, room_id=room_id)
    busy = busy_then(place, places) if place else None
    taken = _texts({*busy.teachers.values(), *busy.rooms.values()}) if busy else {}
    choices = EntryChoices(
        sections=[(str(row.section.pk), _subject(row)) for row in subjects],
        teachers=_teacher_choices(teachers, busy.teachers if busy else {}, taken),
        rooms=_room_choices(term, busy.rooms if busy else {}, taken),
        employee_id=employee_id,
        room_id=room_id,
        troubles=[],
    )
    if place:
        _add_troubles(choices, place, places, wanted)
    return choices


def _teacher(wanted: Wanted, teachers: Sequence[Employee]) -> int | None:
    """The chosen one if they teach the chosen subject, else its only or first teacher."""
    keys = [teacher.pk for teacher in teachers]
    if wanted.employee_id in keys:
        return wanted.employee_id
    return next(iter(keys), None)


def _place(wanted: Wanted, term: Term, since: date, entry: TimetableEntry | None) -> Place | None:
    """The hour that is asked for, with the group that listens and nobody else yet."""
    if wanted.slot is None:
        return None
    section = wanted.section
    return Place(
        key=entry.pk if entry else 0,
        weekday=wanted.weekday,
        starts=wanted.slot.starts,
        ends=wanted.slot.ends,
        parity=wanted.parity,
        first=max(since, entry.valid.lower) if entry else since,
        end=entry.valid.upper if entry else term.span.upper,
        employee_id=None,
        room_id=None,
        parts=frozenset({(section.group_id, section.subgroup_id)} if section else ()),
    )


def _usual_room(employee_id: int, place: Place | None, places: Sequence[Place]) -> int | None:
    """Where the teacher mostly teaches, if it is free at that hour."""
    rooms = Counter(p.room_id for p in places if p.employee_id == employee_id and p.room_id)
    taken = busy_then(place, places).rooms if place else {}
    return next((room for room, _times in rooms.most_common() if room not in taken), None)


def _texts(entries: set[int]) -> dict[int, str]:
    found = with_listeners(TimetableEntry.objects.filter(pk__in=entries))
    return {entry.pk: listeners_text(entry) for entry in found}


def _subject(row: SectionHours) -> str:
    """«Математика (1), ещё 24 ч»."""
    name = row.section.item.title
    if row.section.subgroup:
        name = f"{name} ({row.section.subgroup.title})"
    if row.figures.missing:
        return _("%(subject)s, %(hours)s h more") % {
            "subject": name,
            "hours": decimal(row.figures.missing),
        }
    return _("%(subject)s, all hours placed") % {"subject": name}


def _teacher_choices(
    teachers: Sequence[Employee], busy: Mapping[int, int], taken: Mapping[int, str]
) -> list[Choice]:
    choices = []
    for teacher in teachers:
        name = teacher.full_name
        if teacher.pk in busy:
            name = _("%(name)s, busy: %(what)s") % {"name": name, "what": taken[busy[teacher.pk]]}
        choices.append((str(teacher.pk), name))
    return choices


def _room_choices(term: Term, busy: Mapping[int, int], taken: Mapping[int, str]) -> Choices:
    """Free rooms first, then the taken ones with what takes them."""
    rooms = list(Room.objects.filter(college=term.college_id).select_related("campus"))
    free = [(str(r.pk), _room(r)) for r in rooms if r.pk not in busy]
    occupied = [(str(r.pk), f"{r.number}: {taken[busy[r.pk]]}") for r in rooms if r.pk in busy]
    groups: Choices = [("", _("no room yet")), (_("Free then"), free)]
    return [*groups, (_("Taken then"), occupied)] if occupied else groups


def _room(room: Room) -> str:
    title = room.title or room.get_kind_display()
    return _("%(number)s, %(title)s, %(seats)s seats") % {
        "number": room.number,
        "title": title,
        "seats": room.capacity,
    }


def _add_troubles(
    choices: EntryChoices, place: Place, places: Sequence[Place], wanted: Wanted
) -> None:
    found = clashes(place, places)
    texts = clash_texts(found)
    choices.troubles = [texts[clash] for clash in found]
    busy = [clash.other for clash in found if clash.kind == ClashKind.TEACHER]
    section = wanted.section
    if not busy or section is None or len({clash.other for clash in found}) > 1:
        return
    choices.stream = (
        with_listeners(TimetableEntry.objects.filter(pk__in=busy))
        .filter(sections__section__item__course=section.item.course_id)
        .exclude(sections__section__group=section.group_id)
        .distinct()
        .first()
    )
