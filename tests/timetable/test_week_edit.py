"""The page that lays out the week: what it shows to whom."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from collegium.core.access import OVERVIEW_ROLES, Role
from collegium.roster.models import CourseSection
from collegium.timetable.models import LessonSlot, TimetableEntry
from tests.factories import assign, make_item, make_section

pytestmark = pytest.mark.django_db
URL = "/timetable/grid/"


def test_without_a_group_the_groups_are_listed(grid, their_grid, client_of):
    grid.entry(weekday=1)
    response = client_of().get(URL)
    assert [(r.group.title, r.weekly) for r in response.context["rows"]] == [
        ("И-11", 2),
        ("И-12", 0),
    ]


def test_without_a_term_the_page_says_what_comes_first(grid, client_of):
    CourseSection.objects.all().delete()
    grid.term.delete()
    response = client_of().get(URL)
    assert (response.status_code, response.context["term"]) == (200, None)


@pytest.mark.parametrize("role", sorted(OVERVIEW_ROLES))
def test_who_plans_reads_the_week_and_the_coordinator_alone_gets_forms(grid, client_of, role):
    grid.entry(weekday=1)
    text = client_of(role).get(URL, {"group": grid.ours.group.pk}).content.decode()
    may_edit = role is Role.COORDINATOR
    assert "Математика" in text
    assert (
        "data-grid" in text,
        "cell-add" in text,
        "lessons_generate" in text or "/timetable/lessons/" in text,
    ) == (may_edit, may_edit, may_edit)


@pytest.mark.parametrize("group", ["0", "x", "-1", "9" * 25])
def test_a_group_that_is_not_there_is_404(grid, client_of, group):
    assert client_of().get(URL, {"group": group}).status_code == 404


def test_a_group_of_another_college_is_404(grid, theirs, client_of):
    assert client_of().get(URL, {"group": theirs.group.pk}).status_code == 404


def test_a_term_of_another_college_is_not_chosen(grid, theirs, client_of):
    response = client_of().get(URL, {"term": theirs.term.pk})
    assert response.context["term"] == grid.term


def test_changes_count_from_the_first_day_until_there_are_lessons_then_from_tomorrow(
    grid, client_of, see
):
    def since(**query):
        response = client_of().get(URL, {"group": grid.ours.group.pk, **query})
        return response.context["desk"].since

    assert since() == grid.start
    see()
    grid.entry(weekday=1)
    grid.generate()
    tomorrow = grid.today + timedelta(days=1)
    assert since() == tomorrow
    assert since(since="2000-01-01") == tomorrow
    later = grid.today + timedelta(days=9)
    assert since(since=later.isoformat()) == later


def test_the_page_says_that_lessons_differ(grid, client_of, see):
    entry = grid.entry(weekday=1)
    grid.generate()
    query = {"group": grid.ours.group.pk}
    assert not client_of().get(URL, query).context["changes"].any
    see()
    TimetableEntry.objects.filter(pk=entry.pk).update(weekday=2)
    changes = client_of().get(URL, query).context["changes"]
    assert (bool(changes.create), bool(changes.remove)) == (True, True)


@pytest.mark.parametrize(("asked", "shown"), [("3", 3), ("7", None), ("", None), ("x", None)])
def test_a_phone_shows_the_day_asked_for_or_today(grid, client_of, asked, shown):
    response = client_of().get(URL, {"group": grid.ours.group.pk, "day": asked})
    assert response.context["day"] == (shown or grid.today.isoweekday() % 7 or 1)


def test_a_group_without_subjects_or_a_college_without_bells_says_what_comes_first(
    grid, client_of, see
):
    query = {"group": grid.ours.group.pk}
    LessonSlot.objects.filter(college=grid.ours.college).delete()
    assert reverse("timetable:lessonslot_list") in client_of().get(URL, query).content.decode()
    see()
    CourseSection.objects.filter(group=grid.ours.group).delete()
    text = client_of().get(URL, query).content.decode()
    assert reverse("roster:section_list") in text


def test_overstepped_limits_are_said_in_words(grid, client_of):
    physics = make_section(
        grid.ours.group, make_item(grid.ours.group.curriculum, "Физика"), grid.term
    )
    assign(physics, grid.ours.teacher)
    grid.entry(1, 1)
    grid.entry(1, 3, parity="numerator")
    for pair in (1, 2, 3):
        grid.entry(2, pair, section=physics, hours=13)
    text = client_of().get(URL, {"group": grid.ours.group.pk}).content.decode()
    badges = re.findall(r'<span class="badge tone-warn">([^<]+)</span>', text)
    assert "43 из 36 ч" in text
    assert badges[:2] == [
        "Понедельник: 1 окно, нечётная неделя",
        "Вторник: 39 ч за день",
    ]
    assert "Вторник: «Физика»: пар за день — 3" in badges


def test_the_page_takes_as_many_queries_for_one_place_as_for_many(
    grid, client_of, see, django_assert_max_num_queries
):
    client, query = client_of(), {"group": grid.ours.group.pk}

    def count():
        with django_assert_max_num_queries(50) as queries:
            client.get(URL, query)
        see()
        return len(queries)

    grid.entry(weekday=1)
    grid.generate()
    one = [count(), count()][1]
    for weekday in (2, 3, 4):
        grid.entry(weekday=weekday, room=grid.room)
    grid.generate()
    assert count() == one
