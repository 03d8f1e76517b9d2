"""Who studies and who teaches: cards, groups, dated enrolments, and who teaches what to whom."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from collegium.core.access import OVERVIEW_ROLES, Actor, Role
from collegium.core.clock import Today
from collegium.core.history import track
from collegium.curricula.models import HOUR_KINDS, Curriculum, CurriculumItem
from collegium.organization.models import CollegeRow, CollegeRowQuerySet, Department, Term
from collegium.roster.people import PersonCard, Relation

USER = settings.AUTH_USER_MODEL
# Those who read every card of the college's students.
STUDENT_READERS = OVERVIEW_ROLES | {Role.ADMINISTRATOR}
EMPLOYEE_READERS = OVERVIEW_ROLES | {Role.ADMINISTRATOR, Role.PERSONNEL}


class EmployeeQuerySet(models.QuerySet["Employee"]):
    def visible_to(self, user: Actor) -> Self:
        everywhere = Q(college_id__in=user.colleges_as(EMPLOYEE_READERS))
        return self.filter(everywhere | Q(user=user.pk))


@track(exclude=("sort_key",))
class Employee(PersonCard):
    """A staff member's card (3.8.1)."""

    user = models.ForeignKey(
        USER, models.PROTECT, verbose_name=_("account"), related_name="employees", null=True
    )
    post = models.CharField(_("post"), max_length=200)
    hired = DateRangeField(_("employed"))

    objects = EmployeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("employee")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["college", "user"], name="employee_user"),
        ]


class StudentQuerySet(models.QuerySet["Student"]):
    def visible_to(self, user: Actor) -> Self:
        """All for those whose work spans the college; else own groups, own self, own child."""
        everywhere = Q(college_id__in=user.colleges_as(STUDENT_READERS))
        own = Q(user=user.pk) | Q(pk__in=Guardianship.objects.of(user).values("student"))
        groups = StudyGroup.objects.led_or_taught_by(user)
        taught = Enrollment.objects.filter(student=OuterRef("pk"), group__in=groups)
        return self.filter(everywhere | own | Exists(taught))

    def own_of(self, user: Actor) -> Self:
        """The diaries a person opens: their own and their children's (3.9.2, 3.10.2)."""
        children = Guardianship.objects.of(user).values("student")
        return self.filter(Q(user=user.pk) | Q(pk__in=children))


@track(exclude=("sort_key",))
class Student(PersonCard):
    """A student's card (3.7.1); `register_number` is given once and never to another."""

    user = models.ForeignKey(
        USER, models.PROTECT, verbose_name=_("account"), related_name="students", null=True
    )
    register_number = models.CharField(_("register number"), max_length=20)

    objects = StudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("student")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["college", "register_number"], name="student_register_number"
            ),
            models.UniqueConstraint(fields=["college", "user"], name="student_user"),
        ]
        indexes = [models.Index(fields=["college", "sort_key"], name="student_sorted")]


class GuardianQuerySet(models.QuerySet["Guardian"]):
    def visible_to(self, user: Actor) -> Self:
        everywhere = Q(college_id__in=user.colleges_as(STUDENT_READERS))
        return self.filter(everywhere | Q(user=user.pk))


@track(exclude=("sort_key",))
class Guardian(PersonCard):
    """A parent or other legal representative."""

    user = models.ForeignKey(
        USER, models.PROTECT, verbose_name=_("account"), related_name="guardians", null=True
    )

    objects = GuardianQuerySet.as_manager()

    class Meta:
        verbose_name = _("guardian")
        ordering = ["sort_key"]
        constraints = [models.UniqueConstraint(fields=["college", "user"], name="guardian_user")]


class GuardianshipQuerySet(models.QuerySet["Guardianship"]):
    def of(self, user: Actor) -> Self:
        """The person's guardianships with access, in force today on the college's calendar."""
        return self.filter(
            guardian__user=user.pk, has_access=True, valid__contains=Today("college__time_zone")
        )


@track()
class Guardianship(CollegeRow):
    """Who represents whom, for how long, and whether the court or the student left them access."""

    student = models.ForeignKey(Student, models.PROTECT, related_name="guardianships")
    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="guardianships")
    relation = models.CharField(_("relation"), max_length=20, choices=Relation.choices)
    valid = DateRangeField(_("period"))
    has_access = models.BooleanField(_("sees the diary"), default=True)

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("guardianship")
        constraints = [
            ExclusionConstraint(
                name="guardianship_overlap",
                expressions=[
                    (F("college"), RangeOperators.EQUAL),
                    (F("student"), RangeOperators.EQUAL),
                    (F("guardian"), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.guardian} → {self.student}"


class StudyGroupQuerySet(models.QuerySet["StudyGroup"]):
    def visible_to(self, user: Actor) -> Self:
        everywhere = Q(college_id__in=user.colleges_as(STUDENT_READERS))
        return self.filter(everywhere | Q(pk__in=self.model.objects.led_or_taught_by(user)))

    def led_by(self, user: Actor) -> Self:
        """Groups whose advisor the person is today; the role gives it, for as long as it lasts."""
        if not (where := user.colleges_as({Role.ADVISOR})):
            return self.none()
        led = GroupAdvisor.objects.filter(
            group=OuterRef("pk"),
            employee__user=user.pk,
            valid__contains=Today("college__time_zone"),
        )
        return self.filter(Exists(led), college_id__in=where)

    def led_or_taught_by(self, user: Actor) -> Self:
        taught = CourseSection.objects.taught_by(user).values("group")
        led = self.model.objects.led_by(user).values("pk")
        return self.filter(Q(pk__in=taught) | Q(pk__in=led))


@track()
class StudyGroup(CollegeRow):
    """A group of students who follow one curriculum; its course is counted from admission."""

    title = models.CharField(_("title"), max_length=40)
    curriculum = models.ForeignKey(
        Curriculum, models.PROTECT, verbose_name=_("curriculum"), related_name="groups"
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        verbose_name=_("department"),
        related_name="groups",
        null=True,
        blank=True,
    )
    admission_year = models.PositiveSmallIntegerField(_("year of admission"))
    existence = DateRangeField(_("exists"))

    objects = StudyGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["college", "title", "admission_year"], name="study_group_title"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def course_in(self, term: Term) -> int:
        """1 for the first year of study; may exceed the programme for a group that is over."""
        return term.year.starts_in - self.admission_year + 1

    def semester_in(self, term: Term) -> int:
        """The curriculum's semester: 1 for the first term of the first year."""
        return (self.course_in(term) - 1) * 2 + term.number


@track()
class GroupAdvisor(CollegeRow):
    """The advisor (куратор) of a group, for a time."""

    group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="advisors")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="advised")
    valid = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("advisor")
        constraints = [
            ExclusionConstraint(
                name="group_advisor_overlap",
                expressions=[
                    (F("college"), RangeOperators.EQUAL),
                    (F("group"), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The group already has an advisor in that period."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.employee}"


class EnrollmentStatus(models.TextChoices):
    STUDYING = "studying", _("studying")
    ACADEMIC_LEAVE = "academic_leave", _("on academic leave")


class Funding(models.TextChoices):
    BUDGET = "budget", _("budget")
    CONTRACT = "contract", _("contract")
    TARGET = "target", _("targeted contract")


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def on(self, day: date) -> Self:
        return self.filter(valid__contains=day)


@track()
class Enrollment(CollegeRow):
    """A student's place in a group for a time, [from, to). Orders alone open and close one."""

    student = models.ForeignKey(Student, models.PROTECT, related_name="enrollments")
    group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="enrollments")
    valid = DateRangeField(_("period"))
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=EnrollmentStatus.choices,
        default=EnrollmentStatus.STUDYING,
    )
    funding = models.CharField(
        _("funding"), max_length=20, choices=Funding.choices, default=Funding.BUDGET
    )

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        constraints = [
            ExclusionConstraint(
                name="enrollment_overlap",
                expressions=[
                    (F("college"), RangeOperators.EQUAL),
                    (F("student"), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The student is already in a group in that period."),
            )
        ]
        indexes = [GistIndex(fields=["group", "valid"], name="enrollment_group_valid")]

    def __str__(self) -> str:
        return f"{self.student}: {self.group}"


@track()
class Subgroup(CollegeRow):
    """A part of a group that has a subject by itself (language, laboratory, practice)."""

    group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="subgroups")
    title = models.CharField(_("title"), max_length=40)

    objects = CollegeRowQuerySet["Subgroup"].as_manager()

    class Meta:
        verbose_name = _("subgroup")
        constraints = [
            models.UniqueConstraint(fields=["college", "group", "title"], name="subgroup_title")
        ]

    def __str__(self) -> str:
        return f"{self.group}/{self.title}"


class CourseSectionQuerySet(models.QuerySet["CourseSection"]):
    def visible_to(self, user: Actor) -> Self:
        """Whose journal a person may open: the whole college's, own sections, own groups'."""
        # Only what a role gives is asked: the statement stays short for those who hold one.
        seen: list[Q | Exists] = []
        if everywhere := user.colleges_as(OVERVIEW_ROLES):
            seen.append(Q(college_id__in=everywhere))
        if user.colleges_as({Role.ADVISOR}):
            seen.append(Q(group__in=StudyGroup.objects.led_by(user)))
        if where := user.colleges_as({Role.TEACHER}):
            seen.append(_taught(user, where))
        return self.filter(reduce(or_, seen)) if seen else self.none()

    def taught_by(self, user: Actor) -> Self:
        """Sections the person was ever assigned to; the role gives it, for as long as it lasts."""
        where = user.colleges_as({Role.TEACHER})
        return self.filter(_taught(user, where)) if where else self.none()


def _taught(user: Actor, where: list[int]) -> Exists:
    assigned = TeachingAssignment.objects.filter(
        section=OuterRef("pk"), employee__user=user.pk, college_id__in=where
    )
    return Exists(assigned)


@track()
class CourseSection(CollegeRow):
    """A curriculum row taught to a group (or its part) in a term: one page of the journal."""

    group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="sections")
    subgroup = models.ForeignKey(Subgroup, models.PROTECT, related_name="sections", null=True)
    item = models.ForeignKey(CurriculumItem, models.PROTECT, related_name="sections")
    term = models.ForeignKey(Term, models.PROTECT, related_name="sections")

    objects = CourseSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("course section")
        ordering = ["group", "item"]
        constraints = [
            models.UniqueConstraint(
                fields=["college", "group", "subgroup", "item", "term"],
                name="course_section_once",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["term", "group"], name="course_section_term")]

    def __str__(self) -> str:
        return f"{self.subgroup or self.group} · {self.item}"


@track()
class TeachingAssignment(CollegeRow):
    """Who teaches a section, for a time, and how many hours of it (3.3.3)."""

    section = models.ForeignKey(CourseSection, models.CASCADE, related_name="assignments")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="assignments")
    # Empty: every kind of work; a laboratory may have a teacher of its own.
    kind = models.CharField(_("kind"), max_length=24, choices=HOUR_KINDS, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=7, decimal_places=2, null=True)
    valid = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("teaching assignment")
        constraints = [
            ExclusionConstraint(
                name="teaching_assignment_overlap",
                expressions=[
                    (F("college"), RangeOperators.EQUAL),
                    (F("section"), RangeOperators.EQUAL),
                    (F("employee"), RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]
        indexes = [models.Index(fields=["employee", "section"], name="assignment_employee")]

    def __str__(self) -> str:
        return f"{self.employee}: {self.section}"
