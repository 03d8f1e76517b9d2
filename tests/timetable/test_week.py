"""The week page: whose week one may open, and what stands in it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.organization.models import DayOff
from collegium.roster.models import Subgroup
from collegium.timetable.queries.week import own_viewpoint, viewpoints, week_of
from tests.factories import assign, make_employee
from tests.timetable.conftest import add_listener, set_hours

pytestmark = pytest.mark.django_db
URL = "/timetable/"


@pytest.fixture
def laid(grid):
    """A lesson of each group on the next Tuesday."""
    grid.entry(weekday=2, room=grid.room)
    grid.entry(weekday=2, pair=2, section=grid.ours.other_section, employee=grid.ours.other_teacher)
    grid.generate()
    return grid


def keys(user, grid):
    kinds = viewpoints(user, grid.ours.college)
    return {choice.key for kind in kinds for choice in kind.choices}


def page(sign_in, user, **query):
    response = sign_in(user).get(URL, query)
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DIRECTOR, Role.DEPUTY, Role.REGISTRAR])
def test_who_plans_opens_every_week_of_the_college(grid, theirs, role):
    ours = grid.ours
    found = keys(ours.user(role), grid)
    wanted = {f"group-{ours.group.pk}", f"group-{ours.other_group.pk}"}
    wanted |= {
        f"teacher-{pk}"
        for pk in type(ours.teacher)
        .objects.filter(college=ours.college)
        .values_list("pk", flat=True)
    }
    assert found == wanted | {f"room-{grid.room.pk}"}


def test_a_teacher_opens_the_own_week_and_a_curator_that_of_the_group(grid):
    ours = grid.ours
    assert keys(ours.user(Role.TEACHER), grid) == {f"teacher-{ours.teacher.pk}"}
    advisor = ours.group.advisors.get().employee
    found = keys(ours.user(Role.ADVISOR), grid)
    assert found == {f"group-{ours.group.pk}", f"teacher-{advisor.pk}"}


def test_the_page_opens_at_ones_own_week(grid):
    ours = grid.ours
    # Whoever has a card but teaches nothing has no week of their own.
    make_employee(ours.college, ours.users[Role.COORDINATOR])
    for role, key in (
        (Role.TEACHER, f"teacher-{ours.teacher.pk}"),
        (Role.ADVISOR, f"group-{ours.group.pk}"),
        (Role.COORDINATOR, f"group-{ours.group.pk}"),
    ):
        user = ours.user(role)
        assert own_viewpoint(user, ours.college, viewpoints(user, ours.college)).key == key
    assert own_viewpoint(ours.user(Role.TEACHER), ours.college, []) is None


def test_a_week_has_its_lessons_days_off_and_parity(laid):
    ours, day = laid.ours, laid.coming(2)
    DayOff.objects.create(college=ours.college, date=day + timedelta(days=1), title="Выходной")
    user = ours.user(Role.TEACHER)
    (viewpoint,) = [c for k in viewpoints(user, ours.college) for c in k.choices]
    week = week_of(user, ours.college, viewpoint, day)
    assert week.monday == day - timedelta(days=1)
    assert [d.day_off for d in week.days] == ["", "", "Выходной", "", "", ""]
    assert [d.is_empty for d in week.days] == [True, False, True, True, True, True]
    cells = [c for row in week.rows for c in row.cells if c.meetings]
    assert len(week.rows) == 1
    (meeting,) = cells[0].meetings
    assert (meeting.teachers, meeting.rooms) == (ours.teacher.short_name, "101")
    assert [lesson.section for lesson in meeting.lessons] == [ours.section]
    assert (meeting.is_cancelled, meeting.is_shared) == (False, False)
    far = week_of(user, ours.college, viewpoint, day + timedelta(days=1000))
    assert (far.is_empty, far.parity, far.rows) == (True, None, [])


def test_a_cancelled_lesson_is_shown_as_cancelled(laid, sign_in):
    lesson = laid.lessons().get(meeting__date=laid.coming(2))
    lesson.meeting.state = "cancelled"
    lesson.meeting.save()
    text = page(sign_in, laid.ours.user(Role.TEACHER), date=laid.coming(2)).content.decode()
    assert "place-cancelled" in text


def test_a_stream_stands_once_with_its_groups(grid, sign_in):
    assign(grid.ours.other_section, grid.ours.teacher)
    add_listener(grid.entry(weekday=2), grid.ours.other_section)
    grid.generate()
    user = grid.ours.user(Role.COORDINATOR)
    key = f"group-{grid.ours.group.pk}"
    text = page(sign_in, user, of=key, date=grid.coming(2)).content.decode()
    place = re.findall(r'<div class="place">.*?</div>', text, re.DOTALL)
    assert len(place) == 1
    journals = {
        reverse("gradebook:section_detail", args=[s.pk])
        for s in (grid.section, grid.ours.other_section)
    }
    assert set(re.findall(r'href="([^"]+)"', place[0])) == journals


def test_a_lesson_links_to_its_journal(laid, sign_in):
    ours = laid.ours
    text = page(sign_in, ours.user(Role.TEACHER), date=laid.coming(2)).content.decode()
    assert reverse("gradebook:section_detail", args=[ours.section.pk]) in text
    assert reverse("gradebook:section_detail", args=[ours.other_section.pk]) not in text


@pytest.mark.parametrize(
    ("kind", "groups"), [("teacher", {"И-11"}), ("room", {"И-11"}), ("group", {"И-12"})]
)
def test_each_point_of_view_has_its_own_lessons(laid, sign_in, kind, groups):
    ours = laid.ours
    thing = {"teacher": ours.teacher, "room": laid.room, "group": ours.other_group}[kind]
    response = page(
        sign_in, ours.user(Role.COORDINATOR), of=f"{kind}-{thing.pk}", date=laid.coming(2)
    )
    meetings = [m for row in response.context["week"].rows for c in row.cells for m in c.meetings]
    assert {str(le.section.group) for m in meetings for le in m.lessons} == groups


def test_a_subgroup_is_named(grid, sign_in):
    part = Subgroup.objects.create(college=grid.ours.college, group=grid.ours.group, title="Б")
    grid.section.subgroup = part
    grid.section.save()
    grid.entry(weekday=2)
    grid.generate()
    key = f"group-{grid.ours.group.pk}"
    response = page(sign_in, grid.ours.user(Role.DEPUTY), of=key, date=grid.coming(2))
    assert "И-11/Б" in response.content.decode()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COORDINATOR])
def test_what_is_not_there_or_of_another_college_is_404(laid, theirs, sign_in, role):
    client = sign_in(laid.ours.user(role))
    asked = ["nonsense", "group-0", f"group-{theirs.group.pk}", f"teacher-{theirs.teacher.pk}"]
    if role is Role.TEACHER:
        asked += [f"group-{laid.ours.group.pk}", f"teacher-{laid.ours.other_teacher.pk}"]
        asked += [f"room-{laid.room.pk}"]
    assert {client.get(URL, {"of": key}).status_code for key in asked} == {404}


@pytest.mark.parametrize("role", [Role.STUDENT, Role.GUARDIAN, Role.PERSONNEL, Role.ADMINISTRATOR])
def test_others_are_refused_with_the_reason(grid, sign_in, role):
    response = sign_in(grid.ours.user(role)).get(URL)
    assert (response.status_code, response.context["code"]) == (403, "not-reader")


@pytest.mark.parametrize("date", ["", "2026-13-45", "вчера", "2026-02-30"])
def test_a_date_that_is_none_is_today(laid, sign_in, date):
    response = page(sign_in, laid.ours.user(Role.TEACHER), date=date)
    monday = laid.today - timedelta(days=laid.today.weekday())
    assert response.context["week"].monday == monday


def test_nobodys_week_says_what_comes_next(ours, sign_in):
    ours.teacher.user = None
    ours.teacher.save()
    response = page(sign_in, ours.user(Role.TEACHER))
    assert response.context["week"] is None


def test_the_week_takes_as_many_queries_for_one_lesson_as_for_many(grid, django_assert_num_queries):
    user, college = grid.ours.user(Role.COORDINATOR), grid.ours.college
    viewpoint = own_viewpoint(user, college, viewpoints(user, college))

    def read():
        week = week_of(user, college, viewpoint, grid.coming(1))
        meetings = [m for row in week.rows for cell in row.cells for m in cell.meetings]
        return [(m.teachers, m.rooms, [s.title for s in m.subjects]) for m in meetings]

    set_hours(grid.section, lecture=200)
    grid.entry(weekday=1)
    grid.generate()
    with django_assert_num_queries(7):
        assert len(read()) == 1
    for weekday in (2, 3, 4):
        grid.entry(weekday=weekday, room=grid.room)
    grid.generate()
    with django_assert_num_queries(7):
        assert len(read()) == 4


def test_the_page_takes_as_many_queries_for_one_lesson_as_for_many(
    grid, theirs, sign_in, django_assert_max_num_queries
):
    client = sign_in(grid.ours.user(Role.COORDINATOR))
    query = {"of": f"group-{grid.ours.group.pk}", "date": grid.coming(1)}

    def count():
        with django_assert_max_num_queries(25) as queries:
            client.get(URL, query)
        tenancy.enter([grid.ours.college.pk, theirs.college.pk])
        return len(queries)

    set_hours(grid.section, lecture=200)
    grid.entry(weekday=1)
    grid.generate()
    one = [count(), count()][1]
    for weekday in (2, 3, 4):
        grid.entry(weekday=weekday, room=grid.room)
    grid.generate()
    assert count() == one
