"""The page that makes lessons: first what would happen, then the button."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from psycopg.types.range import DateRange

from collegium.core import tenancy
from collegium.timetable.models import Lesson
from tests.timetable.conftest import clash_of, dates_of

pytestmark = pytest.mark.django_db


def url(grid):
    return reverse("timetable:lessons_generate", args=[grid.term.pk])


def test_first_it_is_said_what_would_happen(grid, client_of):
    grid.entry(weekday=1)
    response = client_of().get(url(grid), {"group": grid.ours.group.pk})
    changes = response.context["changes"]
    assert (len(changes.create), response.context["since"]) == (len(dates_of(grid, 1)), grid.start)
    assert not Lesson.objects.exists()
    missing = dict(response.context["missing"])
    assert missing[grid.section] == 72 - 2 * len(dates_of(grid, 1))


def test_the_button_makes_them(grid, theirs, client_of):
    grid.entry(weekday=1)
    address = f"{url(grid)}?group={grid.ours.group.pk}"
    response = client_of().post(address, {"since": grid.start.isoformat()})
    assert response.status_code == 302
    assert f"group={grid.ours.group.pk}" in response["Location"]
    said = [str(message) for message in get_messages(response.wsgi_request)]
    tenancy.enter([grid.ours.college.pk, theirs.college.pk])
    assert Lesson.objects.count() == len(dates_of(grid, 1))
    assert str(len(dates_of(grid, 1))) in said[0]


def test_for_the_whole_term_and_from_tomorrow_once_there_are_lessons(grid, theirs, client_of):
    grid.entry(weekday=1)
    grid.entry(weekday=2, section=grid.ours.other_section, employee=grid.ours.other_teacher)
    client_of().post(url(grid), {})
    tenancy.enter([grid.ours.college.pk, theirs.college.pk])
    assert set(Lesson.objects.values_list("section", flat=True)) == {
        grid.section.pk,
        grid.ours.other_section.pk,
    }
    response = client_of().get(url(grid))
    assert response.context["since"] == grid.today + timedelta(days=1)
    assert not response.context["changes"].any


def test_a_teacher_who_is_not_assigned_stops_it_and_is_shown(grid, client_of):
    grid.entry(weekday=1)
    grid.section.assignments.update(valid=DateRange(grid.start, grid.start + timedelta(days=20)))
    response = client_of().get(url(grid))
    ((row, section, day),) = response.context["unassigned"]
    first = next(d for d in dates_of(grid, 1) if d >= grid.start + timedelta(days=20))
    assert (row.section_id, section, day) == (grid.section.pk, grid.section, first)
    response = client_of().post(url(grid), {})
    assert (response.status_code, response.context["refusal"].code) == (409, "not-assigned")


def test_two_meetings_at_once_are_named_on_the_page(grid, theirs, client_of):
    clash_of(grid, "teacher")
    response = client_of().post(url(grid), {})
    assert (response.status_code, response.context["refusal"].code) == (409, "claimed")
    tenancy.enter([grid.ours.college.pk, theirs.college.pk])
    assert not Lesson.objects.exists()


@pytest.mark.parametrize("since", ["2000-01-01", "2100-01-01"])
def test_a_day_outside_the_term_is_refused(grid, client_of, since):
    grid.entry(weekday=1)
    response = client_of().post(url(grid), {"since": since})
    assert (response.status_code, response.context["refusal"].code) == (409, "outside-term")


@pytest.mark.parametrize("group", ["0", "x"])
def test_a_group_that_is_not_there_is_404(grid, theirs, client_of, group):
    client = client_of()
    assert client.get(url(grid), {"group": group}).status_code == 404
    assert client.get(url(grid), {"group": theirs.group.pk}).status_code == 404


def test_a_term_of_another_college_is_404(grid, theirs, client_of):
    address = reverse("timetable:lessons_generate", args=[theirs.term.pk])
    assert client_of().get(address).status_code == 404
