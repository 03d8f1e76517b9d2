"""The college itself: its places, years and terms, bells, and its dated settings."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collegium.core.access import Actor
from collegium.core.clock import local_today
from collegium.core.history import track


def validate_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError) as error:
        raise ValidationError(
            _("There is no time zone “%(name)s”."), code="time-zone", params={"name": name}
        ) from error


RowT = TypeVar("RowT", bound=models.Model)


class CollegeRowQuerySet(models.QuerySet[RowT]):
    """Rows that everybody at the college may read: places, terms, bells."""

    def visible_to(self, user: Actor) -> Self:
        return self.filter(college_id__in=user.college_ids)


@track()
class College(models.Model):
    """A college; every other row of the installation but accounts belongs to one."""

    name = models.CharField(_("full name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=60, unique=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Asia/Sakhalin", validators=[validate_time_zone]
    )
    # A made-up college with published passwords: refused on any but a loopback address.
    is_demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("college")
        ordering = ["short_name"]

    def __str__(self) -> str:
        return self.short_name

    def today(self) -> date:
        return local_today(self.time_zone)


class CollegeRow(models.Model):
    """Whatever belongs to one college: both walls and every unique key begin with this column."""

    college = models.ForeignKey(
        College, models.PROTECT, verbose_name=_("college"), related_name="%(class)ss"
    )

    class Meta:
        abstract = True


@track()
class Campus(CollegeRow):
    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=300, blank=True)

    objects = CollegeRowQuerySet["Campus"].as_manager()

    class Meta:
        verbose_name = _("campus")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["college", "name"], name="campus_name")]

    def __str__(self) -> str:
        return self.name


@track()
class Department(CollegeRow):
    name = models.CharField(_("name"), max_length=200)

    objects = CollegeRowQuerySet["Department"].as_manager()

    class Meta:
        verbose_name = _("department")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["college", "name"], name="department_name")]

    def __str__(self) -> str:
        return self.name


class RoomKind(models.TextChoices):
    CLASSROOM = "classroom", _("Classroom")
    LABORATORY = "laboratory", _("Laboratory")
    COMPUTERS = "computers", _("Computer room")
    WORKSHOP = "workshop", _("Workshop")
    GYM = "gym", _("Gym")
    HALL = "hall", _("Hall")


@track()
class Room(CollegeRow):
    campus = models.ForeignKey(
        Campus, models.PROTECT, verbose_name=_("campus"), related_name="rooms"
    )
    number = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=100, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=RoomKind.choices, default=RoomKind.CLASSROOM
    )
    capacity = models.PositiveSmallIntegerField(_("seats"), default=30)

    objects = CollegeRowQuerySet["Room"].as_manager()

    class Meta:
        verbose_name = _("room")
        ordering = ["campus", "number"]
        constraints = [
            models.UniqueConstraint(fields=["college", "campus", "number"], name="room_number")
        ]

    def __str__(self) -> str:
        return self.number


@track()
class AcademicYear(CollegeRow):
    """A study year; `span` is half-open, [1 September, 1 September of the next year)."""

    span = DateRangeField(_("dates"))

    objects = CollegeRowQuerySet["AcademicYear"].as_manager()

    class Meta:
        verbose_name = _("academic year")
        ordering = ["-span"]
        constraints = [
            ExclusionConstraint(
                name="academic_year_overlap",
                expressions=[
                    (F("college"), RangeOperators.EQUAL),
                    ("span", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Another academic year already covers these dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.span.lower.year}/{self.span.upper.year}"

    @property
    def starts_in(self) -> int:
        """The calendar year in which it begins: 2026 for 2026/2027."""
        year: int = self.span.lower.year
        return year


class TermQuerySet(CollegeRowQuerySet["Term"]):
    def on(self, day: date) -> Self:
        return self.filter(span__contains=day)

    def current_or_next(self, day: date) -> Term | None:
        """The term of that day; between terms the one to come; after the last, the last."""
        return (
            self.filter(span__endswith__gt=day).order_by("span").first()
            or self.order_by("-span").first()
        )


@track()
class Term(CollegeRow):
    """A semester: `number` 1 or 2 within its year; `span` half-open."""

    year = models.ForeignKey(
        AcademicYear, models.PROTECT, verbose_name=_("academic year"), related_name="terms"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    span = DateRangeField(_("dates"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        ordering = ["span"]
        constraints = [
            models.UniqueConstraint(fields=["college", "year", "number"], name="term_number"),
            models.CheckConstraint(condition=Q(number__in=[1, 2]), name="term_number_1_or_2"),
            ExclusionConstraint(
                name="term_overlap",
                expressions=[
                    (F("college"), RangeOperators.EQUAL),
                    ("span", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Another term already covers these dates."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(year)s, semester %(number)d") % {"year": self.year, "number": self.number}

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


@track()
class DayOff(CollegeRow):
    """A day on which no lesson is laid: a public holiday, or one the college declares."""

    date = models.DateField(_("date"))
    title = models.CharField(_("title"), max_length=100)

    objects = CollegeRowQuerySet["DayOff"].as_manager()

    class Meta:
        verbose_name = _("day off")
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["college", "date"], name="day_off_date")]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y} {self.title}"


@track()
class Setting(CollegeRow):
    """A college's own value of a registered setting, for as long as it is in force.

    The names, types and defaults are in `settings_registry`; a value is read for a date, so a
    change made today leaves last year's figures as they were.
    """

    key = models.CharField(_("name"), max_length=60)
    valid = DateRangeField(_("in force"))
    value = models.JSONField(_("value"))

    class Meta:
        verbose_name = _("setting")
        constraints = [
            ExclusionConstraint(
                name="setting_overlap",
                expressions=[
                    (F("college"), RangeOperators.EQUAL),
                    ("key", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return self.key
