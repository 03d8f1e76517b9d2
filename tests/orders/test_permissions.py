import pytest

from collegium.core.access import Role
from collegium.orders.permissions import can_enact_orders, can_view_orders

OFFICE = {Role.DIRECTOR, Role.DEPUTY, Role.COORDINATOR, Role.REGISTRAR}
PEOPLE = [role for role in Role if role is not Role.OPERATOR]


@pytest.mark.clause("3.7.2")
@pytest.mark.parametrize("role", PEOPLE)
def test_orders_at_the_own_college(ours, role):
    user, college = ours.user(role), ours.college.pk
    views, enacts = can_view_orders(user, college), can_enact_orders(user, college)
    assert (views.allowed, views.code) == (
        (True, "") if role in OFFICE else (False, "not-overview")
    )
    assert (enacts.allowed, enacts.code) == (
        (True, "") if role is Role.REGISTRAR else (False, "not-registrar")
    )


@pytest.mark.parametrize("role", PEOPLE)
def test_orders_at_the_other_college(ours, theirs, role):
    user, college = ours.user(role), theirs.college.pk
    assert can_view_orders(user, college).code == "not-overview"
    assert can_enact_orders(user, college).code == "not-registrar"
