"""Every route × every role × every method × own and other scope × own and other college."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.roster.models import Employee, Student
from tests.access import ACCESS, dress
from tests.access.table import PEOPLE, Row, Scope
from tests.routes import route_names

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def cases(method=""):
    """(name, row) of every row, or of those that answer the method: `reads` or `writes`."""
    return [
        pytest.param(name, row, id=f"{name}{number or ''}")
        for name, rows in ACCESS.items()
        for number, row in enumerate(rows)
        if not method or getattr(row, method)
    ]


CASES = cases()


@pytest.fixture
def both(ours, theirs):
    for college in (ours, theirs):
        dress(college)
    return ours, theirs


def address(name, scope, college):
    return reverse(name, kwargs=scope.arguments(college))


def ask(client, method, url, row, college):
    """One request as somebody who may act would make it, undone afterwards."""
    kwargs = {}
    if method == "GET":
        kwargs["data"] = row.query(college)
    elif method == "POST" and row.json:
        kwargs = {"data": json.dumps(row.data(college)), "content_type": "application/json"}
    elif method == "POST":
        kwargs["data"] = row.data(college)
    mark = transaction.savepoint()
    try:
        return getattr(client, method.lower())(url, **kwargs)
    finally:
        transaction.savepoint_rollback(mark)


def client_of(college, role):
    client = Client()
    client.force_login(college.user(role))
    return client


def expected(row: Row, scope: Scope, role: Role, method: str) -> int:
    served = {"GET": row.reads, "POST": row.writes}.get(method, False)
    if not served:
        return 405
    if method == "POST" and role in scope.acts:
        return row.done
    if method == "GET" and role in scope.sees and not row.form:
        return row.shown
    if method == "GET" and role in scope.acts:
        return row.shown
    if role in scope.sees:
        return 403
    return row.unseen


def answers(both, name, row) -> Iterator[tuple[tuple[str, Role, str], int, int]]:
    """(scope, role, method), the code that the table wants, the code that came."""
    ours, _theirs = both
    for role in PEOPLE:
        client = client_of(ours, role)
        for where, scope in row.scopes().items():
            for method in METHODS:
                answer = ask(client, method, address(name, scope, ours), row, ours)
                yield (where, role, method), expected(row, scope, role, method), answer.status_code


def test_every_route_has_a_row():
    assert set(route_names(get_resolver())) == set(ACCESS)


@pytest.mark.parametrize(("name", "row"), CASES)
def test_who_reaches_a_route_and_with_which_method(both, name, row):
    wrong = {key: (want, came) for key, want, came in answers(both, name, row) if want != came}
    assert wrong == {}


@pytest.mark.parametrize(("name", "row"), CASES)
def test_nothing_of_another_college_is_there(both, name, row):
    """The same requests, for the other college's things: 404, or what a role never sees anyway."""
    ours, theirs = both
    if row.own.arguments(ours) == row.own.arguments(theirs):
        return
    found = {}
    for role in PEOPLE:
        client = client_of(ours, role)
        for where, scope in row.scopes().items():
            # A page that a role never opens may refuse before it looks for the thing.
            refused = row.unseen if role not in scope.sees else 403 if row.form else 404
            hidden = {404} if role in scope.acts else {404, refused}
            for method, served in [("GET", row.reads), ("POST", row.writes)]:
                code = ask(client, method, address(name, scope, theirs), row, theirs).status_code
                if code not in (hidden if served else {405}):
                    found[where, role, method] = code
    assert found == {}


@pytest.mark.parametrize(("name", "row"), cases("reads"))
def test_no_page_names_anybody_of_another_college(both, name, row):
    ours, theirs = both
    names = {theirs.college.short_name, theirs.college.name}
    for model in (Student, Employee):
        names |= set(
            model.objects.filter(college=theirs.college).values_list("last_name", flat=True)
        )
    strangers = re.compile("|".join(rf"\b{re.escape(each)}\b" for each in sorted(names)))
    for role in PEOPLE:
        client = client_of(ours, role)
        for scope in row.scopes().values():
            text = ask(client, "GET", address(name, scope, ours), row, ours).content.decode()
            assert strangers.findall(text) == []


def writes() -> dict[str, tuple[int, int, int]]:
    """Rows that this transaction has put in, changed and taken out so far, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables "
            # Which college and child one looked at last is the session's, not the college's.
            "WHERE relname <> 'django_session'"
        )
        return {name: tuple(counts) for name, *counts in cursor.fetchall()}


@pytest.mark.parametrize(("name", "row"), CASES)
@pytest.mark.parametrize("role", [Role.DEPUTY, Role.DIRECTOR])
def test_who_only_looks_changes_nothing_through_any_route_or_method(both, name, row, role):
    ours, theirs = both
    client = client_of(ours, role)
    before = writes()
    for scope in row.scopes().values():
        for college in (ours, theirs):
            for method in METHODS:
                ask(client, method, address(name, scope, college), row, college)
                tenancy.enter([ours.college.pk, theirs.college.pk])
    assert writes() == before


def test_the_count_of_writes_sees_a_change(ours):
    before = writes()
    get_user_model().objects.filter(pk=ours.users[Role.DEPUTY].pk).update(display_name="Другое")
    assert writes() != before


@pytest.mark.parametrize(("name", "row"), CASES)
def test_a_stranger_is_sent_to_the_sign_in_page(both, name, row):
    ours, _theirs = both
    url = address(name, row.own, ours)
    for method in METHODS:
        answer = ask(Client(), method, url, row, ours)
        led_away = answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")
        assert led_away is not row.signed_out


@pytest.mark.parametrize(("name", "row"), cases("writes"))
def test_a_form_of_another_site_is_refused(both, name, row):
    ours, _theirs = both
    client = Client(enforce_csrf_checks=True)
    client.force_login(ours.user(Role.TEACHER))
    assert ask(client, "POST", address(name, row.own, ours), row, ours).status_code == 403
