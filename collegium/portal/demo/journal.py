"""What teachers wrote: topics, attendance, marks; and here and there what they did not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from collegium.curricula.rules import HourKind
from collegium.gradebook.models import Absence, Assessment, AssessmentKind, Mark
from collegium.portal.demo.contingent import STUDYING, Group, Pupil, Stay
from collegium.portal.demo.meetings import Held
from collegium.portal.demo.teaching import Section
from collegium.portal.demo.world import World
from collegium.timetable.models import Lesson

ONE_DAY = timedelta(days=1)
# A mean mark of a usual student in a usual subject, and how far a single mark strays.
USUAL_MARK, STRAY = 4.0, 0.68
LATE_SHARE = 0.05
# The last day is often not filled yet; what is older than three weeks has been put in order.
UNFILLED_LAST_DAY, UNFILLED_DAYS = 0.15, 21
LATENESS = 0.012
COUNTS = {"н": "unexcused", "нп": "unexcused", "уп": "excused", "б": "ill", "оп": "late"}
# What a kind of lesson is marked as, for what share of those present, and with what weight.
CLASSWORK = (AssessmentKind.ANSWER, 0.34, 1)
CHECKS = [(AssessmentKind.TEST, 0.95, 2), (AssessmentKind.CONTROL, 0.97, 3)]
WORK = {
    HourKind.PRACTICAL: (AssessmentKind.PRACTICAL, 0.7, 1),
    HourKind.LABORATORY: (AssessmentKind.LABORATORY, 0.85, 2),
    HourKind.SEMINAR: (AssessmentKind.REPORT, 0.5, 1),
    HourKind.COURSE_PROJECT: (AssessmentKind.INDEPENDENT, 0.4, 1),
    HourKind.TRAINING: (AssessmentKind.PRACTICAL, 0.45, 1),
}
CHECK_EACH = 6


@dataclass(slots=True)
class Entry:
    """When a lesson was written down: the hour, and of the marks when they came later."""

    at: datetime
    marks_at: datetime


class Journal:
    """Fills past lessons; remembers the marks of each section for its results."""

    def __init__(self, world: World, groups: list[Group]) -> None:
        self._world = world
        self._stays: dict[int, list[tuple[Pupil, Stay]]] = defaultdict(list)
        self._away: dict[int, dict[date, str]] = {}
        for group in groups:
            for pupil in group.pupils:
                self._away[pupil.pk] = _days_away(world, pupil)
                for stay in pupil.stays:
                    self._stays[stay.group.pk].append((pupil, stay))
        self.points: dict[int, dict[int, list[tuple[Decimal, Decimal]]]] = {}
        self.last_day = world.today
        # A lesson that its teacher will find unfilled.
        self.left_open: Held | None = None

    def roster(self, group: int, day: date) -> list[Pupil]:
        """Who was to be there that day: on leave is not."""
        return [
            pupil
            for pupil, stay in self._stays[group]
            if stay.status == STUDYING and stay.covers(day)
        ]

    def fill(self, section: Section, lessons: list[Held]) -> None:
        world = self._world
        chance = world.chance(
            "journal", section.group.shape.title, section.item.code, section.first
        )
        level = USUAL_MARK - section.teacher.strictness - _difficulty(world, section)
        means = {
            pupil.pk: level + 0.8 * pupil.ability + chance.gauss(0, 0.2)
            for pupil, _stay in self._stays[section.group.pk]
        }
        self.points[section.pk] = defaultdict(list)
        for number, held in enumerate(lessons, start=1):
            entry = self._entry(chance, held)
            self._lesson(held, entry)
            if entry:
                present = self._attendance(chance, held, entry)
                self._marks(chance, held, entry, number, [(p, means[p.pk]) for p in present])

    def _entry(self, chance: Random, held: Held) -> Entry | None:
        """None: the teacher has not written it down."""
        age = (self._world.today - held.day).days
        unfilled = 1 - held.section.teacher.neatness if age <= UNFILLED_DAYS else 0.0
        if held.day == self.last_day:
            unfilled += UNFILLED_LAST_DAY
        if chance.random() < unfilled or held is self.left_open:
            return None
        at = held.ended + timedelta(minutes=chance.randint(-10, 15))
        marks_at = at + timedelta(minutes=chance.choice([0, 0, 2, 5, 180, 300]))
        if chance.random() < LATE_SHARE:
            late = timedelta(days=chance.randint(2, 5), minutes=chance.randint(0, 90))
            if chance.random() < 0.5:
                at += late
            marks_at += late
        return Entry(at, marks_at) if marks_at < self._world.now else self._plain(held)

    def _plain(self, held: Held) -> Entry:
        return Entry(held.ended, held.ended)

    def _lesson(self, held: Held, entry: Entry | None) -> None:
        self._world.store.add(
            Lesson,
            id=held.pk,
            college_id=self._world.college_id,
            meeting_id=held.meeting,
            section_id=held.section.pk,
            kind=held.row.kind.value,
            hours=Decimal(held.row.hours),
            planned_id=held.planned,
            topic=held.row.topic if entry else "",
            homework=held.row.homework if entry else "",
            topic_at=entry and entry.at,
            attendance_confirmed_at=entry and entry.at,
            attendance_confirmed_by_id=held.section.teacher.user if entry else None,
            first_completed_at=entry and entry.at,
        )

    def _attendance(self, chance: Random, held: Held, entry: Entry) -> list[Pupil]:
        """Write the exceptions; returns those who were there."""
        present = []
        for pupil in self.roster(held.section.group.pk, held.day):
            code = self._away[pupil.pk].get(held.day, "")
            draw = chance.random()
            if not code and draw < pupil.absence * 0.3:
                code = "н"
            elif not code and draw > 1 - LATENESS:
                code = "оп"
            if code in {"", "оп"}:
                present.append(pupil)
            if code:
                late = chance.randrange(5, 30, 5) if code == "оп" else None
                self._absence(held, entry, pupil, code, late)
        return present

    def _absence(self, held: Held, entry: Entry, pupil: Pupil, code: str, late: int | None) -> None:
        self._world.store.add(
            Absence,
            college_id=self._world.college_id,
            lesson_id=held.pk,
            student_id=pupil.pk,
            code=code,
            counts=COUNTS[code],
            hours=Decimal(0 if code == "оп" else held.row.hours),
            late_minutes=late,
            set_by_id=held.section.teacher.user,
            first_set_at=entry.at,
            set_at=entry.at,
        )

    def _marks(
        self,
        chance: Random,
        held: Held,
        entry: Entry,
        number: int,
        present: list[tuple[Pupil, float]],
    ) -> None:
        kind, share, weight = WORK.get(held.row.kind, CLASSWORK)
        if held.row.kind == HourKind.LECTURE and number % CHECK_EACH == 0:
            kind, share, weight = CHECKS[number // CHECK_EACH % 2]
        asked = [(pupil, mean) for pupil, mean in present if chance.random() < share]
        if not asked:
            return
        store, college = self._world.store, self._world.college_id
        assessment = store.add(
            Assessment,
            college_id=college,
            lesson_id=held.pk,
            kind=kind.value,
            weight=Decimal(weight),
            required=share > 0.9,
        )
        points = self.points[held.section.pk]
        for pupil, mean in asked:
            value = min(5, max(2, round(chance.gauss(mean, STRAY))))
            points[pupil.pk].append((Decimal(value), Decimal(weight)))
            store.add(
                Mark,
                college_id=college,
                assessment_id=assessment,
                student_id=pupil.pk,
                value=str(value),
                set_by_id=held.section.teacher.user,
                first_set_at=entry.marks_at,
                set_at=entry.marks_at,
            )


def _difficulty(world: World, section: Section) -> float:
    return world.chance("difficulty", section.item.title).gauss(0, 0.2)


def _days_away(world: World, pupil: Pupil) -> dict[date, str]:
    """Whole days that a student missed: illnesses of some days, and days for other reasons."""
    chance = world.chance("away", pupil.register)
    found: dict[date, str] = {}
    day = max(world.calendar.terms[0].first, pupil.stays[0].first)
    while day < world.today:
        draw = chance.random()
        if draw < 0.004:
            for _ in range(chance.randint(3, 10)):
                found[day] = "б"
                day += ONE_DAY
        elif draw < 0.004 + pupil.absence * 0.6:
            recent = (world.today - day).days < 10
            found[day] = "н" if recent else chance.choice(["нп", "нп", "уп"])
        day += ONE_DAY
    return found
