"""People's accounts: one person, one login (1.6); what each may do where is a Membership."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from collegium.core.access import STAFF_ROLES, Role
from collegium.core.clock import local_today
from collegium.core.history import track
from collegium.organization.models import College, CollegeRow


class UserManager(BaseUserManager["User"]):
    def create_user(self, login: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(login=login.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(login=(username or "").lower())


@track(exclude=("password", "last_login"))
class User(AbstractBaseUser):
    """A login of one person, known to the whole installation; colleges keep the person's cards."""

    # Lower case always: «Ivanova» and «ivanova» are one login.
    login = models.CharField(_("login"), max_length=60, unique=True)
    # As the owner is greeted; the names of record are on the cards of each college.
    display_name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        constraints = [
            models.CheckConstraint(condition=Q(login=Lower("login")), name="user_login_lower")
        ]

    def __str__(self) -> str:
        return self.display_name or self.login

    @cached_property
    def _rows_in_force(self) -> list[Membership]:
        """Memberships in force today on each college's own calendar; one query a request."""
        rows = self.memberships.select_related("college").order_by("college__short_name")
        return [row for row in rows if row.is_valid_on(local_today(row.college.time_zone))]

    @cached_property
    def current_memberships(self) -> list[tuple[int, Role]]:
        return [(row.college_id, Role(row.role)) for row in self._rows_in_force]

    @property
    def colleges(self) -> list[College]:
        """The colleges where the person holds any role today."""
        return list({row.college_id: row.college for row in self._rows_in_force}.values())

    def has_role(self, *roles: Role, college_id: int) -> bool:
        """Whether the person holds one of these roles at that college today."""
        return any(
            where == college_id and role in roles for where, role in self.current_memberships
        )

    def colleges_as(self, roles: Collection[Role]) -> list[int]:
        """Colleges where the person holds one of these roles."""
        return sorted({where for where, role in self.current_memberships if role in roles})

    @property
    def college_ids(self) -> list[int]:
        return sorted({where for where, _role in self.current_memberships})

    def roles_at(self, college_id: int) -> list[Role]:
        held = {role for where, role in self.current_memberships if where == college_id}
        return [role for role in Role if role in held]

    def roles_text(self, college_id: int) -> str:
        """The roles as the journal of actions keeps them: "teacher, advisor"."""
        return ", ".join(role.value for role in self.roles_at(college_id))

    def is_staff_at(self, college_id: int) -> bool:
        return self.has_role(*STAFF_ROLES, college_id=college_id)


@track()
class Appointment(CollegeRow):
    """The director's order by which a person fills a part of the system (1.3, 3.1.3)."""

    number = models.CharField(_("order number"), max_length=40)
    date = models.DateField(_("order date"))
    person = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("person"), related_name="appointments"
    )
    function = models.CharField(_("function"), max_length=300)
    valid = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("appointment")
        constraints = [
            models.UniqueConstraint(
                fields=["college", "number", "date", "person"], name="appointment_once"
            )
        ]

    def __str__(self) -> str:
        return f"№ {self.number}, {self.date:%d.%m.%Y}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> Self:
        return self.filter(valid__contains=day)


@track()
class Membership(CollegeRow):
    """A role that a person holds at a college for a time."""

    user = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("person"), related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    valid = DateRangeField(_("period"))
    appointment = models.ForeignKey(
        Appointment,
        models.PROTECT,
        verbose_name=_("appointment"),
        related_name="memberships",
        null=True,
        blank=True,
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        constraints = [
            ExclusionConstraint(
                name="membership_overlap",
                expressions=[
                    (F("college"), RangeOperators.EQUAL),
                    (F("user"), RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The person already holds this role in that period."),
            )
        ]
        indexes = [models.Index(fields=["user"], name="membership_user")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    def is_valid_on(self, day: date) -> bool:
        lower, upper = self.valid.lower, self.valid.upper
        return (lower is None or lower <= day) and (upper is None or day < upper)
