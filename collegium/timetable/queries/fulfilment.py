"""How far the grid carries a group's subjects, and what its week asks of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from collegium.organization.models import DayOff, Term
from collegium.organization.settings_registry import settings_on
from collegium.roster.models import CourseSection, Employee, StudyGroup
from collegium.timetable.models import (
    EntrySection,
    Lesson,
    MeetingOrigin,
    MeetingState,
    Weekday,
)
from collegium.timetable.queries.generation import entry_dates
from collegium.timetable.queries.grid import EntryView, assigned_teachers, grid_on
from collegium.timetable.queries.plans import section_parts
from collegium.timetable.rules import (
    SETTING_KEYS,
    Finding,
    Fulfilment,
    Limits,
    Occasion,
    Parity,
    Portion,
    Sitting,
    fulfilment,
    week_findings,
    week_hours,
)


@dataclass(frozen=True, slots=True)
class SectionHours:
    """A subject of the group: who teaches it, and how its hours stand."""

    section: CourseSection
    teachers: Sequence[Employee]
    figures: Fulfilment
    # Hours in an odd and in an even week of the grid.
    odd: Decimal
    even: Decimal

    @property
    def state(self) -> str:
        """unplaced, short (the grid does not give all hours), done, or ok."""
        if not self.figures.planned:
            return "unplanned"
        if self.figures.missing and not self.figures.laid:
            return "unplaced"
        return "short" if self.figures.missing else "ok"


def section_hours(group: StudyGroup, term: Term, since: date) -> list[SectionHours]:
    """The subjects of a group in a term, in the order of its plan; seven queries."""
    sections = list(
        CourseSection.objects.filter(group=group, term=term)
        .select_related("group", "subgroup", "item")
        .order_by("item__position", "subgroup__title")
    )
    keys = [section.pk for section in sections]
    parts = section_parts(sections, term)
    given = _given(keys, since)
    rows = list(
        EntrySection.objects.filter(section__in=keys, entry__in=grid_on(term, since))
        .select_related("entry__slot")
        .order_by("pk")
    )
    occasions = _occasions(rows, term, since)
    teachers = assigned_teachers(keys, since)
    weekly = {week: _weekly(rows, week) for week in (Parity.NUMERATOR, Parity.DENOMINATOR)}
    return [
        SectionHours(
            section,
            teachers.get(section.pk, []),
            fulfilment(parts[section.pk], given[section.pk], occasions[section.pk]),
            weekly[Parity.NUMERATOR][section.pk],
            weekly[Parity.DENOMINATOR][section.pk],
        )
        for section in sections
    ]


def _given(sections: Collection[int], since: date) -> dict[int, list[Portion]]:
    """Lessons that do not hang on the grid from `since` on: earlier ones, moved and extra ones."""
    stand = Q(meeting__date__lt=since) | ~Q(meeting__origin=MeetingOrigin.GRID)
    rows = Lesson.objects.filter(stand, section__in=sections).exclude(
        meeting__state=MeetingState.CANCELLED
    )
    found: dict[int, list[Portion]] = defaultdict(list)
    for section, kind, hours, planned in rows.values_list("section", "kind", "hours", "planned"):
        found[section].append(Portion(kind, hours, planned))
    return found


def _occasions(rows: Iterable[EntrySection], term: Term, since: date) -> dict[int, list[Occasion]]:
    days_off = set(DayOff.objects.filter(college=term.college_id).values_list("date", flat=True))
    found: dict[int, list[Occasion]] = defaultdict(list)
    for row in rows:
        number = row.entry.slot.number
        found[row.section_id] += [
            Occasion(day, number, row.hours, row.kind, row.entry_id)
            for day in entry_dates(row.entry, term, since, days_off)
        ]
    return found


def _weekly(rows: Iterable[EntrySection], week: Parity) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.entry.parity in {Parity.EVERY, week}:
            found[row.section_id] += row.hours
    return found


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """Hours of a week, odd and even, the limit, and the limits that are overstepped."""

    odd: Decimal
    even: Decimal
    limit: Decimal
    findings: list[Finding]


def week_load(entries: Iterable[EntryView], college_id: int, day: date) -> WeekLoad:
    """What the laid out week asks of the group; one query for the settings."""
    values = settings_on(college_id, day, "timetable.")
    limits = Limits(**{name: values[key] for name, key in SETTING_KEYS.items()})
    sittings = [
        Sitting(
            view.entry.weekday,
            view.entry.slot.number,
            view.entry.parity,
            view.listener.hours,
            view.listener.section.item_id,
        )
        for view in entries
    ]
    return WeekLoad(
        week_hours(sittings, Parity.NUMERATOR),
        week_hours(sittings, Parity.DENOMINATOR),
        limits.week_hours,
        week_findings(sittings, limits, days=Weekday.values),
    )
