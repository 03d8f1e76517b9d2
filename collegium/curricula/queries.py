"""What the pages of curricula show: the tree with its sums, from a file or from the base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from collegium.accounts.models import User
from collegium.curricula.models import CONTROL_FORMS, HOUR_KINDS, ITEM_KINDS, Curriculum
from collegium.curricula.rules import (
    ControlForm,
    CurriculumRow,
    HourKind,
    ItemKind,
    RowControl,
    RowHours,
    counted_leaves,
    course_of,
    hours_by_kind,
    hours_by_semester,
    node_sums,
    semester_in_course,
)
from collegium.organization.models import College

KINDS, FORMS, WORK = dict(ITEM_KINDS), dict(CONTROL_FORMS), dict(HOUR_KINDS)


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A line of the tree as a page draws it; a node's hours are the sum of its leaves."""

    index: str
    title: str
    kind: str
    depth: int
    is_node: bool
    total: Decimal
    by_semester: list[Decimal | None]
    controls: str
    work: str


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole plan: lines in order, semesters as columns, and what it all adds up to."""

    rows: list[TreeRow]
    semesters: list[int]
    total: Decimal
    by_semester: list[tuple[int, int, Decimal]]
    by_kind: list[tuple[str, Decimal]]
    by_form: list[tuple[str, int]]
    count: int


def tree_of(plan: Sequence[CurriculumRow]) -> Tree:
    """The tree of a plan's rows, parents before their children."""
    sums = node_sums(plan)
    parents = {row.parent for row in plan}
    depths: dict[str, int] = {}
    for row in plan:
        depths[row.code] = depths[row.parent] + 1 if row.parent else 0
    semesters = sorted({n for by_semester in sums.values() for n in by_semester})
    leaves = counted_leaves(plan)
    by_semester = hours_by_semester(leaves)
    return Tree(
        rows=[
            _line(row, depths[row.code], sums[row.code], semesters, is_node=row.code in parents)
            for row in plan
        ],
        semesters=semesters,
        total=sum(by_semester.values(), Decimal(0)),
        by_semester=[(course_of(n), semester_in_course(n), h) for n, h in by_semester.items()],
        by_kind=[(str(WORK[kind.value]), hours) for kind, hours in hours_by_kind(leaves).items()],
        by_form=_forms(leaves),
        count=sum(not row.heading for row in plan),
    )


def _line(
    row: CurriculumRow,
    depth: int,
    sums: dict[int, Decimal],
    semesters: list[int],
    *,
    is_node: bool,
) -> TreeRow:
    kinds = hours_by_kind([row]) if not is_node else {}
    return TreeRow(
        index=row.index,
        title=row.title,
        kind=str(KINDS[row.kind.value]),
        depth=depth,
        is_node=is_node,
        total=sum(sums.values(), Decimal(0)),
        by_semester=[sums.get(semester) for semester in semesters],
        controls=", ".join(f"{c.semester}: {FORMS[c.form.value]}" for c in row.controls),
        work=", ".join(
            f"{WORK[kind.value]} {hours.normalize():f}" for kind, hours in kinds.items()
        ),
    )


def _forms(leaves: Sequence[CurriculumRow]) -> list[tuple[str, int]]:
    counts: dict[ControlForm, int] = {}
    for row in leaves:
        for control in row.controls:
            counts[control.form] = counts.get(control.form, 0) + control.count
    return [(str(FORMS[form.value]), count) for form, count in counts.items()]


def stored_rows(curriculum: Curriculum) -> list[CurriculumRow]:
    """A curriculum of the base as the rules take it; three queries."""
    items = curriculum.items.prefetch_related("hours", "controls").order_by("position")
    return [
        CurriculumRow(
            code=str(item.pk),
            parent=str(item.parent_id) if item.parent_id else None,
            index=item.index,
            title=item.title,
            kind=ItemKind(item.kind),
            hours=tuple(
                RowHours(part.semester, HourKind(part.kind), part.hours)
                for part in sorted(item.hours.all(), key=lambda part: part.semester)
            ),
            controls=tuple(
                RowControl(part.semester, ControlForm(part.form), combined=part.combined)
                for part in sorted(item.controls.all(), key=lambda part: part.semester)
            ),
            heading=item.kind == ItemKind.CYCLE and item.parent_id is None,
        )
        for item in items
    ]


def curricula_of(user: User, college: College) -> QuerySet[Curriculum]:
    """The list: newest admissions first, with the number of groups that follow each."""
    return (
        Curriculum.objects.visible_to(user)
        .filter(college=college)
        .select_related("program__specialty")
        .annotate(group_count=Count("groups"))
        .order_by("program__specialty__code", "-admission_year", "-version")
    )
