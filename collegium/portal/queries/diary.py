"""The diary: a student's days, subjects and absences in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from collegium.core.access import Actor
from collegium.curricula.models import HOUR_KINDS
from collegium.gradebook.models import Absence, AssessmentKind, Mark
from collegium.gradebook.rules import ABSENT, Counts
from collegium.organization.models import College, Term
from collegium.roster.models import Enrollment, EnrollmentStatus, Student
from collegium.timetable.models import Lesson, MeetingRoom, MeetingState, MeetingTeacher

KIND_NAMES = dict(HOUR_KINDS)
EMPLOYEE_NAME = Concat(
    "employee__last_name",
    Value(" "),
    "employee__first_name",
    Value(" "),
    "employee__patronymic",
)
# How far ahead the next study day is looked for: past the longest holidays nobody asks.
AHEAD = timedelta(days=14)
FRESH = timedelta(days=7)
FRESH_SHOWN = 8


@dataclass(frozen=True, slots=True)
class DiaryMark:
    """A mark with what it was for, when and by whom."""

    pk: int
    value: str
    points: Decimal | None
    work: str
    title: str
    weight: Decimal
    comment: str
    by: str
    set_at: datetime
    day: date
    section_id: int
    subject: str
    lesson_id: int

    @property
    def what_for(self) -> str:
        """«Контрольная работа: Пределы»; the kind alone where the work has no title."""
        kind = str(AssessmentKind(self.work).label)
        return f"{kind}: {self.title}" if self.title else kind


@dataclass(frozen=True, slots=True)
class DiaryAbsence:
    """An absence, or a note such as «late» that is none."""

    code: str
    counts: str
    hours: Decimal
    late_minutes: int | None
    day: date
    lesson_id: int
    section_id: int
    subject: str

    @property
    def is_absent(self) -> bool:
        return self.counts in ABSENT

    @property
    def is_late(self) -> bool:
        return self.counts == Counts.LATE


@dataclass(slots=True)
class DiaryLesson:
    """A row of the day: when, what, where, what was done and what is to be done."""

    pk: int
    day: date
    number: int
    starts: time
    ends: time
    section_id: int
    subject: str
    kind: str
    topic: str
    homework: str
    # What was set at the lesson before: the work that this one waits for.
    due: str
    cancelled: bool
    rooms: list[str]
    teachers: list[str]
    marks: list[DiaryMark] = field(default_factory=list)
    absence: DiaryAbsence | None = None


@dataclass(frozen=True, slots=True)
class DiaryDay:
    day: date
    lessons: list[DiaryLesson]

    @property
    def has_marks(self) -> bool:
        return any(lesson.marks for lesson in self.lessons)


@dataclass(frozen=True, slots=True)
class DiaryWeek:
    """The chosen day's week, the chosen day, and the study day that follows it."""

    days: list[DiaryDay]
    chosen: DiaryDay
    following: DiaryDay | None


def own_students(user: Actor, college: College) -> list[Student]:
    """Whose diaries the person opens at this college: own and the children's; one query."""
    return list(Student.objects.own_of(user).filter(college=college))


def enrollments_of(student: Student) -> list[Enrollment]:
    """The student's places in groups, in the order of time; one query."""
    found = Enrollment.objects.filter(student=student).select_related("group")
    return list(found.order_by("valid"))


def diary_week(
    student: Student, enrollments: Sequence[Enrollment], days: Sequence[date], chosen: date
) -> DiaryWeek:
    """The week's lessons with marks and absences; three queries."""
    last = max(days[-1], chosen + AHEAD)
    lessons = _lessons(_studied(student, enrollments, days[0], last))
    add_results(student, lessons)
    by_day: dict[date, list[DiaryLesson]] = defaultdict(list)
    for lesson in lessons:
        by_day[lesson.day].append(lesson)
    later = sorted(day for day in by_day if day > chosen)
    return DiaryWeek(
        days=[DiaryDay(day, by_day[day]) for day in days],
        chosen=DiaryDay(chosen, by_day[chosen]),
        following=DiaryDay(later[0], by_day[later[0]]) if later else None,
    )


def section_lessons(student: Student, section_id: int, until: date) -> list[DiaryLesson]:
    """All lessons of a subject up to a day, the newest first, with results; three queries."""
    found = Lesson.objects.filter(
        college=student.college_id, section=section_id, meeting__date__lte=until
    )
    lessons = _lessons(found)[::-1]
    add_results(student, lessons)
    return lessons


def fresh_marks(student: Student, now: datetime) -> list[DiaryMark]:
    """Marks set within the last week, the newest first; one query."""
    marks = standing_marks(student).filter(set_at__gt=now - FRESH)
    return read_marks(marks.order_by("-set_at", "-pk")[:FRESH_SHOWN])


def standing_marks(student: Student) -> QuerySet[Mark]:
    """Without those taken back, which leave an empty row."""
    return Mark.objects.filter(student=student).exclude(value="")


def student_terms(college: College, enrollments: Sequence[Enrollment], today: date) -> list[Term]:
    """Terms that began while the student was here, the newest first; one query."""
    spans = Q(pk__in=[])
    for enrollment in enrollments:
        spans |= Q(span__overlap=enrollment.valid)
    terms = Term.objects.filter(spans, college=college, span__startswith__lte=today)
    return list(terms.select_related("year").order_by("-span"))


def term_absences(student: Student, term: Term) -> list[DiaryAbsence]:
    """Absences and late comings of a term, the newest first; one query."""
    found = Absence.objects.filter(student=student, lesson__meeting__date__contained_by=term.span)
    return read_absences(found.order_by("-lesson__meeting__date", "lesson__meeting__slot__number"))


def _studied(
    student: Student, enrollments: Sequence[Enrollment], first: date, last: date
) -> QuerySet[Lesson]:
    """Lessons of the groups in which the student was studying on the lesson's day."""
    whose = Q(pk__in=[])
    for enrollment in enrollments:
        if enrollment.status == EnrollmentStatus.STUDYING:
            whose |= Q(
                section__group=enrollment.group_id,
                meeting__date__contained_by=enrollment.valid,
            )
    return Lesson.objects.filter(
        whose,
        college=student.college_id,
        meeting__college=student.college_id,
        meeting__date__range=(first, last),
    )


def _lessons(found: QuerySet[Lesson]) -> list[DiaryLesson]:
    before = Lesson.objects.filter(
        section=OuterRef("section"), meeting__date__lt=OuterRef("meeting__date")
    ).exclude(meeting__state=MeetingState.CANCELLED)
    meeting = OuterRef("meeting")
    rows = (
        found.annotate(
            due=Subquery(
                before.order_by("-meeting__date", "-meeting__slot__number").values("homework")[:1]
            ),
            rooms=ArraySubquery(
                MeetingRoom.objects.filter(meeting=meeting)
                .order_by("room__number")
                .values("room__number")
            ),
            people=ArraySubquery(
                MeetingTeacher.objects.filter(meeting=meeting)
                .order_by("employee__sort_key")
                .values(name=EMPLOYEE_NAME)
            ),
        )
        .select_related("meeting__slot", "section__item", "planned")
        .order_by("meeting__date", "meeting__slot__number", "pk")
    )
    return [_lesson(row) for row in rows]


def _lesson(row: Any) -> DiaryLesson:
    meeting = row.meeting
    return DiaryLesson(
        pk=row.pk,
        day=meeting.date,
        number=meeting.slot.number,
        starts=meeting.slot.starts,
        ends=meeting.slot.ends,
        section_id=row.section_id,
        subject=row.section.item.name,
        kind=str(KIND_NAMES[row.kind]),
        topic=row.topic or (row.planned.topic if row.planned else ""),
        homework=row.homework,
        due=row.due or "",
        cancelled=meeting.state == MeetingState.CANCELLED,
        rooms=row.rooms,
        teachers=[name.strip() for name in row.people],
    )


def add_results(student: Student, lessons: Iterable[DiaryLesson]) -> None:
    """The student's marks and absences put into the lessons; two queries."""
    by_pk = {lesson.pk: lesson for lesson in lessons}
    marks = standing_marks(student).filter(assessment__lesson__in=list(by_pk))
    for mark in read_marks(marks.order_by("assessment__position")):
        by_pk[mark.lesson_id].marks.append(mark)
    for absence in read_absences(Absence.objects.filter(student=student, lesson__in=list(by_pk))):
        by_pk[absence.lesson_id].absence = absence


def read_marks(found: QuerySet[Mark]) -> list[DiaryMark]:
    """One query."""
    return [
        DiaryMark(*row)
        for row in found.annotate(by=F("set_by__display_name")).values_list(
            "pk",
            "value",
            "points",
            "assessment__kind",
            "assessment__title",
            "assessment__weight",
            "comment",
            "by",
            "set_at",
            "assessment__lesson__meeting__date",
            "assessment__lesson__section_id",
            "assessment__lesson__section__item__title",
            "assessment__lesson_id",
        )
    ]


def read_absences(found: QuerySet[Absence]) -> list[DiaryAbsence]:
    return [
        DiaryAbsence(*row)
        for row in found.exclude(code="").values_list(
            "code",
            "counts",
            "hours",
            "late_minutes",
            "lesson__meeting__date",
            "lesson_id",
            "lesson__section_id",
            "lesson__section__item__title",
        )
    ]
