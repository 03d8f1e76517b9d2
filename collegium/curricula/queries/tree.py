"""A plan as a page draws it: its rows in order, semesters as columns, and what it adds up to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from collegium.curricula.rules import (
    ControlForm,
    CurriculumRow,
    HourKind,
    counted_leaves,
    course_of,
    hours_by_semester,
    merged_controls,
    merged_hours,
    node_sums,
    semester_in_course,
)
from collegium.curricula.short_names import (
    CONTROL_NAMES,
    HOUR_NAMES,
    SHORT_CONTROLS,
    SHORT_HOURS,
)
from collegium.ui.formats import decimal

# Deeper rows are drawn as deep as this: a phone has no room for more.
DEPTH_SHOWN = 5
KIND_ORDER = {kind: number for number, kind in enumerate(HourKind)}


@dataclass(frozen=True, slots=True)
class Semester:
    """A column: counted from admission, the course it belongs to, and its name in short."""

    number: int
    course: int
    label: str


@dataclass(frozen=True, slots=True)
class Control:
    """How a row is closed: in short and in whole; `combined`: the sheet shared with other rows."""

    short: str
    name: str
    combined: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row has in one semester: hours of all kinds, which kinds, and how it is closed."""

    label: str
    hours: Decimal | None
    work: str = ""
    controls: tuple[Control, ...] = ()


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A line of the tree; a node's hours are the sum of its leaves.

    `anchor` is the row's id in the page, `parent` that of the row above it or "".
    """

    anchor: str
    parent: str
    index: str
    title: str
    depth: int
    is_node: bool
    is_counted: bool
    total: Decimal
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SumLine:
    """Hours of one kind, or controls of one form: in all, and semester by semester."""

    name: str
    short: str
    total: Decimal
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A combined control: the rows that share one sheet in a semester."""

    name: str
    label: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole plan; `count` is its rows without the headings of cycles."""

    rows: list[TreeRow]
    semesters: list[Semester]
    count: int
    total: Decimal
    by_semester: list[tuple[int, int, Decimal]]
    volume: tuple[Cell, ...]
    kinds: list[SumLine]
    forms: list[SumLine]
    sheets: list[Sheet]
    anchors: dict[str, str]


def tree_of(plan: Sequence[CurriculumRow]) -> Tree:
    """The tree of a plan's rows, parents before their children."""
    columns = _semesters(plan)
    leaves = counted_leaves(plan)
    volume = hours_by_semester(leaves)
    rows = _rows(plan, columns)
    return Tree(
        rows=rows,
        semesters=columns,
        count=sum(not row.heading for row in plan),
        total=sum(volume.values(), Decimal(0)),
        by_semester=[(course_of(n), semester_in_course(n), h) for n, h in volume.items()],
        volume=_sum_cells(volume, columns),
        kinds=_kind_sums(leaves, columns),
        forms=_form_sums(leaves, columns),
        sheets=_sheets(plan, columns),
        anchors=_anchors(rows),
    )


def _semesters(plan: Sequence[CurriculumRow]) -> list[Semester]:
    """Those that have hours or a control anywhere in the plan."""
    hours = {part.semester for row in plan for part in row.hours}
    used = hours | {control.semester for row in plan for control in row.controls}
    return [
        Semester(n, course_of(n), gettext("sem. %(number)s") % {"number": n}) for n in sorted(used)
    ]


def _sum_cells(
    values: Mapping[int, Decimal | int], columns: Sequence[Semester]
) -> tuple[Cell, ...]:
    found = ((column, values.get(column.number)) for column in columns)
    return tuple(Cell(column.label, Decimal(value) if value else None) for column, value in found)


def _rows(plan: Sequence[CurriculumRow], columns: Sequence[Semester]) -> list[TreeRow]:
    parents = {row.parent for row in plan}
    sums = node_sums(plan)
    places: dict[str, tuple[str, int]] = {}
    lines = []
    for number, row in enumerate(plan, start=1):
        above, depth = places[row.parent] if row.parent else ("", -1)
        places[row.code] = (f"row-{number}", depth + 1)
        is_node = row.code in parents
        # What is not in the volume has hours all the same: they are shown, and added to nothing.
        hours = sums[row.code] if row.counted or is_node else hours_by_semester([row])
        lines.append(
            TreeRow(
                anchor=f"row-{number}",
                parent=above,
                index=row.index,
                title=row.title,
                depth=min(depth + 1, DEPTH_SHOWN),
                is_node=is_node,
                is_counted=row.counted,
                total=sum(hours.values(), Decimal(0)),
                cells=_cells(row, hours, columns, is_node=is_node),
            )
        )
    return lines


def _cells(
    row: CurriculumRow, hours: Mapping[int, Decimal], columns: Sequence[Semester], *, is_node: bool
) -> tuple[Cell, ...]:
    works: defaultdict[int, list[str]] = defaultdict(list)
    merged = {} if is_node else merged_hours(row)
    for (semester, kind), amount in sorted(merged.items(), key=lambda part: KIND_ORDER[part[0][1]]):
        if amount:
            works[semester].append(f"{SHORT_HOURS[kind]}\u00a0{decimal(amount)}")
    controls: defaultdict[int, list[Control]] = defaultdict(list)
    for (semester, form), combined in merged_controls(row).items():
        control = Control(str(SHORT_CONTROLS[form]), str(CONTROL_NAMES[form]), combined)
        controls[semester].append(control)
    return tuple(
        Cell(
            column.label,
            hours.get(column.number) or None,
            ", ".join(works[column.number]),
            tuple(controls[column.number]),
        )
        for column in columns
    )


def _kind_sums(leaves: Sequence[CurriculumRow], columns: Sequence[Semester]) -> list[SumLine]:
    sums: defaultdict[HourKind, defaultdict[int, Decimal]]
    sums = defaultdict(lambda: defaultdict(Decimal))
    for row in leaves:
        for part in row.hours:
            sums[part.kind][part.semester] += part.hours
    return [
        SumLine(str(HOUR_NAMES[kind]), str(SHORT_HOURS[kind]), total, _sum_cells(of_kind, columns))
        for kind in HourKind
        if (of_kind := sums[kind]) and (total := sum(of_kind.values(), Decimal(0)))
    ]


def _form_sums(leaves: Sequence[CurriculumRow], columns: Sequence[Semester]) -> list[SumLine]:
    counts: defaultdict[ControlForm, Counter[int]] = defaultdict(Counter)
    for row in leaves:
        for control in row.controls:
            counts[control.form][control.semester] += control.count
    return [
        SumLine(
            str(CONTROL_NAMES[form]),
            str(SHORT_CONTROLS[form]),
            Decimal(of_form.total()),
            _sum_cells(of_form, columns),
        )
        for form in ControlForm
        if (of_form := counts[form])
    ]


def _sheets(plan: Sequence[CurriculumRow], columns: Sequence[Semester]) -> list[Sheet]:
    """Rows that share a sheet, in the order of semesters."""
    labels = {column.number: column.label for column in columns}
    shared: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for row in plan:
        for control in row.controls:
            if control.combined:
                shared[control.semester, control.combined].append(row.index or row.title)
    return [
        Sheet(name, labels[semester], tuple(rows))
        for (semester, name), rows in sorted(shared.items())
    ]


def _anchors(rows: Sequence[TreeRow]) -> dict[str, str]:
    """Where in the page a remark's place stands: by index, by title where a row has none."""
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row.index or row.title, row.anchor)
    return found
