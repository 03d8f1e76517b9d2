"""Lessons made again: what follows the grid, and what is left alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from psycopg.types.range import DateRange

from collegium.core.access import Role
from collegium.timetable.models import Lesson, Meeting
from tests.factories import assign, make_lesson, make_mark
from tests.timetable.conftest import add_listener, dates_of, set_hours, state

pytestmark = pytest.mark.django_db


def test_a_second_run_changes_nothing(grid):
    grid.entry(weekday=1, room=grid.room)
    grid.entry(weekday=3, pair=2)
    made = len(grid.generate().create)
    before = state()
    changes = grid.generate()
    assert state() == before
    assert (changes.any, changes.same + changes.kept) == (False, made)


def test_another_weekday_moves_the_lessons_to_come_and_not_those_that_were(grid):
    entry = grid.entry(weekday=1)
    grid.generate()
    was = [lesson.meeting.date for lesson in grid.lessons() if lesson.meeting.date <= grid.today]
    day = grid.today + timedelta(days=1)
    entry.valid = DateRange(grid.start, day)
    entry.save()
    grid.entry(weekday=2, valid=DateRange(day, grid.term.span.upper))
    grid.generate(since=day)
    assert [lesson.meeting.date for lesson in grid.lessons()] == was + dates_of(grid, 2, day)


def test_another_room_and_pair_change_the_meeting_in_place(grid):
    entry = grid.entry(weekday=1)
    grid.generate()
    keys = list(grid.lessons().values_list("pk", "meeting"))
    entry.room, entry.slot = grid.room, grid.slots[2]
    entry.save()
    changes = grid.generate()
    later = [m for m in Meeting.objects.all() if m.date > grid.today]
    assert list(grid.lessons().values_list("pk", "meeting")) == keys
    assert {m.slot for m in later} == {grid.slots[2]}
    assert {m.rooms.get().room for m in later} == {grid.room}
    assert {m.claims.count() for m in later} == {3}
    assert (len(changes.change), len(changes.create)) == (len(later), 0)
    earlier = Meeting.objects.filter(date__lte=grid.today)
    assert {m.slot for m in earlier} == {grid.slots[0]}


def test_other_hours_of_the_plan_change_kinds_and_take_away_the_rest(grid):
    entry_days = [d for d in dates_of(grid, 1) if d > grid.today]
    grid.entry(weekday=1)
    grid.generate(since=entry_days[0])
    keys = list(grid.lessons().values_list("pk", flat=True))
    set_hours(grid.section, lecture=2, practical=2)
    grid.generate(since=entry_days[0])
    assert [(lesson.pk, lesson.kind) for lesson in grid.lessons()] == [
        (keys[0], "lecture"),
        (keys[1], "practical"),
    ]
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize(
    "touch", ["topic", "homework", "attendance", "version", "mark", "cancelled", "moved"]
)
def test_a_lesson_with_anything_in_it_stays(grid, touch):
    entry = grid.entry(weekday=1)
    grid.generate()
    lesson = next(one for one in grid.lessons() if one.meeting.date > grid.today)
    if touch == "topic":
        lesson.topic = "Производная"
    elif touch == "homework":
        lesson.homework = "№ 5"
    elif touch == "attendance":
        lesson.attendance_confirmed_at = timezone.now()
    elif touch == "version":
        lesson.version = 2
    elif touch == "mark":
        make_mark(lesson, grid.ours.child, "5", grid.ours.users[Role.TEACHER])
    elif touch == "cancelled":
        lesson.meeting.state = "cancelled"
    elif touch == "moved":
        lesson.meeting.origin = "moved"
    lesson.meeting.save()
    lesson.save()
    entry.valid = DateRange(grid.start, grid.start + timedelta(days=1))
    entry.save()
    grid.generate()
    coming = [one for one in grid.lessons() if one.meeting.date > grid.today]
    assert coming == [lesson]


def test_one_touched_lesson_of_a_stream_keeps_the_whole_meeting(grid):
    assign(grid.ours.other_section, grid.ours.teacher)
    entry = grid.entry(weekday=1)
    add_listener(entry, grid.ours.other_section)
    grid.generate()
    lesson = grid.lessons(grid.ours.other_section).filter(meeting__date__gt=grid.today)[0]
    lesson.topic = "Производная"
    lesson.save()
    entry.valid = DateRange(grid.start, grid.start + timedelta(days=1))
    entry.save()
    grid.generate(group=grid.ours.group)
    coming = Lesson.objects.filter(meeting__date__gt=grid.today)
    assert set(coming.values_list("meeting", "section")) == {
        (lesson.meeting_id, grid.section.pk),
        (lesson.meeting_id, grid.ours.other_section.pk),
    }


def test_a_group_that_leaves_a_stream_takes_its_lessons_with_it(grid):
    assign(grid.ours.other_section, grid.ours.teacher)
    entry = grid.entry(weekday=1)
    leaver = add_listener(entry, grid.ours.other_section)
    grid.generate()
    kept = set(grid.lessons().values_list("pk", flat=True))
    leaver.delete()
    grid.generate(group=grid.ours.other_group)
    assert set(grid.lessons().values_list("pk", flat=True)) == kept
    coming = grid.lessons(grid.ours.other_section).filter(meeting__date__gt=grid.today)
    assert not coming.exists()


def test_a_group_that_joins_a_stream_gets_its_lessons_in_the_same_meetings(grid):
    assign(grid.ours.other_section, grid.ours.teacher)
    entry = grid.entry(weekday=1)
    grid.generate()
    add_listener(entry, grid.ours.other_section)
    grid.generate(since=grid.today + timedelta(days=1))
    coming = Meeting.objects.filter(date__gt=grid.today)
    assert {m.lessons.count() for m in coming} == {2}
    assert {m.claims.filter(resource_kind="group").count() for m in coming} == {2}


def test_hours_already_given_count_and_a_cancelled_lesson_does_not(grid):
    set_hours(grid.section, lecture=8)
    make_lesson(grid.section, grid.start, slot=4, topic="Введение")
    cancelled = make_lesson(grid.section, grid.start + timedelta(days=1), slot=4)
    cancelled.meeting.state = "cancelled"
    cancelled.meeting.save()
    grid.entry(weekday=1)
    assert len(grid.generate().create) == 3
