"""Lessons that are not made: who may not, and what stands in the way."""

from datetime import timedelta

import pytest
from django.utils import timezone
from psycopg.types.range import DateRange

from collegium.core.access import Refused, Role
from collegium.roster.models import Subgroup, TeachingAssignment
from collegium.timetable.models import Claim
from tests.factories import assign, make_item, make_section
from tests.timetable.conftest import clash_of, dates_of, state

pytestmark = pytest.mark.django_db


def refusal(grid, **options):
    before = state()
    with pytest.raises(Refused) as caught:
        grid.generate(**options)
    assert state() == before
    return caught.value.decision


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.DIRECTOR, Role.REGISTRAR, Role.TEACHER])
def test_only_the_coordinator_makes_lessons(grid, role):
    grid.entry()
    assert refusal(grid, by=grid.ours.user(role)).code == "not-coordinator"


def test_our_coordinator_makes_none_for_another_college(grid, their_grid):
    their_grid.entry()
    assert refusal(grid, term=their_grid.term).code == "not-coordinator"


@pytest.mark.parametrize("days", [-1, 100])
def test_a_day_outside_the_term_is_refused(grid, days):
    grid.entry()
    assert refusal(grid, since=grid.start + timedelta(days=days)).code == "outside-term"


def test_a_closed_term_is_refused(grid):
    grid.term.closed_at = timezone.now()
    grid.term.save()
    assert refusal(grid).code == "term-closed"


def test_a_teacher_who_is_not_assigned_on_some_day_is_named(grid):
    grid.entry(weekday=1)
    TeachingAssignment.objects.filter(section=grid.section).update(
        valid=DateRange(grid.start, grid.start + timedelta(days=20))
    )
    decision = refusal(grid)
    assert decision.code == "not-assigned"
    day = next(d for d in dates_of(grid, 1) if d >= grid.start + timedelta(days=20))
    assert grid.ours.teacher.short_name in decision.reason
    assert f"{day:%d.%m.%Y}" in decision.reason


def test_an_assignment_without_an_end_is_an_assignment(grid):
    grid.entry(weekday=1)
    TeachingAssignment.objects.update(valid=DateRange(grid.start, None))
    assert grid.generate().unassigned == []


@pytest.mark.parametrize(
    ("kind", "who"), [("teacher", "Учителева"), ("room", "101"), ("group", "И-11")]
)
def test_two_meetings_at_once_are_both_named(grid, kind, who):
    clash_of(grid, kind)
    decision = refusal(grid)
    assert decision.code == "claimed"
    assert who in decision.reason
    assert f"{dates_of(grid, 1)[0]:%d.%m.%Y}" in decision.reason
    second = {"teacher": "И-12", "room": "И-12", "group": "Физика"}[kind]
    assert "Математика" in decision.reason
    assert second in decision.reason


def test_a_meeting_that_already_stands_is_named_too(grid):
    clash_of(grid, "room")
    grid.generate(group=grid.ours.other_group)
    decision = refusal(grid, group=grid.ours.group)
    assert decision.code == "claimed"
    assert "И-11" in decision.reason
    assert "И-12" in decision.reason


def test_a_whole_group_and_its_subgroup_are_refused_at_one_hour(grid):
    part = Subgroup.objects.create(college=grid.ours.college, group=grid.ours.group, title="1")
    section = make_section(
        grid.ours.group, make_item(grid.ours.group.curriculum, "Физика"), grid.term
    )
    section.subgroup = part
    section.save()
    assign(section, grid.ours.other_teacher)
    grid.entry(weekday=1)
    grid.entry(weekday=1, section=section, employee=grid.ours.other_teacher)
    decision = refusal(grid)
    assert (decision.code, "И-11/1" in decision.reason) == ("claimed", True)


def test_a_shared_hall_is_no_refusal(grid):
    clash_of(grid, "room")
    grid.generate(group=grid.ours.other_group)
    Claim.objects.filter(resource_kind="room").update(shared=True)
    assert grid.generate(group=grid.ours.group).create
