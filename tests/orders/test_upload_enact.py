"""The third step: the order, and what was typed when it could not be."""

import pytest
from django.urls import reverse

from collegium.core import tenancy
from collegium.orders import actions
from collegium.orders.models import Order
from collegium.roster.models import Enrollment, Student
from tests.factories import make_enrollment, make_student
from tests.orders.lists import ANNA, HEADINGS, VERA, table


@pytest.fixture
def page(sign_in, registrar):
    return sign_in(registrar)


def typed(upload, **changes):
    values = {"number": "15", "date": "2026-08-20", "effective": "2026-09-01", "seen": upload.hash}
    return {**values, **changes}


def confirm(page, upload, **changes):
    return page.post(reverse("orders:upload_enact", args=[upload.pk]), typed(upload, **changes))


def codes(response):
    errors = response.context["order_form"].errors.as_data()
    return {name: [error.code for error in found] for name, found in errors.items()}


def test_the_group_is_full_and_the_order_is_shown(page, ours, group, upload):
    response = confirm(page, upload)
    tenancy.enter([ours.college.pk])
    order = Order.objects.get()
    assert response.url == reverse("orders:order_detail", args=[order.pk])
    assert Enrollment.objects.filter(group=group).count() == 2
    text = page.get(response.url).content.decode()
    assert "Зачислены 2 студента." in text
    assert "Ёлкина Анна Петровна" in text


def test_a_second_press_leads_to_the_same_order(page, ours, upload):
    first = confirm(page, upload)
    again = confirm(page, upload)
    tenancy.enter([ours.college.pk])
    assert again.url == first.url
    assert Order.objects.count() == 1
    assert Student.objects.filter(last_name="Ёлкина").count() == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number": ""}, {"number": ["required"]}),
        ({"number": "7"}, {"number": ["number-taken"]}),
        ({"date": "2030-01-01"}, {"date": ["order-in-future"]}),
        ({"date": "вчера"}, {"date": ["invalid"]}),
        ({"effective": "2020-01-01"}, {"effective": ["group-absent"]}),
        ({"effective": ""}, {"effective": ["required"]}),
        ({"seen": ""}, {"seen": ["required"]}),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(page, ours, upload, changes, expected):
    Order.objects.create(
        college=ours.college,
        number="7",
        date="2026-01-10",
        effective="2026-01-10",
        kind="expulsion",
    )
    response = confirm(page, upload, **changes)
    assert response.status_code == 422
    assert codes(response) == expected
    values = {name: str(response.context["order_form"][name].value()) for name in typed(upload)}
    assert values == {name: str(value) for name, value in typed(upload, **changes).items()}
    tenancy.enter([ours.college.pk])
    assert Order.objects.count() == 1
    assert not Student.objects.filter(last_name="Ёлкина").exists()


def test_a_list_that_was_replaced_in_another_window(page, ours, registrar, upload):
    seen = upload.hash
    actions.replace_upload(by=registrar, upload=upload, name="x.csv", data=table(VERA))
    response = confirm(page, upload, seen=seen)
    assert response.status_code == 422
    assert "Список за это время заменили" in response.content.decode()
    # The page shows the list that is there now, and its confirmation goes through.
    assert [row.name for row in response.context["reading"].people_rows] == ["Ёлкина Вера Петровна"]
    upload.refresh_from_db()
    assert confirm(page, upload).status_code == 302


def test_somebody_enrolled_meanwhile_is_named_and_nothing_is_written(page, ours, keep):
    anna = make_student(
        ours.college,
        last_name="Ёлкина",
        first_name="Анна",
        patronymic="Петровна",
        register_number="777",
    )
    headings = [*HEADINGS, "№ по поимённой книге"]
    upload = keep(data=table([*VERA, ""], [*ANNA, "777"], headings=headings))
    make_enrollment(anna, ours.other_group)
    response = confirm(page, upload)
    assert response.status_code == 422
    assert "Ёлкина Анна Петровна уже в группе И-12" in response.content.decode()
    tenancy.enter([ours.college.pk])
    assert not Order.objects.exists()
    assert not Student.objects.filter(first_name="Вера").exists()
