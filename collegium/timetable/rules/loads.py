"""What a week asks of a group or a teacher: limits that warn and never block (DOMAIN.md §9)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from collegium.timetable.rules.dates import Parity

ZERO = Decimal(0)
WEEKS = (Parity.NUMERATOR, Parity.DENOMINATOR)


@dataclass(frozen=True, slots=True)
class Limits:
    """Each is a setting, its key in SETTING_KEYS."""

    week_hours: Decimal = Decimal(36)
    day_hours: Decimal = Decimal(8)
    subject_pairs: int = 2


SETTING_KEYS: Mapping[str, str] = {
    "week_hours": "timetable.week_hours",
    "day_hours": "timetable.day_hours",
    "subject_pairs": "timetable.subject_pairs",
}
DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Sitting:
    """A pair of the week that is spent in class; `subject` tells lessons of one subject apart."""

    weekday: int
    pair: int
    parity: Parity | str
    hours: Decimal
    subject: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A limit that the week oversteps; `weekday` 0 for the week, `parity` EVERY for all weeks."""

    code: str
    parity: Parity
    weekday: int
    figure: Decimal
    subject: int | None = None


def windows(pairs: Collection[int]) -> int:
    """Free pairs between the first and the last of a day."""
    taken = set(pairs)
    return max(taken) - min(taken) + 1 - len(taken) if taken else 0


def week_hours(sittings: Iterable[Sitting], week: Parity) -> Decimal:
    """Hours in class in a week of that parity; subgroups that sit at one time count once."""
    at_once: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    for sitting in _in_week(sittings, week):
        key = (sitting.weekday, sitting.pair)
        at_once[key] = max(at_once[key], sitting.hours)
    return sum(at_once.values(), ZERO)


def week_findings(
    sittings: Collection[Sitting], limits: Limits = DEFAULT_LIMITS, *, days: Iterable[int]
) -> list[Finding]:
    """Overstepped limits of the week and of its days; what holds in both parities is said once."""
    by_week = {week: list(_week_findings(sittings, limits, week, days)) for week in WEEKS}
    odd, even = by_week[Parity.NUMERATOR], by_week[Parity.DENOMINATOR]
    always = [finding for finding in odd if finding in even]
    found = always + [
        Finding(f.code, week, f.weekday, f.figure, f.subject)
        for week in WEEKS
        for f in by_week[week]
        if f not in always
    ]
    return sorted(found, key=lambda f: (f.weekday, f.code, f.parity))


def _week_findings(
    sittings: Collection[Sitting], limits: Limits, week: Parity, days: Iterable[int]
) -> Iterator[Finding]:
    total = week_hours(sittings, week)
    if total > limits.week_hours:
        yield Finding("week-hours", Parity.EVERY, 0, total)
    for day in days:
        today = [s for s in _in_week(sittings, week) if s.weekday == day]
        hours = week_hours(today, week)
        if hours > limits.day_hours:
            yield Finding("day-hours", Parity.EVERY, day, hours)
        if gaps := windows([s.pair for s in today]):
            yield Finding("windows", Parity.EVERY, day, Decimal(gaps))
        pairs_of = Counter(subject for subject, _pair in {(s.subject, s.pair) for s in today})
        for subject, pairs in sorted(pairs_of.items()):
            if pairs > limits.subject_pairs:
                yield Finding("subject-pairs", Parity.EVERY, day, Decimal(pairs), subject)


def _in_week(sittings: Iterable[Sitting], week: Parity) -> Iterator[Sitting]:
    return (s for s in sittings if s.parity in {Parity.EVERY, week})
