"""Bells, the weekly grid of a term, and the dated meetings that it gives."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from psycopg.types.range import TimestamptzRange

from collegium.portal.demo.grid import Grid, Placed
from collegium.portal.demo.subjects import PAIR_HOURS, LessonRow
from collegium.portal.demo.teaching import Section, demand
from collegium.portal.demo.world import World, span
from collegium.timetable.models import (
    Claim,
    EntrySection,
    Lesson,
    LessonSlot,
    Meeting,
    MeetingOrigin,
    MeetingRoom,
    MeetingState,
    MeetingTeacher,
    ResourceKind,
    TimetableEntry,
)
from collegium.timetable.rules import lesson_dates

BELLS = [
    (time(8, 30), time(10, 0)),
    (time(10, 10), time(11, 40)),
    (time(12, 10), time(13, 40)),
    (time(13, 50), time(15, 20)),
    (time(15, 30), time(17, 0)),
    (time(17, 10), time(18, 40)),
]
CANCELLED_SHARE = 0.006
CANCELLED_REASONS = ["болезнь преподавателя", "курсы повышения квалификации", "авария отопления"]


@dataclass(slots=True)
class Held:
    """A lesson that has taken place, for the journal to fill; `pk` is reserved for it."""

    pk: int
    meeting: int
    section: Section
    day: date
    ended: datetime
    planned: int
    row: LessonRow


class Occasion(NamedTuple):
    """A dated place of the grid; in the order of time."""

    day: date
    pair: int
    entry: int


def make_bells(world: World) -> list[int]:
    return [
        world.store.add(
            LessonSlot, college_id=world.college_id, number=number, starts=starts, ends=ends
        )
        for number, (starts, ends) in enumerate(BELLS, start=1)
    ]


class Timetable:
    """Lays out one term; what lies before today has been held."""

    def __init__(self, world: World, bells: list[int], days_off: set[date]) -> None:
        self._world = world
        self._bells = bells
        self._days_off = days_off

    def lay(self, term: int, sections: list[Section]) -> list[Held]:
        """Grid, meetings and future lessons; returns the past lessons, not yet written."""
        if not sections:
            return []
        grid = Grid(self._world.chance("grid", sections[0].term.first))
        places = grid.lay([demand(place, section) for place, section in enumerate(sections)])
        by_section: dict[int, list[Placed]] = defaultdict(list)
        for placed in places:
            by_section[placed.demand.key].append(placed)
        held = []
        for place, section in enumerate(sections):
            held += self._lessons(term, section, by_section[place])
        return held

    def _lessons(self, term: int, section: Section, places: list[Placed]) -> list[Held]:
        chance = self._world.chance(
            "meetings", section.group.shape.title, section.item.code, section.first
        )
        occasions = []
        for placed in places:
            entry = self._entry(term, section, placed)
            days = lesson_dates(
                section.first,
                section.end,
                placed.weekday,
                placed.parity,
                anchor=section.term.first,
                days_off=self._days_off,
            )
            occasions += [Occasion(day, placed.pair, entry) for day in days]
        rows = iter(section.rows)
        held = []
        for occasion in sorted(occasions):
            planned = next(rows, None)
            if planned is None:
                break
            pk, row = planned
            day = occasion.day
            if day < self._world.today and chance.random() < CANCELLED_SHARE:
                self._cancelled(section, occasion, row, chance.choice(CANCELLED_REASONS))
                rows = chain([planned], rows)
                continue
            meeting = self._meeting(section, occasion, row.hours)
            if day <= self._world.today:
                section.last_met = day
            if day < self._world.today:
                lesson = self._world.store.reserve(Lesson)
                ended = self._world.moment(day, BELLS[occasion.pair - 1][1])
                held.append(Held(lesson, meeting, section, day, ended, pk, row))
            else:
                self._bare_lesson(meeting, section, row, pk)
        return held

    def _cancelled(self, section: Section, occasion: Occasion, row: LessonRow, reason: str) -> None:
        """A lesson that was not given: its row of the plan is left to the next one."""
        meeting = self._meeting(section, occasion, row.hours, reason)
        self._bare_lesson(meeting, section, row, None)

    def _entry(self, term: int, section: Section, placed: Placed) -> int:
        world = self._world
        pk = world.store.add(
            TimetableEntry,
            college_id=world.college_id,
            term_id=term,
            weekday=placed.weekday,
            slot_id=self._bells[placed.pair - 1],
            parity=placed.parity.value,
            employee_id=section.teacher.pk,
            room_id=section.teacher.room,
            valid=span(section.first, section.end),
        )
        world.store.add(
            EntrySection,
            college_id=world.college_id,
            entry_id=pk,
            section_id=section.pk,
            hours=Decimal(PAIR_HOURS),
        )
        return pk

    def _meeting(
        self, section: Section, occasion: Occasion, hours: int, cancelled: str = ""
    ) -> int:
        """A meeting with its teacher and room; one that was cancelled holds nobody."""
        world, store = self._world, self._world.store
        day, pair, entry = occasion
        state = MeetingState.HELD if day < world.today else MeetingState.PLANNED
        pk = store.add(
            Meeting,
            college_id=world.college_id,
            date=day,
            slot_id=self._bells[pair - 1],
            state=(MeetingState.CANCELLED if cancelled else state).value,
            origin=MeetingOrigin.GRID.value,
            entry_id=entry,
            reason=cancelled,
        )
        common = {"college_id": world.college_id, "meeting_id": pk}
        worker = section.teacher
        store.add(MeetingTeacher, employee_id=worker.pk, hours=Decimal(hours), **common)
        store.add(MeetingRoom, room_id=worker.room, **common)
        if cancelled:
            return pk
        starts, ends = BELLS[pair - 1]
        during = TimestamptzRange(world.moment(day, starts), world.moment(day, ends), "[)")
        for kind, resource in (
            (ResourceKind.TEACHER, worker.pk),
            (ResourceKind.ROOM, worker.room),
            (ResourceKind.GROUP, section.group.pk),
        ):
            store.add(
                Claim, resource_kind=kind.value, resource_id=resource, during=during, **common
            )
        return pk

    def _bare_lesson(
        self, meeting: int, section: Section, row: LessonRow, planned: int | None
    ) -> None:
        """A lesson in which nobody has written anything."""
        self._world.store.add(
            Lesson,
            college_id=self._world.college_id,
            meeting_id=meeting,
            section_id=section.pk,
            kind=row.kind.value,
            hours=Decimal(row.hours),
            planned_id=planned,
        )
