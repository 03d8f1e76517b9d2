"""The journal's rules with plain values."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegium.gradebook.rules import (
    CellEntry,
    CellError,
    Counts,
    Signs,
    cell_entry,
    due_moment,
    hours_printed,
    membership_covers,
    printed,
    proposed_grade,
    weighted_mean,
)

SIGNS = Signs(
    marks=("5", "4", "3", "2", "зач"),
    absences={
        "н": Counts.UNEXCUSED,
        "нп": Counts.UNEXCUSED,
        "уп": Counts.EXCUSED,
        "б": Counts.ILL,
        "оп": Counts.LATE,
        "осв": Counts.NONE,
    },
)
THRESHOLDS = {"5": Decimal("4.5"), "4": Decimal("3.5"), "3": Decimal("2.5")}


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("", CellEntry()),
        ("  ", CellEntry()),
        ("5", CellEntry(("5",))),
        ("5 4", CellEntry(("5", "4"))),
        ("5,4", CellEntry(("5", "4"))),
        ("ЗАЧ", CellEntry(("зач",))),
        ("н", CellEntry((), "н")),
        ("Н", CellEntry((), "н")),
        ("оп", CellEntry((), "оп")),
        ("оп10", CellEntry((), "оп", 10)),
        ("оп 10", CellEntry((), "оп", 10)),
        ("4 оп10", CellEntry(("4",), "оп", 10)),
        ("оп10 4", CellEntry(("4",), "оп", 10)),
        ("оп 4", CellEntry(("4",), "оп")),
        ("5 осв", CellEntry(("5",), "осв")),
    ],
)
def test_cell_entry_reads_the_signs_of_the_journal(text, entry):
    assert cell_entry(text, SIGNS) == entry


@pytest.mark.parametrize(
    ("text", "code", "token"),
    [
        ("7", "unknown", "7"),
        ("пять", "unknown", "пять"),
        ("54", "unknown", "54"),
        ("н10", "unknown", "н10"),
        ("н б", "two-absences", "б"),
        ("5 н", "mark-of-absent", "н"),
        ("5 5 5 5 5 5 5", "too-many", "7"),
        ("оп0", "bad-minutes", "0"),
        ("оп999", "bad-minutes", "999"),
        ("<script>", "unknown", "<script>"),
        ("٥", "unknown", "٥"),
    ],
)
def test_cell_entry_names_the_sign_that_is_wrong(text, code, token):
    with pytest.raises(CellError) as caught:
        cell_entry(text, SIGNS)
    assert (caught.value.code, caught.value.token) == (code, token)


@given(st.text(max_size=30))
def test_cell_entry_takes_a_text_or_names_its_fault_and_its_own_text_reads_back(text):
    found: set[str] = set()
    try:
        entry = cell_entry(text, SIGNS)
    except CellError as error:
        found = {error.code}
    else:
        found = {"read back" if cell_entry(entry.text, SIGNS) == entry else "changed"}
    assert found <= {
        "read back",
        "unknown",
        "two-absences",
        "mark-of-absent",
        "too-many",
        "bad-minutes",
    }


entries = st.builds(
    CellEntry,
    st.lists(st.sampled_from(SIGNS.marks), max_size=6).map(tuple),
    st.sampled_from(["", "осв"]),
) | st.builds(
    CellEntry, st.just(()), st.just("оп"), st.none() | st.integers(min_value=10, max_value=360)
)


@given(entries)
def test_what_a_cell_shows_is_read_back_as_it_was(entry):
    assert cell_entry(entry.text, SIGNS) == entry


@pytest.mark.parametrize(
    ("marks", "mean"),
    [
        ([], ""),
        ([("5", "1")], "5,00"),
        ([("5", "1"), ("4", "1")], "4,50"),
        ([("5", "2"), ("2", "1")], "4,00"),
        ([("4", "1"), ("4", "1"), ("5", "1")], "4,33"),
        ([("5", "0")], ""),
    ],
)
def test_weighted_mean(marks, mean):
    pairs = [(Decimal(points), Decimal(weight)) for points, weight in marks]
    assert printed(weighted_mean(pairs)) == mean


def test_printed_rounds_halves_up():
    assert [printed(Decimal(v)) for v in ("4.125", "4.135", "2.5")] == ["4,13", "4,14", "2,50"]


@pytest.mark.parametrize(
    ("hours", "text"), [("2", "2"), ("2.00", "2"), ("1.5", "1,5"), ("0", "0"), ("10", "10")]
)
def test_hours_printed(hours, text):
    assert hours_printed(Decimal(hours)) == text


@pytest.mark.parametrize(
    ("mean", "count", "grade"),
    [
        (None, 0, ""),
        ("5", 2, ""),
        ("4.5", 3, "5"),
        ("4.49", 3, "4"),
        ("3.5", 3, "4"),
        ("2.5", 3, "3"),
        ("2.49", 3, "2"),
    ],
)
def test_proposed_grade(mean, count, grade):
    value = None if mean is None else Decimal(mean)
    assert proposed_grade(value, count, thresholds=THRESHOLDS, needed=3) == grade


@given(
    st.decimals(min_value=2, max_value=5, places=2), st.decimals(min_value=2, max_value=5, places=2)
)
def test_a_better_mean_never_proposes_a_worse_grade(one, other):
    low, high = sorted([one, other])
    grades = [proposed_grade(m, 3, thresholds=THRESHOLDS, needed=3) for m in (low, high)]
    assert grades == sorted(grades)


@pytest.mark.clause("3.5.3")
def test_marks_are_due_by_the_end_of_the_next_day_on_the_colleges_clock():
    due = due_moment(date(2026, 3, 6), 1, "Asia/Sakhalin")
    saturday_night = datetime(2026, 3, 7, 12, 59, 59, tzinfo=UTC)  # 23:59:59 on Sakhalin
    sunday = datetime(2026, 3, 7, 13, 0, tzinfo=UTC)
    assert (saturday_night < due, sunday < due) == (True, False)


@pytest.mark.parametrize(
    ("intervals", "inside"),
    [
        ([], False),
        ([(None, None)], True),
        ([(date(2026, 3, 6), None)], True),
        ([(None, date(2026, 3, 6))], False),
        ([(date(2026, 3, 7), None)], False),
        ([(date(2026, 1, 1), date(2026, 2, 1)), (date(2026, 3, 1), date(2026, 4, 1))], True),
    ],
)
def test_membership_covers(intervals, inside):
    assert membership_covers(intervals, date(2026, 3, 6)) is inside
