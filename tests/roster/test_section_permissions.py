import pytest

from collegium.core.access import OVERVIEW_ROLES, Role
from collegium.roster.section_permissions import can_assign_teachers, can_view_load

pytestmark = pytest.mark.django_db
ROLES = [role for role in Role if role is not Role.OPERATOR]


@pytest.mark.parametrize("role", ROLES)
def test_can_view_load(ours, theirs, role):
    user = ours.user(role)
    decision = can_view_load(user, ours.college.pk)
    assert decision.code == ("" if role in OVERVIEW_ROLES else "not-overview")
    assert can_view_load(user, theirs.college.pk).code == "not-overview"


@pytest.mark.parametrize("role", ROLES)
def test_can_assign_teachers(ours, theirs, role):
    user = ours.user(role)
    decision = can_assign_teachers(user, ours.term)
    assert decision.code == ("" if role is Role.COORDINATOR else "not-coordinator")
    assert can_assign_teachers(user, theirs.term).code == "not-coordinator"


def test_a_closed_term_is_only_read(ours):
    ours.term.closed_at = "2026-01-01T00:00Z"
    ours.term.save()
    assert can_assign_teachers(ours.user(Role.COORDINATOR), ours.term).code == "term-closed"
