"""What is late in the journals, by how much and whose (3.3.6, 3.5.2, 3.5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from collegium.accounts.models import User
from collegium.core.access import Role
from collegium.core.names import short_name
from collegium.curricula.models import Curriculum
from collegium.organization.models import College, Term
from collegium.organization.settings_registry import setting
from collegium.portal.rules import days_late
from collegium.roster.models import CourseSection, StudyGroup, TeachingAssignment
from collegium.timetable.models import Lesson, LessonQuerySet, MeetingState, TimetableEntry

TEACHERS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class LateLesson:
    """A lesson that was given and is not filled in; `days` beyond the day it was due."""

    pk: int
    section_id: int
    day: date
    number: int
    group: str
    subject: str
    no_topic: bool
    no_attendance: bool
    days: int


@dataclass(frozen=True, slots=True)
class LateTeacher:
    """A teacher's late lessons: how many, the oldest, and the journal it stands in."""

    employee_id: int
    name: str
    count: int
    oldest: date
    days: int
    section_id: int


@dataclass(frozen=True, slots=True)
class OverviewDesk:
    """`teachers` by lateness, the latest first; `gaps` only for who can close them."""

    teachers: list[LateTeacher]
    teachers_total: int
    lessons_total: int
    gaps: Gaps | None


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the coordinator has still to lay out in the term; without a curriculum, everything."""

    no_curriculum: bool
    sections_without_teacher: int
    groups_without_timetable: int


def due_days(college: College, today: date) -> int:
    """Days after the lesson until which it is filled in on time; one query."""
    days: int = setting(college.pk, "gradebook.due_days", today)
    return days


def unfilled_lessons(college: College, before: date) -> LessonQuerySet:
    """Lessons of open terms, held before a day, whose topic or attendance is missing."""
    missing = Q(topic="") | Q(attendance_confirmed_at=None)
    return Lesson.objects.filter(
        missing, college=college, section__term__closed_at=None, meeting__date__lt=before
    ).exclude(meeting__state=MeetingState.CANCELLED)


def read_late(lessons: QuerySet[Lesson], days_allowed: int, today: date) -> list[LateLesson]:
    """The lessons, the oldest first; one query."""
    rows = lessons.order_by("meeting__date", "meeting__slot__number", "pk").values_list(
        "pk",
        "section_id",
        "meeting__date",
        "meeting__slot__number",
        "section__group__title",
        "section__item__title",
        "topic",
        "attendance_confirmed_at",
    )
    return [
        LateLesson(
            pk=pk,
            section_id=section,
            day=day,
            number=number,
            group=group,
            subject=subject,
            no_topic=not topic,
            no_attendance=confirmed is None,
            days=days_late(day, days_allowed, today),
        )
        for pk, section, day, number, group, subject, topic, confirmed in rows
    ]


def late_teachers(college: College, days_allowed: int, today: date) -> list[LateTeacher]:
    """Everyone with late lessons, the latest first; one query."""
    late = unfilled_lessons(college, today - timedelta(days=days_allowed))
    rows = (
        late.filter(meeting__teachers__isnull=False)
        .values_list(
            "meeting__teachers__employee_id",
            "meeting__teachers__employee__last_name",
            "meeting__teachers__employee__first_name",
            "meeting__teachers__employee__patronymic",
        )
        .annotate(
            count=Count("pk"),
            oldest=Min("meeting__date"),
            sections=ArrayAgg("section_id", order_by=("meeting__date", "pk")),
        )
        .order_by("oldest", "-count", "meeting__teachers__employee__sort_key")
    )
    return [
        LateTeacher(
            employee_id=pk,
            name=short_name(last, first, patronymic),
            count=count,
            oldest=oldest,
            days=days_late(oldest, days_allowed, today),
            section_id=sections[0],
        )
        for pk, last, first, patronymic, count, oldest, sections in rows
    ]


def overview_desk(user: User, college: College) -> OverviewDesk:
    """Who is late, by how much; two queries, and four more for the coordinator's own gaps."""
    today = college.today()
    teachers = late_teachers(college, due_days(college, today), today)
    coordinates = user.has_role(Role.COORDINATOR, college_id=college.pk)
    return OverviewDesk(
        teachers=teachers[:TEACHERS_SHOWN],
        teachers_total=len(teachers),
        lessons_total=sum(each.count for each in teachers),
        gaps=term_gaps(college, today) if coordinates else None,
    )


def term_gaps(college: College, today: date) -> Gaps | None:
    """What is not laid out in the term that is on or comes next; four queries."""
    term = Term.objects.filter(college=college).current_or_next(today)
    if term is None:
        return None
    sections = CourseSection.objects.filter(college=college, term=term)
    assigned = TeachingAssignment.objects.filter(section=OuterRef("pk"))
    laid = TimetableEntry.objects.filter(term=term, sections__section__group=OuterRef("pk"))
    groups = StudyGroup.objects.filter(college=college, existence__overlap=term.span)
    return Gaps(
        no_curriculum=not Curriculum.objects.filter(college=college).exists(),
        sections_without_teacher=sections.filter(~Exists(assigned)).count(),
        groups_without_timetable=groups.filter(~Exists(laid)).count(),
    )
