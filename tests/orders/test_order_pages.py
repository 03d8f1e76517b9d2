"""Orders as the office reads them, and as a part of the student's page."""

from datetime import date

import pytest
from django.urls import reverse

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.orders import actions
from collegium.orders.actions import OrderDetails
from collegium.orders.models import Order
from tests.factories import make_student
from tests.orders.lists import make_group

URL = "/orders/"


def enact(college, group, number="15", count=1):
    students = [make_student(college.college) for _ in range(count)]
    actions.enact_enrollment(
        by=college.user(Role.REGISTRAR),
        group=group,
        students=students,
        details=OrderDetails(number, date(2026, 8, 20), date(2026, 9, 1)),
    )
    return Order.objects.get(college=college.college, number=number)


@pytest.fixture
def order(ours, group):
    return enact(ours, group)


@pytest.fixture
def their_order(theirs, their_group):
    return enact(theirs, their_group, number="999")


def test_list_shows_the_latest_first_and_no_other_college(ours, order, group, their_order, sign_in):
    later = enact(ours, group, number="16", count=3)
    Order.objects.filter(pk=order.pk).update(date=date(2026, 8, 1))
    response = sign_in(ours.user(Role.DEPUTY)).get(URL)
    assert [(o.pk, o.people) for o in response.context["page"].object_list] == [
        (later.pk, 3),
        (order.pk, 1),
    ]
    text = response.content.decode()
    assert "№ 16-к, 20.08.2026" in text
    assert "О зачислении в группу Н-11" in text
    assert "№ 999" not in text


@pytest.mark.parametrize(("role", "begins"), [(Role.REGISTRAR, True), (Role.DIRECTOR, False)])
def test_only_the_registrar_is_offered_an_import(ours, sign_in, role, begins):
    text = sign_in(ours.user(role)).get(URL).content.decode()
    assert ("/orders/import/" in text) == begins


def test_long_list_has_pages(ours, sign_in):
    day = date(2026, 1, 10)
    Order.objects.bulk_create(
        Order(college=ours.college, number=str(n), date=day, effective=day, kind="enrollment")
        for n in range(101)
    )
    client = sign_in(ours.user(Role.DIRECTOR))
    assert len(client.get(URL).context["page"].object_list) == 100
    assert len(client.get(URL, {"page": 2}).context["page"].object_list) == 1


def test_list_takes_as_many_queries_for_one_as_for_three(
    ours, group, order, sign_in, django_assert_max_num_queries, django_assert_num_queries
):
    client = sign_in(ours.user(Role.DIRECTOR))
    client.get(URL)  # the first request of a session chooses the college
    with django_assert_max_num_queries(10) as seen:
        client.get(URL)
    tenancy.enter([ours.college.pk])
    enact(ours, group, "16")
    enact(ours, group, "17")
    with django_assert_num_queries(len(seen)):
        client.get(URL)


def test_order_names_everybody_it_is_about(ours, group, sign_in):
    order = enact(ours, group, count=2)
    response = sign_in(ours.user(Role.DIRECTOR)).get(
        reverse("orders:order_detail", args=[order.pk])
    )
    assert [(c.position, c.to_group) for c in response.context["clauses"]] == [
        (1, group),
        (2, group),
    ]
    text = response.content.decode()
    for clause in response.context["clauses"]:
        assert clause.student.full_name in text


def test_order_takes_as_many_queries_for_one_clause_as_for_three(
    ours, group, sign_in, django_assert_max_num_queries, django_assert_num_queries
):
    one, three = enact(ours, group, "1"), enact(ours, group, "2", count=3)
    client = sign_in(ours.user(Role.DIRECTOR))
    client.get(URL)  # the first request of a session chooses the college
    with django_assert_max_num_queries(10) as seen:
        client.get(reverse("orders:order_detail", args=[one.pk]))
    with django_assert_num_queries(len(seen)):
        client.get(reverse("orders:order_detail", args=[three.pk]))


def test_order_of_another_college_is_not_there(ours, their_order, sign_in):
    client = sign_in(ours.user(Role.DIRECTOR))
    assert client.get(reverse("orders:order_detail", args=[their_order.pk])).status_code == 404


def test_orders_of_a_student(ours, group, sign_in):
    order = enact(ours, group)
    enact(ours, make_group(ours, "Н-12"), "16")
    student = order.clauses.get().student
    url = reverse("orders:student_orders", args=[student.pk])
    response = sign_in(ours.user(Role.DIRECTOR)).get(url)
    assert [clause.order for clause in response.context["clauses"]] == [order]


def test_a_student_without_orders(ours, sign_in):
    url = reverse("orders:student_orders", args=[ours.child.pk])
    assert sign_in(ours.user(Role.DIRECTOR)).get(url).context["clauses"] == []


def test_orders_of_a_student_are_not_for_teachers(ours, theirs, sign_in):
    url = reverse("orders:student_orders", args=[ours.child.pk])
    assert sign_in(ours.user(Role.TEACHER)).get(url).status_code == 403
    assert sign_in(theirs.user(Role.DIRECTOR)).get(url).status_code == 404


def test_columns_that_would_be_empty_are_left_out(ours, group, order, sign_in):
    client, url = sign_in(ours.user(Role.DIRECTOR)), reverse("orders:order_detail", args=[order.pk])
    plain = client.get(url).content.decode()
    assert "Из группы" not in plain
    assert "Основание" not in plain
    tenancy.enter([ours.college.pk])
    order.clauses.update(from_group=ours.group, reason="заявление")
    moved = client.get(url).content.decode()
    assert "Из группы" in moved
    assert "заявление" in moved
