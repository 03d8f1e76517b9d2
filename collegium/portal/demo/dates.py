"""The study calendar around today: the years, the terms and the days off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)
# Both halves of a course as the curricula that come with the product lay it out, in weeks.
AUTUMN_WEEKS = 19
STUDY_WEEKS = 43
# A college that began its year fewer days ago has nothing to show yet.
FIRST_DAYS = 14
SHOWN_WEEKS = 4
# Weeks of lessons behind us; one more term is loaded where two have fewer.
WEEKS_TAUGHT = 28

PUBLIC_HOLIDAYS = [
    *((1, day, "Новогодние каникулы") for day in range(1, 9)),
    (2, 23, "День защитника Отечества"),
    (3, 8, "Международный женский день"),
    (5, 1, "Праздник Весны и Труда"),
    (5, 9, "День Победы"),
    (6, 12, "День России"),
    (11, 4, "День народного единства"),
]


@dataclass(frozen=True, slots=True)
class TermDates:
    """A semester, [first, end): `year` is the calendar year in which its study year begins."""

    year: int
    number: int
    first: date
    end: date
    # The Monday of the study year's first week, from which curricula count their weeks.
    year_monday: date


@dataclass(frozen=True, slots=True)
class StudyCalendar:
    """`terms` in order: those that are over, `current`, and what remains of its year."""

    terms: tuple[TermDates, ...]
    current: TermDates
    shift: timedelta

    @property
    def taught(self) -> list[TermDates]:
        """Terms with lessons: the current one and those before it."""
        return [term for term in self.terms if term.first <= self.current.first]

    @property
    def years(self) -> list[int]:
        return sorted({term.year for term in self.terms})

    def year_first(self, year: int) -> date:
        """The first day of a study year: 1 September, or the Monday to which a demo moved it."""
        return date(year, 9, 1) if not self.shift else autumn_monday(year) - self.shift

    def days_off(self) -> list[tuple[date, str]]:
        first, end = self.terms[0].first, self.terms[-1].end
        days = [
            (date(year, month, day), title)
            for year in range(first.year, end.year + 1)
            for month, day, title in PUBLIC_HOLIDAYS
        ]
        return [(day, title) for day, title in days if first <= day < end]


def autumn_monday(year: int) -> date:
    """The Monday of the week of 1 September; of the next week when that day is a weekend."""
    first = date(year, 9, 1)
    monday = first - timedelta(days=first.weekday())
    return monday + WEEK if first.weekday() >= 5 else monday


def study_calendar(today: date) -> StudyCalendar:
    """The terms to show on a day.

    In summer and in the first days of September a real college has no lessons behind it in the
    year that has begun, so the demo college begins that year earlier, by whole weeks.
    """
    year = today.year if today >= autumn_monday(today.year) else today.year - 1
    is_rest = today >= autumn_monday(year) + STUDY_WEEKS * WEEK
    is_start = today < autumn_monday(year) + timedelta(days=FIRST_DAYS)
    shift = timedelta()
    if is_rest or is_start:
        year = today.year
        late = autumn_monday(year) + SHOWN_WEEKS * WEEK - today
        shift = -(-late // WEEK) * WEEK
    return _calendar(year, today, shift)


def _calendar(year: int, today: date, shift: timedelta) -> StudyCalendar:
    terms = [term for y in (year - 1, year) for term in _terms(y, shift)]
    current = next(term for term in reversed(terms) if term.first <= today)
    place = terms.index(current)
    weeks = (today - current.first) // WEEK
    first = place
    while first and weeks < WEEKS_TAUGHT and place - first < 2:
        first -= 1
        weeks += 17 if terms[first].number == 1 else 20
    return StudyCalendar(tuple(terms[first:]), current, shift)


def _terms(year: int, shift: timedelta) -> list[TermDates]:
    monday = autumn_monday(year) - shift
    middle, end = monday + AUTUMN_WEEKS * WEEK, monday + STUDY_WEEKS * WEEK
    first = monday if shift else max(monday, date(year, 9, 1))
    return [
        TermDates(year, 1, first, middle, monday),
        TermDates(year, 2, middle, end, monday),
    ]
