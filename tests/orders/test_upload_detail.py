"""The second step: what is in the list, cell by cell, before anything is written."""

import pytest
from django.urls import reverse

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.organization.models import Setting
from collegium.roster.models import Student
from tests.factories import make_student
from tests.orders.lists import ANNA, BORIS, HEADINGS, VERA, sent, table


@pytest.fixture
def page(sign_in, registrar):
    return sign_in(registrar)


def address(upload, verb="detail"):
    return reverse(f"orders:upload_{verb}", args=[upload.pk])


def test_a_clean_list_is_shown_as_it_will_be_stored(page, upload):
    response = page.get(address(upload))
    assert response.status_code == 200
    reading = response.context["reading"]
    assert reading.is_clean
    anna, boris = reading.people_rows
    assert (anna.line, anna.name, anna.phone, anna.funding) == (
        2,
        "Ёлкина Анна Петровна",
        "+79141234567",
        "бюджет",
    )
    assert anna.guardians == ("мать: Ёлкина Ольга, +7 914 000-00-01",)
    text = response.content.decode()
    assert "+7 914 123-45-67" in text
    assert address(upload, "enact") in text
    assert [remark.is_error for remark in boris.remarks] == [False]


def test_every_error_stands_at_its_row_and_column(page, keep):
    upload = keep([*ANNA[:3], "31.02.2010", "?", *ANNA[5:]], BORIS)
    response = page.get(address(upload))
    reading = response.context["reading"]
    assert [(r.place, r.anchor) for r in reading.errors] == [
        ("строка 2, «Дата рождения»", "cell-2-3"),
        ("строка 2, «Пол»", "cell-2-4"),
    ]
    text = response.content.decode()
    assert '<td id="cell-2-3" class="cell-error">31.02.2010' in text
    assert 'href="#cell-2-4"' in text
    # There is nothing to confirm yet.
    assert address(upload, "enact") not in text


def test_warnings_stand_apart_and_stop_nothing(page, keep):
    upload = keep(["Ёлкинa", *ANNA[1:]])
    reading = page.get(address(upload)).context["reading"]
    assert reading.is_clean
    assert reading.errors == []
    assert [(r.place, r.anchor) for r in reading.warnings] == [("строка 2, «Фамилия»", "cell-2")]


def test_a_warning_beside_an_error_wears_its_own_colour(page, keep):
    text = page.get(address(keep(["Ёлкинa", "", *ANNA[2:]]))).content.decode()
    assert '<td id="cell-2-0" class="cell-warning">' in text
    assert '<td id="cell-2-1" class="cell-error">' in text


def test_what_concerns_a_whole_row_stands_at_its_number(page, keep):
    headings = [*HEADINGS[:4], *HEADINGS[5:]]
    upload = keep(data=table([*BORIS[:4], *BORIS[5:]], ["x", "", "", ""], headings=headings))
    text = page.get(address(upload)).content.decode()
    assert '<th scope="row" id="cell-2" class="cell-warning">' in text


def test_a_group_above_the_usual_size_is_told_of(page, ours, keep):
    Setting.objects.create(
        college=ours.college, key="roster.group_size", valid="[2020-01-01,)", value=1
    )
    reading = page.get(address(keep(ANNA, VERA))).context["reading"]
    assert reading.is_clean
    assert [(f.code, f.params) for f in reading.findings] == [
        ("group-large", {"total": "2", "limit": "1"})
    ]
    assert reading.warnings[0].place == ""


def test_cards_of_another_college_are_no_doubles(page, theirs, upload):
    make_student(
        theirs.college,
        last_name="Ёлкина",
        first_name="Анна",
        patronymic="Петровна",
        birth_date="2010-05-09",
    )
    reading = page.get(address(upload)).context["reading"]
    assert reading.is_clean
    assert not any("known" in finding.code for finding in reading.findings)


def test_a_student_of_ours_is_found_and_named_with_the_group(page, ours, upload):
    make_student(
        ours.college,
        ours.group,
        last_name="Елкина",
        first_name="АННА",
        patronymic="Петровна",
        birth_date="2010-05-09",
        register_number="777",
    )
    text = page.get(address(upload)).content.decode()
    assert "Елкина АННА Петровна уже в группе И-11" in text


def test_an_enacted_list_leads_to_its_order(page, upload):
    page.post(
        address(upload, "enact"),
        {"number": "15", "date": "2026-08-20", "effective": "2026-09-01", "seen": upload.hash},
    )
    upload.refresh_from_db()
    order = reverse("orders:order_detail", args=[upload.order_id])
    assert page.get(address(upload)).url == order
    response = page.post(address(upload, "replace"), {"file": sent(table(VERA))}, follow=True)
    assert response.redirect_chain[-1] == (order, 302)
    assert page.post(address(upload, "discard")).status_code == 403


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.DEPUTY, Role.COORDINATOR, Role.TEACHER])
def test_a_list_is_the_registrars_alone(ours, sign_in, upload, role):
    client = sign_in(ours.user(role))
    assert client.get(address(upload)).status_code == 404
    for verb in ("replace", "enact", "discard"):
        assert client.post(address(upload, verb)).status_code == 404


def test_a_list_of_another_college_is_not_there(theirs, sign_in, upload):
    client = sign_in(theirs.user(Role.REGISTRAR))
    assert client.get(address(upload)).status_code == 404
    for verb in ("replace", "enact", "discard"):
        assert client.post(address(upload, verb)).status_code == 404


def test_page_takes_as_many_queries_for_one_row_as_for_three(
    page, ours, keep, django_assert_max_num_queries, django_assert_num_queries
):
    one, three = keep(ANNA), keep(ANNA, BORIS, VERA)
    page.get(address(one))  # the first request of a session chooses the college
    with django_assert_max_num_queries(11) as seen:
        page.get(address(one))
    with django_assert_num_queries(len(seen)):
        page.get(address(three))


# --- a corrected file -----------------------------------------------------------------------


def test_a_corrected_file_takes_the_place_of_the_one_before(page, ours, keep):
    upload = keep([*ANNA[:3], "31.02.2010", *ANNA[4:]])
    assert not page.get(address(upload)).context["reading"].is_clean
    response = page.post(address(upload, "replace"), {"file": sent(table(ANNA), "новый.csv")})
    assert (response.status_code, response.url) == (302, address(upload))
    reading = page.get(address(upload)).context["reading"]
    assert reading.is_clean
    tenancy.enter([ours.college.pk])
    upload.refresh_from_db()
    assert upload.name == "новый.csv"


def test_a_broken_file_leaves_the_one_before(page, ours, upload):
    response = page.post(address(upload, "replace"), {"file": sent(b"\x89PNG" + b"\0" * 9)})
    assert response.status_code == 422
    assert [e.code for e in response.context["list_form"].errors.as_data()["file"]] == [
        "foreign-format"
    ]
    assert response.context["reading"].people_rows[0].name == "Ёлкина Анна Петровна"
    tenancy.enter([ours.college.pk])
    upload.refresh_from_db()
    assert (upload.name, bytes(upload.data)) == ("список.csv", table(ANNA, BORIS))


def test_a_list_thrown_away(page, ours, upload):
    response = page.post(address(upload, "discard"), follow=True)
    assert response.redirect_chain == [(reverse("orders:group_import"), 302)]
    assert [str(m) for m in response.context["messages"]] == ["Список удалён; никто не зачислен."]
    assert page.get(address(upload)).status_code == 404
    tenancy.enter([ours.college.pk])
    assert not Student.objects.filter(last_name="Ёлкина").exists()
