"""The way in: makes one college after another and writes them in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from collegium.core.access import Role
from collegium.core.audit import record
from collegium.core.clock import local_today
from collegium.organization.models import AcademicYear, College, DayOff, Term
from collegium.portal.demo.accounts import LOGINS, Accounts, hashed_password
from collegium.portal.demo.contingent import Admission, Group, grant_students, make_groups
from collegium.portal.demo.curricula import Curricula
from collegium.portal.demo.dates import StudyCalendar, TermDates, study_calendar
from collegium.portal.demo.journal import Journal
from collegium.portal.demo.meetings import Timetable, make_bells
from collegium.portal.demo.movement import move_students, write_movement
from collegium.portal.demo.results import grade_section
from collegium.portal.demo.shape import college_shape
from collegium.portal.demo.staff import (
    Hiring,
    Staff,
    Worker,
    hire_staff,
    make_departments,
)
from collegium.portal.demo.store import Store
from collegium.portal.demo.teaching import (
    Section,
    assign_teachers,
    posts_needed,
    term_sections,
    write_section,
)
from collegium.portal.demo.world import World, span
from collegium.roster.models import GroupAdvisor

TIME_ZONE = "Asia/Sakhalin"
NAMES = [
    ("Островной политехнический колледж", "ОПК", "Южно-Сахалинск"),
    ("Северный техникум машиностроения", "СТМ", "Оха"),
    ("Приморский колледж связи", "ПКС", "Корсаков"),
    ("Колледж лесного дела", "КЛД", "Тымовское"),
]
# A second college is there to be different from, not to be large.
SECOND_COLLEGE_STUDENTS = 25

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: students of the first college, colleges, the day, the seed."""

    students: int
    colleges: int
    today: date | None = None
    seed: int = 1


def is_empty() -> bool:
    return not College.objects.exists()


def has_real_college() -> bool:
    """Whether a college of living people is here: nothing made up may come beside it."""
    return College.objects.filter(is_demo=False).exists()


@transaction.atomic
def load(request: Request, told: Told = lambda _step: None) -> None:
    """Make and write the colleges; `told` hears of each step. Needs the owner's role."""
    accounts = Accounts(hashed_password(request.seed))
    today = request.today or local_today(TIME_ZONE)
    for number in range(1, request.colleges + 1):
        students = request.students if number == 1 else SECOND_COLLEGE_STUDENTS
        _CollegeMaker(request.seed, number, today, accounts, told).make(students)


def erase() -> None:
    """Empty every table of the colleges and their people, histories included."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER core_audit_refuse")
        cursor.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables "
            "WHERE schemaname = 'public' AND tablename <> 'django_migrations' "
            "AND tablename NOT IN ('django_content_type', 'auth_permission')"
        )
        (tables,) = cursor.fetchone()
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER core_audit_refuse")


class _CollegeMaker:
    """One college, from its name to the logins printed at the end."""

    def __init__(self, seed: int, number: int, today: date, accounts: Accounts, told: Told) -> None:
        self._told = told
        self._accounts = accounts
        store = Store()
        calendar = study_calendar(today)
        zone = ZoneInfo(TIME_ZONE)
        pk = store.reserve(College)
        self.world = World(store, seed, number, pk, today, zone, calendar)

    def make(self, students: int) -> None:
        world = self.world
        name = NAMES[(world.number - 1) % len(NAMES)][1]
        self._told(f"{name}: people and groups")
        _write_college(world)
        terms = _write_calendar(world, world.calendar)
        departments = make_departments(world)
        shape = college_shape(students)
        groups = make_groups(world, shape, Curricula(world), departments)
        by_term = {t: term_sections(world, groups, t) for t in world.calendar.taught}
        sections = [section for members in by_term.values() for section in members]
        posts = posts_needed(sections, shape.teachers)
        staff, hiring = hire_staff(world, self._accounts, posts, len(groups))
        assign_teachers(sections, staff)
        Admission(world, self._accounts).fill(groups)
        drafts = move_students(world, groups)
        write_movement(world, groups, drafts)
        grant_students(world, groups)
        _appoint_advisors(world, hiring, staff, groups, by_term[world.calendar.current])
        self._teach(groups, by_term, terms)
        self._told(f"{name}: writing")
        world.store.write()
        self._name_accounts(staff, groups, by_term[world.calendar.current])
        self._accounts.write(world)
        world.store.write()
        college = College.objects.get(pk=world.college_id)
        record(None, "demo.loaded", college, students=students, day=world.today, seed=world.seed)

    def _teach(
        self,
        groups: list[Group],
        by_term: dict[TermDates, list[Section]],
        terms: dict[TermDates, int],
    ) -> None:
        world = self.world
        days_off = {day for day, _title in world.calendar.days_off()}
        timetable = Timetable(world, make_bells(world), days_off)
        journal = Journal(world, groups)
        for term, sections in by_term.items():
            self._told(f"{NAMES[(world.number - 1) % len(NAMES)][1]}: lessons from {term.first}")
            for section in sections:
                write_section(world, section, terms[term])
            if not sections:
                continue
            held: dict[int, list[Any]] = {section.pk: [] for section in sections}
            for lesson in timetable.lay(terms[term], sections):
                held[lesson.section.pk].append(lesson)
            for section in sections:
                journal.fill(section, held[section.pk])
                if term is not world.calendar.current:
                    grade_section(world, journal, section)

    def _name_accounts(self, staff: Staff, groups: list[Group], sections: list[Section]) -> None:
        """Readable logins: people who have to do with each other, and with today."""
        world, accounts = self.world, self._accounts
        for role, worker in staff.offices.items():
            accounts.name(world, worker.user, role)
        teacher = _teacher_of_today(world, sections)
        accounts.name(world, teacher.user, Role.TEACHER)
        taught = [s.group.pk for s in sections if s.worker is teacher]
        # The first student of a group has a brother or a sister in the next group.
        near = sorted(groups, key=lambda g: (g.pk not in taught, g.pk))
        pupil = next(
            p
            for group in near
            for p in group.pupils
            if p.guardians and not p.is_adult(world.today) and p.place(world.today)
        )
        accounts.name(world, pupil.user, Role.STUDENT)
        accounts.name(world, pupil.guardians[0], Role.GUARDIAN)


def _write_college(world: World) -> None:
    name, short, city = NAMES[(world.number - 1) % len(NAMES)]
    suffix = "" if world.number <= len(NAMES) else f" {world.number}"
    world.store.add(
        College,
        id=world.college_id,
        name=f"{name}{suffix}",
        short_name=f"{short}{suffix}",
        city=city,
        time_zone=TIME_ZONE,
        is_demo=True,
    )


def _write_calendar(world: World, calendar: StudyCalendar) -> dict[TermDates, int]:
    """Years, terms and days off; terms that are over are closed. Keys of the terms."""
    store, college = world.store, world.college_id
    years = {
        year: store.add(
            AcademicYear,
            college_id=college,
            span=span(calendar.year_first(year), calendar.year_first(year + 1)),
        )
        for year in calendar.years
    }
    for day, title in calendar.days_off():
        store.add(DayOff, college_id=college, date=day, title=title)
    terms = {}
    for term in calendar.terms:
        is_over = term.end <= calendar.current.first
        terms[term] = store.add(
            Term,
            college_id=college,
            year_id=years[term.year],
            number=term.number,
            span=span(term.first, term.end),
            closed_at=world.moment(term.end, world.DESK_OPENS) if is_over else None,
        )
    return terms


def _appoint_advisors(
    world: World,
    hiring: Hiring,
    staff: Staff,
    groups: list[Group],
    sections: list[Section],
) -> None:
    """The social worker has the first group; a group's other advisors teach it."""
    advisors: list[Worker] = [staff.offices[Role.ADVISOR]]
    for group in groups[1:]:
        own = [s.teacher for s in sections if s.group is group]
        free = [w for w in own if w not in advisors] or [
            w for w in staff.teachers if w not in advisors
        ]
        advisors.append(free[0] if free else own[0])
    for group, worker in zip(groups, advisors, strict=True):
        if Role.ADVISOR not in worker.roles:
            hiring.appoint(worker, Role.ADVISOR)
        world.store.add(
            GroupAdvisor,
            college_id=world.college_id,
            group_id=group.pk,
            employee_id=worker.pk,
            valid=span(max(group.since, hiring.since), None),
        )


def _teacher_of_today(world: World, sections: list[Section]) -> Worker:
    """Whoever meets the first group on the study day nearest to today."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.employee_id FROM timetable_meeting m "
            "JOIN timetable_meetingteacher t ON t.meeting_id = m.id "
            "JOIN timetable_lessonslot s ON s.id = m.slot_id "
            "WHERE m.college_id = %s AND m.state <> 'cancelled' "
            "ORDER BY abs(m.date - %s), s.number, m.id LIMIT 200",
            [world.college_id, world.today],
        )
        near = [row[0] for row in cursor.fetchall()]
    first = min(section.group.pk for section in sections)
    of_first = [s.teacher for s in sections if s.group.pk == first and not s.is_practice]
    return min(
        of_first, key=lambda worker: near.index(worker.pk) if worker.pk in near else len(near)
    )


def logins(college: int = 1) -> list[tuple[Role, str]]:
    """(role, login) of the readable accounts of a college."""
    suffix = str(college) if college > 1 else ""
    return [(role, f"{login}{suffix}") for role, login in LOGINS.items()]
