"""A list of reference data by Crud: who sees it, who changes it, and what stays recorded."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.urls import reverse
from django.utils import translation
from psycopg.types.range import DateRange

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.core.models import AuditEntry
from collegium.organization.models import AcademicYear, Campus, Room, Term
from collegium.roster.models import CourseSection

pytestmark = pytest.mark.urls("tests.ui.crud_urls")


@pytest.fixture
def coordinator(ours, sign_in):
    return sign_in(ours.user(Role.COORDINATOR))


@pytest.fixture
def room(ours) -> Room:
    return Room.objects.get(college=ours.college)


def url(verb: str, *args: int, of: str = "room") -> str:
    return reverse(f"organization:{of}_{verb}", args=args)


def rows(response) -> list[list[str]]:
    page: Any = lxml.html.fromstring(response.content)
    return [[cell.text_content() for cell in row] for row in page.xpath("//tbody/tr")]


def typed(room: Room, **changes) -> dict[str, object]:
    fields = {"campus": room.campus_id, "number": "101", "kind": "classroom", "capacity": 30}
    return {**fields, **changes}


def entries(college) -> list[tuple[str, dict]]:
    tenancy.enter([college.pk])
    return list(
        AuditEntry.objects.filter(college_id=college.pk, verb__regex="^(room|term)")
        .order_by("number")
        .values_list("verb", "changes")
    )


def test_list_shows_our_rows_only(coordinator, theirs, room):
    Room.objects.filter(college=theirs.college).update(number="чужая")
    assert rows(coordinator.get(url("list"))) == [["101", "Главный корпус", "Кабинет", "30"]]


def test_list_of_someone_who_may_only_look(ours, sign_in):
    page = sign_in(ours.user(Role.TEACHER)).get(url("list")).content.decode()
    assert "Аудитории ведёт координатор." in page
    assert url("create") not in page


def test_empty_list_says_what_to_do_next(coordinator, room):
    room.delete()
    page = coordinator.get(url("list")).content.decode()
    assert "Список пуст" in page
    assert page.count(url("create")) == 2


def test_list_costs_the_same_with_one_row_and_with_three(
    coordinator, room, django_assert_num_queries, django_assert_max_num_queries
):
    coordinator.get(url("list"))
    with django_assert_max_num_queries(20) as captured:
        coordinator.get(url("list"))
    for number in ("102", "103"):
        Room.objects.create(college=room.college, campus=room.campus, number=number)
    with django_assert_num_queries(len(captured)):
        assert len(rows(coordinator.get(url("list")))) == 3


def test_create_takes_the_college_of_the_session(coordinator, ours, theirs, room):
    data = typed(room, number="202", college=theirs.college.pk)
    response = coordinator.post(url("create"), data)
    made = Room.objects.get(number="202")
    assert (response.status_code, response.url, made.college) == (302, url("list"), ours.college)
    fields = {"campus": room.campus_id, "number": "202", "kind": "classroom", "capacity": 30}
    assert entries(ours.college) == [("room.create", fields)]


def test_update_records_old_and_new(coordinator, ours, room):
    response = coordinator.post(url("update", room.pk), typed(room, capacity=12))
    room.refresh_from_db()
    assert (response.status_code, room.capacity) == (302, 12)
    assert entries(ours.college) == [("room.update", {"capacity": [30, 12]})]


@pytest.mark.parametrize("number", ["101", ""])
def test_what_cannot_stand_is_said_and_nothing_is_lost(coordinator, ours, room, number):
    response = coordinator.post(url("create"), typed(room, number=number, capacity=77))
    page: Any = lxml.html.fromstring(response.content)
    assert response.status_code == 422
    assert len(page.xpath("//*[@role='alert']//li")) == 1
    assert page.xpath("//input[@name='capacity']/@value") == ["77"]
    assert [Room.objects.filter(college=ours.college).count(), entries(ours.college)] == [1, []]


def test_choices_are_of_our_college(coordinator, theirs, room):
    foreign = Campus.objects.get(college=theirs.college)
    page = lxml.html.fromstring(coordinator.get(url("create")).content)
    offered = page.xpath("//select[@name='campus']/option/@value")
    response = coordinator.post(url("create"), typed(room, number="5", campus=foreign.pk))
    assert offered == ["", str(room.campus_id)]
    assert response.status_code == 422


def test_delete_asks_why_and_records_it(coordinator, ours, room):
    asked = coordinator.get(url("delete", room.pk))
    refused = coordinator.post(url("delete", room.pk), {"reason": " х "})
    done = coordinator.post(url("delete", room.pk), {"reason": "Стену снесли"})
    assert [asked.status_code, refused.status_code, done.status_code] == [200, 422, 302]
    assert Room.objects.filter(pk=room.pk).count() == 0
    assert entries(ours.college) == [("room.delete", {"reason": "Стену снесли"})]


def test_delete_says_what_stands_in_the_way(coordinator, ours):
    response = coordinator.post(
        url("delete", ours.term.pk, of="term"), {"reason": "Семестр заведён по ошибке"}
    )
    assert response.status_code == 409
    with translation.override("ru"):
        in_the_way = f"{CourseSection._meta.verbose_name}: 2"
    assert in_the_way in response.content.decode()
    assert Term.objects.filter(pk=ours.term.pk).exists()
    assert entries(ours.college) == []


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_rows_of_another_college_are_not_there(coordinator, theirs, verb):
    foreign = Room.objects.get(college=theirs.college)
    answers = [coordinator.get(url(verb, foreign.pk)), coordinator.post(url(verb, foreign.pk))]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_who_may_change(ours, sign_in, room, role):
    client = sign_in(ours.user(role))
    statuses = [
        client.get(url("list")).status_code,
        client.get(url("create")).status_code,
        client.post(url("create"), typed(room, number="303")).status_code,
        client.post(url("update", room.pk), typed(room)).status_code,
        client.post(url("delete", room.pk), {"reason": "потому что"}).status_code,
    ]
    may = role is Role.COORDINATOR
    assert statuses == [200, *([200, 302, 302, 302] if may else [403, 403, 403, 403])]


@pytest.mark.parametrize("verb", ["list", "create"])
def test_strangers_are_sent_to_sign_in(client, db, verb):
    assert client.get(url(verb)).url.startswith("/sign-in/")


def test_a_range_of_days_is_asked_for_and_shown_with_its_last_day(coordinator, ours):
    year = AcademicYear.objects.get(college=ours.college)
    start = ours.term.span.upper + timedelta(days=10)
    data = {"year": year.pk, "number": 2, "span_first": start, "span_last": start}
    response = coordinator.post(url("create", of="term"), data)
    made = Term.objects.get(college=ours.college, number=2)
    assert response.status_code == 302
    assert made.span == DateRange(start, start + timedelta(days=1))
    assert rows(coordinator.get(url("list", of="term")))[1][2] == f"{start:%d.%m.%Y}"
