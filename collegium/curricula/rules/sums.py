"""Hours and control forms added up: only leaves are added, so nothing is counted twice.

A module's row in a plan file repeats the hours of its children; a sum over all rows would count
them twice. No function here does that.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from collegium.curricula.rules.kinds import CONTACT_KINDS, ControlForm, HourKind
from collegium.curricula.rules.rows import CurriculumRow

AnyRow = TypeVar("AnyRow", bound=CurriculumRow)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a curriculum adds up to; semesters are counted from admission."""

    rows: int
    leaf_total: Decimal
    leaf_by_semester: dict[int, Decimal]
    control_forms_leaf: dict[str, int]
    hours_leaf: dict[str, Decimal]


def leaves(rows: Iterable[AnyRow]) -> list[AnyRow]:
    """Rows that have no children, in the order given."""
    listed = list(rows)
    parents = {row.parent for row in listed}
    return [row for row in listed if row.code not in parents]


def counted_leaves(rows: Iterable[AnyRow]) -> list[AnyRow]:
    """Leaves that belong to the volume: without electives and unchosen alternatives."""
    return [row for row in leaves(rows) if row.counted]


def totals(rows: Sequence[CurriculumRow]) -> Totals:
    """Volume of the curriculum by semester, control form and kind of hours.

    Kinds and forms are named as the source names them, by their own values where it does not.
    Measures (weeks, credit units) are listed among the kinds and are in no total.
    """
    found = counted_leaves(rows)
    return Totals(
        rows=sum(not row.heading for row in rows),
        leaf_total=sum((row.total for row in found), Decimal(0)),
        leaf_by_semester=hours_by_semester(found),
        control_forms_leaf=_forms_by_name(found),
        hours_leaf=_hours_by_name(found),
    )


def hours_by_semester(rows: Iterable[CurriculumRow]) -> dict[int, Decimal]:
    """Hours of the leaves among the rows, by semester counted from admission."""
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for row in leaves(rows):
        for part in row.hours:
            sums[part.semester] += part.hours
    return dict(sorted(sums.items()))


def hours_by_kind(rows: Iterable[CurriculumRow]) -> dict[HourKind, Decimal]:
    """Hours of the leaves among the rows, by kind."""
    sums: defaultdict[HourKind, Decimal] = defaultdict(Decimal)
    for row in leaves(rows):
        for part in row.hours:
            sums[part.kind] += part.hours
    return dict(sums)


def contact_hours(rows: Iterable[CurriculumRow]) -> Decimal:
    """Hours spent with a teacher: lecture, seminar, practical, laboratory, course project."""
    by_kind = hours_by_kind(rows)
    return sum((by_kind.get(kind, Decimal(0)) for kind in CONTACT_KINDS), Decimal(0))


def node_sums(rows: Sequence[CurriculumRow]) -> dict[str, dict[int, Decimal]]:
    """Hours by semester of every node: of a leaf its own, of any other the sum of its leaves.

    Rows must form a tree: each parent is among the rows, and none is its own ancestor.
    """
    parents = {row.code: row.parent for row in rows}
    sums: dict[str, defaultdict[int, Decimal]] = {row.code: defaultdict(Decimal) for row in rows}
    for leaf in counted_leaves(rows):
        node: str | None = leaf.code
        while node is not None:
            for part in leaf.hours:
                sums[node][part.semester] += part.hours
            node = parents[node]
    return {code: dict(sorted(by_semester.items())) for code, by_semester in sums.items()}


def merged_hours(row: CurriculumRow) -> dict[tuple[int, HourKind], Decimal]:
    """Hours of the row by semester and kind, several works of one kind added up."""
    sums: defaultdict[tuple[int, HourKind], Decimal] = defaultdict(Decimal)
    for part in row.hours:
        sums[part.semester, part.kind] += part.hours
    return dict(sums)


def merged_controls(row: CurriculumRow) -> dict[tuple[int, ControlForm], str]:
    """Control forms of the row by semester, with the sheet shared with other rows, or ""."""
    found: dict[tuple[int, ControlForm], str] = {}
    for control in row.controls:
        key = (control.semester, control.form)
        found[key] = found.get(key, "") or control.combined
    return found


def _forms_by_name(rows: Iterable[CurriculumRow]) -> dict[str, int]:
    counts: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        for control in row.controls:
            counts[control.work or control.form.value] += control.count
    return dict(counts)


def _hours_by_name(rows: Iterable[CurriculumRow]) -> dict[str, Decimal]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        for part in row.hours:
            sums[part.work or part.kind.value] += part.hours
        for measure in row.measures:
            sums[measure.work] += measure.amount
    return dict(sums)
