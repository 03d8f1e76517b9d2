"""Hours, control forms and weeks of a .plx plan, row by row. Pure.

The file keeps all three in one table, told apart by the kind of work, and keeps them in several
cuts, told apart by the type of hours: only the hours of volume count. Rows with children repeat
their children's records; those are left out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from collegium.curricula import plx_values as values
from collegium.curricula.plx_dictionaries import Dictionaries, Work
from collegium.curricula.plx_tree import ROWS, row_code
from collegium.curricula.plx_types import PlxError, PlxLimits, PlxWarning
from collegium.curricula.plx_xml import PlxTables, Record
from collegium.curricula.rules import (
    SEMESTERS_PER_COURSE,
    ControlForm,
    HourKind,
    ItemKind,
    RowControl,
    RowHours,
    RowMeasure,
    semester_number,
)

HOURS: Final = "ПланыНовыеЧасы"
COMBINED: Final = "КомплексныеФК"
COMBINED_ROWS: Final = "Строки_КомплексныеФК"
PRACTICE_KINDS: Mapping[ItemKind, HourKind] = {
    ItemKind.TRAINING: HourKind.TRAINING,
    ItemKind.PLACEMENT: HourKind.PLACEMENT,
    ItemKind.PRE_DIPLOMA: HourKind.PLACEMENT,
    ItemKind.FINAL: HourKind.FINAL,
}
# Hours of a practice that are not spent at the work place keep their own kind.
KEPT_IN_PRACTICE = frozenset({HourKind.ATTESTATION, HourKind.CONSULTATION})
SESSION_LIMIT = 12
COUNT_LIMIT = 99
WEEKS_LIMIT = 60
COMBINED_NAME_LENGTH = 45


class Leaf(NamedTuple):
    """A row that carries hours: its kind, and what an exam in it is called."""

    kind: ItemKind
    exam: ControlForm


@dataclass(slots=True)
class RowAmounts:
    """What the table says of one row; `printed` are the totals that the file gives beside."""

    hours: list[RowHours] = field(default_factory=list)
    controls: list[RowControl] = field(default_factory=list)
    measures: list[RowMeasure] = field(default_factory=list)
    weeks: dict[int, Decimal] = field(default_factory=dict)
    printed: dict[int, Decimal] = field(default_factory=dict)


class _Amount(NamedTuple):
    """One record, checked: whose, what kind of work, in which semester, how much."""

    row: str
    work: Work
    semester: int
    number: Decimal
    weeks: Decimal


def read_amounts(
    tables: PlxTables,
    dictionaries: Dictionaries,
    leaves: Mapping[str, Leaf],
    limits: PlxLimits,
    warnings: list[PlxWarning],
) -> dict[str, RowAmounts]:
    """Amounts of each leaf that has any, by its code in the tree.

    Every record is checked, those that are not counted too: a file that is wrong in one place is
    not trusted in another.
    """
    combined = _combined_controls(tables, dictionaries, limits)
    found: defaultdict[str, RowAmounts] = defaultdict(RowAmounts)
    for amount, is_volume in _checked(tables, dictionaries, limits, warnings):
        if is_volume and amount.row in leaves:
            _add(found[amount.row], amount, leaves[amount.row], combined)
    return dict(found)


def amount_warnings(place: str, amounts: RowAmounts, week_hours: int) -> Iterator[PlxWarning]:
    """Totals and weeks that the file prints beside the hours and that disagree with them."""
    summed: defaultdict[int, Decimal] = defaultdict(Decimal)
    for part in amounts.hours:
        summed[part.semester] += part.hours
    for semester, stated in sorted(amounts.printed.items()):
        if stated != summed[semester]:
            figures = {"semester": semester, "stated": stated, "summed": summed[semester]}
            yield _warning("printed-total-differs", place, figures)
    for semester, weeks in sorted(amounts.weeks.items()):
        if weeks and weeks * week_hours != summed[semester]:
            figures = {"semester": semester, "weeks": weeks, "hours": summed[semester]}
            yield _warning("practice-weeks-differ", place, figures)


def _checked(
    tables: PlxTables,
    dictionaries: Dictionaries,
    limits: PlxLimits,
    warnings: list[PlxWarning],
) -> Iterator[tuple[_Amount, bool]]:
    """Every record of the table, and whether it belongs to the volume."""
    records = tables.required(HOURS)
    if len(records) > limits.hour_records:
        raise PlxError("too-many-records", HOURS, limit=limits.hour_records)
    rows = {row_code(record.get("Код", "").strip()) for record in tables.of(ROWS)}
    last_sessions = _last_sessions(records, limits, warnings)
    seen: set[str] = set()
    for record in records:
        where = values.place(HOURS, record)
        own_code = values.code(record, "Код", where)
        if own_code in seen:
            raise PlxError("duplicate-code", where, value=own_code)
        seen.add(own_code)
        amount = _amount(record, where, dictionaries, limits, last_sessions)
        if amount.row not in rows:
            raise PlxError("dangling-hours", where, value=record["КодОбъекта"])
        yield amount, values.code(record, "КодТипаЧасов", where) in dictionaries.volume_types


def _amount(
    record: Record,
    where: str,
    dictionaries: Dictionaries,
    limits: PlxLimits,
    last_sessions: Mapping[int, int],
) -> _Amount:
    work_code = values.code(record, "КодВидаРаботы", where)
    work = dictionaries.works.get(work_code)
    if work is None:
        raise PlxError("unknown-work", where, value=work_code)
    has_weeks = work.is_measure and record.get("Недель", "").strip()
    return _Amount(
        row=row_code(values.code(record, "КодОбъекта", where)),
        work=work,
        semester=_semester(record, where, limits, last_sessions),
        number=values.amount(record, "Количество", where, limit=limits.record_hours),
        weeks=values.amount(record, "Недель", where, limit=WEEKS_LIMIT)
        if has_weeks
        else Decimal(0),
    )


def _semester(
    record: Record, where: str, limits: PlxLimits, last_sessions: Mapping[int, int]
) -> int:
    """Semester from admission. The file counts it within the course, or counts sessions instead."""
    course = values.whole(record, "Курс", where, limit=limits.courses)
    semester = values.whole(record, "Семестр", where, limit=COUNT_LIMIT, default=0)
    session = values.whole(record, "Сессия", where, limit=SESSION_LIMIT, default=0)
    if not semester and session:
        semester = SEMESTERS_PER_COURSE if session == last_sessions.get(course) else 1
    if not course or not 1 <= semester <= SEMESTERS_PER_COURSE:
        raise PlxError("bad-semester", where, course=course, semester=semester)
    return semester_number(course, semester)


def _last_sessions(
    records: list[Record], limits: PlxLimits, warnings: list[PlxWarning]
) -> dict[int, int]:
    """The last session of each course in a plan that has sessions instead of semesters."""
    last: Counter[int] = Counter()
    for record in records:
        where = values.place(HOURS, record)
        if not values.whole(record, "Семестр", where, limit=COUNT_LIMIT, default=0):
            course = values.whole(record, "Курс", where, limit=limits.courses)
            session = values.whole(record, "Сессия", where, limit=SESSION_LIMIT, default=0)
            last[course] = max(last[course], session)
    if any(last.values()):
        warnings.append(PlxWarning("sessions-mapped", HOURS))
    return last


def _add(
    row: RowAmounts,
    amount: _Amount,
    leaf: Leaf,
    combined: Mapping[tuple[str, int, ControlForm | None], str],
) -> None:
    code, work, semester, number, weeks = amount
    if work.form is not None and number:
        is_module_exam = leaf.kind is ItemKind.CONTROL and work.form is ControlForm.EXAM
        form = leaf.exam if is_module_exam else work.form
        sheet = combined.get((code, semester, work.form), "")
        row.controls.append(RowControl(semester, form, int(number), sheet, work.name))
    elif work.is_total:
        row.printed[semester] = row.printed.get(semester, Decimal(0)) + number
    elif work.is_measure:
        row.measures.append(RowMeasure(semester, work.name, number))
        row.weeks[semester] = row.weeks.get(semester, Decimal(0)) + weeks
    elif work.kind is not None and number:
        row.hours.append(RowHours(semester, _hour_kind(work.kind, leaf), number, work.name))


def _hour_kind(kind: HourKind, leaf: Leaf) -> HourKind:
    """The file calls hours of practice «практические занятия»: the row says what they are."""
    return kind if kind in KEPT_IN_PRACTICE else PRACTICE_KINDS.get(leaf.kind, kind)


def _combined_controls(
    tables: PlxTables, dictionaries: Dictionaries, limits: PlxLimits
) -> dict[tuple[str, int, ControlForm | None], str]:
    """Name of the shared sheet («комплексный»), by row, semester and form of control."""
    sheets = {record.get("Код", ""): record for record in tables.of(COMBINED)}
    found = {}
    for record in tables.of(COMBINED_ROWS):
        where = values.place(COMBINED_ROWS, record)
        sheet_code = values.code(record, "КодКомплекснойФК", where)
        row = row_code(values.code(record, "КодСтроки", where))
        sheet = sheets.get(sheet_code)
        work = dictionaries.works.get(sheet.get("КодВидаРабот", "")) if sheet else None
        if sheet and work:
            semester = _semester(record, where, limits, {})
            name = values.text(sheet, "Наименование")[:COMBINED_NAME_LENGTH]
            found[row, semester, work.form] = f"{name} {sheet_code.lstrip('+-')}".strip()
    return found


def _warning(code: str, place: str, figures: Mapping[str, object]) -> PlxWarning:
    return PlxWarning(code, place, tuple((name, str(value)) for name, value in figures.items()))
