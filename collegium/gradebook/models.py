"""Marks, absences and results."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collegium.core.access import Actor
from collegium.core.history import track
from collegium.organization.models import CollegeRow
from collegium.roster.models import CourseSection, Student
from collegium.timetable.models import Lesson

USER = settings.AUTH_USER_MODEL


class AssessmentKind(models.TextChoices):
    """What is marked; short names as the journal prints them."""

    ANSWER = "answer", _("Answer in class")
    TEST = "test", _("Test")
    CONTROL = "control", _("Control work")
    LABORATORY = "laboratory", _("Laboratory work")
    PRACTICAL = "practical", _("Practical work")
    INDEPENDENT = "independent", _("Independent work")
    HOMEWORK = "homework", _("Homework")
    ESSAY = "essay", _("Essay")
    REPORT = "report", _("Report")
    COLLOQUIUM = "colloquium", _("Colloquium")


class MarkValue(models.TextChoices):
    """The values a mark may take (DOMAIN.md §3); which of them a college uses is a setting."""

    FIVE = "5", "5"
    FOUR = "4", "4"
    THREE = "3", "3"
    TWO = "2", "2"
    ONE = "1", "1"
    PASSED = "зач", _("passed")
    FAILED = "нез", _("not passed")
    NOT_ATTESTED = "н/а", _("not attested")
    EXEMPT = "осв", _("exempt")


@track()
class Assessment(CollegeRow):
    """What is marked at a lesson; the plain "answer in class" appears with the first mark."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="assessments")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=AssessmentKind.choices,
        default=AssessmentKind.ANSWER,
    )
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2, default=1)
    required = models.BooleanField(_("required"), default=False)
    title = models.CharField(_("title"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("assessment")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["college", "lesson", "position"], name="assessment_position"
            ),
            models.CheckConstraint(condition=Q(weight__gte=0), name="assessment_weight"),
        ]
        indexes = [models.Index(fields=["lesson"], name="assessment_lesson")]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class MarkQuerySet(models.QuerySet["Mark"]):
    def visible_to(self, user: Actor) -> Self:
        """Marks in journals the person may open, and of own self and own child."""
        sections = CourseSection.objects.visible_to(user)
        own = Student.objects.own_of(user)
        return self.filter(Q(assessment__lesson__section__in=sections) | Q(student__in=own))


# A value that was taken back leaves its row empty, never deletes it: the row's version goes
# on counting, so that no two windows can take different contents for the same version.
_POINTS = Case(
    *(When(value=str(n), then=Value(n)) for n in (5, 4, 3, 2, 1)),
    default=None,
    output_field=models.DecimalField(max_digits=3, decimal_places=1),
)


@track(exclude=("points",))
class Mark(CollegeRow):
    """A mark for one assessment of one student (3.5.3)."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="marks")
    student = models.ForeignKey(Student, models.PROTECT, related_name="marks")
    value = models.CharField(_("value"), max_length=3, choices=MarkValue.choices, blank=True)
    # What averages use: empty for «н/а», «осв», credits.
    points = models.GeneratedField(
        expression=_POINTS,
        output_field=models.DecimalField(max_digits=3, decimal_places=1),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=1)
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    # First set and last changed; late = first set after the day it was due (3.5.3).
    first_set_at = models.DateTimeField(db_default=Now())
    set_at = models.DateTimeField(db_default=Now())

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        constraints = [
            models.UniqueConstraint(fields=["college", "assessment", "student"], name="mark_once"),
            models.CheckConstraint(
                condition=Q(value="") | Q(value__in=MarkValue.values), name="mark_value"
            ),
        ]
        indexes = [
            models.Index(fields=["assessment", "student"], name="mark_assessment"),
            models.Index(fields=["student", "assessment"], name="mark_student"),
        ]

    def __str__(self) -> str:
        return self.value


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def put(
        self, college_id: int, key: tuple[int, int], user_id: int, values: dict[str, Any]
    ) -> None:
        """Write what is known of (student, lesson) now; the version counts every change."""
        student, lesson = key
        self.update_or_create(
            college_id=college_id,
            student_id=student,
            lesson_id=lesson,
            defaults={
                **values,
                "set_by_id": user_id,
                "set_at": Now(),
                "version": F("version") + 1,
            },
            create_defaults={**values, "set_by_id": user_id},
        )

    def visible_to(self, user: Actor) -> Self:
        sections = CourseSection.objects.visible_to(user)
        own = Student.objects.own_of(user)
        return self.filter(Q(lesson__section__in=sections) | Q(student__in=own))


@track()
class Absence(CollegeRow):
    """An exception to presence at one lesson; an empty code means it was taken back."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="absences")
    student = models.ForeignKey(Student, models.PROTECT, related_name="absences")
    # One of the college's codes (setting gradebook.absence_codes) and what it counts as, kept
    # with the row so that a change of the list leaves what was recorded as it was.
    code = models.CharField(_("code"), max_length=8, blank=True)
    counts = models.CharField(max_length=12, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=2)
    late_minutes = models.PositiveSmallIntegerField(_("minutes late"), null=True)
    version = models.PositiveIntegerField(default=1)
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    first_set_at = models.DateTimeField(db_default=Now())
    set_at = models.DateTimeField(db_default=Now())

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        constraints = [
            models.UniqueConstraint(fields=["college", "lesson", "student"], name="absence_once")
        ]
        indexes = [
            models.Index(fields=["lesson", "student"], name="absence_lesson"),
            models.Index(fields=["student", "lesson"], name="absence_student"),
        ]

    def __str__(self) -> str:
        return self.code


class TermGradeQuerySet(models.QuerySet["TermGrade"]):
    def visible_to(self, user: Actor) -> Self:
        sections = CourseSection.objects.visible_to(user)
        own = Student.objects.own_of(user)
        return self.filter(Q(section__in=sections) | Q(student__in=own))


@track()
class TermGrade(CollegeRow):
    """A student's result in a section for the term, beside what the system proposed."""

    section = models.ForeignKey(CourseSection, models.PROTECT, related_name="term_grades")
    student = models.ForeignKey(Student, models.PROTECT, related_name="term_grades")
    value = models.CharField(_("value"), max_length=3, choices=MarkValue.choices)
    proposed = models.CharField(max_length=3, choices=MarkValue.choices, blank=True)
    deviation_reason = models.CharField(_("reason"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=Now())

    objects = TermGradeQuerySet.as_manager()

    class Meta:
        verbose_name = _("term grade")
        constraints = [
            models.UniqueConstraint(
                fields=["college", "section", "student"], name="term_grade_once"
            )
        ]
        indexes = [models.Index(fields=["student", "section"], name="term_grade_student")]

    def __str__(self) -> str:
        return self.value
