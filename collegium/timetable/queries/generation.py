"""The lessons that the grid of a term gives, beside those that are there: what would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from collegium.organization.models import DayOff, Term
from collegium.roster.models import CourseSection, Subgroup, TeachingAssignment
from collegium.timetable.models import (
    EntrySection,
    Lesson,
    Meeting,
    MeetingOrigin,
    MeetingRoom,
    MeetingState,
    MeetingTeacher,
    TimetableEntry,
)
from collegium.timetable.queries.plans import section_parts
from collegium.timetable.rules import (
    Occasion,
    Part,
    Portion,
    distribute,
    lesson_dates,
    remaining,
)

ZERO = Decimal(0)
# A place of the grid on a date: at most one meeting from the grid stands for it.
Key = tuple[int, date]


@dataclass(frozen=True, slots=True)
class Draft:
    """A meeting as the grid wants it; `parts` are the groups and subgroups it takes."""

    entry: TimetableEntry
    day: date
    lessons: Mapping[int, Portion]
    parts: frozenset[Part]

    @property
    def hours(self) -> Decimal:
        """What the teacher teaches, whoever listens: the longest of the lessons."""
        return max(portion.hours for portion in self.lessons.values())

    @property
    def place(self) -> tuple[int, dict[int, Decimal], set[int]]:
        """Slot, hours by teacher, rooms: what is compared with a meeting that is there."""
        rooms = {self.entry.room_id} if self.entry.room_id else set()
        return self.entry.slot_id, {self.entry.employee_id: self.hours}, rooms


@dataclass(slots=True)
class Present:
    """A meeting that came from the grid earlier and that nobody has touched."""

    pk: int
    slot_id: int
    teachers: dict[int, Decimal] = field(default_factory=dict)
    rooms: set[int] = field(default_factory=set)
    lessons: dict[int, tuple[int, Portion]] = field(default_factory=dict)

    @property
    def place(self) -> tuple[int, dict[int, Decimal], set[int]]:
        return self.slot_id, self.teachers, self.rooms

    @property
    def portions(self) -> dict[int, Portion]:
        return {section: portion for section, (_pk, portion) in self.lessons.items()}


@dataclass(slots=True)
class Changes:
    """What making the lessons would do."""

    term: Term
    since: date
    sections: dict[int, CourseSection]
    create: list[Draft] = field(default_factory=list)
    change: list[tuple[Present, Draft]] = field(default_factory=list)
    remove: list[Present] = field(default_factory=list)
    same: int = 0
    kept: int = 0
    # Section → hours of its plan that have no place in the grid.
    missing: dict[int, Decimal] = field(default_factory=dict)
    # Places whose teacher is not assigned to the section on some day of theirs: the first such.
    unassigned: list[tuple[EntrySection, date]] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.create or self.change or self.remove)


def lesson_changes(
    term: Term, *, groups: Collection[int] | None, since: date, today: date
) -> Changes:
    """Compare the grid from `since` on with the lessons that are there; eleven queries.

    Lessons of today and before, and those with any record, stand as they are and their hours
    count; whoever listens together with one of the groups (a stream) is included.

    Args:
        groups: keys of the groups; None for all of the term.
    """
    sections = _sections(term, groups)
    entries = _entries(term, sections, since)
    changes = Changes(term, since, sections)
    kept, given, present = _lessons(sections, since, today)
    changes.kept = len(kept)
    occasions = _occasions(entries, term, since, kept)
    drafts = _drafts(changes, entries, occasions, given)
    changes.unassigned = _unassigned(entries, drafts.values())
    for key, draft in drafts.items():
        old = present.pop(key, None)
        if old is None:
            changes.create.append(draft)
        elif (old.place, old.portions) == (draft.place, dict(draft.lessons)):
            changes.same += 1
        else:
            changes.change.append((old, draft))
    changes.remove = list(present.values())
    return changes


def _sections(term: Term, groups: Collection[int] | None) -> dict[int, CourseSection]:
    """The groups' sections and those that share a place with them, and so on."""
    sections = CourseSection.objects.filter(term=term).select_related("group", "subgroup", "item")
    if groups is None:
        return sections.in_bulk()
    found = set(sections.filter(group__in=groups).values_list("pk", flat=True))
    while more := _beside(term, found) - found:
        found |= more
    return sections.in_bulk(found)


def _beside(term: Term, sections: Collection[int]) -> set[int]:
    """Sections that share a place of the grid or a meeting with these."""
    places = EntrySection.objects.filter(section__in=sections).values("entry")
    meetings = Lesson.objects.filter(section__in=sections).values("meeting")
    in_grid = EntrySection.objects.filter(entry__in=places, section__term=term)
    in_class = Lesson.objects.filter(meeting__in=meetings, section__term=term)
    return {*in_grid.values_list("section", flat=True), *in_class.values_list("section", flat=True)}


def _entries(
    term: Term, sections: Collection[int], since: date
) -> dict[int, tuple[TimetableEntry, list[EntrySection]]]:
    """The grid in force at any time from `since` on."""
    rows = (
        EntrySection.objects.filter(
            section__in=sections,
            entry__term=term,
            entry__valid__overlap=(since, term.span.upper),
        )
        .select_related("entry__slot", "entry__employee", "entry__college")
        .order_by("entry", "section")
    )
    found: dict[int, tuple[TimetableEntry, list[EntrySection]]] = {}
    for row in rows:
        entry, own = found.setdefault(row.entry_id, (row.entry, []))
        row.entry = entry
        own.append(row)
    return found


def untouched() -> QuerySet[Lesson]:
    """Lessons of the grid in which nobody has written anything, whichever app would keep it."""
    lessons = Lesson.objects.filter(
        meeting__origin=MeetingOrigin.GRID,
        meeting__state=MeetingState.PLANNED,
        meeting__entry__isnull=False,
        version=1,
        topic="",
        homework="",
        attendance_confirmed_at__isnull=True,
    )
    for relation in Lesson._meta.related_objects:
        model = relation.related_model
        if not hasattr(model, "pgh_tracked_model"):
            own = model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            lessons = lessons.filter(~Exists(own))
    return lessons


def _lessons(
    sections: Collection[int], since: date, today: date
) -> tuple[set[Key], dict[int, list[Portion]], dict[Key, Present]]:
    """Places already taken by what stands, hours given by it, and meetings that may change."""
    first = max(since, today + timedelta(days=1))
    free = untouched().filter(section__in=sections, meeting__date__gte=first)
    # A meeting of several sections may change only if none of its lessons was touched.
    bound = Lesson.objects.filter(section__in=sections).exclude(pk__in=free.values("pk"))
    kept_meetings = set(bound.values_list("meeting", flat=True))
    rows = Lesson.objects.filter(section__in=sections).values_list(
        "pk", "section", "kind", "hours", "planned", "meeting", "meeting__entry", "meeting__date",
        "meeting__slot", "meeting__state",
    )  # fmt: skip
    kept: set[Key] = set()
    given: dict[int, list[Portion]] = defaultdict(list)
    present: dict[Key, Present] = {}
    for pk, section, kind, hours, planned, meeting, entry, day, slot, state in rows:
        portion = Portion(kind, hours, planned)
        if meeting in kept_meetings:
            kept.add((entry, day))
            if state != MeetingState.CANCELLED:
                given[section].append(portion)
        else:
            old = present.setdefault((entry, day), Present(meeting, slot))
            old.lessons[section] = (pk, portion)
    _add_places(present.values())
    return kept, given, present


def _add_places(present: Iterable[Present]) -> None:
    by_pk = {old.pk: old for old in present}
    teachers = MeetingTeacher.objects.filter(meeting__in=by_pk)
    for meeting, employee, hours in teachers.values_list("meeting", "employee", "hours"):
        by_pk[meeting].teachers[employee] = hours
    rooms = MeetingRoom.objects.filter(meeting__in=by_pk)
    for meeting, room in rooms.values_list("meeting", "room"):
        by_pk[meeting].rooms.add(room)


def _occasions(
    entries: Mapping[int, tuple[TimetableEntry, list[EntrySection]]],
    term: Term,
    since: date,
    kept: Collection[Key],
) -> dict[int, list[Occasion]]:
    """Section → dated places of its grid."""
    days_off = set(DayOff.objects.filter(college=term.college_id).values_list("date", flat=True))
    found: dict[int, list[Occasion]] = defaultdict(list)
    for pk, (entry, own) in entries.items():
        for day in entry_dates(entry, term, since, days_off):
            if (pk, day) not in kept:
                for row in own:
                    occasion = Occasion(day, entry.slot.number, row.hours, row.kind, pk)
                    found[row.section_id].append(occasion)
    return found


def entry_dates(
    entry: TimetableEntry, term: Term, since: date, days_off: Collection[date]
) -> list[date]:
    """The days from `since` on on which a place of the grid is used."""
    first, end = entry.valid.lower or term.span.lower, entry.valid.upper or term.span.upper
    return lesson_dates(
        max(first, since, term.span.lower),
        min(end, term.span.upper),
        entry.weekday,
        entry.parity,
        anchor=term.span.lower,
        days_off=days_off,
    )


def _drafts(
    changes: Changes,
    entries: Mapping[int, tuple[TimetableEntry, list[EntrySection]]],
    occasions: Mapping[int, list[Occasion]],
    given: Mapping[int, list[Portion]],
) -> dict[Key, Draft]:
    """Lay each section's plan out over its places, and gather what is held together."""
    sections = changes.sections
    parts = section_parts(sections.values(), changes.term)
    lessons: dict[Key, dict[int, Portion]] = defaultdict(dict)
    for section in sections:
        left = remaining(parts[section], given.get(section, []))
        short = sum((part.hours for part in left), ZERO)
        for occasion, portion in distribute(left, occasions.get(section, [])):
            lessons[occasion.place, occasion.day][section] = portion
            short -= portion.hours
        if short > 0:
            changes.missing[section] = short
    subgroups = _subgroups(sections.values())
    found = {}
    for (entry, day), own in sorted(lessons.items(), key=lambda item: item[0][::-1]):
        takes = frozenset(part for pk in own for part in _parts(sections[pk], subgroups))
        found[entry, day] = Draft(entries[entry][0], day, own, takes)
    return found


def _subgroups(sections: Iterable[CourseSection]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    groups = {section.group_id for section in sections}
    for pk, group in Subgroup.objects.filter(group__in=groups).values_list("pk", "group"):
        found[group].append(pk)
    return found


def _parts(section: CourseSection, subgroups: Mapping[int, list[int]]) -> list[Part]:
    """A whole group is itself and each of its subgroups."""
    if section.subgroup_id:
        return [(section.group_id, section.subgroup_id)]
    group = section.group_id
    return [(group, None), *((group, part) for part in subgroups.get(group, []))]


def _unassigned(
    entries: Mapping[int, tuple[TimetableEntry, list[EntrySection]]], drafts: Iterable[Draft]
) -> list[tuple[EntrySection, date]]:
    """Places whose teacher could not write in the journal of a lesson that they give."""
    rows = {(row.entry_id, row.section_id): row for _e, own in entries.values() for row in own}
    terms: dict[tuple[int, int], list[tuple[date, date | None]]] = defaultdict(list)
    assigned = TeachingAssignment.objects.filter(section__in={section for _e, section in rows})
    for section, employee, valid in assigned.values_list("section", "employee", "valid"):
        terms[section, employee].append((valid.lower, valid.upper))
    found: dict[tuple[int, int], date] = {}
    for draft in drafts:
        for section in draft.lessons:
            spans = terms[section, draft.entry.employee_id]
            if not any(
                lower <= draft.day and (not upper or draft.day < upper) for lower, upper in spans
            ):
                found.setdefault((draft.entry.pk, section), draft.day)
    return [(rows[key], day) for key, day in found.items()]


def meetings_of(term: Term, groups: Collection[int] | None = None) -> QuerySet[Meeting]:
    """Meetings of the term's sections, of some groups or of all."""
    lessons = Lesson.objects.filter(section__term=term)
    if groups is not None:
        lessons = lessons.filter(section__group__in=groups)
    return Meeting.objects.filter(pk__in=lessons.values("meeting"))
