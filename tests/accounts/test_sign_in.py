"""Signing in, out, and between colleges."""

import pytest
from django.urls import reverse
from psycopg.types.range import DateRange

from collegium.accounts.models import Membership, User
from collegium.core import tenancy
from collegium.core.access import Role
from collegium.portal.demo import accounts as demo
from tests.factories import PASSWORD

PAGE = "/sign-in/"


def send(client, login, password=PASSWORD, **more):
    return client.post(PAGE, {"login": login, "password": password, **more})


def test_the_page_opens_for_a_stranger(client, db):
    assert client.get(PAGE).status_code == 200


def test_a_stranger_is_sent_to_the_page_and_comes_back(client, ours):
    answer = client.get("/journal/")
    assert answer["Location"] == f"{PAGE}?next=/journal/"
    answer = send(client, ours.users[Role.TEACHER].login, next="/journal/")
    assert (answer.status_code, answer["Location"]) == (302, "/journal/")


@pytest.mark.parametrize("spoil", [str.upper, "  {}  ".format], ids=["capitals", "spaces"])
def test_the_login_is_known_however_it_is_typed(client, ours, spoil):
    answer = send(client, spoil(ours.users[Role.TEACHER].login))
    assert (answer.status_code, answer["Location"]) == (302, reverse("portal:home"))


@pytest.mark.parametrize(
    "wanted", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"]
)
def test_nobody_is_sent_to_a_foreign_page(client, ours, wanted):
    answer = send(client, ours.users[Role.TEACHER].login, next=wanted)
    assert answer["Location"] == reverse("portal:home")


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("known", "не тот пароль"),
        ("unknown", PASSWORD),
        ("known", ""),
        ("known", "\x00"),
        ("a" * 300, PASSWORD),
    ],
)
def test_a_refusal_keeps_the_login_and_forgets_the_password(client, ours, login, password):
    typed = ours.users[Role.TEACHER].login if login == "known" else login
    answer = send(client, typed, password)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{typed}"' in html
    assert not password or password not in html
    assert "_auth_user_id" not in client.session


def test_a_refusal_says_the_same_of_a_known_and_an_unknown_login(client, ours):
    known = send(client, ours.users[Role.TEACHER].login, "не тот пароль").context["form"]
    unknown = send(client, "нет такого", "не тот пароль").context["form"]
    assert known.non_field_errors().as_data()[0].code == "no-match"
    assert known.non_field_errors() == unknown.non_field_errors()


def test_a_closed_account_does_not_sign_in(client, ours):
    User.objects.filter(pk=ours.users[Role.TEACHER].pk).update(is_active=False)
    assert send(client, ours.users[Role.TEACHER].login).status_code == 422


def test_who_is_signed_in_goes_on_to_the_first_page(ours, sign_in):
    answer = sign_in(ours.user(Role.TEACHER)).get(PAGE)
    assert answer["Location"] == reverse("portal:home")


def test_signing_out_is_a_post_and_ends_the_session(ours, sign_in):
    client = sign_in(ours.user(Role.TEACHER))
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == PAGE
    assert client.get("/").status_code == 302


def test_a_program_is_answered_and_htmx_is_led_to_the_page(client, db):
    answer = client.get("/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (401, {"code": "signed-out"})
    answer = client.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"{PAGE}?next=/")


def test_one_changes_to_a_college_of_ones_own_and_to_no_other(ours, theirs, sign_in):
    user = ours.user(Role.TEACHER)
    client = sign_in(user)
    assert client.post(f"/college/{theirs.college.pk}/").status_code == 404
    tenancy.enter([ours.college.pk, theirs.college.pk])
    Membership.objects.create(
        college=theirs.college,
        user=user,
        role=Role.DIRECTOR,
        valid=DateRange(theirs.college.today(), None),
    )
    assert client.post(f"/college/{theirs.college.pk}/")["Location"] == "/"
    assert client.get("/").context["college"] == theirs.college
    assert client.get(f"/college/{ours.college.pk}/").status_code == 405


def test_a_college_whose_role_has_ended_is_left(ours, theirs, sign_in):
    user = ours.user(Role.TEACHER)
    membership = Membership.objects.create(
        college=theirs.college,
        user=user,
        role=Role.DIRECTOR,
        valid=DateRange(theirs.college.today(), None),
    )
    client = sign_in(user)
    client.post(f"/college/{theirs.college.pk}/")
    tenancy.enter([theirs.college.pk])
    membership.delete()
    assert client.get("/").context["college"] == ours.college


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_logins_of_a_demonstration_are_shown_in_its_base_alone(client, ours, is_demo):
    ours.college.is_demo = is_demo
    ours.college.save()
    html = client.get(PAGE).content.decode()
    shown = [text in html for text in (demo.PASSWORD, *demo.LOGINS.values())]
    assert set(shown) == {is_demo}
