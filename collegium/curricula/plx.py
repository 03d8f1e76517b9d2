"""Reading a .plx file, the format colleges keep curricula in. Pure: bytes in, values out.

What the format hides is dealt with in the modules beside: `plx_xml` (hostile and damaged files),
`plx_dictionaries` (codes told by the file's own dictionaries), `plx_tree` (the rows and their
order), `plx_hours` (module rows that repeat their children, several cuts of the same hours,
semesters counted within the course, control forms stored as counts), `plx_calendar`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from collegium.curricula import plx_values as values
from collegium.curricula.plx_calendar import read_calendar
from collegium.curricula.plx_dictionaries import (
    FORM_NAMES,
    Dictionaries,
    named,
    plain,
    read_dictionaries,
)
from collegium.curricula.plx_hours import Leaf, RowAmounts, amount_warnings, read_amounts
from collegium.curricula.plx_tree import (
    Node,
    index_of,
    kind_of,
    read_nodes,
    row_code,
    text_warnings,
    title_of,
)
from collegium.curricula.plx_types import (
    DEFAULT_PLX_LIMITS,
    PlxCompetence,
    PlxCurriculum,
    PlxError,
    PlxItem,
    PlxLimits,
    PlxWarning,
)
from collegium.curricula.plx_xml import PlxTables, Record, read_tables
from collegium.curricula.rules import DEFAULT_LIMITS, ControlForm, ItemKind, StudyForm

__all__ = ["PlxCurriculum", "PlxError", "PlxItem", "PlxLimits", "PlxWarning", "read_plx"]

YEARS = range(1990, 2101)
MONTHS_LIMIT = 120
ROW_HOURS_LIMIT = 99_999
COMPETENCE_CODE_LENGTH = 40
COMPETENCE_TITLE_LENGTH = 1_000


@dataclass(frozen=True, slots=True)
class _Source:
    """A file being read: its parts, its limits, and what is to be said about it."""

    tables: PlxTables
    dictionaries: Dictionaries
    limits: PlxLimits
    warnings: list[PlxWarning]


def read_plx(data: bytes, *, limits: PlxLimits = DEFAULT_PLX_LIMITS) -> PlxCurriculum:
    """The curriculum in a .plx file; PlxError with code, message and place where it is not one."""
    tables = read_tables(data, limits)
    source = _Source(tables, read_dictionaries(tables), limits, [])
    plan = _only_plan(tables)
    program = _program(tables, plan)
    items = _items(source)
    number, approved = _standard(program, plan, source)
    return PlxCurriculum(
        specialty_code=values.text(program, "Шифр"),
        title=_title(program, plan),
        qualifications=_qualifications(plan),
        admission_year=_admission_year(plan),
        academic_year=values.text(plan, "УчебныйГод"),
        form=_study_form(plan, source),
        base=_base(plan, source),
        duration_months=_duration(plan),
        standard_number=number,
        standard_date=approved,
        items=items,
        calendar=read_calendar(tables, limits, source.warnings),
        competences=tuple(_competences(tables).values()),
        stated=_stated(tables),
        warnings=tuple(source.warnings),
    )


def _items(source: _Source) -> tuple[PlxItem, ...]:
    nodes = read_nodes(source.tables, source.limits)
    parents = {node.parent for node in nodes}
    kinds = {node.code: kind_of(node, source.dictionaries, source.warnings) for node in nodes}
    leaves = {
        node.code: Leaf(kinds[node.code], _exam_form(node))
        for node in nodes
        if node.code not in parents
    }
    amounts = read_amounts(
        source.tables, source.dictionaries, leaves, source.limits, source.warnings
    )
    competences = _row_competences(source.tables)
    items = []
    for node in nodes:
        item = _item(node, kinds[node.code], amounts.get(node.code), competences, leaves)
        source.warnings.extend(_item_warnings(node, item, amounts.get(node.code)))
        items.append(item)
    return tuple(items)


def _item(
    node: Node,
    kind: ItemKind,
    amounts: RowAmounts | None,
    competences: Mapping[str, tuple[str, ...]],
    leaves: Mapping[str, Leaf],
) -> PlxItem:
    record, found = node.record, amounts or RowAmounts()
    optional = values.flag(record, "Факультатив")
    return PlxItem(
        code=node.code,
        parent=node.parent,
        index=index_of(node),
        title=title_of(node),
        kind=kind,
        hours=tuple(found.hours),
        controls=tuple(found.controls),
        measures=tuple(found.measures),
        heading=not node.block,
        dispersed=values.flag(record, "РассредПрактика"),
        physical=values.flag(record, "ПризнакФизкультуры")
        or "физическая культура" in plain(node.title_original),
        optional=optional,
        counted=not optional and values.flag(record, "СчитатьВПлане", default=True),
        block=node.block,
        index_original=node.index_original,
        is_leaf=node.code in leaves,
        competences=competences.get(node.code, ()),
    )


def _item_warnings(node: Node, item: PlxItem, amounts: RowAmounts | None) -> Iterator[PlxWarning]:
    place = item.index or item.title
    yield from text_warnings(node)
    if amounts is not None:
        yield from amount_warnings(place, amounts, DEFAULT_LIMITS.practice_week_hours)
    if item.is_leaf and not item.total:
        yield PlxWarning("row-without-hours", place)
    if item.is_leaf and item.total and not item.counted:
        yield PlxWarning("row-not-counted", place)


def _exam_form(node: Node) -> ControlForm:
    """What an exam that is a row of its own is: of the qualification only where it is so called."""
    if "квалификац" in plain(node.title_original):
        return ControlForm.QUALIFICATION_EXAM
    if "модул" not in plain(node.title_original) and index_of(node).endswith("ЭК"):
        return ControlForm.QUALIFICATION_EXAM
    return ControlForm.MODULE_EXAM


def _only_plan(tables: PlxTables) -> Record:
    plans = tables.required("Планы")
    if len(plans) > 1:
        raise PlxError("several-plans", "Планы", count=len(plans))
    return plans[0]


def _program(tables: PlxTables, plan: Record) -> Record:
    programs = tables.required("ООП")
    own = [row for row in programs if row.get("Код") == plan.get("КодООП")]
    program = (own or programs)[0]
    if not values.text(program, "Шифр"):
        raise PlxError("missing-value", "ООП", name="Шифр")
    return program


def _title(program: Record, plan: Record) -> str:
    """Title of the specialty; the plan's own spelling where the list has it in capitals."""
    official = values.text(program, "Название")
    first_line = " ".join((plan.get("Титул", "").strip().splitlines() or [""])[0].split())
    same = plain(first_line) == plain(official)
    return (first_line if same or not official else official)[:300]


def _qualifications(plan: Record) -> tuple[str, ...]:
    parts = values.text(plan, "Квалификация").replace(";", "\n").split("\n")
    return tuple(part.strip()[:300] for part in parts if part.strip())


def _admission_year(plan: Record) -> int:
    text = values.text(plan, "ГодНачалаПодготовки")
    if not text.isascii() or not text.isdigit() or len(text) != 4 or int(text) not in YEARS:
        raise PlxError("bad-year", "Планы", value=text[:40])
    return int(text)


def _duration(plan: Record) -> int:
    years = values.whole(plan, "СрокОбучения", "Планы", limit=10, default=0)
    months = values.whole(plan, "СрокОбученияМесяцев", "Планы", limit=MONTHS_LIMIT, default=0)
    if not years * 12 + months:
        raise PlxError("missing-value", "Планы", name="СрокОбучения")
    return years * 12 + months


def _study_form(plan: Record, source: _Source) -> StudyForm:
    name = source.dictionaries.forms.get(plan.get("КодФормыОбучения", ""), "")
    form = named(plain(name), FORM_NAMES)
    if form is None:
        source.warnings.append(PlxWarning("form-unknown", "Планы", (("value", name[:40]),)))
    return form or StudyForm.FULL_TIME


def _base(plan: Record, source: _Source) -> int:
    """Classes finished by those admitted: 9 or 11."""
    name = source.dictionaries.bases.get(plan.get("КодБазы", ""), "")
    if "основное общее" in plain(name):
        return 9
    if "среднее общее" not in plain(name):
        source.warnings.append(PlxWarning("base-unusual", "Планы", (("value", name[:40]),)))
    return 11


def _standard(program: Record, plan: Record, source: _Source) -> tuple[str, date | None]:
    """Number and date of the order that approved the federal standard."""
    used, other = values.text(program, "НомерДокумента"), values.text(plan, "НомерФГОС")
    if used and other and used != other:
        figures = (("used", used[:40]), ("other", other[:40]))
        source.warnings.append(PlxWarning("standard-differs", "Планы", figures))
    approved = values.day(program, "ДатаДокумента") if used else None
    return (used or other)[:40], approved or values.day(plan, "ДатаГОСа")


def _competences(tables: PlxTables) -> dict[str, PlxCompetence]:
    """Competences of the plan by their code in the file."""
    return {
        row["Код"]: PlxCompetence(
            values.text(row, "ШифрКомпетенции")[:COMPETENCE_CODE_LENGTH],
            values.text(row, "Наименование")[:COMPETENCE_TITLE_LENGTH],
        )
        for row in tables.of("ПланыКомпетенции")
        if row.get("Код") and not values.flag(row, "Удалена")
    }


def _row_competences(tables: PlxTables) -> dict[str, tuple[str, ...]]:
    known = _competences(tables)
    found: dict[str, list[str]] = {}
    for link in tables.of("ПланыКомпетенцииДисциплины"):
        competence = known.get(link.get("КодКомпетенции", ""))
        if competence is not None:
            found.setdefault(row_code(link.get("КодСтроки", "")), []).append(competence.code)
    return {row: tuple(codes) for row, codes in found.items()}


def _stated(tables: PlxTables) -> dict[str, Decimal]:
    """Hours that the plan prints for whole rows, modules included."""
    return {
        row_code(row["Код"]): values.amount(
            row, "ЧасовПоПлану", values.place("ПланыСтроки", row), limit=ROW_HOURS_LIMIT
        )
        for row in tables.of("ПланыСтроки")
        if row.get("ЧасовПоПлану", "").strip()
    }
