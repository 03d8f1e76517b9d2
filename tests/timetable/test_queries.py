"""What the pages of the grid show: the week, its troubles, hours and forecast, and choices."""

from datetime import timedelta
from decimal import Decimal

import pytest
from psycopg.types.range import DateRange

from collegium.core.access import Role
from collegium.organization.models import Room, Setting
from collegium.roster.models import Subgroup
from collegium.timetable.queries.choices import Wanted, entry_choices
from collegium.timetable.queries.fulfilment import section_hours, week_load
from collegium.timetable.queries.grid import busy_then, term_places, week_grid
from collegium.timetable.queries.progress import grid_progress
from collegium.timetable.rules import Finding, Parity
from tests.factories import assign, make_item, make_lesson, make_section
from tests.timetable.conftest import add_listener, dates_of, set_hours

pytestmark = pytest.mark.django_db


def grid_of(grid, since=None):
    since = since or grid.start
    places = term_places(grid.term, since)
    return week_grid(grid.ours.group, grid.term, since, places)


def second_section(grid, title="Физика", teacher=None):
    section = make_section(grid.ours.group, make_item(grid.ours.group.curriculum, title), grid.term)
    assign(section, teacher or grid.ours.other_teacher)
    return section


# ---- the week ----


def test_each_place_stands_in_its_cell(grid):
    entry = grid.entry(weekday=2, pair=3, room=grid.room)
    grid.entry(section=grid.ours.other_section, employee=grid.ours.other_teacher)
    week = grid_of(grid)
    full = [
        (cell.weekday, row.slot.number, [view.entry for view in cell.entries], cell.is_full)
        for row in week.rows
        for cell in row.cells
        if cell.entries
    ]
    assert full == [(2, 3, [entry], True)]
    assert [len(row.cells) for row in week.rows] == [6, 6, 6, 6]
    assert [view.troubles for view in week.entries] == [[]]


def test_a_cell_of_odd_weeks_or_of_a_subgroup_has_room_for_more(grid):
    grid.entry(weekday=1, parity="numerator")
    section = second_section(grid)
    section.subgroup = Subgroup.objects.create(
        college=grid.ours.college, group=grid.ours.group, title="1"
    )
    section.save()
    grid.entry(weekday=2, section=section, employee=grid.ours.other_teacher)
    cells = grid_of(grid).rows[0].cells
    assert [cell.is_full for cell in cells] == [False] * 6


def test_who_listens_together_is_named(grid):
    assign(grid.ours.other_section, grid.ours.teacher)
    add_listener(grid.entry(), grid.ours.other_section)
    assert [view.with_groups for view in grid_of(grid).entries] == [["И-12"]]


def test_what_is_wrong_with_a_place_is_said_at_it(grid):
    other = grid.ours.other_section
    grid.entry(weekday=1, room=grid.room)
    grid.entry(weekday=1, section=other, employee=grid.ours.other_teacher, room=grid.room)
    grid.entry(weekday=2, employee=grid.ours.other_teacher)
    one, two = grid_of(grid).entries
    assert (len(one.troubles), len(two.troubles)) == (1, 1)
    assert "И-12" in one.troubles[0]
    assert "101" in one.troubles[0]
    assert grid.ours.other_teacher.short_name in two.troubles[0]


def test_the_week_is_shown_as_it_is_from_a_day_on(grid):
    day = grid.start + timedelta(days=30)
    grid.entry(weekday=1, valid=DateRange(grid.start, day))
    later = grid.entry(weekday=2, valid=DateRange(day, grid.term.span.upper))
    assert len(grid_of(grid).entries) == 2
    assert [view.entry for view in grid_of(grid, day).entries] == [later]


def test_the_week_takes_as_many_queries_for_one_place_as_for_many(grid, django_assert_num_queries):
    def read():
        week = grid_of(grid)
        return [str(view.listener.section) + str(view.entry.room) for view in week.entries]

    grid.entry(weekday=1)
    with django_assert_num_queries(6):
        read()
    for weekday in (2, 3, 4):
        grid.entry(weekday=weekday, room=grid.room)
    with django_assert_num_queries(6):
        assert len(read()) == 4


# ---- who is busy ----


def test_who_and_what_is_taken_then(grid):
    entry = grid.entry(weekday=1, room=grid.room)
    grid.entry(weekday=2, section=grid.ours.other_section, employee=grid.ours.other_teacher)
    places = {place.key: place for place in term_places(grid.term, grid.start)}
    asked = next(place for key, place in places.items() if key != entry.pk)
    monday = type(asked)(**{**{f: getattr(asked, f) for f in asked.__slots__}, "weekday": 1})
    busy = busy_then(monday, places.values())
    assert (busy.teachers, busy.rooms) == (
        {grid.ours.teacher.pk: entry.pk},
        {grid.room.pk: entry.pk},
    )


# ---- hours ----


def test_hours_given_laid_and_missing(grid):
    set_hours(grid.section, lecture=60)
    day = grid.today
    make_lesson(grid.section, day - timedelta(days=3), slot=4)
    extra = make_lesson(grid.section, day + timedelta(days=20), slot=4)
    extra.meeting.origin = "extra"
    extra.meeting.save()
    gone = make_lesson(grid.section, day - timedelta(days=2), slot=4)
    gone.meeting.state = "cancelled"
    gone.meeting.save()
    grid.entry(weekday=1, pair=1)
    grid.entry(weekday=3, pair=2, parity="numerator", hours=Decimal(1))
    (row,) = section_hours(grid.ours.group, grid.term, day)
    laid = 2 * len(dates_of(grid, 1, day)) + len(dates_of(grid, 3, day, "numerator"))
    assert (row.figures.planned, row.figures.given, row.figures.laid) == (60, 4, laid)
    assert (row.figures.missing, row.odd, row.even) == (60 - 4 - laid, 3, 2)
    assert (row.teachers, row.state) == ([grid.ours.teacher], "short")


@pytest.mark.parametrize(
    ("hours", "laid", "state"),
    [(0, False, "unplanned"), (60, False, "unplaced"), (60, True, "short"), (4, True, "ok")],
)
def test_the_state_of_a_subject(grid, hours, laid, state):
    set_hours(grid.section, lecture=hours)
    if laid:
        grid.entry()
    (row,) = section_hours(grid.ours.group, grid.term, grid.start)
    assert row.state == state


def test_hours_take_as_many_queries_for_one_subject_as_for_many(grid, django_assert_num_queries):
    grid.entry()
    with django_assert_num_queries(7):
        section_hours(grid.ours.group, grid.term, grid.start)
    for number in range(3):
        grid.entry(
            weekday=number + 2,
            section=second_section(grid, f"Предмет {number}"),
            employee=grid.ours.other_teacher,
        )
    with django_assert_num_queries(7):
        assert len(section_hours(grid.ours.group, grid.term, grid.start)) == 4


def test_limits_of_the_week_are_settings_of_the_college(grid, theirs):
    for pair in (1, 3):
        grid.entry(weekday=1, pair=pair)
    views = grid_of(grid).entries
    load = week_load(views, grid.ours.college.pk, grid.start)
    assert (load.odd, load.even, load.limit) == (4, 4, 36)
    assert load.findings == [Finding("windows", Parity.EVERY, 1, Decimal(1))]
    for college, limit in ((grid.ours.college, "3"), (theirs.college, "1")):
        Setting.objects.create(
            college=college,
            key="timetable.week_hours",
            valid=DateRange(grid.start, None),
            value=limit,
        )
    load = week_load(views, grid.ours.college.pk, grid.start)
    assert (load.limit, [f.code for f in load.findings]) == (3, ["week-hours", "windows"])


def test_progress_of_the_groups(grid, theirs, django_assert_num_queries):
    grid.entry(weekday=1)
    grid.entry(weekday=2, parity="numerator")
    grid.generate(group=grid.ours.group)
    user = grid.ours.user(Role.COORDINATOR)
    _ = user.current_memberships
    last = grid.lessons().last().meeting.date
    with django_assert_num_queries(3):
        rows = grid_progress(user, grid.term, grid.today)
    assert [(r.group.title, r.weekly, r.lessons, r.last) for r in rows] == [
        ("И-11", 3, grid.lessons().count(), last),
        ("И-12", 0, 0, None),
    ]


# ---- choices ----


def choices(grid, entry=None, **wanted):
    values = {"weekday": 1, "slot": grid.slots[0], **wanted}
    return entry_choices(grid.ours.group, grid.term, grid.start, Wanted(**values), entry)


def test_subjects_say_what_is_left_to_place(grid):
    set_hours(grid.section, lecture=4)
    part = second_section(grid)
    part.subgroup = Subgroup.objects.create(
        college=grid.ours.college, group=grid.ours.group, title="Б"
    )
    part.save()
    grid.entry(weekday=3)
    found = dict(choices(grid).sections)
    assert set(found) == {str(grid.section.pk), str(part.pk)}
    assert "Математика" in found[str(grid.section.pk)]
    assert "(Б)" in found[str(part.pk)]
    assert "72" in found[str(part.pk)]


def test_the_subject_brings_its_teacher_and_the_teacher_the_usual_free_room(grid):
    campus = grid.room.campus
    other = Room.objects.create(college=grid.ours.college, campus=campus, number="102")
    for weekday in (3, 4):
        grid.entry(weekday=weekday, room=grid.room)
    grid.entry(weekday=5, room=other)
    found = choices(grid, section=grid.section)
    assert (found.employee_id, found.room_id) == (grid.ours.teacher.pk, grid.room.pk)
    grid.entry(
        weekday=1,
        section=grid.ours.other_section,
        employee=grid.ours.other_teacher,
        room=grid.room,
    )
    found = choices(grid, section=grid.section)
    assert (found.room_id, found.troubles) == (other.pk, [])
    free, taken = found.rooms[1][1], found.rooms[2][1]
    assert ([pk for pk, _ in free], [pk for pk, _ in taken]) == (
        [str(other.pk)],
        [str(grid.room.pk)],
    )
    assert "И-12" in taken[0][1]


def test_without_a_subject_or_an_hour_there_is_nothing_to_warn_of(grid):
    grid.entry(weekday=1)
    empty = choices(grid)
    assert (empty.teachers, empty.employee_id, empty.room_id) == ([], None, None)
    assert empty.troubles == []
    assert choices(grid, slot=None, section=grid.section).troubles == []


def test_a_chosen_teacher_is_kept_while_they_teach_the_subject(grid):
    assign(grid.section, grid.ours.other_teacher)
    kept = choices(grid, section=grid.section, employee_id=grid.ours.other_teacher.pk)
    assert kept.employee_id == grid.ours.other_teacher.pk
    second = second_section(grid, teacher=grid.ours.teacher)
    changed = choices(grid, section=second, employee_id=grid.ours.other_teacher.pk)
    assert changed.employee_id == grid.ours.teacher.pk


def test_a_busy_teacher_is_marked_and_a_stream_is_offered(grid):
    other = grid.ours.other_section
    assign(other, grid.ours.teacher)
    entry = grid.entry(weekday=1, section=other)
    found = choices(grid, section=grid.section)
    assert "И-12" in dict(found.teachers)[str(grid.ours.teacher.pk)]
    assert (len(found.troubles), found.stream) == (1, entry)


def test_no_stream_with_another_subject_with_oneself_or_over_another_trouble(grid):
    other = grid.ours.other_section
    assign(other, grid.ours.teacher)
    physics = second_section(grid, teacher=grid.ours.teacher)
    entry = grid.entry(weekday=1, section=other)
    assert choices(grid, section=physics).stream is None
    grid.entry(weekday=2)
    assert choices(grid, weekday=2, section=grid.section).stream is None
    grid.entry(weekday=1, section=physics, employee=grid.ours.other_teacher)
    found = choices(grid, section=grid.section)
    assert (len(found.troubles), found.stream) == (2, None)
    assert entry


def test_a_place_is_no_trouble_to_itself(grid):
    entry = grid.entry(weekday=1, room=grid.room)
    found = choices(
        grid,
        entry,
        section=grid.section,
        employee_id=grid.ours.teacher.pk,
        room_id=grid.room.pk,
    )
    assert (found.troubles, found.room_id) == ([], grid.room.pk)


def test_rooms_and_teachers_are_of_the_college(grid, their_grid):
    found = choices(grid, section=grid.section)
    assert [pk for pk, _ in found.rooms[1][1]] == [str(grid.room.pk)]
    assert [pk for pk, _ in found.teachers] == [str(grid.ours.teacher.pk)]
