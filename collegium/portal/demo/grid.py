"""A weekly grid without conflicts, found greedily: who meets on which weekday at which pair."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from random import Random

from collegium.timetable.rules import Parity

WEEKDAYS = range(1, 7)
PAIRS = range(1, 7)
# Practice takes a half of the day as one piece.
BLOCKS = ((1, 2, 3), (4, 5, 6))
# What a grid is judged by: a free pair between two, a subject twice a day, a long or late day.
WINDOW, REPEAT, LONG_DAY, LATE = 4.0, 3.0, 1.5, 0.2
USUAL_DAY = 3


@dataclass(frozen=True, slots=True)
class Demand:
    """A section that wants places in [first, end): `halves` is twice its pairs a week."""

    key: int
    group: int
    teacher: int
    first: date
    end: date
    halves: int
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A pair of a section on a weekday, every week or every other one."""

    demand: Demand
    weekday: int
    pair: int
    parity: Parity

    def meets(self, other: Placed) -> bool:
        """Whether both would be held at one time in some week."""
        one, two = self.demand, other.demand
        same_weeks = self.parity == other.parity or Parity.EVERY in {self.parity, other.parity}
        return same_weeks and max(one.first, two.first) < min(one.end, two.end)


class Grid:
    """Places taken so far, by group and by teacher. A teacher's room is the teacher's own."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._taken: dict[tuple[str, int, int, int], list[Placed]] = defaultdict(list)

    def lay(self, demands: list[Demand]) -> list[Placed]:
        """Place what can be placed; what finds no free pair is left out."""
        for demand in demands:
            if demand.is_practice:
                self._place_practice(demand)
        load: dict[int, int] = defaultdict(int)
        for demand in demands:
            load[demand.teacher] += demand.halves
        units = [unit for demand in demands if not demand.is_practice for unit in _units(demand)]
        self._chance.shuffle(units)
        # The busiest teachers first: they have the least choice. Half units last: they fit in.
        units.sort(key=lambda unit: (unit[1] != Parity.EVERY, -load[unit[0].teacher]))
        for demand, parity in units:
            self._place(demand, parity)
        for _ in range(3):
            self._close_windows()
        return sorted(self._all(), key=lambda p: (p.demand.key, p.weekday, p.pair, p.parity))

    def _all(self) -> list[Placed]:
        return [
            placed
            for (kind, *_), found in self._taken.items()
            if kind == "group"
            for placed in found
        ]

    def _keys(self, placed: Placed) -> list[tuple[str, int, int, int]]:
        cell = (placed.weekday, placed.pair)
        demand = placed.demand
        return [("group", demand.group, *cell), ("teacher", demand.teacher, *cell)]

    def _is_free(self, placed: Placed) -> bool:
        return not any(
            placed.meets(other) for key in self._keys(placed) for other in self._taken[key]
        )

    def _take(self, placed: Placed) -> None:
        for key in self._keys(placed):
            self._taken[key].append(placed)

    def _release(self, placed: Placed) -> None:
        for key in self._keys(placed):
            self._taken[key].remove(placed)

    def _place_practice(self, demand: Demand) -> None:
        for weekday in WEEKDAYS:
            for block in BLOCKS:
                places = [Placed(demand, weekday, pair, Parity.EVERY) for pair in block]
                if all(self._is_free(placed) for placed in places):
                    for placed in places:
                        self._take(placed)
                    break

    def _place(self, demand: Demand, parity: Parity) -> None:
        """Where it costs least; a lesson of every other week may take either half of a cell."""
        parities = [parity] if parity == Parity.EVERY else [Parity.NUMERATOR, Parity.DENOMINATOR]
        best: tuple[float, Placed] | None = None
        for weekday in WEEKDAYS:
            for each in parities:
                found = self._best_pair(demand, weekday, each)
                if found and (best is None or found[0] < best[0]):
                    best = found
        if best:
            self._take(best[1])

    def _best_pair(
        self, demand: Demand, weekday: int, parity: Parity
    ) -> tuple[float, Placed] | None:
        """The cheapest free pair of a day, with what it adds to the faults of the grid."""
        day = self._day(demand.group, weekday)
        taken = {p.pair for p in day}
        repeats = sum(p.demand.key == demand.key for p in day)
        if repeats > 1:
            return None
        best: tuple[float, Placed] | None = None
        for pair in PAIRS:
            placed = Placed(demand, weekday, pair, parity)
            if not self._is_free(placed):
                continue
            cost = (_windows(taken | {pair}) - _windows(taken)) * WINDOW + repeats * REPEAT
            cost += max(0, len(taken | {pair}) - USUAL_DAY) * LONG_DAY
            cost += (pair + len(taken) + self._chance.random()) * LATE
            if best is None or cost < best[0]:
                best = (cost, placed)
        return best

    def _day(self, group: int, weekday: int) -> list[Placed]:
        return [p for pair in PAIRS for p in self._taken["group", group, weekday, pair]]

    def _close_windows(self) -> None:
        """Move lessons of days with holes to where they leave fewer, where all are free."""
        groups = sorted({p.demand.group for p in self._all() if not p.demand.is_practice})
        for group in groups:
            for weekday in WEEKDAYS:
                day = [p for p in self._day(group, weekday) if not p.demand.is_practice]
                if _windows({p.pair for p in day}):
                    for placed in reversed(day):
                        self._release(placed)
                        self._place(placed.demand, placed.parity)


def _units(demand: Demand) -> list[tuple[Demand, Parity]]:
    """Whole pairs, and one that is held every other week (which weeks, is decided later)."""
    whole = [(demand, Parity.EVERY)] * (demand.halves // 2)
    return whole + [(demand, Parity.NUMERATOR)] * (demand.halves % 2)


def _windows(pairs: set[int]) -> int:
    """Free pairs before the last one: students begin with the first."""
    return max(pairs) - len(pairs) if pairs else 0
