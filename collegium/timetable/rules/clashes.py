"""Who would be in two places at once: hard conflicts of the weekly grid (DOMAIN.md §9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from collegium.timetable.rules.dates import Parity

# A group and its subgroup; None for the whole group.
Part = tuple[int, int | None]


class ClashKind(StrEnum):
    TEACHER = "teacher"
    ROOM = "room"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the weekly grid: when, in force for [first, end), and whom and what it takes."""

    key: int
    weekday: int
    starts: time
    ends: time
    parity: Parity | str
    first: date
    end: date
    employee_id: int | None
    room_id: int | None
    parts: frozenset[Part]


@dataclass(frozen=True, slots=True)
class Clash:
    """The teacher, the room or the group is taken at that time by the place `other`."""

    kind: ClashKind
    other: int


def may_coincide(one: Place, two: Place) -> bool:
    """Whether some day exists on which both are held at overlapping hours."""
    same_week = one.parity == two.parity or Parity.EVERY in {one.parity, two.parity}
    return (
        same_week
        and one.weekday == two.weekday
        and max(one.first, two.first) < min(one.end, two.end)
        and max(one.starts, two.starts) < min(one.ends, two.ends)
    )


def clashes(place: Place, others: Iterable[Place]) -> list[Clash]:
    """Everything that keeps `place` from being held, in the order of `others`."""
    found = []
    for other in others:
        if other.key != place.key and may_coincide(place, other):
            found += [Clash(kind, other.key) for kind in _shared(place, other)]
    return found


def _shared(one: Place, two: Place) -> list[ClashKind]:
    found = []
    if one.employee_id is not None and one.employee_id == two.employee_id:
        found.append(ClashKind.TEACHER)
    if one.room_id is not None and one.room_id == two.room_id:
        found.append(ClashKind.ROOM)
    if any(_overlap(a, b) for a in one.parts for b in two.parts):
        found.append(ClashKind.GROUP)
    return found


def _overlap(one: Part, two: Part) -> bool:
    """A whole group meets each of its subgroups; two subgroups do not meet."""
    return one[0] == two[0] and (one[1] is None or two[1] is None or one[1] == two[1])
