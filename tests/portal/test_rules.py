"""Desks and the diary, computed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegium.gradebook.rules import weighted_mean
from collegium.portal.rules import (
    days_late,
    fives_needed,
    grade_above,
    running_means,
    share,
    week_of,
)

D = Decimal
MARK = st.tuples(st.sampled_from([D(2), D(3), D(4), D(5)]), st.sampled_from([D(1), D(2), D("0.5")]))


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 28), date(2026, 11, 23)),
        (date(2026, 11, 29), date(2026, 11, 23)),
        (date(2027, 1, 1), date(2026, 12, 28)),
    ],
)
def test_week_of(day, monday):
    week = week_of(day)
    assert (week[0], len(week), week[-1].weekday()) == (monday, 6, 5)


@pytest.mark.parametrize(
    ("values", "threshold", "fives"),
    [
        ([3, 4], "4.5", 4),
        ([4, 4], "4.5", 2),
        ([5, 4], "4.5", 0),
        ([], "4.5", 0),
        ([2, 2, 2, 2, 2], "4.5", None),
        ([4, 4], "5", None),
        ([3, 3, 3], "3.5", 1),
    ],
)
def test_fives_needed(values, threshold, fives):
    assert fives_needed([(D(value), D(1)) for value in values], D(threshold)) == fives


def test_running_means():
    marks = [(D(5), D(0)), (D(5), D(1)), (D(3), D(1)), (D(4), D(2))]
    assert running_means(marks) == [D(5), D(4), D(4)]
    assert running_means([]) == []


@given(st.lists(MARK, min_size=1, max_size=20), st.sampled_from([D("3.5"), D("4.5")]))
def test_fives_needed_is_the_least_number_that_is_enough(marks, threshold):
    fives = fives_needed(marks, threshold)
    if fives is None:
        assert weighted_mean([*marks, *[(D(5), D(1))] * 5]) < threshold
        return
    assert weighted_mean([*marks, *[(D(5), D(1))] * fives]) >= threshold
    if fives:
        assert weighted_mean([*marks, *[(D(5), D(1))] * (fives - 1)]) < threshold


@pytest.mark.parametrize(("grade", "above"), [("2", "3"), ("3", "4"), ("4", "5"), ("5", "")])
def test_grade_above(grade, above):
    assert grade_above(grade, {"5": D("4.5"), "4": D("3.5"), "3": D("2.5")}) == above


@pytest.mark.parametrize(("part", "whole", "percent"), [(1, 4, D(25)), (0, 3, D(0)), (0, 0, None)])
def test_share(part, whole, percent):
    assert share(part, whole) == percent


@pytest.mark.parametrize(
    ("lesson", "late"),
    [(date(2026, 3, 10), 0), (date(2026, 3, 9), 0), (date(2026, 3, 8), 1), (date(2026, 3, 1), 8)],
)
def test_days_late_with_one_day_to_fill_in(lesson, late):
    assert days_late(lesson, 1, date(2026, 3, 10)) == late
