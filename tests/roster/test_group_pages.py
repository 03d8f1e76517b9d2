"""Groups as people see them: the list, one group as of a day, and the forms of the registrar."""

from datetime import date

import pytest
from django.urls import reverse
from psycopg.types.range import DateRange

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.curricula.models import CurriculumState
from collegium.organization.models import Setting
from collegium.roster.models import GroupAdvisor, StudyGroup
from tests.factories import make_curriculum, make_enrollment, make_student

LIST = "/groups/"


def address(verb, group):
    return reverse(f"roster:{verb}", args=[group.pk])


def titles(response):
    return [row.title for row in response.context["rows"]]


def codes(response):
    errors = response.context["form"].errors.as_data()
    return {name: [error.code for error in found] for name, found in errors.items()}


def test_list(ours, sign_in):
    response = sign_in(ours.user(Role.DIRECTOR)).get(LIST)
    first, second = response.context["rows"]
    assert (first.title, first.students, first.advisor.split()[1:]) == (
        "И-11",
        3,
        ["Мария", "Ивановна"],
    )
    assert (second.title, second.students, second.advisor) == ("И-12", 1, "")
    assert first.specialty == str(ours.group.curriculum.program.specialty)
    assert "Групп: 2, студентов: 4" in response.content.decode()


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.REGISTRAR, ["И-11", "И-12"]),
        (Role.ADMINISTRATOR, ["И-11", "И-12"]),
        (Role.TEACHER, ["И-11"]),
        (Role.ADVISOR, ["И-11"]),
    ],
)
def test_list_holds_the_groups_one_has_to_do_with(ours, theirs, sign_in, role, seen):
    theirs.group.title = "Чужая"
    theirs.group.save()
    response = sign_in(ours.user(role)).get(LIST)
    assert titles(response) == seen
    assert "Чужая" not in response.content.decode()


@pytest.mark.parametrize("role", [Role.STUDENT, Role.GUARDIAN, Role.PERSONNEL])
def test_list_is_not_for_everybody(ours, sign_in, role):
    assert sign_in(ours.user(role)).get(LIST).status_code == 403


def test_list_as_of_a_day(ours, sign_in):
    client = sign_in(ours.user(Role.DIRECTOR))
    StudyGroup.objects.filter(pk=ours.other_group.pk).update(
        existence=DateRange(date(2026, 9, 1), None)
    )
    assert titles(client.get(LIST, {"on": "2026-08-31"})) == ["И-11"]
    assert titles(client.get(LIST, {"on": "2019-01-01"})) == []
    assert len(titles(client.get(LIST, {"on": "2026-09-01"}))) == 2
    for nonsense in ("завтра", "2026-02-31", "0000-00-00"):
        assert client.get(LIST, {"on": nonsense}).context["day"] == ours.college.today()


def test_course_is_counted_from_admission(ours, sign_in):
    StudyGroup.objects.filter(pk=ours.group.pk).update(admission_year=2024)
    client = sign_in(ours.user(Role.DIRECTOR))
    rows = client.get(LIST, {"on": "2035-10-01"}).context["rows"]
    # Outside the years that are entered, a year begins in September.
    assert {row.title: row.course for row in rows}["И-11"] == 12
    rows = client.get(LIST, {"on": "2035-08-31"}).context["rows"]
    assert {row.title: row.course for row in rows}["И-11"] == 11


def test_empty_list_says_what_to_do(ours, sign_in):
    StudyGroup.objects.update(existence=DateRange(date(2040, 1, 1), None))
    registrar = sign_in(ours.user(Role.REGISTRAR)).get(LIST).content.decode()
    assert reverse("roster:group_create") in registrar
    director = sign_in(ours.user(Role.DIRECTOR)).get(LIST).content.decode()
    assert reverse("roster:group_create") not in director


def test_list_takes_as_many_queries_for_one_group_as_for_three(
    ours, sign_in, django_assert_max_num_queries, django_assert_num_queries
):
    client = sign_in(ours.user(Role.TEACHER))
    client.get(LIST)  # the first request of a session chooses the college
    with django_assert_max_num_queries(10) as seen:
        client.get(LIST)
    count = len(seen)
    client = sign_in(ours.user(Role.DIRECTOR))
    tenancy.enter([ours.college.pk])
    StudyGroup.objects.create(
        college=ours.college,
        title="И-13",
        curriculum=ours.group.curriculum,
        admission_year=2026,
        existence=ours.group.existence,
    )
    client.get(LIST)
    with django_assert_num_queries(count):
        assert len(titles(client.get(LIST))) == 3


# --- one group ------------------------------------------------------------------------------


def test_group_as_of_a_day(ours, sign_in):
    gone, to_come = make_student(ours.college), make_student(ours.college)
    make_enrollment(gone, ours.other_group, DateRange(date(2025, 9, 1), date(2026, 2, 1)))
    make_enrollment(to_come, ours.other_group, DateRange(date(2027, 9, 1), None))
    client = sign_in(ours.user(Role.DIRECTOR))
    url = address("group_detail", ours.other_group)
    now = {row.pk for row in client.get(url, {"on": "2026-09-01"}).context["members"]}
    then = {row.pk for row in client.get(url, {"on": "2026-01-31"}).context["members"]}
    assert then - now == {gone.pk}
    assert to_come.pk not in now | then


def test_group_shows_contacts_to_its_advisor_and_names_to_its_teacher(ours, sign_in):
    ours.child.phone, ours.child.birth_date = "+79141234567", date(2009, 5, 9)
    ours.child.save()
    url = address("group_detail", ours.group)
    advisor = sign_in(ours.user(Role.ADVISOR)).get(url).content.decode()
    assert "+7 914 123-45-67" in advisor
    assert "09.05.2009" in advisor
    teacher = sign_in(ours.user(Role.TEACHER)).get(url).content.decode()
    assert ours.child.full_name in teacher
    assert "914 123" not in teacher
    assert "09.05.2009" not in teacher


def test_group_of_others_is_not_there(ours, theirs, sign_in):
    teacher = sign_in(ours.user(Role.TEACHER))
    assert teacher.get(address("group_detail", ours.other_group)).status_code == 404
    director = sign_in(ours.user(Role.DIRECTOR))
    assert director.get(address("group_detail", theirs.group)).status_code == 404


@pytest.mark.parametrize(("role", "acts"), [(Role.REGISTRAR, True), (Role.DEPUTY, False)])
def test_group_offers_only_what_one_may_do(ours, sign_in, role, acts):
    text = sign_in(ours.user(role)).get(address("group_detail", ours.group)).content.decode()
    for verb in ("group_edit", "advisor_put"):
        assert (address(verb, ours.group) in text) == acts
    assert (f"/orders/import/?group={ours.group.pk}" in text) == acts


def test_group_without_students_says_what_to_do(ours, sign_in):
    ours.other_group.enrollments.all().delete()
    url = address("group_detail", ours.other_group)
    assert "/orders/import/?group=" in sign_in(ours.user(Role.REGISTRAR)).get(url).content.decode()
    director = sign_in(ours.user(Role.DIRECTOR)).get(url)
    assert director.context["members"] == []
    assert "когда секретарь учебной части внесёт приказ" in director.content.decode()


def test_group_above_the_usual_size_says_so(ours, sign_in):
    Setting.objects.create(
        college=ours.college, key="roster.group_size", valid=DateRange(date(2020, 1, 1)), value=2
    )
    text = sign_in(ours.user(Role.DIRECTOR)).get(address("group_detail", ours.group)).content
    assert "В группе студентов: 3; обычно не больше 2." in text.decode()


def test_student_on_leave_is_marked(ours, sign_in):
    ours.child.enrollments.update(status="academic_leave")
    response = sign_in(ours.user(Role.DIRECTOR)).get(address("group_detail", ours.group))
    assert [row.pk for row in response.context["members"] if row.on_leave] == [ours.child.pk]


def test_group_takes_as_many_queries_for_one_student_as_for_three(
    ours, sign_in, django_assert_max_num_queries, django_assert_num_queries
):
    client = sign_in(ours.user(Role.DIRECTOR))
    client.get(LIST)
    with django_assert_max_num_queries(13) as seen:
        client.get(address("group_detail", ours.other_group))
    with django_assert_num_queries(len(seen)):
        client.get(address("group_detail", ours.group))


# --- forms ----------------------------------------------------------------------------------


@pytest.fixture
def page(ours, sign_in):
    return sign_in(ours.user(Role.REGISTRAR))


def typed(ours, **changes):
    values = {
        "title": " Н-11 ",
        "curriculum": ours.group.curriculum_id,
        "admission_year": 2026,
        "starts": "2026-09-01",
    }
    return {**values, **changes}


def test_new_group(page, ours):
    response = page.post("/groups/new/", typed(ours))
    tenancy.enter([ours.college.pk])
    group = StudyGroup.objects.get(title="Н-11")
    assert response.url == address("group_detail", group)


def test_new_group_for_a_list_leads_back_to_the_list(page, ours):
    response = page.post("/groups/new/?then=list", typed(ours))
    tenancy.enter([ours.college.pk])
    group = StudyGroup.objects.get(title="Н-11")
    assert response.url == f"/orders/import/?group={group.pk}"


def test_form_of_a_new_group_knows_the_year(page, ours):
    form = page.get("/groups/new/").context["form"]
    year = ours.college.today().year
    assert form.initial == {"admission_year": year, "starts": date(year, 9, 1)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "   "}, {"title": ["required"]}),
        ({"title": "И-11"}, {}),
        ({"title": "я" * 41}, {"title": ["max_length"]}),
        ({"title": "И\0"}, {"title": ["null_characters_not_allowed"]}),
        ({"admission_year": 1900}, {"admission_year": ["min_value"]}),
        ({"curriculum": 0}, {"curriculum": ["invalid_choice"]}),
        ({"starts": ""}, {"starts": ["required"]}),
    ],
)
def test_new_group_with_faults(page, ours, changes, expected):
    StudyGroup.objects.filter(pk=ours.group.pk).update(admission_year=2024)
    response = page.post("/groups/new/", typed(ours, **changes))
    if not expected:  # the same title in another year
        assert response.status_code == 302
        return
    assert response.status_code == 422
    assert codes(response) == expected


def test_a_group_that_is_there_already(page, ours):
    year = ours.group.admission_year
    response = page.post("/groups/new/", typed(ours, title="И-11", admission_year=year))
    assert (response.status_code, codes(response)) == (422, {"title": ["group-exists"]})


def test_only_approved_curricula_of_the_own_college_are_offered(page, ours, theirs):
    draft = make_curriculum(ours.college)
    draft.state = CurriculumState.DRAFT
    draft.save()
    second = make_curriculum(ours.college)
    second.version = 2
    second.save()
    field = page.get("/groups/new/").context["form"].fields["curriculum"]
    tenancy.enter([ours.college.pk])
    assert set(field.queryset) == {ours.group.curriculum, second}
    assert field.label_from_instance(second).endswith("версия 2")


def test_edited_group(page, ours):
    url = address("group_edit", ours.group)
    ours.group.curriculum.state = CurriculumState.ARCHIVED
    ours.group.curriculum.save()
    assert page.get(url).context["form"].initial["title"] == "И-11"
    response = page.post(url, typed(ours, title="И-11а"))
    assert response.url == address("group_detail", ours.group)
    tenancy.enter([ours.college.pk])
    ours.group.refresh_from_db()
    assert (ours.group.title, ours.group.existence.lower) == ("И-11а", date(2026, 9, 1))
    assert page.post(url, typed(ours, title="")).status_code == 422


def test_advisor(page, ours, theirs):
    url = address("advisor_put", ours.group)
    form = page.get(url).context["form"]
    tenancy.enter([ours.college.pk, theirs.college.pk])
    assert theirs.teacher not in form.fields["employee"].queryset
    assert form.fields["employee"].label_from_instance(ours.teacher).endswith(", преподаватель")
    ours.teacher.post = ""
    assert form.fields["employee"].label_from_instance(ours.teacher) == ours.teacher.full_name
    response = page.post(url, {"employee": ours.teacher.pk, "since": "2026-10-01"})
    assert response.url == address("group_detail", ours.group)
    tenancy.enter([ours.college.pk])
    assert GroupAdvisor.objects.get(group=ours.group, employee=ours.teacher).valid == DateRange(
        date(2026, 10, 1), None
    )


def test_advisor_with_faults(page, ours, theirs):
    url = address("advisor_put", ours.group)
    response = page.post(url, {"employee": theirs.teacher.pk, "since": "2019-01-01"})
    assert response.status_code == 422
    assert codes(response) == {"employee": ["invalid_choice"], "since": ["before-group"]}
