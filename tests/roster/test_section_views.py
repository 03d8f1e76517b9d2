"""Pages of the teaching load: who sees them, what saving a row does, and what comes back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from psycopg.types.range import DateRange

from collegium.core import tenancy
from collegium.core.access import OVERVIEW_ROLES, Role
from collegium.organization.models import Term
from collegium.roster.models import TeachingAssignment
from tests.factories import make_curriculum, make_employee, make_item, make_term

pytestmark = pytest.mark.django_db
URL = "/load/"
HTMX = {"HX-Request": "true"}
ROLES = [role for role in Role if role is not Role.OPERATOR]


@pytest.fixture
def load(ours):
    for group in (ours.group, ours.other_group):
        group.admission_year = ours.term.year.starts_in
        group.save()
    return ours


@pytest.fixture
def item(load):
    return make_item(load.group.curriculum, "Физика")


@pytest.fixture
def client_of(load, sign_in):
    return lambda role=Role.COORDINATOR: sign_in(load.user(role))


@pytest.fixture
def see(load, theirs):
    return lambda: tenancy.enter([load.college.pk, theirs.college.pk])


def row_url(ours, item, **keys):
    values = {"term": ours.term.pk, "group": ours.group.pk, "key": str(item.pk), **keys}
    return reverse("roster:section_assign", kwargs=values)


def data(item, *teachers, since=None, old=0, prefix=None):
    """A row as the form sends it: names, or (name, kind, hours)."""
    prefix = prefix or f"r{item.pk}"
    lines = [line if isinstance(line, tuple) else (line, "", "") for line in teachers]
    found = {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": old}
    for number, values in enumerate(lines):
        for name, value in zip(("teacher", "kind", "hours"), values, strict=True):
            found[f"{prefix}-{number}-{name}"] = value
    return found | {f"{prefix}-since": since or ""}


def assigned(item):
    found = TeachingAssignment.objects.filter(section__item=item).order_by("pk")
    return [(a.employee, a.kind, a.hours, a.valid.lower, a.valid.upper) for a in found]


def codes(response):
    form = response.context["open"] or response.context["form"]
    lines = [
        {name: [e.code for e in errors] for name, errors in line.errors.as_data().items()}
        for line in form.teachings
    ]
    since = form.since.errors.as_data()
    return lines, {name: [e.code for e in errors] for name, errors in since.items()}


# ---- reading ----


@pytest.mark.parametrize("role", ROLES)
def test_who_plans_reads_the_pages_and_the_coordinator_alone_gets_forms(
    load, item, client_of, role
):
    client = client_of(role)
    responses = [
        client.get(URL),
        client.get(URL, {"group": load.group.pk}),
        client.get("/load/teachers/"),
    ]
    allowed = role in OVERVIEW_ROLES
    assert [r.status_code for r in responses] == [200 if allowed else 403] * 3
    if allowed:
        has_form = "data-quick" in responses[1].content.decode()
        assert has_form is (role is Role.COORDINATOR)
    else:
        assert {r.context["code"] for r in responses} == {"not-overview"}


def test_groups_and_what_they_lack(load, item, client_of):
    response = client_of().get(URL)
    found = [(p.group.title, p.needed, p.missing) for p in response.context["progress"]]
    assert found == [("И-11", 2, 1), ("И-12", 2, 1)]


def test_a_groups_rows_and_the_group_that_comes_next(load, item, client_of):
    response = client_of().get(URL, {"group": load.group.pk, "term": load.term.pk})
    assert [(row.item.title, row.state) for row in response.context["rows"]] == [
        ("Математика", "assigned"),
        ("Физика", "missing"),
    ]
    assert response.context["next_group"] == load.other_group
    last = client_of().get(URL, {"group": load.other_group.pk})
    assert last.context["next_group"] is None


def test_what_is_not_there_or_of_another_college_is_404(load, theirs, item, client_of):
    client = client_of()
    foreign = make_item(make_curriculum(load.college))
    addresses = [
        f"{URL}?group={theirs.group.pk}",
        f"{URL}?group=0",
        row_url(load, item, group=theirs.group.pk),
        row_url(load, item, term=theirs.term.pk),
        row_url(load, foreign),
        row_url(load, item, key=f"{item.pk}-1"),
    ]
    assert {client.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize("moved", [timedelta(days=200), timedelta(days=-200)])
def test_the_term_shown_is_the_present_one_else_the_next_else_the_last(load, client_of, see, moved):
    assert client_of().get(URL).context["term"] == load.term
    see()
    span = load.term.span
    Term.objects.filter(pk=load.term.pk).update(
        span=DateRange(span.lower + moved, span.upper + moved)
    )
    assert client_of().get(URL).context["term"] == load.term


def test_without_a_term_the_page_says_what_comes_first(load, client_of, see):
    load.section.delete()
    load.other_section.delete()
    load.term.delete()
    assert client_of().get(URL).context["term"] is None
    assert client_of().get("/load/teachers/").context["loads"] == []


def test_a_row_opens_with_its_teachers(load, client_of):
    url = row_url(load, load.section.item)
    response = client_of().get(url, {"edit": ""}, headers=HTMX)
    form = response.context["open"]
    assert [line["teacher"].value() for line in form.teachings] == [load.teacher.full_name, None]
    assert form.since["since"].value() == load.college.today()
    assert "<html" not in response.content.decode()
    assert "teaching-form" not in client_of().get(url, headers=HTMX).content.decode()
    page = client_of().get(url, {"edit": ""})
    assert "teaching-form" in page.content.decode()


def test_the_deputy_opens_no_row(load, client_of):
    url = row_url(load, load.section.item)
    response = client_of(Role.DEPUTY).get(url, {"edit": ""}, headers=HTMX)
    assert response.status_code == 200
    assert "<form" not in response.content.decode()


# ---- saving ----


def test_a_name_is_enough(load, item, client_of, see):
    start, end = load.term.span.lower, load.term.span.upper
    typed = load.teacher.last_name.lower()
    form = data(item, typed, since=start)
    response = client_of().post(row_url(load, item), form, headers=HTMX)
    text = response.content.decode().strip()
    assert (response.status_code, text.startswith("<tr"), "data-saved" in text) == (200, True, True)
    see()
    assert assigned(item) == [(load.teacher, "", None, start, end)]


def test_without_scripts_one_is_led_back_to_the_row(load, item, client_of):
    form = data(item, load.teacher.full_name, since=load.term.span.lower)
    response = client_of().post(row_url(load, item), form)
    assert response.status_code == 302
    assert response["Location"].endswith(f"#row-{item.pk}")


def test_an_emptied_name_leaves_nobody_from_that_day_on(load, client_of, see):
    item, day = load.section.item, load.college.today()
    client_of().post(row_url(load, item), data(item, "", since=day, old=1))
    see()
    start = load.term.span.lower
    own = [row for row in assigned(item) if row[0] == load.teacher]
    assert own == [(load.teacher, "", None, start, day)]


def test_several_teachers_each_with_own_work(load, item, client_of, see):
    load_item = make_item(load.group.curriculum, "Химия")
    load_item.hours.create(college=load.college, semester=1, kind="laboratory", hours=10)
    start = load.term.span.lower
    lines = [
        (load.teacher.full_name, "lecture", ""),
        (load.other_teacher.full_name, "laboratory", "7,5"),
        "",
    ]
    client_of().post(row_url(load, load_item), data(load_item, *lines, since=start))
    see()
    found = [(e, kind, hours and float(hours)) for e, kind, hours, *_ in assigned(load_item)]
    assert found == [(load.teacher, "lecture", None), (load.other_teacher, "laboratory", 7.5)]


def test_a_replacement_in_the_term_closes_one_and_opens_another(load, client_of, see):
    item, day = load.section.item, load.college.today()
    form = data(item, load.other_teacher.full_name, since=day, old=1)
    client_of().post(row_url(load, item), form)
    see()
    span = load.term.span
    assert [row for row in assigned(item) if row[0] != load.other_teacher or row[3] == day] == [
        (load.teacher, "", None, span.lower, day),
        (load.other_teacher, "", None, day, span.upper),
    ]


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        (["Неизвестная"], [{"teacher": ["unknown-teacher"]}]),
        ([("{me}", "seminar", "")], [{"kind": ["invalid_choice"]}]),
        ([("{me}", "", "73")], [{"hours": ["too-many-hours"]}]),
        ([("{me}", "lecture", "0")], [{"hours": ["min_value"]}]),
        ([("{me}", "", "много")], [{"hours": ["invalid"]}]),
        (["{me}", "{me}"], [{}, {"teacher": ["named-twice"]}]),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(load, item, client_of, see, lines, wrong):
    me = load.teacher.full_name
    lines = [
        tuple(part.format(me=me) for part in line)
        if isinstance(line, tuple)
        else line.format(me=me)
        for line in lines
    ]
    form = data(item, *lines, since=load.term.span.lower)
    response = client_of().post(row_url(load, item), form, headers=HTMX)
    assert (response.status_code, codes(response)) == (422, (wrong, {}))
    typed = [line["teacher"].value() for line in response.context["open"].teachings]
    assert typed == [line[0] if isinstance(line, tuple) else line for line in lines]
    see()
    assert assigned(item) == []


@pytest.mark.parametrize(("since", "code"), [("", "required"), ("2001-01-01", "outside-term")])
def test_a_day_outside_the_term_is_said(load, item, client_of, since, code):
    response = client_of().post(
        row_url(load, item), data(item, load.teacher.full_name, since=since)
    )
    assert (response.status_code, codes(response)[1]) == (422, {"since": [code]})


def test_a_teacher_of_another_college_is_unknown(load, theirs, item, client_of):
    stranger = make_employee(theirs.college, last_name="Чужакова")
    form = data(item, stranger.full_name, since=load.term.span.lower)
    response = client_of().post(row_url(load, item), form, headers=HTMX)
    assert codes(response)[0] == [{"teacher": ["unknown-teacher"]}]


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.DIRECTOR, Role.REGISTRAR])
def test_who_reads_may_not_save(load, item, client_of, see, role):
    form = data(item, load.teacher.full_name, since=load.term.span.lower)
    response = client_of(role).post(row_url(load, item), form)
    assert (response.status_code, response.context["code"]) == (403, "not-coordinator")
    see()
    assert assigned(item) == []


def test_a_closed_term_is_read_and_not_saved(load, item, client_of):
    load.term.closed_at = timezone.now()
    load.term.save()
    text = client_of().get(URL, {"group": load.group.pk}).content.decode()
    assert "data-quick" not in text
    form = data(item, load.teacher.full_name, since=load.term.span.lower)
    response = client_of().post(row_url(load, item), form)
    assert response.context["code"] == "term-closed"


def test_a_form_without_its_counters_is_answered(load, item, client_of):
    response = client_of().post(row_url(load, item), {}, headers=HTMX)
    assert response.status_code == 422


# ---- by teacher ----


def test_the_load_of_the_teachers_for_a_term(load, theirs, client_of, see):
    response = client_of().get("/load/teachers/")
    assert {one.employee: one.hours for one in response.context["loads"]} == {
        load.teacher: 72,
        load.other_teacher: 72,
    }
    see()
    other = make_term(load.college, number=2, today=load.college.today() + timedelta(days=200))
    empty = client_of().get("/load/teachers/", {"term": other.pk})
    assert empty.context["loads"] == []
