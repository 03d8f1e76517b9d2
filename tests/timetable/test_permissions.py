import pytest

from collegium.core.access import OVERVIEW_ROLES, Role
from collegium.organization.permissions import can_change_places
from collegium.timetable.permissions import (
    can_change_bells,
    can_edit_timetable,
    can_view_grid,
    can_view_timetable,
)

pytestmark = pytest.mark.django_db
ROLES = [role for role in Role if role is not Role.OPERATOR]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_in_its_own_college_and_in_another(ours, theirs, role):
    user = ours.user(role)
    here, there = ours.college, theirs.college
    readers = OVERVIEW_ROLES | {Role.TEACHER, Role.ADVISOR}
    keeps = "" if role is Role.COORDINATOR else "not-coordinator"
    found = {
        "view": [can_view_timetable(user, c.pk).code for c in (here, there)],
        "grid": [can_view_grid(user, c.pk).code for c in (here, there)],
        "edit": [can_edit_timetable(user, t).code for t in (ours.term, theirs.term)],
        "bells": [can_change_bells(user, c).code for c in (here, there)],
        "places": [can_change_places(user, c).code for c in (here, there)],
    }
    assert found == {
        "view": ["" if role in readers else "not-reader", "not-reader"],
        "grid": ["" if role in OVERVIEW_ROLES else "not-overview", "not-overview"],
        "edit": [keeps, "not-coordinator"],
        "bells": [keeps, "not-coordinator"],
        "places": [keeps, "not-coordinator"],
    }


def test_a_closed_term_is_only_read(ours):
    ours.term.closed_at = "2026-01-01T00:00Z"
    ours.term.save()
    assert can_edit_timetable(ours.user(Role.COORDINATOR), ours.term).code == "term-closed"
