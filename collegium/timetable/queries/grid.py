"""The weekly grid: who is where in it, and a group's week as the page that lays it out shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from collegium.organization.models import Term
from collegium.roster.models import Employee, StudyGroup, TeachingAssignment
from collegium.timetable.models import (
    EntrySection,
    LessonSlot,
    TimetableEntry,
    Weekday,
)
from collegium.timetable.rules import Clash, ClashKind, Parity, Part, Place, clashes, may_coincide


def grid_on(term: Term, since: date) -> QuerySet[TimetableEntry]:
    """Places in force at any time from `since` to the end of the term."""
    later = DateRange(since, term.span.upper)
    return TimetableEntry.objects.filter(term=term, valid__overlap=later)


def with_listeners(entries: QuerySet[TimetableEntry]) -> QuerySet[TimetableEntry]:
    """Places with all that a page names of them; three queries with this one."""
    listeners = EntrySection.objects.select_related(
        "section__group", "section__subgroup", "section__item"
    ).order_by("section__group__title")
    return entries.select_related("slot", "employee", "room").prefetch_related(
        Prefetch("sections", queryset=listeners)
    )


def term_places(term: Term, since: date) -> list[Place]:
    """Every place of the term's grid from `since` on, as the rules see it; two queries."""
    entries = grid_on(term, since)
    parts: dict[int, set[Part]] = defaultdict(set)
    rows = EntrySection.objects.filter(entry__in=entries)
    for entry, group, subgroup in rows.values_list("entry", "section__group", "section__subgroup"):
        parts[entry].add((group, subgroup))
    found = entries.values_list(
        "pk", "weekday", "slot__starts", "slot__ends", "parity", "valid", "employee", "room"
    )
    return [
        Place(
            key=pk,
            weekday=weekday,
            starts=starts,
            ends=ends,
            parity=parity,
            first=max(valid.lower or since, since),
            end=min(valid.upper or term.span.upper, term.span.upper),
            employee_id=employee,
            room_id=room,
            parts=frozenset(parts[pk]),
        )
        for pk, weekday, starts, ends, parity, valid, employee, room in found
    ]


def clash_texts(found: Iterable[Clash]) -> dict[Clash, str]:
    """Each clash in words: who or what is taken, by whom, with what."""
    found = list(found)
    others = with_listeners(TimetableEntry.objects.filter(pk__in={c.other for c in found}))
    entries = {entry.pk: entry for entry in others}
    return {clash: _clash_text(clash, entries[clash.other]) for clash in found}


def _clash_text(clash: Clash, other: TimetableEntry) -> str:
    what, teacher = listeners_text(other), other.employee.short_name
    room = other.room.number if other.room else ""
    where = _("room %(room)s") % {"room": room} if room else ""
    if clash.kind == ClashKind.TEACHER:
        whole = ", ".join(filter(None, [what, where]))
        return _("The teacher is taken: %(teacher)s has %(whole)s.") % {
            "teacher": teacher,
            "whole": whole,
        }
    if clash.kind == ClashKind.ROOM:
        return _("Room %(room)s is taken: %(whole)s.") % {
            "room": room,
            "whole": f"{what}, {teacher}",
        }
    whole = ", ".join(filter(None, [what, teacher, where]))
    return _("The group is taken: %(whole)s.") % {"whole": whole}


def listeners_text(entry: TimetableEntry) -> str:
    """«П-21, П-22 · Математика»."""
    rows = list(entry.sections.all())
    groups = ", ".join(str(row.section.subgroup or row.section.group) for row in rows)
    subjects = " / ".join(dict.fromkeys(row.section.item.name for row in rows))
    return f"{groups} · {subjects}"


@dataclass(slots=True)
class EntryView:
    """A place as its cell shows it to one group."""

    entry: TimetableEntry
    listener: EntrySection
    with_groups: list[str]
    troubles: list[str] = field(default_factory=list)

    @property
    def is_every_week(self) -> bool:
        return self.entry.parity == Parity.EVERY


@dataclass(slots=True)
class GridCell:
    weekday: int
    slot: LessonSlot
    entries: list[EntryView] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Nothing more fits: something stands there every week for the whole group."""
        return any(v.is_every_week and not v.listener.section.subgroup_id for v in self.entries)


@dataclass(frozen=True, slots=True)
class GridRow:
    slot: LessonSlot
    cells: list[GridCell]


@dataclass(frozen=True, slots=True)
class WeekGrid:
    """A group's week: a row a pair, a cell a weekday."""

    rows: list[GridRow]
    entries: list[EntryView]


def week_grid(group: StudyGroup, term: Term, since: date, places: Sequence[Place]) -> WeekGrid:
    """The group's week from `since` on, each place with what is wrong with it."""
    slots = list(LessonSlot.objects.filter(college=term.college_id))
    own = grid_on(term, since).filter(sections__section__group=group).distinct()
    views = _views(with_listeners(own.order_by("weekday", "slot__number", "pk")), group)
    _add_troubles(views, term, since, places)
    cells = {
        (slot.pk, weekday): GridCell(weekday, slot) for slot in slots for weekday in Weekday.values
    }
    for view in views:
        cells[view.entry.slot_id, view.entry.weekday].entries.append(view)
    rows = [
        GridRow(slot, [cells[slot.pk, weekday] for weekday in Weekday.values]) for slot in slots
    ]
    return WeekGrid(rows, views)


def _views(entries: Iterable[TimetableEntry], group: StudyGroup) -> list[EntryView]:
    views = []
    for entry in entries:
        rows = list(entry.sections.all())
        own = [row for row in rows if row.section.group_id == group.pk]
        others = [str(row.section.group) for row in rows if row.section.group_id != group.pk]
        views += [EntryView(entry, row, others) for row in own]
    return views


def _add_troubles(
    views: Sequence[EntryView], term: Term, since: date, places: Sequence[Place]
) -> None:
    by_key = {place.key: place for place in places}
    found = {v.entry.pk: clashes(by_key[v.entry.pk], places) for v in views}
    texts = clash_texts({clash for own in found.values() for clash in own})
    assigned = assigned_teachers({view.listener.section_id for view in views}, since)
    for view in views:
        view.troubles = [texts[clash] for clash in found[view.entry.pk]]
        if view.entry.employee not in assigned.get(view.listener.section_id, []):
            view.troubles.append(
                _("%(teacher)s is not assigned to this subject.")
                % {"teacher": view.entry.employee.short_name}
            )


def assigned_teachers(sections: Collection[int], day: date) -> Mapping[int, list[Employee]]:
    """Section → who teaches it on that day or later in the term; one query."""
    found: dict[int, list[Employee]] = defaultdict(list)
    rows = TeachingAssignment.objects.filter(section__in=sections, valid__endswith__gt=day)
    for row in rows.select_related("employee").order_by("employee__sort_key"):
        if row.employee not in found[row.section_id]:
            found[row.section_id].append(row.employee)
    return found


@dataclass(frozen=True, slots=True)
class Busy:
    """Who and what is taken at an hour of the grid: keys with what takes them."""

    teachers: dict[int, int]
    rooms: dict[int, int]


def busy_then(place: Place, places: Iterable[Place]) -> Busy:
    """Teachers and rooms that another place takes at the hour of this one: key → that place."""
    busy = Busy({}, {})
    for other in places:
        if other.key != place.key and may_coincide(place, other):
            if other.employee_id is not None:
                busy.teachers[other.employee_id] = other.key
            if other.room_id is not None:
                busy.rooms[other.room_id] = other.key
    return busy
