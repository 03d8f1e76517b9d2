"""The first page: the desks of one's roles, one after another."""

from datetime import timedelta

import pytest

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.orders.models import Order
from tests.factories import make_absence, make_lesson, make_user

DAY = timedelta(days=1)
DESKS = {
    Role.TEACHER: ["teacher"],
    Role.ADVISOR: ["advisor"],
    Role.DIRECTOR: ["director"],
    Role.COORDINATOR: ["overview"],
    Role.DEPUTY: ["overview"],
    Role.REGISTRAR: ["registrar"],
    Role.PERSONNEL: ["office"],
    Role.ADMINISTRATOR: ["office"],
}


def drawn(answer):
    return [
        template.split("/")[-1].removesuffix(".html") for template, _ in answer.context["desks"]
    ]


@pytest.mark.parametrize(("role", "desks"), DESKS.items())
def test_home_is_the_desk_of_the_role(ours, sign_in, role, desks):
    answer = sign_in(ours.user(role)).get("/")
    assert (answer.status_code, drawn(answer)) == (200, desks)


@pytest.mark.parametrize("role", [Role.STUDENT, Role.GUARDIAN])
def test_home_of_students_and_guardians_is_the_diary(ours, sign_in, role):
    assert sign_in(ours.user(role)).get("/")["Location"] == "/diary/"


def test_several_roles_have_their_desks_one_after_another(ours, sign_in):
    user = make_user(ours.college, Role.GUARDIAN, Role.DEPUTY, Role.TEACHER, Role.ADVISOR)
    answer = sign_in(user).get("/")
    assert (drawn(answer), answer.context["has_diary"]) == (
        ["teacher", "advisor", "overview"],
        True,
    )


# Seven of them are every page's: savepoint and its release, session, user, wall, roles, term.
@pytest.mark.parametrize(
    ("role", "queries"),
    [
        (Role.TEACHER, 10),
        (Role.ADVISOR, 10),
        (Role.DIRECTOR, 17),
        (Role.COORDINATOR, 13),
        (Role.DEPUTY, 9),
        (Role.REGISTRAR, 9),
        (Role.PERSONNEL, 8),
        (Role.ADMINISTRATOR, 10),
    ],
)
def test_queries_of_a_desk_do_not_grow(ours, sign_in, count_queries, role, queries):
    client, by = sign_in(ours.user(role)), ours.user(Role.TEACHER)
    today = ours.college.today()
    client.get("/")
    counts = []
    for rows in (1, 2):
        tenancy.enter([ours.college.pk])
        for number in range(rows):
            lesson = make_lesson(ours.section, today, slot=rows + number)
            make_absence(lesson, ours.child, by)
            make_lesson(ours.section, today - DAY * 4, slot=rows + number)
            Order.objects.create(
                college=ours.college,
                number=str(rows + number),
                date=today,
                effective=today,
                kind="enrollment",
            )
        counts.append(count_queries(lambda: client.get("/")))
    assert counts == [queries, queries]
