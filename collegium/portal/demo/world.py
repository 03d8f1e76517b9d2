"""What every part of the generator is told: whose college, which day, which chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random
from typing import ClassVar
from zoneinfo import ZoneInfo

from psycopg.types.range import DateRange

from collegium.portal.demo.dates import StudyCalendar
from collegium.portal.demo.store import Store


@dataclass(frozen=True, slots=True)
class World:
    """One college being made; `number` is 1 for the first, 2 for the second."""

    store: Store
    seed: int
    number: int
    college_id: int
    today: date
    zone: ZoneInfo
    calendar: StudyCalendar

    # When the offices open: papers and accounts bear this hour.
    DESK_OPENS: ClassVar[time] = time(9)

    def chance(self, *topic: object) -> Random:
        """A source of chance of its own for each topic: a change in one leaves the others."""
        return Random("/".join(map(str, (self.seed, self.number, *topic))))

    def moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)

    @property
    def now(self) -> datetime:
        """The beginning of today: whatever was entered, was entered before."""
        return self.moment(self.today, time())


def span(first: date | None, end: date | None) -> DateRange:
    """[first, end) as the database keeps it."""
    return DateRange(first, end, "[)")
