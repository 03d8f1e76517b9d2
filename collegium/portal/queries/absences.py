"""A student's absences as sums and as a calendar; no query of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from collegium.gradebook.rules import Counts
from collegium.portal.queries.diary import DiaryAbsence
from collegium.portal.rules import week_of


@dataclass(frozen=True, slots=True)
class AbsenceSummary:
    """Hours by what they count as, and the number of late comings."""

    absent: Decimal
    excused: Decimal
    ill: Decimal
    unexcused: Decimal
    late: int


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the calendar: None hours where the student was at every lesson."""

    day: date
    hours: Decimal | None
    unexcused: bool


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """A month in weeks from Monday to Saturday; None outside the month."""

    first: date
    weeks: list[list[CalendarDay | None]]


def absence_summary(absences: Sequence[DiaryAbsence]) -> AbsenceSummary:
    hours: dict[str, Decimal] = defaultdict(Decimal)
    for absence in absences:
        if absence.is_absent:
            hours[absence.counts] += absence.hours
    return AbsenceSummary(
        absent=sum(hours.values(), Decimal(0)),
        excused=hours[Counts.EXCUSED],
        ill=hours[Counts.ILL],
        unexcused=hours[Counts.UNEXCUSED],
        late=sum(absence.is_late for absence in absences),
    )


def absence_months(absences: Iterable[DiaryAbsence]) -> list[CalendarMonth]:
    """The months in which hours were missed, the newest first."""
    missed: dict[date, list[DiaryAbsence]] = defaultdict(list)
    for absence in absences:
        if absence.is_absent:
            missed[absence.day].append(absence)
    firsts = sorted({day.replace(day=1) for day in missed}, reverse=True)
    return [CalendarMonth(first, _weeks(first, missed)) for first in firsts]


def _weeks(first: date, missed: dict[date, list[DiaryAbsence]]) -> list[list[CalendarDay | None]]:
    weeks = []
    monday = week_of(first)[0]
    while monday <= _last(first):
        days = [_day(day, missed) if day.month == first.month else None for day in week_of(monday)]
        if any(days):
            weeks.append(days)
        monday += timedelta(days=7)
    return weeks


def _last(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _day(day: date, missed: dict[date, list[DiaryAbsence]]) -> CalendarDay:
    found = missed.get(day, [])
    hours = sum((absence.hours for absence in found), Decimal(0)) if found else None
    return CalendarDay(day, hours, any(each.counts == Counts.UNEXCUSED for each in found))
