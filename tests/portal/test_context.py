"""The frame of every page: where, when, who, at most one query."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from psycopg.types.range import DateRange

from collegium.accounts.models import Membership, User
from collegium.core.access import Role
from collegium.organization.models import Term
from collegium.portal.context import frame


@pytest.fixture
def request_of():
    def make(user, college=None):
        request = RequestFactory().get("/")
        request.user = user
        request.resolver_match = None
        if college:
            request.college = college
        return request

    return make


def also(user, college, role):
    Membership.objects.create(
        college=college, user=user, role=role, valid=DateRange(college.today(), None)
    )
    return User.objects.get(pk=user.pk)


def test_the_frame_names_the_college_the_term_and_the_person(ours, request_of):
    user = also(ours.user(Role.TEACHER), ours.college, Role.ADVISOR)
    shown = frame(request_of(user, ours.college))
    assert (shown["college"], str(shown["period"])) == (ours.college, str(ours.term))
    assert shown["person"] == {"name": str(user), "roles": "Преподаватель, Куратор"}
    assert (shown["colleges"], shown["sign_out_url"]) == ([], "/sign-out/")


def test_one_may_go_to_ones_other_colleges_and_to_no_third(ours, theirs, request_of):
    user = also(ours.user(Role.TEACHER), theirs.college, Role.DIRECTOR)
    assert frame(request_of(user, ours.college))["colleges"] == [
        {"name": theirs.college.name, "url": f"/college/{theirs.college.pk}/"}
    ]


def test_between_terms_the_next_is_named_and_after_the_last_none(ours, request_of):
    today, request = ours.college.today(), request_of(ours.user(Role.TEACHER), ours.college)
    ahead = DateRange(today + timedelta(days=10), today + timedelta(days=90))
    Term.objects.filter(pk=ours.term.pk).update(span=ahead)
    assert str(frame(request)["period"]) == str(ours.term)
    past = DateRange(today - timedelta(days=90), today)
    Term.objects.filter(pk=ours.term.pk).update(span=past)
    assert str(frame(request)["period"]) == ""


def test_who_holds_no_role_has_nowhere_to_go(ours, request_of):
    user = User.objects.create(login="никто", display_name="Никто")
    shown = frame(request_of(user))
    assert (shown["navigation"], shown["college"], str(shown["period"])) == ([], None, "")


def test_the_signed_out_have_no_frame(request_of):
    assert "navigation" not in frame(request_of(AnonymousUser()))


def test_the_frame_asks_once_and_only_for_the_term(ours, request_of, count_queries):
    user = ours.user(Role.TEACHER)
    request = request_of(user, ours.college)
    user.college_ids  # noqa: B018 - the middleware has asked before
    assert count_queries(lambda: frame(request)) == 0
    assert count_queries(lambda: str(frame(request)["period"])) == 1


def test_who_holds_no_role_is_told_so_on_every_page(ours, sign_in):
    Membership.objects.filter(user=ours.users[Role.TEACHER]).delete()
    client = sign_in(ours.user(Role.TEACHER))
    for page in ("/", "/diary/", "/journal/"):
        answer = client.get(page)
        assert (answer.status_code, answer.templates[0].name) == (403, "accounts/no_role.html")
    answer = client.get("/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (403, {"code": "no-role"})
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
