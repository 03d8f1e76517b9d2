"""Lessons from the grid: what is made, what is left alone, and what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from psycopg.types.range import DateRange

from collegium.core.access import Refused, Role
from collegium.core.models import AuditEntry
from collegium.curricula.models import ItemHours
from collegium.organization.models import DayOff
from collegium.planning.models import CoursePlan, PlannedLesson
from collegium.roster.models import Subgroup, TeachingAssignment
from collegium.timetable.models import Claim, Lesson, Meeting, MeetingRoom, MeetingTeacher
from collegium.timetable.queries.generation import lesson_changes
from collegium.timetable.rules import lesson_dates
from tests.factories import assign, make_item, make_lesson, make_mark, make_section
from tests.timetable.conftest import add_listener

pytestmark = pytest.mark.django_db


def set_hours(section, **hours):
    ItemHours.objects.filter(item=section.item).delete()
    for kind, amount in hours.items():
        ItemHours.objects.create(
            college=section.college,
            item=section.item,
            semester=section.group.semester_in(section.term),
            kind=kind,
            hours=amount,
        )


def dates_of(grid, weekday, first=None, parity="every"):
    span = grid.term.span
    return lesson_dates(first or span.lower, span.upper, weekday, parity, anchor=span.lower)


def told(changes):
    return len(changes.create), len(changes.change), len(changes.remove), changes.same, changes.kept


def state():
    """All that generation writes, by key: for asking whether anything changed."""
    return {
        model: sorted(model.objects.values_list())
        for model in (Meeting, Lesson, MeetingTeacher, MeetingRoom)
    } | {Claim: Claim.objects.count()}


def refusal(grid, **options):
    before = state()
    with pytest.raises(Refused) as caught:
        grid.generate(**options)
    assert state() == before
    return caught.value.decision


# ---- making ----


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


# ---- again ----


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


# ---- refusals ----


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


def clash_of(grid, kind):
    """Two places at one hour that need one teacher, room or group."""
    other = grid.ours.other_section
    item = make_item(grid.ours.group.curriculum, "Физика")
    second = make_section(grid.ours.group, item, grid.term)
    assign(second, grid.ours.other_teacher)
    assign(other, grid.ours.teacher)
    grid.entry(weekday=1, room=grid.room)
    if kind == "teacher":
        grid.entry(weekday=1, section=other)
    elif kind == "room":
        grid.entry(weekday=1, section=other, employee=grid.ours.other_teacher, room=grid.room)
    else:
        grid.entry(weekday=1, section=second, employee=grid.ours.other_teacher)


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
