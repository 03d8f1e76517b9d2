"""Lessons from the grid: what is made of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from psycopg.types.range import DateRange

from collegium.core.models import AuditEntry
from collegium.organization.models import DayOff
from collegium.planning.models import CoursePlan, PlannedLesson
from collegium.roster.models import Subgroup
from collegium.timetable.models import Claim, Meeting
from collegium.timetable.queries.generation import lesson_changes
from tests.factories import assign, make_item, make_section
from tests.timetable.conftest import add_listener, dates_of, set_hours

pytestmark = pytest.mark.django_db


def told(changes):
    return len(changes.create), len(changes.change), len(changes.remove), changes.same, changes.kept


def test_every_week_of_the_term_gets_its_lesson_with_teacher_room_and_claims(grid):
    set_hours(grid.section, lecture=100)
    entry = grid.entry(weekday=2, room=grid.room)
    changes = grid.generate()
    days = dates_of(grid, 2)
    lessons = list(grid.lessons())
    assert [lesson.meeting.date for lesson in lessons] == days
    assert told(changes) == (len(days), 0, 0, 0, 0)
    first = lessons[0]
    assert (first.kind, first.hours, first.planned, first.topic) == ("lecture", 2, None, "")
    meeting = first.meeting
    assert (meeting.slot, meeting.entry, meeting.state, meeting.origin) == (
        entry.slot,
        entry,
        "planned",
        "grid",
    )
    assert list(meeting.teachers.values_list("employee", "hours")) == [(grid.ours.teacher.pk, 2)]
    assert list(meeting.rooms.values_list("room", flat=True)) == [grid.room.pk]
    assert set(meeting.claims.values_list("resource_kind", "resource_id")) == {
        ("teacher", grid.ours.teacher.pk),
        ("room", grid.room.pk),
        ("group", grid.ours.group.pk),
    }
    assert changes.missing[grid.section.pk] == 100 - 2 * len(days)


def test_claims_hold_the_pair_on_the_clock_of_the_college(grid):
    grid.ours.college.time_zone = "Asia/Sakhalin"
    grid.ours.college.save()
    grid.entry(weekday=2)
    grid.generate()
    claim = Claim.objects.order_by("during").first()
    slot, day = grid.slots[0], dates_of(grid, 2)[0]
    local = [
        moment.astimezone(timezone.get_fixed_timezone(660))
        for moment in (claim.during.lower, claim.during.upper)
    ]
    assert [(m.date(), m.time()) for m in local] == [(day, slot.starts), (day, slot.ends)]


def test_days_off_and_the_other_weeks_are_skipped(grid):
    days = dates_of(grid, 3, parity="numerator")
    DayOff.objects.create(college=grid.ours.college, date=days[1], title="Праздник")
    grid.entry(weekday=3, parity="numerator")
    grid.generate()
    assert [lesson.meeting.date for lesson in grid.lessons()] == [days[0], *days[2:]]


def test_a_day_off_of_another_college_is_no_day_off_of_ours(grid, theirs):
    days = dates_of(grid, 3)
    DayOff.objects.create(college=theirs.college, date=days[1], title="Праздник")
    grid.entry(weekday=3)
    grid.generate()
    assert [lesson.meeting.date for lesson in grid.lessons()] == days


def test_the_subject_stops_at_its_hours_kind_after_kind(grid):
    set_hours(grid.section, practical=4, lecture=3, independent=20)
    grid.entry(weekday=1)
    grid.entry(weekday=3)
    changes = grid.generate()
    assert [(lesson.kind, lesson.hours) for lesson in grid.lessons()] == [
        ("lecture", 2),
        ("lecture", 1),
        ("practical", 2),
        ("practical", 2),
    ]
    short = grid.lessons()[1].meeting
    assert short.teachers.get().hours == 1
    assert grid.section.pk not in changes.missing


def test_a_place_for_laboratory_work_takes_laboratory_work(grid):
    set_hours(grid.section, lecture=4, laboratory=2)
    grid.entry(weekday=1)
    grid.entry(weekday=3, kind="laboratory")
    grid.generate()
    assert [(lesson.kind, lesson.meeting.date.isoweekday()) for lesson in grid.lessons()] in (
        [("lecture", 1), ("laboratory", 3), ("lecture", 1)],
        [("laboratory", 3), ("lecture", 1), ("lecture", 1)],
    )


def test_rows_of_the_lesson_plan_are_linked_in_their_order(grid):
    set_hours(grid.section, lecture=6)
    plan = CoursePlan.objects.create(college=grid.ours.college, section=grid.section)
    rows = [
        PlannedLesson.objects.create(
            college=grid.ours.college, plan=plan, number=number, kind=kind, hours=2, topic="Тема"
        )
        for number, kind in [(2, "lecture"), (1, "practical")]
    ]
    grid.entry(weekday=1)
    grid.generate()
    assert [(lesson.kind, lesson.planned) for lesson in grid.lessons()] == [
        ("practical", rows[1]),
        ("lecture", rows[0]),
        ("lecture", None),
    ]


def test_a_stream_is_one_meeting_with_a_lesson_in_each_journal(grid):
    assign(grid.ours.other_section, grid.ours.teacher)
    entry = grid.entry(weekday=1)
    add_listener(entry, grid.ours.other_section, hours=Decimal(1))
    grid.generate(group=grid.ours.other_group)
    meeting = Meeting.objects.order_by("date").first()
    assert sorted(meeting.lessons.values_list("section", "hours")) == sorted(
        [(grid.section.pk, 2), (grid.ours.other_section.pk, 1)]
    )
    assert meeting.teachers.get().hours == 2
    assert set(meeting.claims.values_list("resource_kind", "resource_id")) == {
        ("teacher", grid.ours.teacher.pk),
        ("group", grid.ours.group.pk),
        ("group", grid.ours.other_group.pk),
    }


def test_subgroups_meet_at_once_and_each_is_held(grid):
    one, two = (
        Subgroup.objects.create(college=grid.ours.college, group=grid.ours.group, title=title)
        for title in "12"
    )
    item = make_item(grid.ours.group.curriculum, "Английский язык")
    sections = []
    for part, teacher in ((one, grid.ours.teacher), (two, grid.ours.other_teacher)):
        section = make_section(grid.ours.group, item, grid.term)
        section.subgroup = part
        section.save()
        assign(section, teacher)
        grid.entry(weekday=1, section=section, employee=teacher)
        sections.append(section)
    grid.entry(weekday=1, pair=2)
    grid.generate()
    held = Claim.objects.filter(resource_kind__in=["group", "subgroup"])
    by_section = {
        section.pk: set(
            held.filter(meeting__lessons__section=section).values_list(
                "resource_kind", "resource_id"
            )
        )
        for section in [*sections, grid.section]
    }
    assert by_section == {
        sections[0].pk: {("subgroup", one.pk)},
        sections[1].pk: {("subgroup", two.pk)},
        grid.section.pk: {
            ("group", grid.ours.group.pk),
            ("subgroup", one.pk),
            ("subgroup", two.pk),
        },
    }


def test_one_group_only_or_the_whole_term(grid):
    grid.entry(weekday=1)
    grid.entry(weekday=1, pair=2, section=grid.ours.other_section, employee=grid.ours.other_teacher)
    grid.generate(group=grid.ours.group)
    assert not grid.lessons(grid.ours.other_section).exists()
    changes = grid.generate()
    assert (len(changes.create), changes.same > 0) == (len(dates_of(grid, 1)), True)


def test_the_grid_of_another_college_gives_us_no_lessons(grid, their_grid):
    their_grid.entry(weekday=1)
    grid.entry(weekday=1)
    grid.generate()
    assert not their_grid.lessons().exists()


def test_what_was_done_is_recorded_once(grid):
    grid.entry(weekday=1)
    grid.generate(group=grid.ours.group)
    grid.generate(group=grid.ours.group)
    entry = AuditEntry.objects.get(verb="lessons.generate")
    assert entry.target_name == "И-11"
    assert entry.changes == {
        "term": str(grid.term),
        "since": grid.start.isoformat(),
        "created": len(dates_of(grid, 1)),
        "changed": 0,
        "removed": 0,
    }


def test_comparing_takes_as_many_queries_for_one_place_as_for_many(grid, django_assert_num_queries):
    def compare():
        lesson_changes(grid.term, groups=None, since=grid.start, today=grid.today)

    grid.entry(weekday=1)
    grid.generate()
    with django_assert_num_queries(11):
        compare()
    for weekday in (2, 3, 4):
        grid.entry(weekday=weekday)
    grid.generate()
    with django_assert_num_queries(11):
        compare()


def test_making_takes_as_many_queries_for_one_lesson_as_for_many(
    grid, their_grid, django_assert_num_queries
):
    day = dates_of(grid, 1)[0]
    grid.entry(weekday=1, valid=DateRange(day, day + timedelta(days=1)))
    with django_assert_num_queries(21):
        assert len(grid.generate().create) == 1
    for weekday in (1, 2, 3):
        their_grid.entry(weekday=weekday)
    with django_assert_num_queries(21):
        assert len(their_grid.generate().create) > 10
