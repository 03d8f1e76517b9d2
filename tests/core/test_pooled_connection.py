"""One connection serves many requests of many colleges: nothing stays open behind a request."""

from __future__ import annotations

import os

import pytest
from django.db import connection, transaction
from django.test import Client

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.roster.models import Student
from tests import database
from tests.factories import make_college


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Two colleges in a database of this test's own, written and committed."""
    with django_db_blocker.unblock():
        before = connection.settings_dict["NAME"]
        name = database.clone(f"test_pooled_{os.getpid()}")
        database.point_at(name, owner=True)
        with transaction.atomic():
            colleges = make_college("Первый"), make_college("Второй")
        database.point_at(name, owner=False)
        yield colleges
        database.point_at(before, owner=False)
        database.drop(name)


def seen_now() -> set[int]:
    """Colleges of the rows that a query which forgets to filter returns."""
    return {student.college_id for student in Student.objects.all()}


def test_nothing_is_open_between_and_after_requests_of_different_colleges(committed):
    clients = []
    for fixture in committed:
        client = Client(headers={"host": "localhost"})
        client.force_login(fixture.users[Role.DIRECTOR])
        clients.append((client, fixture))
    first_connection = connection.connection
    for _round in range(25):
        for client, fixture in clients:
            page = client.get("/journal/")
            assert {row.section.college_id for row in page.context["rows"]} == {fixture.college.pk}
            assert client.get(f"/journal/{fixture.section.pk}/").status_code == 200
            assert seen_now() == set()
    for client, fixture in clients:
        other = next(f for f in committed if f is not fixture)
        assert client.get(f"/journal/{other.section.pk}/").status_code == 404
        assert seen_now() == set()
    assert connection.connection is first_connection


def test_a_scope_closes_also_when_what_is_inside_fails(committed):
    ours, theirs = committed
    with pytest.raises(ZeroDivisionError), tenancy.college_scope(ours.college.pk):
        print(1 // len(seen_now() - {ours.college.pk}))
    assert seen_now() == set()
    with tenancy.college_scope(theirs.college.pk):
        assert seen_now() == {theirs.college.pk}
    assert seen_now() == set()


def test_the_wall_cannot_be_opened_outside_a_transaction(committed):
    with pytest.raises(RuntimeError, match="transaction"):
        tenancy.enter([committed[0].college.pk])


def test_a_scope_inside_another_gives_back_what_was_open(committed):
    ours, theirs = committed
    with tenancy.college_scope(ours.college.pk):
        with tenancy.college_scope(theirs.college.pk):
            assert seen_now() == {theirs.college.pk}
        assert seen_now() == {ours.college.pk}


def test_a_scope_inside_another_transaction_closes_behind_itself(committed):
    with transaction.atomic():
        with tenancy.college_scope(committed[0].college.pk):
            assert seen_now() == {committed[0].college.pk}
        assert seen_now() == set()
