"""One plain factory a model, and a whole small college of people who teach each other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from psycopg.types.range import DateRange

from collegium.accounts.models import Membership, User
from collegium.core import tenancy
from collegium.core.access import Role
from collegium.curricula.models import (
    Course,
    Curriculum,
    CurriculumItem,
    ItemHours,
    Program,
    Specialty,
)
from collegium.curricula.rules import HourKind, ItemKind
from collegium.gradebook.models import Absence, Assessment, Mark
from collegium.organization.models import AcademicYear, Campus, College, Room, Term
from collegium.roster.models import (
    CourseSection,
    Employee,
    Enrollment,
    GroupAdvisor,
    Guardian,
    Guardianship,
    Student,
    StudyGroup,
    TeachingAssignment,
)
from collegium.timetable.models import Lesson, LessonSlot, Meeting, MeetingTeacher

_numbers = itertools.count(1)
PASSWORD = "правильный пароль 1"
_HASH: list[str] = []


def _next() -> int:
    return next(_numbers)


def _password_hash() -> str:
    """One slow hash for every account of the run."""
    if not _HASH:
        _HASH.append(make_password(PASSWORD))
    return _HASH[0]


def make_user(college: College | None = None, *roles: Role, **fields: Any) -> User:
    number = _next()
    defaults = {"login": f"user{number}", "display_name": f"Пользователь {number}"}
    user = User.objects.create(password=_password_hash(), **{**defaults, **fields})
    for role in roles:
        assert college is not None, "a role is held at a college"
        Membership.objects.create(
            college=college, user=user, role=role, valid=DateRange(date(2020, 1, 1), None)
        )
    return user


def make_term(college: College, *, number: int = 1, today: date | None = None) -> Term:
    """A term around today, long enough on both sides for any lesson of a test."""
    day = today or college.today()
    start = date(day.year - 1 if number == 2 else day.year, 1, 1) - timedelta(days=30)
    year, _ = AcademicYear.objects.get_or_create(
        college=college, span=DateRange(start, start + timedelta(days=400))
    )
    span = DateRange(day - timedelta(days=60), day + timedelta(days=40))
    return Term.objects.create(college=college, year=year, number=number, span=span)


def make_curriculum(college: College) -> Curriculum:
    specialty = Specialty.objects.create(
        college=college, code=f"09.02.{_next():02}", title="Информационные системы"
    )
    program = Program.objects.create(
        college=college, specialty=specialty, qualification="Программист", months=46
    )
    return Curriculum.objects.create(
        college=college, program=program, admission_year=college.today().year
    )


def make_item(curriculum: Curriculum, title: str = "Математика", **fields: Any) -> CurriculumItem:
    college = curriculum.college
    course, _ = Course.objects.get_or_create(college=college, title=title)
    number = _next()
    item = CurriculumItem.objects.create(
        **{
            "college": college,
            "curriculum": curriculum,
            "position": number,
            "index": f"ОП.{number:02}",
            "kind": ItemKind.SUBJECT,
            "course": course,
            "title": title,
            **fields,
        }
    )
    ItemHours.objects.create(
        college=college, item=item, semester=1, kind=HourKind.LECTURE, hours=Decimal(72)
    )
    return item


def make_student(college: College, group: StudyGroup | None = None, **fields: Any) -> Student:
    number = _next()
    student = Student.objects.create(
        **{
            "college": college,
            "last_name": f"Студентов{number}",
            "first_name": "Иван",
            "patronymic": "Петрович",
            "sex": "m",
            "register_number": str(number),
            **fields,
        }
    )
    if group:
        make_enrollment(student, group)
    return student


def make_enrollment(
    student: Student, group: StudyGroup, valid: DateRange | None = None
) -> Enrollment:
    return Enrollment.objects.create(
        college=group.college,
        student=student,
        group=group,
        valid=valid or DateRange(date(2020, 1, 1), None),
    )


def make_employee(college: College, user: User | None = None, **fields: Any) -> Employee:
    return Employee.objects.create(
        **{
            "college": college,
            "user": user,
            "last_name": f"Учителева{_next()}",
            "first_name": "Мария",
            "patronymic": "Ивановна",
            "sex": "f",
            "post": "преподаватель",
            "hired": DateRange(date(2020, 1, 1), None),
            **fields,
        }
    )


def make_section(group: StudyGroup, item: CurriculumItem, term: Term) -> CourseSection:
    return CourseSection.objects.create(college=group.college, group=group, item=item, term=term)


def assign(section: CourseSection, employee: Employee) -> TeachingAssignment:
    return TeachingAssignment.objects.create(
        college=section.college, section=section, employee=employee, valid=section.term.span
    )


def make_slot(college: College, number: int = 1) -> LessonSlot:
    slot, _ = LessonSlot.objects.get_or_create(
        college=college,
        number=number,
        defaults={"starts": time(7 + 2 * number, 0), "ends": time(8 + 2 * number, 30)},
    )
    return slot


def make_lesson(
    section: CourseSection, day: date | None = None, *, slot: int = 1, **fields: Any
) -> Lesson:
    college = section.college
    meeting = Meeting.objects.create(
        college=college, date=day or college.today(), slot=make_slot(college, slot)
    )
    assignment = section.assignments.first()
    if assignment:
        MeetingTeacher.objects.create(
            college=college, meeting=meeting, employee=assignment.employee, hours=Decimal(2)
        )
    return Lesson.objects.create(
        **{
            "college": college,
            "meeting": meeting,
            "section": section,
            "kind": HourKind.LECTURE,
            "hours": Decimal(2),
            **fields,
        }
    )


def make_mark(lesson: Lesson, student: Student, value: str, by: User, position: int = 1) -> Mark:
    assessment, _ = Assessment.objects.get_or_create(
        college=lesson.college, lesson=lesson, position=position
    )
    return Mark.objects.create(
        college=lesson.college, assessment=assessment, student=student, value=value, set_by=by
    )


@dataclass
class CollegeFixture:
    """A college with one person a role, two groups, and a subject that each group has."""

    college: College
    term: Term
    users: dict[Role, User]
    teacher: Employee
    other_teacher: Employee
    group: StudyGroup
    other_group: StudyGroup
    students: list[Student]
    section: CourseSection
    other_section: CourseSection
    child: Student
    extra: dict[str, Any] = field(default_factory=dict)

    def user(self, role: Role) -> User:
        """A fresh object: memberships are remembered on it for one request only."""
        return User.objects.get(pk=self.users[role].pk)


def open_wall(*college_ids: int) -> None:
    """Let the current transaction see these colleges beside those it already sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('collegium.colleges', true)")
        seen = [int(pk) for pk in (cursor.fetchone()[0] or "").split(",") if pk]
    tenancy.enter([*seen, *college_ids])


def make_bare_college(name: str) -> College:
    """The wall refuses a college that is not open yet: its key is taken before it is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('organization_college', 'id'))")
        key = cursor.fetchone()[0]
    open_wall(key)
    return College.objects.create(pk=key, name=f"{name} города", short_name=f"{name} {key}")


def make_college(name: str) -> CollegeFixture:
    college = make_bare_college(name)
    people = [role for role in Role if role is not Role.OPERATOR]
    users: dict[Role, User] = {role: make_user(college, role) for role in people}
    term = make_term(college)
    campus = Campus.objects.create(college=college, name="Главный корпус")
    Room.objects.create(college=college, campus=campus, number="101")
    curriculum = make_curriculum(college)
    item = make_item(curriculum)
    teacher = make_employee(college, users[Role.TEACHER])
    other_teacher = make_employee(college, make_user(college, Role.TEACHER))
    groups = [_make_group(curriculum, title) for title in ("И-11", "И-12")]
    GroupAdvisor.objects.create(
        college=college,
        group=groups[0],
        employee=make_employee(college, users[Role.ADVISOR]),
        valid=DateRange(date(2020, 1, 1), None),
    )
    sections = [make_section(group, item, term) for group in groups]
    assign(sections[0], teacher)
    assign(sections[1], other_teacher)
    students = [make_student(college, groups[0]) for _ in range(2)]
    own = make_student(college, groups[0], user=users[Role.STUDENT])
    make_student(college, groups[1])
    _make_mother(own, users[Role.GUARDIAN])
    return CollegeFixture(
        college=college,
        term=term,
        users=users,
        teacher=teacher,
        other_teacher=other_teacher,
        group=groups[0],
        other_group=groups[1],
        students=[*students, own],
        section=sections[0],
        other_section=sections[1],
        child=own,
    )


def _make_mother(student: Student, user: User) -> None:
    guardian = Guardian.objects.create(
        college=student.college, user=user, last_name="Родителева", first_name="Ольга"
    )
    Guardianship.objects.create(
        college=student.college,
        guardian=guardian,
        student=student,
        relation="mother",
        valid=DateRange(date(2020, 1, 1), None),
    )


def _make_group(curriculum: Curriculum, title: str) -> StudyGroup:
    return StudyGroup.objects.create(
        college=curriculum.college,
        title=title,
        curriculum=curriculum,
        admission_year=curriculum.admission_year,
        existence=DateRange(date(2020, 1, 1), None),
    )


def make_absence(
    lesson: Lesson, student: Student, by: User, *, code: str = "н", counts: str = "unexcused"
) -> Absence:
    return Absence.objects.create(
        college=lesson.college,
        lesson=lesson,
        student=student,
        code=code,
        counts=counts,
        hours=lesson.hours,
        set_by=by,
    )
