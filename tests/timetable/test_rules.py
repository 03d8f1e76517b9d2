"""Rules of the timetable against plain values, and against what must hold for any values."""

from collections import Counter
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegium.curricula.rules import HourKind
from collegium.timetable.rules import (
    Clash,
    ClashKind,
    Finding,
    Fulfilment,
    Limits,
    Occasion,
    Parity,
    Place,
    PlanPart,
    Portion,
    Sitting,
    clashes,
    distribute,
    fulfilment,
    lesson_dates,
    may_coincide,
    monday_of,
    parity_of,
    parts_of_hours,
    plan_parts,
    remaining,
    week_findings,
    week_hours,
    week_number,
    windows,
)

TERM = date(2026, 9, 1)  # a Tuesday
END = date(2026, 12, 29)


def dec(value):
    return Decimal(str(value))


# ---- days ----


@pytest.mark.parametrize(
    ("day", "number", "parity"),
    [
        (date(2026, 8, 31), 1, Parity.NUMERATOR),
        (date(2026, 9, 1), 1, Parity.NUMERATOR),
        (date(2026, 9, 6), 1, Parity.NUMERATOR),
        (date(2026, 9, 7), 2, Parity.DENOMINATOR),
        (date(2026, 9, 14), 3, Parity.NUMERATOR),
        (date(2026, 8, 30), 0, Parity.DENOMINATOR),
    ],
)
def test_the_week_of_the_first_day_is_odd(day, number, parity):
    assert (week_number(day, TERM), parity_of(day, TERM)) == (number, parity)


def test_dates_of_a_weekday_skip_days_off_and_follow_parity():
    off = {date(2026, 9, 14)}
    every = lesson_dates(TERM, date(2026, 10, 1), 1, Parity.EVERY, anchor=TERM, days_off=off)
    odd = lesson_dates(TERM, date(2026, 10, 1), 1, "numerator", anchor=TERM, days_off=off)
    assert every == [date(2026, 9, 7), date(2026, 9, 21), date(2026, 9, 28)]
    assert odd == [date(2026, 9, 28)]


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
weekdays = st.integers(1, 6)


@given(days, st.integers(0, 200), weekdays, days, st.sets(days, max_size=5))
def test_odd_and_even_weeks_part_every_week(first, length, weekday, anchor, off):
    def dates(parity):
        end = first + timedelta(days=length)
        return lesson_dates(first, end, weekday, parity, anchor=anchor, days_off=off)

    every, odd, even = (dates(parity) for parity in Parity)
    assert sorted([*odd, *even]) == every
    assert {day.isoweekday() for day in every} <= {weekday}
    assert all(first <= day < first + timedelta(days=length) for day in every)
    assert not set(every) & off


@given(days)
def test_a_week_begins_on_monday(day):
    assert (monday_of(day).isoweekday(), 0 <= (day - monday_of(day)).days < 7) == (1, True)


# ---- hours ----


def occasions(*hours, kinds=(), first=TERM):
    kinds = [*kinds, *[""] * len(hours)]
    return [Occasion(first + timedelta(days=i), 1, dec(h), kinds[i]) for i, h in enumerate(hours)]


def laid(parts, places):
    return [(o.day.day, p.kind, p.hours, p.planned_id) for o, p in distribute(parts, places)]


def test_hours_by_kind_come_in_the_order_of_teaching_and_without_what_has_no_place_in_class():
    hours = {
        HourKind.PRACTICAL: dec(6),
        HourKind.LECTURE: dec(4),
        HourKind.INDEPENDENT: dec(10),
        HourKind.LABORATORY: dec(0),
    }
    assert parts_of_hours(hours) == [PlanPart("lecture", dec(4)), PlanPart("practical", dec(6))]


def test_the_last_lesson_of_a_kind_is_shorter_and_the_subject_stops_at_its_hours():
    parts = [PlanPart("lecture", dec(3)), PlanPart("practical", dec(2))]
    assert laid(parts, occasions(2, 2, 2, 2, 2)) == [
        (1, "lecture", dec(2), None),
        (2, "lecture", dec(1), None),
        (3, "practical", dec(2), None),
    ]


def test_a_lesson_plan_gives_the_order_and_a_long_row_takes_several_lessons():
    parts = [PlanPart("practical", dec(4), 7), PlanPart("lecture", dec(1), 8)]
    assert laid(parts, occasions(2, 2, 2)) == [
        (1, "practical", dec(2), 7),
        (2, "practical", dec(2), 7),
        (3, "lecture", dec(1), 8),
    ]


def test_a_kind_with_a_place_of_its_own_is_left_to_that_place():
    parts = [PlanPart("laboratory", dec(4)), PlanPart("lecture", dec(2))]
    places = occasions(2, 2, 2, 2, kinds=["", "laboratory", "", "laboratory"])
    assert laid(parts, places) == [
        (1, "lecture", dec(2), None),
        (2, "laboratory", dec(2), None),
        (4, "laboratory", dec(2), None),
    ]


@pytest.mark.parametrize(
    ("rows", "hours", "parts"),
    [
        ([], {"lecture": 4}, [("lecture", 4, None)]),
        ([], {}, []),
        # The lesson plan covers a part: the rest follows without a row.
        (
            [("practical", 2, 1), ("lecture", 3, 2)],
            {"lecture": 4, "practical": 4},
            [("practical", 2, 1), ("lecture", 3, 2), ("lecture", 1, None), ("practical", 2, None)],
        ),
        # It has other kinds than the curriculum: the total holds.
        (
            [("lecture", 6, 1)],
            {"lecture": 4, "practical": 4},
            [("lecture", 6, 1), ("practical", 2, None)],
        ),
        # It is longer than the curriculum allows: its end has no place.
        (
            [("lecture", 3, 1), ("lecture", 3, 2)],
            {"lecture": 4},
            [("lecture", 3, 1), ("lecture", 1, 2)],
        ),
        ([("lecture", 3, 1)], {}, [("lecture", 3, 1)]),
    ],
)
def test_the_lesson_plan_within_the_hours_of_the_curriculum(rows, hours, parts):
    found = plan_parts(
        [PlanPart(kind, dec(h), pk) for kind, h, pk in rows],
        {kind: dec(h) for kind, h in hours.items()},
    )
    assert [(p.kind, int(p.hours), p.planned_id) for p in found] == parts


@pytest.mark.parametrize(
    ("used", "left"),
    [
        ([], [("lecture", 4, 1), ("lecture", 4, 2), ("practical", 2, 3)]),
        ([("lecture", 2, 1)], [("lecture", 2, 1), ("lecture", 4, 2), ("practical", 2, 3)]),
        # Without its row of the plan a lesson takes from the first row of its kind.
        ([("lecture", 2, None)], [("lecture", 2, 1), ("lecture", 4, 2), ("practical", 2, 3)]),
        # A row that took longer than planned eats into the next of its kind.
        ([("lecture", 6, 1)], [("lecture", 2, 2), ("practical", 2, 3)]),
        # Beyond its kind it eats from the end, so that the total stays.
        ([("laboratory", 3, None)], [("lecture", 4, 1), ("lecture", 3, 2)]),
        ([("lecture", 20, None)], []),
    ],
)
def test_what_is_left_of_the_plan(used, left):
    parts = [PlanPart("lecture", dec(4), 1), PlanPart("lecture", dec(4), 2)]
    parts.append(PlanPart("practical", dec(2), 3))
    portions = [Portion(kind, dec(hours), planned) for kind, hours, planned in used]
    assert [(p.kind, int(p.hours), p.planned_id) for p in remaining(parts, portions)] == left


amounts = st.decimals(min_value=0, max_value=40, places=1)
kinds = st.sampled_from(["lecture", "practical", "laboratory"])
some_parts = st.lists(st.builds(PlanPart, kinds, amounts.filter(bool)), max_size=6)
portions = st.lists(st.builds(Portion, kinds, amounts.filter(bool)), max_size=6)
places = st.lists(
    st.builds(
        Occasion,
        st.dates(TERM, END),
        st.integers(1, 6),
        st.sampled_from([dec(1), dec(2)]),
        st.sampled_from(["", "", "laboratory"]),
    ),
    max_size=40,
    unique_by=lambda o: (o.day, o.pair),
)


def total(things):
    return sum((thing.hours for thing in things), dec(0))


@given(some_parts, places)
def test_no_kind_gets_more_than_its_hours_and_no_lesson_more_than_its_place(parts, free):
    found = distribute(parts, free)
    given_, planned = Counter(), Counter()
    for _, portion in found:
        given_[portion.kind] += portion.hours
    for part in parts:
        planned[part.kind] += part.hours
    assert all(given_[kind] <= planned[kind] for kind in given_)
    assert all(0 < portion.hours <= occasion.hours for occasion, portion in found)
    assert all(occasion.kind in {"", portion.kind} for occasion, portion in found)
    assert [o for o, _ in found] == sorted({o for o, _ in found}, key=lambda o: (o.day, o.pair))


@given(some_parts, portions)
def test_given_and_left_make_the_plan_unless_more_was_given(parts, used):
    left = total(remaining(parts, used))
    assert left == max(total(parts) - total(used), 0)


@given(some_parts, portions, places)
def test_the_forecast_never_passes_the_plan_by_lessons_to_come(parts, used, free):
    found = fulfilment(parts, used, free)
    assert found.forecast <= max(found.planned, found.given)
    assert found.missing == max(found.planned - found.forecast, 0)
    assert (found.done_on is None) or found.missing == 0
    assert 0 <= found.spare <= len(free)


def test_a_forecast_says_when_the_plan_is_done_and_how_many_places_stay_empty():
    found = fulfilment(
        [PlanPart("lecture", dec(6))], [Portion("lecture", dec(2))], occasions(2, 2, 2, 2)
    )
    assert found == Fulfilment(dec(6), dec(2), dec(4), spare=2, done_on=date(2026, 9, 2))
    short = fulfilment([PlanPart("lecture", dec(6))], [], occasions(2))
    assert (short.forecast, short.missing, short.done_on) == (dec(2), dec(4), None)


# ---- clashes ----


def place(key=1, **fields):
    return Place(
        **{
            "key": key,
            "weekday": 1,
            "starts": time(9),
            "ends": time(10, 30),
            "parity": Parity.EVERY,
            "first": TERM,
            "end": END,
            "employee_id": 10 + key,
            "room_id": 20 + key,
            "parts": frozenset({(30 + key, None)}),
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("change", "kinds_"),
    [
        ({}, []),
        ({"employee_id": 11}, [ClashKind.TEACHER]),
        ({"room_id": 21}, [ClashKind.ROOM]),
        ({"parts": frozenset({(31, None)})}, [ClashKind.GROUP]),
        ({"parts": frozenset({(31, 5)})}, [ClashKind.GROUP]),
        ({"parts": frozenset({(99, None), (31, None)})}, [ClashKind.GROUP]),
        (
            {"employee_id": 11, "room_id": 21, "parts": frozenset({(31, None)})},
            [ClashKind.TEACHER, ClashKind.ROOM, ClashKind.GROUP],
        ),
        ({"employee_id": 11, "weekday": 2}, []),
        ({"employee_id": 11, "starts": time(10, 30), "ends": time(12)}, []),
        ({"employee_id": 11, "starts": time(10), "ends": time(12)}, [ClashKind.TEACHER]),
        ({"employee_id": 11, "first": END, "end": date(2027, 1, 1)}, []),
        ({"employee_id": 11, "parity": Parity.NUMERATOR}, [ClashKind.TEACHER]),
    ],
)
def test_clashes(change, kinds_):
    assert clashes(place(), [place(2, **change)]) == [Clash(kind, 2) for kind in kinds_]


@pytest.mark.parametrize(("one", "two", "clash"), [(1, 2, False), (1, 1, True), (1, None, True)])
def test_subgroups_may_sit_at_once_but_not_beside_their_whole_group(one, two, clash):
    mine = place(parts=frozenset({(5, one)}))
    other = place(2, parts=frozenset({(5, two)}))
    assert bool(clashes(mine, [other])) is clash


def test_nobody_and_nowhere_do_not_clash_and_a_place_does_not_clash_with_itself():
    empty = place(employee_id=None, room_id=None)
    other = place(2, employee_id=None, room_id=None)
    assert clashes(empty, [other, empty, place(parts=frozenset())]) == []


def test_odd_and_even_weeks_never_coincide():
    odd, even = place(parity=Parity.NUMERATOR), place(parity=Parity.DENOMINATOR)
    assert not may_coincide(odd, even)


hours_of_day = st.integers(8, 19)
a_place = st.builds(
    lambda **f: place(**{**f, "ends": time(f["starts"].hour + 1, 30)}),
    key=st.integers(1, 9),
    weekday=st.integers(1, 2),
    starts=st.builds(time, hours_of_day),
    parity=st.sampled_from(list(Parity)),
    first=st.dates(TERM, date(2026, 10, 1)),
    end=st.dates(date(2026, 9, 20), END),
)


@given(a_place, a_place)
def test_two_places_coincide_whichever_is_asked_and_then_on_a_real_day(one, two):
    assert may_coincide(one, two) == may_coincide(two, one)
    dates = [
        set(lesson_dates(p.first, p.end, p.weekday, p.parity, anchor=TERM)) for p in (one, two)
    ]
    if dates[0] & dates[1] and max(one.starts, two.starts) < min(one.ends, two.ends):
        assert may_coincide(one, two)


# ---- loads ----


@pytest.mark.parametrize(
    ("pairs", "gaps"), [([], 0), ([3], 0), ([1, 2, 3], 0), ([1, 4], 2), ([2, 4, 6, 4], 2)]
)
def test_windows(pairs, gaps):
    assert windows(pairs) == gaps


def sit(weekday, pair, parity=Parity.EVERY, hours=2, subject=1):
    return Sitting(weekday, pair, parity, dec(hours), subject)


def test_subgroups_that_sit_at_once_count_once():
    week = [sit(1, 1, subject=1), sit(1, 1, subject=2), sit(1, 2, Parity.DENOMINATOR)]
    assert (week_hours(week, Parity.NUMERATOR), week_hours(week, Parity.DENOMINATOR)) == (2, 4)


def test_findings_of_a_week():
    limits = Limits(week_hours=dec(8), day_hours=dec(4), subject_pairs=2)
    week = [
        *(sit(1, pair) for pair in (1, 2, 3)),
        sit(2, 1, subject=2),
        sit(2, 4, Parity.DENOMINATOR, subject=3),
    ]
    assert week_findings(week, limits, days=range(1, 7)) == [
        Finding("week-hours", Parity.DENOMINATOR, 0, dec(10)),
        Finding("day-hours", Parity.EVERY, 1, dec(6)),
        Finding("subject-pairs", Parity.EVERY, 1, dec(3), subject=1),
        Finding("windows", Parity.DENOMINATOR, 2, dec(2)),
    ]


def test_a_week_within_its_limits_has_no_findings():
    assert week_findings([sit(day, 1) for day in range(1, 7)], days=range(1, 7)) == []
