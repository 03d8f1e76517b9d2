"""Who reads the timetable and who lays it out, and the reason when not (3.3.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from collegium.core.access import ALLOW, OVERVIEW_ROLES, Actor, Decision, Role, deny
from collegium.organization.models import College, Term

TIMETABLE_READERS = OVERVIEW_ROLES | {Role.TEACHER, Role.ADVISOR}


def can_view_timetable(user: Actor, college_id: int) -> Decision:
    """Those who teach or plan; students and guardians have theirs in the diary."""
    if user.has_role(*TIMETABLE_READERS, college_id=college_id):
        return ALLOW
    return deny(
        "not-reader", _("The timetable of the college is read by those who teach and plan.")
    )


def can_view_grid(user: Actor, college_id: int) -> Decision:
    """The weekly grid from which lessons are made: those whose work spans the college."""
    if user.has_role(*OVERVIEW_ROLES, college_id=college_id):
        return ALLOW
    return deny("not-overview", _("The weekly grid is read by those who plan the work."))


def can_edit_timetable(user: Actor, term: Term) -> Decision:
    """The coordinator, while the term is open."""
    if not user.has_role(Role.COORDINATOR, college_id=term.college_id):
        return deny("not-coordinator", _("The timetable is laid out by the coordinator."))
    if term.is_closed:
        return deny("term-closed", _("The term is closed: its timetable can only be read."))
    return ALLOW


def can_change_bells(user: Actor, college: College) -> Decision:
    if user.has_role(Role.COORDINATOR, college_id=college.pk):
        return ALLOW
    return deny("not-coordinator", _("Bells are kept by the coordinator."))
