"""The desks of those who stand before a group: the teacher's lessons, the advisor's group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from collegium.accounts.models import User
from collegium.core.clock import local_now
from collegium.core.names import full_name
from collegium.gradebook.models import Absence
from collegium.gradebook.rules import ABSENT
from collegium.organization.models import College
from collegium.portal.queries.late import LateLesson, due_days, read_late, unfilled_lessons
from collegium.roster.models import EnrollmentStatus, StudyGroup, TeachingAssignment
from collegium.timetable.models import Lesson, MeetingRoom, MeetingState

# How far ahead the next working day is looked for: longer than the winter holidays.
AHEAD = timedelta(days=14)
DUE_SHOWN = 12


@dataclass(frozen=True, slots=True)
class DeskLesson:
    """A lesson of the day, as its teacher or the group's advisor needs it."""

    pk: int
    section_id: int
    day: date
    number: int
    starts: time
    ends: time
    group_id: int
    group: str
    subject: str
    topic: str
    planned_topic: str | None
    confirmed: bool
    can_open: bool
    rooms: list[str]

    @property
    def is_filled(self) -> bool:
        return bool(self.topic) and self.confirmed


@dataclass(frozen=True, slots=True)
class TeacherDesk:
    """`day` is today, or the next day with lessons when today has none."""

    today: date
    now: time
    day: date
    lessons: list[DeskLesson]
    due: list[LateLesson]
    due_total: int

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def next_pk(self) -> int | None:
        """The lesson that is on or comes next; after the last, the first that is not filled in."""
        if not self.is_today:
            return None
        ahead = [lesson for lesson in self.lessons if lesson.ends > self.now]
        left = [lesson for lesson in self.lessons if not lesson.is_filled]
        return next((lesson.pk for lesson in [*ahead, *left]), None)


@dataclass(frozen=True, slots=True)
class AbsentStudent:
    """Who is missing today: «н, н, б», and for how many hours."""

    pk: int
    name: str
    codes: str
    hours: Decimal


@dataclass(slots=True)
class GroupDay:
    """An advised group's day."""

    pk: int
    title: str
    size: int
    lessons: list[DeskLesson] = field(default_factory=list)
    absent: list[AbsentStudent] = field(default_factory=list)

    @property
    def confirmed(self) -> int:
        return sum(lesson.confirmed for lesson in self.lessons)


def teacher_desk(user: User, college: College) -> TeacherDesk:
    """Today's lessons, then what is not filled in; three queries."""
    now = local_now(college.time_zone)
    today = now.date()
    own = Q(meeting__teachers__employee__user=user)
    ahead = Lesson.objects.filter(own, college=college, meeting__date__range=(today, today + AHEAD))
    lessons = desk_lessons(ahead, user)
    day = lessons[0].day if lessons else today
    missing = unfilled_lessons(college, today).filter(own).visible_to(user)
    due = read_late(missing, due_days(college, today), today)
    return TeacherDesk(
        today=today,
        now=now.time(),
        day=day,
        lessons=[lesson for lesson in lessons if lesson.day == day],
        due=due[:DUE_SHOWN],
        due_total=len(due),
    )


def advisor_desk(user: User, college: College) -> list[GroupDay]:
    """Each advised group's lessons and absences today; three queries."""
    today = college.today()
    studying = Q(enrollments__valid__contains=today, enrollments__status=EnrollmentStatus.STUDYING)
    groups = StudyGroup.objects.led_by(user).filter(college=college)
    days = {
        pk: GroupDay(pk, title, size)
        for pk, title, size in groups.annotate(size=Count("enrollments", filter=studying))
        .order_by("title")
        .values_list("pk", "title", "size")
    }
    if days:
        lessons = Lesson.objects.filter(
            college=college, section__group__in=list(days), meeting__date=today
        )
        for lesson in desk_lessons(lessons, user):
            days[lesson.group_id].lessons.append(lesson)
        _add_absent(days, [lesson for each in days.values() for lesson in each.lessons])
    return list(days.values())


def desk_lessons(lessons: QuerySet[Lesson], user: User) -> list[DeskLesson]:
    """In the order of the day, without those cancelled; one query."""
    rooms = MeetingRoom.objects.filter(meeting=OuterRef("meeting")).order_by("room__number")
    taught = TeachingAssignment.objects.filter(section=OuterRef("section"), employee__user=user)
    led = StudyGroup.objects.led_by(user).filter(pk=OuterRef("section__group"))
    confirmed = ExpressionWrapper(
        Q(attendance_confirmed_at__isnull=False), output_field=BooleanField()
    )
    rows = (
        lessons.exclude(meeting__state=MeetingState.CANCELLED)
        .annotate(
            confirmed=confirmed,
            can_open=Exists(taught) | Exists(led),
            rooms=ArraySubquery(rooms.values("room__number")),
        )
        .order_by("meeting__date", "meeting__slot__number", "section__group__title", "pk")
        .values_list(
            "pk",
            "section_id",
            "meeting__date",
            "meeting__slot__number",
            "meeting__slot__starts",
            "meeting__slot__ends",
            "section__group_id",
            "section__group__title",
            "section__item__title",
            "topic",
            "planned__topic",
            "confirmed",
            "can_open",
            "rooms",
        )
    )
    return [DeskLesson(*row) for row in rows]


def _add_absent(days: dict[int, GroupDay], lessons: Sequence[DeskLesson]) -> None:
    """Who is marked absent at these lessons, in the order of names; one query."""
    rows = (
        Absence.objects.filter(lesson__in=[lesson.pk for lesson in lessons], counts__in=ABSENT)
        .exclude(code="")
        .order_by("student__sort_key", "lesson__meeting__slot__number")
        .values_list(
            "lesson__section__group_id",
            "student_id",
            "student__last_name",
            "student__first_name",
            "student__patronymic",
            "code",
            "hours",
        )
    )
    found: dict[tuple[int, int, str], list[tuple[str, Decimal]]] = defaultdict(list)
    for group, student, last, first, patronymic, code, hours in rows:
        found[group, student, full_name(last, first, patronymic)].append((code, hours))
    for (group, student, name), notes in found.items():
        days[group].absent.append(
            AbsentStudent(
                student,
                name,
                ", ".join(code for code, _hours in notes),
                sum((hours for _code, hours in notes), Decimal(0)),
            )
        )
