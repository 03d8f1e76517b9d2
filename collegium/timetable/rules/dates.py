"""The days on which a place of the weekly grid falls (DOMAIN.md §9)."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

DAYS_IN_WEEK = 7


class Parity(StrEnum):
    """In which weeks a place is used; the values are stored."""

    EVERY = "every"
    NUMERATOR = "numerator"  # числитель: нечётная неделя
    DENOMINATOR = "denominator"  # знаменатель: чётная неделя


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def week_number(day: date, anchor: date) -> int:
    """1 for the week that holds `anchor`, the first day of the term; 0 and less before it."""
    return (monday_of(day) - monday_of(anchor)).days // DAYS_IN_WEEK + 1


def parity_of(day: date, anchor: date) -> Parity:
    """Numerator (odd) for the first week of the term, denominator for the second, and so on."""
    return Parity.NUMERATOR if week_number(day, anchor) % 2 else Parity.DENOMINATOR


def lesson_dates(
    first: date,
    end: date,
    weekday: int,
    parity: Parity | str,
    *,
    anchor: date,
    days_off: Collection[date] = (),
) -> list[date]:
    """Days of [first, end) with that ISO weekday and parity that are not off, in order."""
    day = first + timedelta(days=(weekday - first.isoweekday()) % DAYS_IN_WEEK)
    found = []
    while day < end:
        if day not in days_off and parity in {Parity.EVERY, parity_of(day, anchor)}:
            found.append(day)
        day += timedelta(days=DAYS_IN_WEEK)
    return found
