"""Sums of a curriculum, with plain values; properties that hold for any tree of rows."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from collegium.curricula.rules import (
    CalendarActivity,
    CalendarPart,
    ControlForm,
    CurriculumRow,
    HourKind,
    ItemKind,
    Limits,
    RowControl,
    RowHours,
    RowMeasure,
    Severity,
    contact_hours,
    course_of,
    hours_by_kind,
    hours_by_semester,
    leaves,
    merged_controls,
    merged_hours,
    node_sums,
    semester_in_course,
    semester_number,
    totals,
    weeks_of,
)
from collegium.curricula.rules.integrity import (
    load_findings,
    stated_sum_findings,
)

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def hours(amount, semester=1, kind=HourKind.LECTURE):
    return RowHours(semester, kind, Decimal(amount))


def control(form=ControlForm.GRADED_CREDIT, semester=1, **more):
    return RowControl(semester, form, **more)


def row(code, parent=None, kind=ItemKind.SUBJECT, index=None, **more):
    return CurriculumRow(code, parent, code if index is None else index, code, kind, **more)


def weeks(semester, activity, count, first=1):
    course = course_of(semester)
    return [CalendarPart(course, semester, first + n, activity) for n in range(count)]


def brief(findings):
    return [(each.code, each.severity, each.place) for each in findings]


@st.composite
def trees(draw):
    """A tree of rows: each under one of those before it, hours on the leaves."""
    parents = [
        draw(st.none() | st.integers(0, n - 1)) if n else None
        for n in range(draw(st.integers(0, 12)))
    ]
    inner = {parent for parent in parents if parent is not None}
    amounts = st.lists(
        st.builds(
            RowHours,
            st.integers(1, 8),
            st.sampled_from(HourKind),
            st.decimals(0, 500, places=2, allow_nan=False),
        ),
        max_size=4,
    )
    return [
        row(
            f"r{n}",
            None if parent is None else f"r{parent}",
            hours=() if n in inner else tuple(draw(amounts)),
            counted=draw(st.booleans()) or n in inner,
        )
        for n, parent in enumerate(parents)
    ]


@settings(deadline=None)
@given(trees())
def test_sums_of_the_roots_are_the_total(rows):
    sums = node_sums(rows)
    roots = [sums[each.code] for each in rows if each.parent is None]
    assert sum((sum(by.values()) for by in roots), Decimal(0)) == totals(rows).leaf_total


@settings(deadline=None)
@given(trees())
def test_a_node_is_the_sum_of_its_children(rows):
    sums = node_sums(rows)
    for node in rows:
        children = [sums[each.code] for each in rows if each.parent == node.code]
        if children:
            assert sum(sums[node.code].values()) == sum(sum(by.values()) for by in children)


@settings(deadline=None)
@given(trees())
def test_every_cut_adds_up_to_the_total(rows):
    found = totals(rows)
    assert sum(found.leaf_by_semester.values()) == found.leaf_total
    assert sum(found.hours_leaf.values()) == found.leaf_total
    counted = [each for each in leaves(rows) if each.counted]
    assert sum(hours_by_kind(counted).values()) == found.leaf_total
    assert contact_hours(counted) <= found.leaf_total


@settings(deadline=None)
@given(trees(), st.randoms())
def test_the_order_of_rows_changes_no_sum(rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert totals(shuffled) == totals(rows)
    assert node_sums(shuffled) == node_sums(rows)


@settings(deadline=None)
@given(trees())
def test_what_is_stated_truly_is_not_found_fault_with(rows):
    stated = {code: sum(by.values(), Decimal(0)) for code, by in node_sums(rows).items()}
    assert list(stated_sum_findings(rows, stated)) == []
    wrong = {code: amount + 1 for code, amount in stated.items()}
    assert [each.place for each in stated_sum_findings(rows, wrong)] == [r.code for r in rows]


@settings(deadline=None)
@given(trees())
def test_a_calendar_made_from_the_hours_agrees_with_them(rows):
    loads = hours_by_semester([each for each in leaves(rows) if each.counted])
    calendar = [
        CalendarPart(course_of(s), s, 1, CalendarActivity.CLASSES, share=Fraction(amount) / 36)
        for s, amount in loads.items()
    ]
    assert list(load_findings(rows, calendar, Limits())) == []


@given(st.integers(1, 8), st.integers(1, 2))
def test_semesters_from_admission_and_back(course, semester):
    number = semester_number(course, semester)
    assert (course_of(number), semester_in_course(number)) == (course, semester)


def test_totals_name_kinds_as_the_source_does():
    rows = [
        row("c", kind=ItemKind.CYCLE, heading=True),
        row(
            "a",
            "c",
            hours=(RowHours(1, HourKind.LECTURE, Decimal(10), "Лекции"), hours(6, 2)),
            controls=(control(ControlForm.EXAM, 2, work="Экзамен", count=2), control()),
            measures=(RowMeasure(1, "Недели", Decimal(0)),),
        ),
        row("b", "c", hours=(hours(4),), counted=False),
    ]
    found = totals(rows)
    assert (
        found.rows,
        found.leaf_total,
        found.leaf_by_semester,
        found.control_forms_leaf,
        found.hours_leaf,
    ) == (
        2,
        16,
        {1: 10, 2: 6},
        {"Экзамен": 2, "graded_credit": 1},
        {"Лекции": 10, "lecture": 6, "Недели": 0},
    )


def test_works_of_one_kind_are_merged():
    practical = HourKind.PRACTICAL
    one = row(
        "a",
        hours=(hours(4), hours(2, kind=practical), hours(3, kind=practical), hours(5, 2)),
        controls=(control(), control(combined="лист"), control(semester=2)),
    )
    assert merged_hours(one) == {
        (1, HourKind.LECTURE): 4,
        (1, practical): 5,
        (2, HourKind.LECTURE): 5,
    }
    assert merged_controls(one) == {
        (1, ControlForm.GRADED_CREDIT): "лист",
        (2, ControlForm.GRADED_CREDIT): "",
    }


def test_parts_of_weeks_add_up():
    calendar = [
        CalendarPart(1, 1, 1, CalendarActivity.CLASSES, part, Fraction(1, 6))
        for part in range(1, 4)
    ]
    calendar += weeks(1, CalendarActivity.CLASSES, 2) + weeks(2, CalendarActivity.CLASSES, 5)
    assert weeks_of(calendar, 1, [CalendarActivity.CLASSES]) == Fraction(5, 2)


def test_worked_example_of_the_page():
    """docs/rules/curriculum-hours.md, "Adding up"."""
    rows = [
        row("ПМ.01", kind=ItemKind.MODULE),
        row("МДК.01.01", "ПМ.01", hours=(hours(64), hours(36, 2))),
        row("УП.01", "ПМ.01", hours=(hours(144, 2, HourKind.TRAINING),)),
        row("ОП.01", hours=(hours(48),)),
    ]
    assert node_sums(rows)["ПМ.01"] == {1: 64, 2: 180}
    assert (totals(rows).leaf_total, totals(rows).leaf_by_semester) == (292, {1: 112, 2: 180})
