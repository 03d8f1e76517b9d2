"""Who reads the orders on students and who enters them, and the reason when not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from collegium.core.access import ALLOW, OVERVIEW_ROLES, Actor, Decision, Role, deny


def can_view_orders(user: Actor, college_id: int) -> Decision:
    if user.has_role(*OVERVIEW_ROLES, college_id=college_id):
        return ALLOW
    return deny("not-overview", _("Orders on students are read by the office of the college."))


def can_enact_orders(user: Actor, college_id: int) -> Decision:
    """The registrar enters orders on the movement of students (3.7.2, 4.11)."""
    if user.has_role(Role.REGISTRAR, college_id=college_id):
        return ALLOW
    return deny("not-registrar", _("Orders on students are entered by the registrar."))
