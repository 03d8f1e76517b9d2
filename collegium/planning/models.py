"""Lesson plans (КТП): what a section is to be taught, lesson by lesson (3.5.1)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from collegium.core.access import Actor
from collegium.core.history import track
from collegium.curricula.models import HOUR_KINDS
from collegium.organization.models import CollegeRow
from collegium.roster.models import CourseSection


class CoursePlanState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")


class CoursePlanQuerySet(models.QuerySet["CoursePlan"]):
    def visible_to(self, user: Actor) -> Self:
        return self.filter(section__in=CourseSection.objects.visible_to(user))


@track()
class CoursePlan(CollegeRow):
    """The lesson plan of one section."""

    section = models.OneToOneField(CourseSection, models.CASCADE, related_name="plan")
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=CoursePlanState.choices,
        default=CoursePlanState.DRAFT,
    )

    objects = CoursePlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson plan")

    def __str__(self) -> str:
        return str(self.section)


@track()
class PlannedLesson(CollegeRow):
    """A row of the plan: topic, hours, homework; a journal lesson consumes it."""

    plan = models.ForeignKey(CoursePlan, models.CASCADE, related_name="lessons")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=24, choices=HOUR_KINDS)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=2)
    topic = models.TextField(_("topic"))
    homework = models.TextField(_("homework"), blank=True)

    class Meta:
        verbose_name = _("planned lesson")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["college", "plan", "number"], name="planned_lesson_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.topic}"
