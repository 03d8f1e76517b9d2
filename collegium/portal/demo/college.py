"""One college, from its name to its readable logins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from collegium.accounts.models import User
from collegium.core.access import Role
from collegium.core.audit import record
from collegium.orders.models import Order
from collegium.organization.models import AcademicYear, College, DayOff, Term
from collegium.portal.demo.accounts import Accounts
from collegium.portal.demo.cast import appoint_advisors, name_accounts, teacher_of_today
from collegium.portal.demo.contingent import Admission, Group, grant_students, make_groups
from collegium.portal.demo.curricula import Curricula
from collegium.portal.demo.dates import TermDates
from collegium.portal.demo.journal import Journal
from collegium.portal.demo.meetings import Held, Timetable, make_bells
from collegium.portal.demo.movement import move_students, write_movement
from collegium.portal.demo.results import grade_section
from collegium.portal.demo.shape import college_shape
from collegium.portal.demo.staff import Staff, hire_staff, make_departments
from collegium.portal.demo.teaching import (
    Section,
    assign_teachers,
    posts_needed,
    term_sections,
    write_section,
)
from collegium.portal.demo.world import World, span

TIME_ZONE = "Asia/Sakhalin"
NAMES = [
    ("Островной политехнический колледж", "ОПК", "Южно-Сахалинск"),
    ("Северный техникум машиностроения", "СТМ", "Оха"),
    ("Приморский колледж связи", "ПКС", "Корсаков"),
    ("Колледж лесного дела", "КЛД", "Тымовское"),
]
# Of the work for one college: what is done when lessons begin, and when writing does.
LESSONS_BEGIN, WRITING_BEGINS = 0.05, 0.45

Told = Callable[[str, float], None]
Terms = dict[TermDates, list[Section]]


class CollegeMaker:
    """`told` hears the step that begins and the share of the college that is done."""

    def __init__(self, world: World, accounts: Accounts, told: Told) -> None:
        self.world = world
        self._accounts = accounts
        self._told = told
        name, short, self._city = NAMES[(world.number - 1) % len(NAMES)]
        suffix = "" if world.number <= len(NAMES) else f" {world.number}"
        self._name, self._short = f"{name}{suffix}", f"{short}{suffix}"

    def make(self, students: int) -> None:
        self._told(f"{self._short}: people and groups", 0)
        self._write_college()
        terms = self._write_calendar()
        shape = college_shape(students)
        departments = make_departments(self.world)
        groups = make_groups(self.world, shape, Curricula(self.world), departments)
        by_term = {t: term_sections(groups, t) for t in self.world.calendar.taught}
        staff = self._people(groups, by_term, shape.teachers)
        self._teach(groups, by_term, terms)
        name_accounts(self.world, self._accounts, staff, groups, self._current(by_term))
        self._accounts.write(self.world)
        self._told(f"{self._short}: writing", WRITING_BEGINS)
        self.world.store.write(self._written)
        self._record(staff, students)

    def _written(self, share: float) -> None:
        self._told(f"{self._short}: writing", WRITING_BEGINS + (1 - WRITING_BEGINS) * share)

    def _current(self, by_term: Terms) -> list[Section]:
        return by_term[self.world.calendar.current]

    def _write_college(self) -> None:
        self.world.store.add(
            College,
            id=self.world.college_id,
            name=self._name,
            short_name=self._short,
            city=self._city,
            time_zone=TIME_ZONE,
            is_demo=True,
        )

    def _write_calendar(self) -> dict[TermDates, int]:
        """Years, terms and days off; terms that are over are closed. Keys of the terms."""
        world, calendar = self.world, self.world.calendar
        common = {"college_id": world.college_id}
        years = {}
        for year in calendar.years:
            days = span(calendar.year_first(year), calendar.year_first(year + 1))
            years[year] = world.store.add(AcademicYear, span=days, **common)
        for day, title in calendar.days_off():
            world.store.add(DayOff, date=day, title=title, **common)
        terms = {}
        for term in calendar.terms:
            is_over = term.end <= calendar.current.first
            terms[term] = world.store.add(
                Term,
                year_id=years[term.year],
                number=term.number,
                span=span(term.first, term.end),
                closed_at=world.moment(term.end, world.DESK_OPENS) if is_over else None,
                **common,
            )
        return terms

    def _people(self, groups: list[Group], by_term: Terms, teachers: int) -> Staff:
        """Staff for what is taught, then students, their families and their movements."""
        world = self.world
        sections = [section for members in by_term.values() for section in members]
        posts = posts_needed(sections, teachers)
        staff, hiring = hire_staff(world, self._accounts, posts, len(groups))
        assign_teachers(sections, staff)
        Admission(world, self._accounts).fill(groups)
        write_movement(world, groups, move_students(world, groups))
        grant_students(world, groups)
        appoint_advisors(world, hiring, staff, groups, self._current(by_term))
        return staff

    def _teach(self, groups: list[Group], by_term: Terms, terms: dict[TermDates, int]) -> None:
        world = self.world
        days_off = {day for day, _title in world.calendar.days_off()}
        timetable = Timetable(world, make_bells(world), days_off)
        journal = Journal(world, groups)
        for place, (term, sections) in enumerate(by_term.items()):
            share = place / len(by_term)
            done = LESSONS_BEGIN + (WRITING_BEGINS - LESSONS_BEGIN) * share
            self._told(f"{self._short}: lessons from {term.first}", done)
            for section in sections:
                write_section(world, section, terms[term])
            held: dict[int, list[Held]] = defaultdict(list)
            for lesson in timetable.lay(terms[term], sections):
                held[lesson.section.pk].append(lesson)
            self._leave_open(journal, sections, groups[0], held)
            for section in sections:
                journal.fill(section, held[section.pk])
                if term is not world.calendar.current:
                    grade_section(world, journal, section)

    def _leave_open(
        self,
        journal: Journal,
        sections: list[Section],
        first: Group,
        held: dict[int, list[Held]],
    ) -> None:
        """The last day's lessons are often not filled yet, the readable teacher's own never."""
        lessons = [lesson for found in held.values() for lesson in found]
        journal.last_day = max((lesson.day for lesson in lessons), default=self.world.today)
        if sections and sections[0].term is self.world.calendar.current:
            teacher = teacher_of_today(sections, first)
            own = [lesson for lesson in lessons if lesson.section.teacher is teacher]
            journal.left_open = max(own, key=lambda lesson: lesson.ended, default=None)

    def _record(self, staff: Staff, students: int) -> None:
        """The journal of actions: the load itself, and every order as the registrar's."""
        world = self.world
        college = College.objects.get(pk=world.college_id)
        facts = {"students": students, "day": world.today, "seed": world.seed}
        record(None, "demo.load", college, college_id=college.pk, **facts)
        registrar = User.objects.get(pk=staff.offices[Role.REGISTRAR].user)
        for order in Order.objects.filter(college=college).order_by("date", "id"):
            record(registrar, "order.enact", order, kind=order.kind, effective=order.effective)
