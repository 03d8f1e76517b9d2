"""Who keeps the college's places and days, and the reason when not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from collegium.core.access import ALLOW, Actor, Decision, Role, deny
from collegium.organization.models import College


def can_change_places(user: Actor, college: College) -> Decision:
    """Campuses, rooms and days off: the coordinator (3.3.3)."""
    if user.has_role(Role.COORDINATOR, college_id=college.pk):
        return ALLOW
    return deny("not-coordinator", _("Rooms and days off are kept by the coordinator."))
