"""How a section's planned hours become lessons, and how far the grid carries them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from collegium.curricula.rules import HourKind

ZERO = Decimal(0)
# Lectures come first unless a lesson plan says otherwise; these kinds alone stand in a timetable.
KINDS_IN_ORDER = (
    HourKind.LECTURE,
    HourKind.SEMINAR,
    HourKind.PRACTICAL,
    HourKind.LABORATORY,
    HourKind.COURSE_PROJECT,
    HourKind.TRAINING,
)


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A piece of what is to be taught, in its order; `planned_id` is its row of the lesson plan."""

    kind: str
    hours: Decimal
    planned_id: int | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """A dated place that can take up to `hours` of a section; `kind` "" takes any kind."""

    day: date
    pair: int
    hours: Decimal
    kind: str = ""
    place: int = 0  # the place of the grid, for whoever asks


@dataclass(frozen=True, slots=True)
class Portion:
    """What a lesson takes of the plan."""

    kind: str
    hours: Decimal
    planned_id: int | None = None


def parts_of_hours(hours: Mapping[str, Decimal]) -> list[PlanPart]:
    """The plan of a section that has no lesson plan: its hours, kind after kind."""
    return [PlanPart(kind.value, hours[kind]) for kind in KINDS_IN_ORDER if hours.get(kind)]


def plan_parts(rows: Sequence[PlanPart], hours: Mapping[str, Decimal]) -> list[PlanPart]:
    """The plan of a section: the rows of its lesson plan, up to the curriculum's hours.

    Hours that the lesson plan does not cover follow after it without a row; a lesson plan for
    which the curriculum has no hours in the semester stands as it is.
    """
    whole = parts_of_hours(hours)
    left = sum((part.hours for part in whole), ZERO)
    if not rows or not left:
        return list(rows) or whole
    covered: dict[str, Decimal] = {}
    for row in rows:
        covered[row.kind] = covered.get(row.kind, ZERO) + row.hours
    rest = [replace(part, hours=part.hours - covered.get(part.kind, ZERO)) for part in whole]
    found = []
    for part in [*rows, *rest]:
        taken = min(part.hours, left)
        if taken > 0:
            left -= taken
            found.append(replace(part, hours=taken))
    return found


def remaining(parts: Sequence[PlanPart], used: Iterable[Portion]) -> list[PlanPart]:
    """What is left of the plan after lessons that stand, so that the total stays as planned.

    A lesson takes from its own row of the plan, then from the first rows of its kind. What it
    took beyond all of these is taken off the end: a subject never gets more than its hours.
    """
    left = [part.hours for part in parts]
    over = ZERO
    for portion in used:
        own = [
            i for i, p in enumerate(parts) if p.planned_id and p.planned_id == portion.planned_id
        ]
        alike = [i for i, part in enumerate(parts) if part.kind == portion.kind]
        over += _take(left, [*own, *alike], portion.hours)
    _take(left, reversed(range(len(parts))), over)
    pairs = zip(parts, left, strict=True)
    return [replace(part, hours=hours) for part, hours in pairs if hours > 0]


def _take(left: list[Decimal], places: Iterable[int], hours: Decimal) -> Decimal:
    """Take hours off these places in order; what they did not have is returned."""
    for place in places:
        taken = min(left[place], hours)
        left[place] -= taken
        hours -= taken
    return hours


def distribute(
    parts: Sequence[PlanPart], occasions: Sequence[Occasion]
) -> list[tuple[Occasion, Portion]]:
    """Lay the plan out over the occasions, in the order of time; later occasions stay empty.

    A lesson holds one kind, so the last lesson of a kind may be shorter. A kind for which some
    occasion is set aside (laboratory work on Thursdays) is left to such occasions.
    """
    aside = {occasion.kind for occasion in occasions if occasion.kind}
    left = [part.hours for part in parts]
    laid = []
    for occasion in sorted(occasions, key=lambda o: (o.day, o.pair)):
        fits = {occasion.kind} if occasion.kind else {p.kind for p in parts} - aside
        for place, part in enumerate(parts):
            if left[place] > 0 and part.kind in fits:
                hours = min(left[place], occasion.hours)
                left[place] -= hours
                laid.append((occasion, Portion(part.kind, hours, part.planned_id)))
                break
    return laid


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """Hours of a section: planned, given so far, still laid in the grid, and where that ends.

    `missing` hours have no place until the term's end; `done_on` is the day on which the last
    planned hour is given, None while hours are missing; `spare` occasions stay empty after it.
    """

    planned: Decimal
    given: Decimal
    laid: Decimal
    spare: int
    done_on: date | None

    @property
    def forecast(self) -> Decimal:
        return self.given + self.laid

    @property
    def missing(self) -> Decimal:
        return max(self.planned - self.forecast, ZERO)


def fulfilment(
    parts: Sequence[PlanPart], given: Sequence[Portion], occasions: Sequence[Occasion]
) -> Fulfilment:
    """How the term will end for a section if the grid stays as it is."""
    laid = distribute(remaining(parts, given), occasions)
    planned = sum((part.hours for part in parts), ZERO)
    done = sum((portion.hours for portion in given), ZERO)
    to_come = sum((portion.hours for _occasion, portion in laid), ZERO)
    last = max((occasion.day for occasion, _portion in laid), default=None)
    return Fulfilment(
        planned=planned,
        given=done,
        laid=to_come,
        spare=len(occasions) - len(laid),
        done_on=last if done + to_come >= planned else None,
    )
