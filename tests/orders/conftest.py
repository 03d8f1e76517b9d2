import pytest

from collegium.core.access import Role
from collegium.orders import actions
from tests.orders.lists import ANNA, BORIS, make_group, table


@pytest.fixture
def group(ours):
    return make_group(ours)


@pytest.fixture
def their_group(theirs):
    return make_group(theirs)


@pytest.fixture
def registrar(ours):
    return ours.user(Role.REGISTRAR)


@pytest.fixture
def keep(registrar, group):
    """`keep(*rows)`: a list of these people that waits for its order."""

    def do(*rows, data=None):
        return actions.keep_upload(
            by=registrar, group=group, name="список.csv", data=data or table(*rows)
        )

    return do


@pytest.fixture
def upload(keep):
    return keep(ANNA, BORIS)
