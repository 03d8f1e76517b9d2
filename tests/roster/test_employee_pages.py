"""Employees: the list of the office, and the cards of the personnel officer."""

from datetime import date

import pytest
from django.urls import reverse
from psycopg.types.range import DateRange

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.roster.models import Employee
from tests.factories import make_employee

LIST = "/employees/"
TYPED = {
    "last_name": "Новая",
    "first_name": "Анна",
    "patronymic": "Ивановна",
    "post": "мастер",
    "hired_first": "2026-09-01",
}


def address(employee):
    return reverse("roster:employee_edit", args=[employee.pk])


@pytest.fixture
def page(ours, sign_in):
    return sign_in(ours.user(Role.PERSONNEL))


def test_list_names_everybody_those_at_work_first(page, ours, theirs):
    gone = make_employee(
        ours.college, last_name="Абрамов", hired=DateRange(date(2020, 1, 1), date(2021, 1, 1))
    )
    response = page.get(LIST)
    rows = response.context["rows"]
    assert (rows[-1].pk, rows[-1].works) == (gone.pk, False)
    assert {row.pk for row in rows} == set(
        Employee.objects.filter(college=ours.college).values_list("pk", flat=True)
    )
    assert [row.groups for row in rows if row.groups] == ["И-11"]
    assert sum(row.has_account for row in rows) == 3
    assert theirs.teacher.last_name not in response.content.decode()


@pytest.mark.parametrize(
    ("role", "code", "edits"),
    [
        (Role.PERSONNEL, 200, True),
        (Role.DIRECTOR, 200, False),
        (Role.ADMINISTRATOR, 200, False),
        (Role.TEACHER, 403, False),
        (Role.STUDENT, 403, False),
    ],
)
def test_list_is_for_the_office_and_edited_by_one(ours, sign_in, role, code, edits):
    response = sign_in(ours.user(role)).get(LIST)
    assert response.status_code == code
    assert (address(ours.teacher) in response.content.decode()) == edits


def test_list_as_of_a_day_before_anybody_worked(page):
    rows = page.get(LIST, {"on": "2000-01-01"}).context["rows"]
    assert [row.works for row in rows] == [False] * len(rows)


def test_new_employee(page, ours):
    assert page.post("/employees/new/", TYPED).url == LIST
    tenancy.enter([ours.college.pk])
    card = Employee.objects.get(last_name="Новая")
    assert (card.post, card.hired, card.sex) == ("мастер", DateRange(date(2026, 9, 1), None), "f")


def test_edited_employee(page, ours):
    form = page.get(address(ours.teacher)).context["form"]
    assert form.initial["post"] == "преподаватель"
    assert page.post(address(ours.teacher), {**TYPED, "hired_last": "2027-08-31"}).url == LIST
    tenancy.enter([ours.college.pk])
    ours.teacher.refresh_from_db()
    assert (ours.teacher.last_name, ours.teacher.hired.upper) == ("Новая", date(2027, 9, 1))


@pytest.mark.parametrize("field", ["last_name", "first_name", "post"])
def test_faults_are_told(page, ours, field):
    response = page.post("/employees/new/", {**TYPED, field: ""})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}


def test_employee_of_another_college_is_not_there(page, theirs):
    assert page.get(address(theirs.teacher)).status_code == 404


def test_list_takes_as_many_queries_for_few_as_for_many(
    page, ours, django_assert_max_num_queries, django_assert_num_queries
):
    page.get(LIST)  # the first request of a session chooses the college
    with django_assert_max_num_queries(9) as seen:
        page.get(LIST)
    count = len(seen)
    tenancy.enter([ours.college.pk])
    for _ in range(3):
        make_employee(ours.college)
    with django_assert_num_queries(count):
        page.get(LIST)
