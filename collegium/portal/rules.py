"""What desks and the diary compute, said without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

FIVE = Decimal(5)
# Beyond this many fives a promise is no longer advice.
FIVES_WORTH_SAYING = 5
STUDY_DAYS = 6


def week_of(day: date) -> list[date]:
    """Monday to Saturday of the day's week; a Sunday belongs to the week that it ends."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(STUDY_DAYS)]


def running_means(marks: Iterable[tuple[Decimal, Decimal]]) -> list[Decimal]:
    """The mean of (points, weight) after each mark, unrounded; marks of no weight move nothing."""
    total, weights = Decimal(0), Decimal(0)
    means = []
    for points, weight in marks:
        total += points * weight
        weights += weight
        if weights:
            means.append(total / weights)
    return means


def fives_needed(marks: Iterable[tuple[Decimal, Decimal]], threshold: Decimal) -> int | None:
    """How many fives of weight 1 bring the mean of (points, weight) up to the threshold.

    Marks 3, 4 and the threshold 4,5: (7 + 5n) / (2 + n) ≥ 4,5 gives n ≥ 4. None where no number
    of fives is enough, or more than anybody would call a plan.
    """
    total, weights = Decimal(0), Decimal(0)
    for points, weight in marks:
        total += points * weight
        weights += weight
    lacking = threshold * weights - total
    if lacking <= 0:
        return 0
    if threshold >= FIVE:
        return None
    number = int((lacking / (FIVE - threshold)).to_integral_value(ROUND_CEILING))
    return number if number <= FIVES_WORTH_SAYING else None


def grade_above(grade: str, thresholds: Mapping[str, Decimal]) -> str:
    """The next better grade that the thresholds know; «» above the best."""
    better = sorted(each for each in thresholds if each > grade)
    return better[0] if better else ""


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Per cent, unrounded; None of nothing."""
    return Decimal(part) * 100 / Decimal(whole) if whole else None


def days_late(lesson_day: date, due_days: int, today: date) -> int:
    """Whole days since the day on which it was due; 0 while there is still time (3.5.3)."""
    return max((today - lesson_day).days - due_days, 0)
