"""Who reads the teaching load and who assigns teachers, and the reason when not (3.3.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from collegium.core.access import ALLOW, OVERVIEW_ROLES, Actor, Decision, Role, deny
from collegium.organization.models import Term


def can_view_load(user: Actor, college_id: int) -> Decision:
    if user.has_role(*OVERVIEW_ROLES, college_id=college_id):
        return ALLOW
    return deny(
        "not-overview", _("The teaching load of the college is read by those who plan its work.")
    )


def can_assign_teachers(user: Actor, term: Term) -> Decision:
    """The coordinator, while the term is open."""
    if not user.has_role(Role.COORDINATOR, college_id=term.college_id):
        return deny("not-coordinator", _("Teachers are assigned by the coordinator."))
    if term.is_closed:
        return deny("term-closed", _("The term is closed: its assignments can only be read."))
    return ALLOW
