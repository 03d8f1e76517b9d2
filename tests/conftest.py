"""The database as the product has it (its own role, row-level security), and two colleges."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("COLLEGIUM_DATABASE_ROLE", "owner")

import pytest
from django.test import Client

from collegium.core import tenancy
from tests import database
from tests.factories import CollegeFixture, make_college

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A database of this process's own, cloned from a template that migrations made once.

    The tests then connect as the application's role: it owns nothing and the wall stands.
    """
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        name = database.create_for_process()
        database.connect_as_application(name)
        yield
        database.drop(name)


@pytest.fixture
def colleges(db: None) -> tuple[CollegeFixture, CollegeFixture]:
    """Two colleges with the same people and subjects in each: data that could leak."""
    first, second = make_college("Первый колледж"), make_college("Второй колледж")
    tenancy.enter([first.college.pk, second.college.pk])
    return first, second


@pytest.fixture
def ours(colleges: tuple[CollegeFixture, CollegeFixture]) -> CollegeFixture:
    return colleges[0]


@pytest.fixture
def theirs(colleges: tuple[CollegeFixture, CollegeFixture]) -> CollegeFixture:
    return colleges[1]


@pytest.fixture
def sign_in(client: Client):
    """`sign_in(user)`: the test client of a signed-in person."""

    def do(user):
        client.force_login(user)
        return client

    return do


@pytest.fixture
def shared_data() -> Path:
    """Real files from outside the repository; a test that needs them says so where they lack."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip(f"the real test material is not here: {folder.name} beside the project")
    return folder
