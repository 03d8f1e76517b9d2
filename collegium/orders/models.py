"""Orders on the movement of students: the only thing that opens or closes an enrolment."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collegium.core.access import OVERVIEW_ROLES, Actor, Role
from collegium.core.history import track
from collegium.organization.models import CollegeRow
from collegium.roster.models import Enrollment, Student, StudyGroup


class OrderKind(models.TextChoices):
    ENROLLMENT = "enrollment", _("Enrolment")
    TRANSFER = "transfer", _("Transfer to another group")
    PROMOTION = "promotion", _("Promotion to the next course")
    ACADEMIC_LEAVE = "academic_leave", _("Academic leave")
    RETURN = "return", _("Return from leave")
    EXPULSION = "expulsion", _("Expulsion")
    GRADUATION = "graduation", _("Graduation")


class OrderState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("order", "Draft")
    SIGNED = "signed", _("Signed")
    ENACTED = "enacted", _("Enacted")
    CANCELLED = "cancelled", _("Cancelled")


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, user: Actor) -> Self:
        return self.filter(college_id__in=user.colleges_as(OVERVIEW_ROLES))


@track()
class Order(CollegeRow):
    """An order on the contingent (3.7.2); numbers are unique within a register and a year."""

    register = models.CharField(_("register"), max_length=10, default="к")
    number = models.CharField(_("number"), max_length=40)
    date = models.DateField(_("date"))
    effective = models.DateField(_("in force from"))
    kind = models.CharField(_("kind"), max_length=20, choices=OrderKind.choices)
    state = models.CharField(
        _("state"), max_length=20, choices=OrderState.choices, default=OrderState.DRAFT
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    entered_at = models.DateTimeField(auto_now_add=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        ordering = ["-date", "-number"]
        constraints = [
            models.UniqueConstraint(
                "college",
                "register",
                models.F("date__year"),
                "number",
                name="order_number",
                violation_error_message=_("An order with this number was already entered."),
            )
        ]

    def __str__(self) -> str:
        return f"№ {self.number}-{self.register}, {self.date:%d.%m.%Y}"


@track()
class OrderClause(CollegeRow):
    """What an order says of one student, and which enrolments it opened and closed."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="clauses")
    position = models.PositiveSmallIntegerField(pgettext_lazy("order clause", "position"))
    student = models.ForeignKey(Student, models.PROTECT, related_name="clauses")
    from_group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="+", null=True)
    to_group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="+", null=True)
    reason = models.CharField(pgettext_lazy("order clause", "reason"), max_length=300, blank=True)
    opened = models.ForeignKey(Enrollment, models.PROTECT, related_name="opened_by", null=True)
    closed = models.ForeignKey(Enrollment, models.PROTECT, related_name="closed_by", null=True)

    class Meta:
        verbose_name = _("order clause")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["college", "order", "position"], name="order_clause_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}, {self.position}"


class RosterUploadQuerySet(models.QuerySet["RosterUpload"]):
    def visible_to(self, user: Actor) -> Self:
        """A list of people before it is an order is the registrar's desk and nobody else's."""
        return self.filter(college_id__in=user.colleges_as({Role.REGISTRAR}))

    def awaiting(self) -> Self:
        return self.filter(order=None)


# Old versions of the file itself are not kept: it holds personal data that nobody asked for.
@track(exclude=("data",))
class RosterUpload(CollegeRow):
    """A group's list as it was sent; its bytes wait here until an order takes the people in.

    They are dropped when the order is enacted; the name and the hash stay and say which file
    it was.
    """

    group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="uploads")
    name = models.CharField(_("file name"), max_length=255)
    data = models.BinaryField()
    hash = models.CharField(max_length=64)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    order = models.OneToOneField(Order, models.PROTECT, related_name="upload", null=True)

    objects = RosterUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded list")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return self.name
