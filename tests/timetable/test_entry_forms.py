"""Forms of a place in the week: put, change, move, take out, join; what each does and refuses."""

import pytest
from django.urls import reverse

from collegium.timetable.models import EntrySection, TimetableEntry
from tests.factories import assign
from tests.timetable.conftest import add_listener

pytestmark = pytest.mark.django_db
URL = "/timetable/grid/"
HTMX = {"HX-Request": "true"}


def url(name, grid, *keys):
    return reverse(f"timetable:{name}", args=[grid.term.pk, grid.ours.group.pk, *keys])


def data(grid, **fields):
    values = {
        "section": grid.section.pk,
        "employee": grid.ours.teacher.pk,
        "room": grid.room.pk,
        "parity": "every",
        "weekday": 1,
        "slot": grid.slots[0].pk,
        "kind": "",
        "hours": "2",
        "since": grid.start.isoformat(),
    }
    return {**values, **fields}


def rows():
    return list(
        TimetableEntry.objects.order_by("pk").values_list(
            "weekday", "slot__number", "parity", "employee", "room"
        )
    )


# ---- put ----


def test_the_form_opens_for_an_hour_and_follows_what_is_chosen(grid, client_of):
    query = {"weekday": 2, "slot": grid.slots[1].pk, "since": grid.start.isoformat()}
    client = client_of()
    form = client.get(url("entry_add", grid), query, headers=HTMX).context["form"]
    assert (form["weekday"].value(), form.choices.employee_id) == ("2", None)
    query |= {"section": grid.section.pk}
    form = client.get(url("entry_add", grid), query, headers=HTMX).context["form"]
    assert form["employee"].value() == grid.ours.teacher.pk
    assert form["hours"].value() == 2


@pytest.mark.parametrize(
    "query",
    [
        {"weekday": "9", "slot": "x", "parity": "?", "section": "0"},
        {"weekday": "", "slot": "9" * 30, "employee": "-1", "room": "½"},
    ],
)
def test_nonsense_in_the_address_opens_an_empty_form(grid, client_of, query):
    assert client_of().get(url("entry_add", grid), query).status_code == 200


def test_a_subject_is_put_and_the_week_comes_back(grid, client_of, see):
    response = client_of().post(url("entry_add", grid), data(grid), headers=HTMX)
    assert 'id="week"' in response.content.decode()
    assert "<html" not in response.content.decode()
    see()
    assert rows() == [(1, 1, "every", grid.ours.teacher.pk, grid.room.pk)]
    listener = EntrySection.objects.get()
    assert (listener.section, listener.kind, listener.hours) == (grid.section, "", 2)


def test_without_scripts_one_is_led_back_to_the_page(grid, client_of, see):
    response = client_of().post(url("entry_add", grid), data(grid, room="", hours="1,5"))
    assert response.status_code == 302
    assert f"group={grid.ours.group.pk}" in response["Location"]
    see()
    assert EntrySection.objects.get().hours * 2 == 3


def test_what_is_lacking_is_said_in_the_form(grid, client_of, see):
    response = client_of().post(
        url("entry_add", grid), data(grid, section="", hours="сто"), headers=HTMX
    )
    errors = response.context["form"].errors.as_data()
    codes = {name: [e.code for e in found] for name, found in errors.items()}
    assert (response.status_code, response["HX-Retarget"]) == (422, "#entry-form")
    assert codes == {"section": ["required"], "employee": ["invalid_choice"], "hours": ["invalid"]}
    see()
    assert rows() == []


def test_a_taken_hour_is_refused_and_what_was_chosen_stays(grid, client_of, see):
    other = grid.ours.other_section
    grid.entry(section=other, employee=grid.ours.other_teacher, room=grid.room)
    before = rows()
    response = client_of().post(url("entry_add", grid), data(grid), headers=HTMX)
    form = response.context["form"]
    assert response.status_code == 422
    assert "101" in form.non_field_errors()[0]
    assert form["room"].value() == str(grid.room.pk)
    see()
    assert rows() == before


@pytest.mark.parametrize("field", ["section", "employee", "room", "slot"])
def test_things_of_another_college_cannot_be_chosen(grid, their_grid, client_of, see, field):
    foreign = {
        "section": their_grid.section.pk,
        "employee": their_grid.ours.teacher.pk,
        "room": their_grid.room.pk,
        "slot": their_grid.slots[0].pk,
    }[field]
    response = client_of().post(url("entry_add", grid), data(grid, **{field: foreign}))
    assert (response.status_code, field in response.context["form"].errors) == (422, True)
    see()
    assert rows() == []


# ---- change, move, take out, join ----


def test_a_place_opens_with_what_it_is(grid, client_of):
    entry = grid.entry(weekday=4, pair=2, room=grid.room, parity="numerator", kind="laboratory")
    form = client_of().get(url("entry_change", grid, entry.pk)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    assert values == {
        "section": grid.section.pk,
        "employee": grid.ours.teacher.pk,
        "room": grid.room.pk,
        "parity": "numerator",
        "weekday": 4,
        "slot": grid.slots[1].pk,
        "kind": "laboratory",
        "hours": 2,
    }


def test_a_place_is_changed(grid, client_of, see):
    entry = grid.entry(weekday=1)
    form = data(grid, weekday=5, parity="denominator", kind="practical")
    client_of().post(url("entry_change", grid, entry.pk), form, headers=HTMX)
    see()
    assert rows() == [(5, 1, "denominator", grid.ours.teacher.pk, grid.room.pk)]
    assert EntrySection.objects.get().kind == "practical"


def test_a_change_into_a_taken_hour_is_said_in_the_form(grid, client_of, see):
    grid.entry(weekday=2)
    entry = grid.entry(weekday=1)
    before = rows()
    form = data(grid, weekday=2)
    response = client_of().post(url("entry_change", grid, entry.pk), form, headers=HTMX)
    assert response.status_code == 422
    see()
    assert rows() == before


def test_a_change_for_one_group_of_a_stream_keeps_the_others(grid, client_of, see):
    assign(grid.ours.other_section, grid.ours.teacher)
    entry = grid.entry(weekday=1)
    add_listener(entry, grid.ours.other_section, "laboratory")
    client_of().post(url("entry_change", grid, entry.pk), data(grid, weekday=3))
    see()
    found = set(EntrySection.objects.values_list("entry__weekday", "section", "kind"))
    assert found == {(3, grid.section.pk, ""), (3, grid.ours.other_section.pk, "laboratory")}


def test_a_place_is_moved(grid, client_of, see):
    entry = grid.entry(weekday=1, room=grid.room)
    where = {"weekday": 6, "slot": grid.slots[3].pk, "since": grid.start.isoformat()}
    client_of().post(url("entry_move", grid, entry.pk), where, headers=HTMX)
    see()
    assert rows() == [(6, 4, "every", grid.ours.teacher.pk, grid.room.pk)]


def test_a_move_into_a_taken_hour_is_refused_with_the_reason(grid, client_of, see):
    grid.entry(weekday=2)
    entry = grid.entry(weekday=1)
    before = rows()
    where = {"weekday": 2, "slot": grid.slots[0].pk, "since": grid.start.isoformat()}
    response = client_of().post(url("entry_move", grid, entry.pk), where, headers=HTMX)
    assert (response.status_code, response.context["code"]) == (403, "teacher-busy")
    see()
    assert rows() == before


def test_a_move_to_nowhere_is_malformed(grid, their_grid, client_of):
    entry = grid.entry(weekday=1)
    for where in ({"weekday": 7, "slot": 0}, {"weekday": 1, "slot": their_grid.slots[0].pk}):
        response = client_of().post(url("entry_move", grid, entry.pk), where)
        assert response.status_code == 422


def test_a_place_is_taken_out_and_can_be_put_back(grid, client_of, see):
    entry = grid.entry(weekday=3, pair=2, room=grid.room)
    before = rows()
    client = client_of()
    since = {"since": grid.start.isoformat()}
    response = client.post(url("entry_remove", grid, entry.pk), since, headers=HTMX)
    undo = response.context["undo"]
    see()
    assert rows() == []
    client.post(url("entry_add", grid), {**undo, **since}, headers=HTMX)
    see()
    assert rows() == before


def test_a_group_leaves_a_stream_that_stays_for_the_others(grid, client_of, see):
    assign(grid.ours.other_section, grid.ours.teacher)
    entry = grid.entry(weekday=1)
    add_listener(entry, grid.ours.other_section)
    since = {"since": grid.start.isoformat()}
    response = client_of().post(url("entry_remove", grid, entry.pk), since, headers=HTMX)
    assert response.context["undo"] is None
    see()
    assert [row.section for row in EntrySection.objects.all()] == [grid.ours.other_section]


def test_a_group_joins_a_stream(grid, client_of, see):
    assign(grid.ours.other_section, grid.ours.teacher)
    entry = grid.entry(weekday=1, section=grid.ours.other_section)
    client_of().post(url("entry_join", grid, entry.pk), data(grid), headers=HTMX)
    see()
    assert set(EntrySection.objects.values_list("entry", "section")) == {
        (entry.pk, grid.ours.other_section.pk),
        (entry.pk, grid.section.pk),
    }


def test_a_stream_with_a_teacher_who_does_not_teach_the_group_is_refused(grid, client_of, see):
    grid.section.assignments.all().delete()
    assign(grid.section, grid.ours.other_teacher)
    entry = grid.entry(weekday=1, section=grid.ours.other_section)
    form = data(grid, employee=grid.ours.other_teacher.pk)
    response = client_of().post(url("entry_join", grid, entry.pk), form, headers=HTMX)
    assert response.status_code == 422
    unfinished = data(grid, section="")
    response = client_of().post(url("entry_join", grid, entry.pk), unfinished, headers=HTMX)
    assert response.status_code == 422
    see()
    assert EntrySection.objects.count() == 1


@pytest.mark.parametrize("name", ["entry_change", "entry_move", "entry_remove", "entry_join"])
def test_places_that_are_not_the_groups_are_404(grid, their_grid, client_of, name):
    theirs = their_grid.entry(weekday=1)
    ended = grid.entry(weekday=1)
    TimetableEntry.objects.filter(pk=ended.pk).update(valid="empty")
    keys = [theirs.pk, ended.pk, 0]
    codes = {client_of().post(url(name, grid, key), data(grid)).status_code for key in keys}
    assert codes == {404}


def test_a_place_of_another_group_is_404(grid, client_of):
    entry = grid.entry(section=grid.ours.other_section, employee=grid.ours.other_teacher)
    for name in ("entry_change", "entry_move", "entry_remove"):
        assert client_of().post(url(name, grid, entry.pk), data(grid)).status_code == 404


def test_a_closed_term_is_read_and_not_laid_out(grid, client_of, see):
    entry = grid.entry(weekday=1)
    grid.term.closed_at = "2026-01-01T00:00Z"
    grid.term.save()
    text = client_of().get(URL, {"group": grid.ours.group.pk}).content.decode()
    assert "cell-add" not in text
    response = client_of().post(url("entry_remove", grid, entry.pk), data(grid))
    assert (response.status_code, response.context["code"]) == (403, "term-closed")
