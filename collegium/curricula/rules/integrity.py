"""What must hold in a curriculum before it is approved: findings, each with a code and a place.

Source: the integrity checks of a curriculum as practised in colleges; the numbers are settings,
see docs/rules/curriculum-hours.md. Hours are academic hours, semesters count from admission.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from collegium.curricula.rules.findings import (
    DEFAULT_LIMITS,
    Finding,
    Limits,
    Severity,
    params,
)
from collegium.curricula.rules.indices import index_findings
from collegium.curricula.rules.kinds import (
    CREDIT_FORMS,
    EXAM_FORMS,
    MODULE_EXAM_FORMS,
    STUDY_ACTIVITIES,
    CalendarActivity,
    ControlForm,
    ItemKind,
)
from collegium.curricula.rules.rows import (
    CalendarPart,
    CurriculumRow,
    course_of,
    weeks_of,
)
from collegium.curricula.rules.sums import counted_leaves, hours_by_semester, leaves


class PracticeWeeks(NamedTuple):
    """Rows of the kind must have as many hours as the weeks of these activities hold."""

    code: str
    kind: ItemKind
    activities: frozenset[CalendarActivity]


PRACTICE_WEEKS = (
    PracticeWeeks(
        "training-weeks-differ", ItemKind.TRAINING, frozenset({CalendarActivity.TRAINING})
    ),
    PracticeWeeks(
        "placement-weeks-differ", ItemKind.PLACEMENT, frozenset({CalendarActivity.PLACEMENT})
    ),
    PracticeWeeks(
        "pre-diploma-weeks-differ",
        ItemKind.PRE_DIPLOMA,
        frozenset({CalendarActivity.PRE_DIPLOMA}),
    ),
    PracticeWeeks(
        "final-weeks-differ",
        ItemKind.FINAL,
        frozenset({CalendarActivity.FINAL, CalendarActivity.DIPLOMA_WORK}),
    ),
)


def integrity_findings(
    rows: Sequence[CurriculumRow],
    calendar: Sequence[CalendarPart] = (),
    *,
    stated: Mapping[str, Decimal] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> list[Finding]:
    """Everything the checks have to say, errors first, otherwise in the order of the checks.

    `stated`: the totals that the plan itself prints, by row code. Without a calendar the checks
    that need one are left out.
    """
    found = [
        *stated_sum_findings(rows, stated or {}),
        *node_hours_findings(rows),
        *module_exam_findings(rows),
        *final_control_findings(rows),
        *load_findings(rows, calendar, limits),
        *practice_findings(rows, calendar, limits),
        *yearly_limit_findings(rows, limits),
        *index_findings(rows),
    ]
    return sorted(found, key=lambda finding: finding.severity is Severity.WARNING)


def stated_sum_findings(
    rows: Sequence[CurriculumRow], stated: Mapping[str, Decimal]
) -> Iterator[Finding]:
    """A row or node whose printed total is not the sum of what stands below it."""
    children: defaultdict[str | None, list[CurriculumRow]] = defaultdict(list)
    for row in rows:
        children[row.parent].append(row)
    for row in rows:
        if row.code not in stated:
            continue
        below = _leaves_below(row, children)
        summed = sum((leaf.total for leaf in below if leaf.counted), Decimal(0))
        if summed != stated[row.code]:
            yield _error("sum-differs", row, stated=stated[row.code], summed=summed)


def node_hours_findings(rows: Sequence[CurriculumRow]) -> Iterator[Finding]:
    """A node with children that carries hours of its own: they would be counted twice."""
    parents = {row.parent for row in rows}
    for row in rows:
        if row.code in parents and row.total:
            yield _error("hours-on-node", row, hours=row.total)


def module_exam_findings(rows: Sequence[CurriculumRow]) -> Iterator[Finding]:
    """Every professional module closes with an exam in the last semester it is taught in."""
    children: defaultdict[str | None, list[CurriculumRow]] = defaultdict(list)
    for row in rows:
        children[row.parent].append(row)
    for module in (row for row in rows if row.kind is ItemKind.MODULE):
        below = _leaves_below(module, children)
        last = max((leaf.last_semester for leaf in below), default=0)
        exams = {
            control.semester
            for leaf in (module, *below)
            for control in leaf.controls
            if control.form in MODULE_EXAM_FORMS
        }
        if last and not exams:
            yield _error("module-exam-missing", module, semester=last)
        elif last and max(exams) != last:
            yield _error("module-exam-early", module, semester=last, exam=max(exams))


def final_control_findings(rows: Sequence[CurriculumRow]) -> Iterator[Finding]:
    """Every row with hours has a control form in its last semester (ГИА is one itself)."""
    exempt = {ItemKind.FINAL, ItemKind.ATTESTATION}
    for row in leaves(rows):
        if not row.last_semester or row.kind in exempt:
            continue
        if row.last_semester not in {control.semester for control in row.controls}:
            yield _error("control-missing", row, semester=row.last_semester)


def load_findings(
    rows: Sequence[CurriculumRow], calendar: Sequence[CalendarPart], limits: Limits
) -> Iterator[Finding]:
    """Hours of a semester equal its study weeks times the weekly load."""
    for semester, hours, weeks in _by_semester(counted_leaves(rows), calendar, STUDY_ACTIVITIES):
        if Fraction(hours) != weeks * limits.week_hours:
            figures = params(
                semester=semester, hours=hours, weeks=_decimal(weeks), week_hours=limits.week_hours
            )
            yield Finding("load-differs", Severity.WARNING, "", figures)


def practice_findings(
    rows: Sequence[CurriculumRow], calendar: Sequence[CalendarPart], limits: Limits
) -> Iterator[Finding]:
    """Weeks of practice and of ГИА in the calendar hold the hours of their rows, by semester."""
    week_hours = limits.practice_week_hours
    leaf_rows = counted_leaves(rows)
    for code, kind, activities in PRACTICE_WEEKS:
        block = [row for row in leaf_rows if row.kind is kind and not row.dispersed]
        for semester, hours, weeks in _by_semester(block, calendar, activities):
            if Fraction(hours) != weeks * week_hours:
                figures = params(
                    semester=semester, hours=hours, weeks=_decimal(weeks), week_hours=week_hours
                )
                yield Finding(code, Severity.ERROR, "", figures)


def yearly_limit_findings(rows: Sequence[CurriculumRow], limits: Limits) -> Iterator[Finding]:
    """More exams or credits in a year than usual, without physical education and electives."""
    limited = (
        ("exams-over-limit", EXAM_FORMS, limits.exams_per_year),
        ("credits-over-limit", CREDIT_FORMS, limits.credits_per_year),
    )
    for code, forms, limit in limited:
        for course, count in sorted(_sheets_by_course(rows, forms).items()):
            if count > limit:
                figures = params(course=course, count=count, limit=limit)
                yield Finding(code, Severity.WARNING, "", figures)


def _by_semester(
    rows: Sequence[CurriculumRow],
    calendar: Sequence[CalendarPart],
    activities: frozenset[CalendarActivity],
) -> Iterator[tuple[int, Decimal, Fraction]]:
    """Each semester with its hours and its weeks; nothing where there is no calendar."""
    if calendar:
        hours = hours_by_semester(rows)
        for semester in sorted(hours.keys() | {part.semester for part in calendar}):
            weeks = weeks_of(calendar, semester, activities)
            yield semester, hours.get(semester, Decimal(0)), weeks


def _sheets_by_course(
    rows: Sequence[CurriculumRow], forms: frozenset[ControlForm]
) -> dict[int, int]:
    """Exams or credits of each course; a combined one counts once, whatever its rows."""
    sheets: defaultdict[int, set[tuple[str, int, ControlForm]]] = defaultdict(set)
    for row in counted_leaves(rows):
        if row.physical or row.optional:
            continue
        for control in row.controls:
            if control.form in forms:
                key = control.combined or row.code
                sheets[course_of(control.semester)].add((key, control.semester, control.form))
    return {course: len(keys) for course, keys in sheets.items()}


def _leaves_below(
    top: CurriculumRow, children: Mapping[str | None, list[CurriculumRow]]
) -> list[CurriculumRow]:
    """Leaves under the node, or the node itself when it is one."""
    found, waiting = [], [top]
    while waiting:
        row = waiting.pop()
        below = children.get(row.code)
        if below:
            waiting.extend(reversed(below))
        else:
            found.append(row)
    return found


def _error(code: str, row: CurriculumRow, **figures: object) -> Finding:
    return Finding(code, Severity.ERROR, row.index or row.title, params(**figures))


def _decimal(weeks: Fraction) -> Decimal:
    """Weeks to two decimals, for people."""
    return (Decimal(weeks.numerator) / weeks.denominator).quantize(Decimal("0.01")).normalize()
