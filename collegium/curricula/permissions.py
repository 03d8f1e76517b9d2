"""Who reads curricula and who keeps them, and the reason when not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from collegium.core.access import ALLOW, Actor, Decision, Role, deny
from collegium.curricula.models import CURRICULUM_READERS, CurriculumUpload


def can_view_curricula(user: Actor, college_id: int) -> Decision:
    if user.has_role(*CURRICULUM_READERS, college_id=college_id):
        return ALLOW
    return deny("not-staff", _("Curricula are read by those who work by them."))


def can_import_curricula(user: Actor, college_id: int) -> Decision:
    """The coordinator enters the approved curricula (3.3.2)."""
    if user.has_role(Role.COORDINATOR, college_id=college_id):
        return ALLOW
    return deny("not-coordinator", _("Curricula are entered by the coordinator."))


def can_discard_upload(user: Actor, upload: CurriculumUpload) -> Decision:
    """Only what was not confirmed: the file of a stored curriculum shows where it came from."""
    decision = can_import_curricula(user, upload.college_id)
    if decision and upload.curriculum_id:
        reason = _("The curriculum of this file is stored; the file is kept as its source.")
        return deny("already-stored", reason)
    return decision
