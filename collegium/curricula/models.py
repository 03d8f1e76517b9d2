"""What is taught: specialties, programmes, and curricula as trees of rows with hours."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collegium.core.access import OVERVIEW_ROLES, Actor, Role
from collegium.core.history import track
from collegium.curricula.rules import ControlForm, HourKind, ItemKind
from collegium.organization.models import CollegeRow, CollegeRowQuerySet

ITEM_KINDS = [
    (ItemKind.CYCLE.value, _("Cycle")),
    (ItemKind.MODULE.value, _("Professional module")),
    (ItemKind.SUBJECT.value, _("Subject")),
    (ItemKind.INTERDISCIPLINARY.value, _("Interdisciplinary course")),
    (ItemKind.TRAINING.value, _("Training practice")),
    (ItemKind.PLACEMENT.value, _("Work placement")),
    (ItemKind.PRE_DIPLOMA.value, _("Pre-diploma placement")),
    (ItemKind.CONTROL.value, _("Module exam")),
    (ItemKind.ATTESTATION.value, _("Interim attestation")),
    (ItemKind.FINAL.value, _("State final attestation")),
    (ItemKind.ELECTIVE.value, _("Elective")),
    (ItemKind.OTHER.value, _("Other")),
]
HOUR_KINDS = [
    (HourKind.LECTURE.value, _("Lecture")),
    (HourKind.SEMINAR.value, _("Seminar")),
    (HourKind.PRACTICAL.value, _("Practical work")),
    (HourKind.LABORATORY.value, _("Laboratory work")),
    (HourKind.COURSE_PROJECT.value, _("Course project")),
    (HourKind.INDEPENDENT.value, _("Independent work")),
    (HourKind.CONSULTATION.value, _("Consultation")),
    (HourKind.ATTESTATION.value, _("Attestation")),
    (HourKind.TRAINING.value, _("Training practice")),
    (HourKind.PLACEMENT.value, _("Work placement")),
    (HourKind.FINAL.value, _("State final attestation")),
    (HourKind.OTHER.value, _("Other")),
]
CONTROL_FORMS = [
    (ControlForm.EXAM.value, _("Exam")),
    (ControlForm.GRADED_CREDIT.value, _("Graded credit")),
    (ControlForm.CREDIT.value, _("Credit")),
    (ControlForm.MODULE_EXAM.value, _("Module exam")),
    (ControlForm.QUALIFICATION_EXAM.value, _("Qualification exam")),
    (ControlForm.COURSE_PROJECT.value, _("Course project")),
    (ControlForm.COURSE_WORK.value, _("Course work")),
    (ControlForm.OTHER.value, _("Other form of control")),
]


@track()
class Specialty(CollegeRow):
    """A specialty (XX.02.XX) or a profession (XX.01.XX) of the federal list."""

    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=300)

    objects = CollegeRowQuerySet["Specialty"].as_manager()

    class Meta:
        verbose_name = _("specialty")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["college", "code", "title"], name="specialty_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class StudyForm(models.TextChoices):
    FULL_TIME = "full_time", _("Full-time")
    PART_TIME = "part_time", _("Part-time")
    EXTRAMURAL = "extramural", _("Extramural")


class BaseEducation(models.IntegerChoices):
    BASIC = 9, _("after class 9")
    SECONDARY = 11, _("after class 11")


@track()
class Program(CollegeRow):
    """An educational programme: a specialty with a qualification, form, base and duration."""

    specialty = models.ForeignKey(
        Specialty, models.PROTECT, verbose_name=_("specialty"), related_name="programs"
    )
    qualification = models.CharField(_("qualification"), max_length=300, blank=True)
    form = models.CharField(
        _("form of study"),
        max_length=20,
        choices=StudyForm.choices,
        default=StudyForm.FULL_TIME,
    )
    base = models.PositiveSmallIntegerField(
        _("base education"), choices=BaseEducation.choices, default=BaseEducation.BASIC
    )
    months = models.PositiveSmallIntegerField(_("duration in months"))

    objects = CollegeRowQuerySet["Program"].as_manager()

    class Meta:
        verbose_name = _("programme")
        ordering = ["specialty", "qualification"]
        constraints = [
            models.UniqueConstraint(
                fields=["college", "specialty", "qualification", "form", "base", "months"],
                name="program_once",
            )
        ]

    def __str__(self) -> str:
        return (
            f"{self.specialty}, {self.qualification}" if self.qualification else str(self.specialty)
        )


class CurriculumState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    ARCHIVED = "archived", _("Archived")


CURRICULUM_READERS = OVERVIEW_ROLES | {Role.TEACHER, Role.ADVISOR, Role.PERSONNEL}


class CurriculumQuerySet(models.QuerySet["Curriculum"]):
    def visible_to(self, user: Actor) -> Self:
        """Everyone who works at the college; students and guardians see their subjects only."""
        return self.filter(college_id__in=user.colleges_as(CURRICULUM_READERS))


@track()
class Curriculum(CollegeRow):
    """One version of a programme's plan for a year of admission; groups attach to it (3.3.2)."""

    program = models.ForeignKey(
        Program, models.PROTECT, verbose_name=_("programme"), related_name="curricula"
    )
    admission_year = models.PositiveSmallIntegerField(_("year of admission"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=CurriculumState.choices,
        default=CurriculumState.APPROVED,
    )
    # Where it came from: the file's name and the hash of its bytes; empty when typed in.
    source_name = models.CharField(_("source file"), max_length=255, blank=True)
    source_hash = models.CharField(max_length=64, blank=True)

    objects = CurriculumQuerySet.as_manager()

    class Meta:
        verbose_name = _("curriculum")
        ordering = ["-admission_year", "program", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["college", "program", "admission_year", "version"],
                name="curriculum_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.program}, {self.admission_year}"


@track()
class Course(CollegeRow):
    """A subject by name, whatever the plan it stands in: «История», «Основы философии»."""

    title = models.CharField(_("title"), max_length=500)
    short_title = models.CharField(_("short title"), max_length=60, blank=True)

    objects = CollegeRowQuerySet["Course"].as_manager()

    class Meta:
        verbose_name = _("course")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["college", "title"], name="course_title")]

    def __str__(self) -> str:
        return self.title


@track()
class CurriculumItem(CollegeRow):
    """A row of a curriculum. Hours stand on leaves only; cycles and modules sum their children."""

    curriculum = models.ForeignKey(Curriculum, models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", models.CASCADE, related_name="children", null=True)
    position = models.PositiveIntegerField(_("position"))
    index = models.CharField(_("index"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=ITEM_KINDS)
    course = models.ForeignKey(Course, models.PROTECT, related_name="items", null=True)
    title = models.CharField(_("title"), max_length=500)
    short_title = models.CharField(_("short title"), max_length=60, blank=True)
    # As in `rules.CurriculumRow`: what is counted, and by which limits it is judged.
    heading = models.BooleanField(_("heading of a cycle"), default=False, db_default=False)
    counted = models.BooleanField(_("part of the volume"), default=True, db_default=True)
    physical = models.BooleanField(_("physical education"), default=False, db_default=False)
    dispersed = models.BooleanField(_("practice beside classes"), default=False, db_default=False)

    objects = CollegeRowQuerySet["CurriculumItem"].as_manager()

    class Meta:
        verbose_name = _("curriculum row")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["college", "curriculum", "position"], name="curriculum_item_position"
            )
        ]
        indexes = [models.Index(fields=["curriculum", "parent"], name="curriculum_item_tree")]

    def __str__(self) -> str:
        return f"{self.index} {self.title}".strip()

    @property
    def name(self) -> str:
        """Short enough for a phone where a short title was given."""
        return self.short_title or self.title


@track()
class ItemHours(CollegeRow):
    """Hours of one kind in one semester (1 = first semester of the first course)."""

    item = models.ForeignKey(CurriculumItem, models.CASCADE, related_name="hours")
    semester = models.PositiveSmallIntegerField(_("semester"))
    kind = models.CharField(_("kind"), max_length=24, choices=HOUR_KINDS)
    hours = models.DecimalField(_("hours"), max_digits=7, decimal_places=2)

    objects = CollegeRowQuerySet["ItemHours"].as_manager()

    class Meta:
        verbose_name = _("hours")
        constraints = [
            models.UniqueConstraint(
                fields=["college", "item", "semester", "kind"], name="item_hours_once"
            ),
            models.CheckConstraint(condition=Q(hours__gte=0), name="item_hours_not_negative"),
            models.CheckConstraint(
                condition=Q(semester__gte=1, semester__lte=14), name="item_hours_semester"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.semester}: {self.hours}"


@track()
class ItemControl(CollegeRow):
    """How a row is closed in a semester; `combined` rows share one sheet («комплексный»)."""

    item = models.ForeignKey(CurriculumItem, models.CASCADE, related_name="controls")
    semester = models.PositiveSmallIntegerField(_("semester"))
    form = models.CharField(_("form of control"), max_length=24, choices=CONTROL_FORMS)
    combined = models.CharField(_("combined with"), max_length=60, blank=True)

    objects = CollegeRowQuerySet["ItemControl"].as_manager()

    class Meta:
        verbose_name = _("form of control")
        constraints = [
            models.UniqueConstraint(
                fields=["college", "item", "semester", "form"], name="item_control_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.semester}: {self.get_form_display()}"


class CurriculumUploadQuerySet(models.QuerySet["CurriculumUpload"]):
    def visible_to(self, user: Actor) -> Self:
        return self.filter(college_id__in=user.colleges_as({Role.COORDINATOR}))


# Not tracked: a preview that was never confirmed may simply be dropped.
class CurriculumUpload(CollegeRow):
    """A curriculum file that somebody sent and has not confirmed yet; kept as it came."""

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=255)
    content = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    curriculum = models.ForeignKey(Curriculum, models.SET_NULL, related_name="uploads", null=True)

    objects = CurriculumUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("curriculum file")

    def __str__(self) -> str:
        return self.file_name
