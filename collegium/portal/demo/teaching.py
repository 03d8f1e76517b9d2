"""What is taught to whom by whom: sections of each term, assignments, lesson plans."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from collegium.curricula.plx_types import PlxItem
from collegium.curricula.rules import (
    CONTACT_KINDS,
    CalendarActivity,
    HourKind,
    ItemKind,
    semester_number,
)
from collegium.planning.models import CoursePlan, CoursePlanState, PlannedLesson
from collegium.portal.demo.contingent import Group
from collegium.portal.demo.curricula import Period, periods
from collegium.portal.demo.dates import WEEK, TermDates
from collegium.portal.demo.grid import Demand
from collegium.portal.demo.staff import Staff, Worker
from collegium.portal.demo.subjects import (
    PAIR_HOURS,
    LessonRow,
    area_of,
    lesson_rows,
    topics_of,
)
from collegium.portal.demo.world import World, span
from collegium.roster.models import CourseSection, TeachingAssignment

WEEK_PAIRS_OF_PRACTICE = 18
# An instructor takes one group before noon and another after it.
GROUPS_OF_INSTRUCTOR = 2


@dataclass(slots=True)
class Section:
    """A curriculum row taught to a group in a term within [first, end)."""

    group: Group
    term: TermDates
    item: PlxItem
    area: str
    hours: dict[HourKind, int]
    first: date
    end: date
    weeks: int
    pk: int = 0
    worker: Worker | None = None
    # The last day up to today on which it met.
    last_met: date | None = None
    rows: list[tuple[int, LessonRow]] = field(default_factory=list)

    @property
    def is_practice(self) -> bool:
        return self.item.kind == ItemKind.TRAINING

    @property
    def pairs(self) -> int:
        return sum(-(-hours // PAIR_HOURS) for hours in self.hours.values())

    @property
    def halves(self) -> int:
        """Twice the pairs a week that carry all hours to the end of the period."""
        return -(-2 * self.pairs // max(1, self.weeks))

    @property
    def teacher(self) -> Worker:
        if self.worker is None:
            raise RuntimeError(f"nobody teaches {self.item.title}")
        return self.worker


def term_sections(groups: list[Group], term: TermDates) -> list[Section]:
    """What every group is taught in a term; groups admitted later have nothing yet."""
    return [
        section for group in groups if group.since <= term.first for section in _of(group, term)
    ]


def _of(group: Group, term: TermDates) -> list[Section]:
    semester = semester_number(term.year - group.admission_year + 1, term.number)
    spans = periods(group.plan.plan, semester, term)
    classes = next((p for p in spans if p.activity == CalendarActivity.CLASSES), None)
    practice = _practice_weeks(spans)
    sections = []
    for item in group.plan.plan.items:
        hours = _lesson_hours(item, semester) if item.is_leaf else {}
        is_practice = item.kind == ItemKind.TRAINING
        period = _next_weeks(practice, hours) if is_practice else classes
        if hours and period:
            area = area_of(item.title, group.shape.program, is_practice=is_practice)
            weeks = (period.first, period.end, period.weeks)
            sections.append(Section(group, term, item, area, hours, *weeks))
    return sections


def _lesson_hours(item: PlxItem, semester: int) -> dict[HourKind, int]:
    wanted = CONTACT_KINDS | {HourKind.TRAINING}
    return {
        row.kind: int(row.hours)
        for row in item.hours
        if row.semester == semester and row.kind in wanted
    }


def _practice_weeks(spans: list[Period]) -> list[date]:
    """The Mondays of the weeks that are given to practice in workshops."""
    found = [p for p in spans if p.activity == CalendarActivity.TRAINING]
    return [p.first + number * WEEK for p in found for number in range(p.weeks)]


def _next_weeks(weeks: list[date], hours: dict[HourKind, int]) -> Period | None:
    """Take the weeks that so many hours of practice need: one begins where another ends."""
    number = -(-sum(hours.values()) // (WEEK_PAIRS_OF_PRACTICE * PAIR_HOURS))
    taken, weeks[:number] = weeks[:number], []
    if not taken:
        return None
    return Period(CalendarActivity.TRAINING, taken[0], taken[-1] + WEEK)


def posts_needed(sections: list[Section], teachers: int) -> dict[str, int]:
    """How many teachers each field needs: the load is shared as evenly as people can be."""
    pairs: dict[tuple[str, date], float] = defaultdict(float)
    journals: dict[str, set[tuple[int, str]]] = defaultdict(set)
    practice = [section for section in sections if section.is_practice]
    for section in sections:
        if not section.is_practice:
            pairs[section.area, section.term.first] += section.pairs / section.weeks
            journals[section.area].add((section.group.pk, section.item.title))
    load = {area: max(v for (a, _), v in pairs.items() if a == area) for area, _ in pairs}
    posts = dict.fromkeys(load, 1)
    for area in dict.fromkeys(section.area for section in practice):
        own = [section for section in practice if section.area == area]
        most = max(sum(s.first <= each.first < s.end for s in own) for each in own)
        posts[area] = -(-most // GROUPS_OF_INSTRUCTOR)
    while sum(posts.values()) < teachers:
        open_to_more = [a for a in load if posts[a] < len(journals[a])]
        if not open_to_more:
            break
        posts[max(open_to_more, key=lambda a: load[a] / posts[a])] += 1
    return posts


def assign_teachers(sections: list[Section], staff: Staff) -> None:
    """A group keeps its teacher of a subject from term to term; the least busy takes the next."""
    by_area: dict[str, list[Worker]] = defaultdict(list)
    for worker in staff.teachers:
        by_area[worker.area].append(worker)
    together: dict[tuple[int, str, str], list[Section]] = defaultdict(list)
    for section in sections:
        if not section.is_practice:
            together[section.group.pk, section.area, section.item.title].append(section)
    load: dict[tuple[int, date], float] = defaultdict(float)
    for (_, area, _), members in sorted(together.items(), key=lambda i: -_weekly(i[1])):
        worker = min(
            by_area[area], key=lambda w: max(load[w.pk, section.term.first] for section in members)
        )
        for section in members:
            section.worker = worker
            load[worker.pk, section.term.first] += section.pairs / section.weeks
    _assign_instructors([s for s in sections if s.is_practice], by_area)


def _assign_instructors(practice: list[Section], by_area: dict[str, list[Worker]]) -> None:
    """Whoever has the fewest groups in those weeks: two are the most that a day holds."""
    busy: dict[int, list[Section]] = defaultdict(list)
    for section in sorted(practice, key=lambda section: section.first):
        section.worker = min(
            by_area[section.area],
            key=lambda w: sum(other.end > section.first for other in busy[w.pk]),
        )
        busy[section.worker.pk].append(section)


def _weekly(sections: list[Section]) -> float:
    return max(section.pairs / section.weeks for section in sections)


def demand(place: int, section: Section) -> Demand:
    return Demand(
        place,
        section.group.pk,
        section.teacher.pk,
        section.first,
        section.end,
        section.halves,
        is_practice=section.is_practice,
    )


def write_section(world: World, section: Section, term: int) -> None:
    """The section with its teacher and its lesson plan."""
    college = world.college_id
    section.pk = world.store.add(
        CourseSection,
        college_id=college,
        group_id=section.group.pk,
        item_id=section.group.plan.items[section.item.code],
        term_id=term,
    )
    world.store.add(
        TeachingAssignment,
        college_id=college,
        section_id=section.pk,
        employee_id=section.teacher.pk,
        hours=Decimal(sum(section.hours.values())),
        valid=span(section.term.first, section.term.end),
    )
    plan = world.store.add(
        CoursePlan,
        college_id=college,
        section_id=section.pk,
        state=CoursePlanState.APPROVED.value,
    )
    program = section.group.shape.program
    topics = topics_of(section.item.title, program if section.is_practice else "")
    chance = world.chance("plan", section.group.shape.title, section.item.code, section.first)
    for number, row in enumerate(lesson_rows(chance, section.hours, topics, section.area), start=1):
        pk = world.store.add(
            PlannedLesson,
            college_id=college,
            plan_id=plan,
            number=number,
            kind=row.kind.value,
            hours=Decimal(row.hours),
            topic=row.topic,
            homework=row.homework,
        )
        section.rows.append((pk, row))
