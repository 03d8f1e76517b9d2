"""Who is asking, and the answer to "may they?": an answer always carries its reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Role(models.TextChoices):
    """The ten roles of the regulation, section 3, and the ministry's operator above them."""

    DIRECTOR = "director", _("Director")
    ADMINISTRATOR = "administrator", _("System administrator")
    COORDINATOR = "coordinator", _("Coordinator")
    DEPUTY = "deputy", _("Deputy director")
    TEACHER = "teacher", _("Teacher")
    ADVISOR = "advisor", _("Advisor")
    REGISTRAR = "registrar", _("Registrar")
    PERSONNEL = "personnel", _("Personnel officer")
    STUDENT = "student", _("Student")
    GUARDIAN = "guardian", _("Guardian")
    OPERATOR = "operator", _("Operator of the authority")


STAFF_ROLES = frozenset(Role) - {Role.STUDENT, Role.GUARDIAN, Role.OPERATOR}
# Those whose work spans the whole college: they read every group's pages (3.1.1, 3.3, 3.4.1, 3.7).
OVERVIEW_ROLES = frozenset({Role.DIRECTOR, Role.DEPUTY, Role.COORDINATOR, Role.REGISTRAR})


class Actor(Protocol):
    """Whoever asks: in practice `accounts.User`, which core may not import."""

    @property
    def pk(self) -> int: ...

    @property
    def college_ids(self) -> list[int]: ...

    def has_role(self, *roles: Role, college_id: int) -> bool: ...

    def colleges_as(self, roles: Collection[Role]) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes, or no with a stable `code` (for programs and tests) and a `reason` (for people)."""

    allowed: bool
    code: str = ""
    reason: str | _StrPromise = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOW = Decision(allowed=True)


def deny(code: str, reason: str | _StrPromise) -> Decision:
    return Decision(allowed=False, code=code, reason=reason)


class Refused(Exception):  # noqa: N818 - reads as what happened, like Http404
    """An action its actor may not do now; the page answers 403 with the reason."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.code)
        self.decision = decision


def require(decision: Decision) -> None:
    """The gate every action passes first.

    Raises:
        Refused: when the decision is a denial.
    """
    if not decision:
        raise Refused(decision)
