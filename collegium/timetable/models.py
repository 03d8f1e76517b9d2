"""When and where: bells, the weekly grid, dated meetings, and the lessons they become."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    DateRangeField,
    DateTimeRangeField,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collegium.core.access import OVERVIEW_ROLES, Actor
from collegium.core.history import track
from collegium.curricula.models import HOUR_KINDS
from collegium.organization.models import CollegeRow, CollegeRowQuerySet, Room, Term
from collegium.planning.models import PlannedLesson
from collegium.roster.models import CourseSection, Employee
from collegium.timetable.rules import Parity


@track()
class LessonSlot(CollegeRow):
    """A bell: the number of a pair and its clock times (3.3.3)."""

    number = models.PositiveSmallIntegerField(_("pair"))
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"))

    objects = CollegeRowQuerySet["LessonSlot"].as_manager()

    class Meta:
        verbose_name = _("lesson slot")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["college", "number"], name="lesson_slot_number"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="lesson_slot_order"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.starts:%H:%M}–{self.ends:%H:%M})"


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")


PARITIES = [
    (Parity.EVERY.value, _("every week")),
    (Parity.NUMERATOR.value, _("odd weeks")),
    (Parity.DENOMINATOR.value, _("even weeks")),
]


class TimetableEntryQuerySet(models.QuerySet["TimetableEntry"]):
    def visible_to(self, user: Actor) -> Self:
        everywhere = Q(college_id__in=user.colleges_as(OVERVIEW_ROLES))
        own = Q(sections__section__in=CourseSection.objects.visible_to(user))
        return self.filter(everywhere | Q(pk__in=self.model.objects.filter(own)))


@track()
class TimetableEntry(CollegeRow):
    """A place in the weekly grid: this pair on this weekday, in force for `valid`."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="entries")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    slot = models.ForeignKey(LessonSlot, models.PROTECT, related_name="entries")
    parity = models.CharField(
        _("weeks"), max_length=12, choices=PARITIES, default=Parity.EVERY.value
    )
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="entries")
    room = models.ForeignKey(Room, models.PROTECT, related_name="entries", null=True)
    valid = DateRangeField(_("in force"))

    objects = TimetableEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("timetable entry")
        ordering = ["weekday", "slot"]
        indexes = [models.Index(fields=["term", "weekday", "slot"], name="entry_term_day")]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()}, {self.slot}"


@track()
class EntrySection(CollegeRow):
    """Who listens at a place in the grid; several sections make a stream."""

    entry = models.ForeignKey(TimetableEntry, models.CASCADE, related_name="sections")
    section = models.ForeignKey(CourseSection, models.PROTECT, related_name="entries")
    # Empty: whatever kind the plan has next; a laboratory's place takes laboratory work alone.
    kind = models.CharField(_("kind"), max_length=24, choices=HOUR_KINDS, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=2)

    class Meta:
        verbose_name = _("entry's section")
        constraints = [
            models.UniqueConstraint(fields=["college", "entry", "section"], name="entry_section")
        ]

    def __str__(self) -> str:
        return str(self.section)


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class MeetingOrigin(models.TextChoices):
    GRID = "grid", _("from the weekly grid")
    MOVED = "moved", _("moved")
    EXTRA = "extra", _("extra")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Actor) -> Self:
        everywhere = Q(college_id__in=user.colleges_as(OVERVIEW_ROLES))
        own = Lesson.objects.visible_to(user).values("meeting")
        return self.filter(everywhere | Q(pk__in=own))


@track()
class Meeting(CollegeRow):
    """People together on a date at a pair. Teachers' hours are counted here, whoever listens."""

    date = models.DateField(_("date"))
    slot = models.ForeignKey(LessonSlot, models.PROTECT, related_name="meetings")
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=MeetingState.choices,
        default=MeetingState.PLANNED,
    )
    origin = models.CharField(
        _("origin"),
        max_length=12,
        choices=MeetingOrigin.choices,
        default=MeetingOrigin.GRID,
    )
    entry = models.ForeignKey(TimetableEntry, models.PROTECT, related_name="meetings", null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        ordering = ["date", "slot"]
        constraints = [
            models.UniqueConstraint(
                fields=["college", "entry", "date"],
                condition=Q(entry__isnull=False, origin="grid"),
                name="meeting_entry_date",
            )
        ]
        indexes = [models.Index(fields=["college", "date"], name="meeting_date")]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y}, {self.slot}"


@track()
class MeetingTeacher(CollegeRow):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="teachers")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="meetings")
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=2)

    class Meta:
        verbose_name = _("meeting's teacher")
        constraints = [
            models.UniqueConstraint(
                fields=["college", "meeting", "employee"], name="meeting_teacher"
            )
        ]

    def __str__(self) -> str:
        return str(self.employee)


@track()
class MeetingRoom(CollegeRow):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="rooms")
    room = models.ForeignKey(Room, models.PROTECT, related_name="meetings")

    class Meta:
        verbose_name = _("meeting's room")
        constraints = [
            models.UniqueConstraint(fields=["college", "meeting", "room"], name="meeting_room")
        ]

    def __str__(self) -> str:
        return str(self.room)


class ResourceKind(models.TextChoices):
    TEACHER = "teacher", _("teacher")
    ROOM = "room", _("room")
    GROUP = "group", _("group")
    SUBGROUP = "subgroup", _("subgroup")


class Claim(CollegeRow):
    """A meeting's hold on a teacher, a room or a group; the database refuses a second one.

    A whole group's meeting holds the group and each of its subgroups, a subgroup's holds that
    subgroup alone: so two subgroups may meet at once, and neither during the whole group's.

    `shared` is a person's logged decision that two may hold it at once (a big hall).
    """

    resource_kind = models.CharField(max_length=8, choices=ResourceKind.choices)
    resource_id = models.BigIntegerField()
    during = DateTimeRangeField()
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="claims")
    shared = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("claim")
        constraints = [
            ExclusionConstraint(
                name="claim_overlap",
                expressions=[
                    (F("college"), RangeOperators.EQUAL),
                    ("resource_kind", RangeOperators.EQUAL),
                    ("resource_id", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(shared=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource_kind} {self.resource_id}"


class LessonQuerySet(models.QuerySet["Lesson"]):
    def visible_to(self, user: Actor) -> Self:
        return self.filter(section__in=CourseSection.objects.visible_to(user))


@track()
class Lesson(CollegeRow):
    """A meeting's record in one section's journal (3.5.2): topic, homework, attendance."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="lessons")
    section = models.ForeignKey(CourseSection, models.PROTECT, related_name="lessons")
    kind = models.CharField(_("kind"), max_length=24, choices=HOUR_KINDS)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=2)
    planned = models.ForeignKey(
        PlannedLesson, models.PROTECT, related_name="lessons", null=True, blank=True
    )
    topic = models.TextField(_("topic"), blank=True)
    homework = models.TextField(_("homework"), blank=True)
    topic_at = models.DateTimeField(null=True)
    # Present = confirmed and no absence; so an unfilled lesson differs from "all present".
    attendance_confirmed_at = models.DateTimeField(null=True)
    attendance_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    first_completed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        ordering = ["meeting__date", "meeting__slot__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["college", "meeting", "section"], name="lesson_meeting_section"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="lesson_hours_positive"),
        ]
        indexes = [models.Index(fields=["section", "meeting"], name="lesson_section")]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.section}"
