"""The tree of a .plx plan: cycles and rows in their order, parents first, each of a kind. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from collegium.curricula import plx_values as values
from collegium.curricula.plx_dictionaries import (
    OBJECT_NAMES,
    PRACTICE_NAMES,
    Dictionaries,
    named,
    plain,
)
from collegium.curricula.plx_types import PlxError, PlxLimits, PlxWarning
from collegium.curricula.plx_xml import PlxTables, Record
from collegium.curricula.rules import ItemKind, index_prefix, normal_index

CYCLES: Final = "ПланыЦиклы"
ROWS: Final = "ПланыСтроки"
INDEX_LENGTH = 40
TITLE_LENGTH = 500
ORDER_LIMIT = 10_000_000
KIND_BY_PREFIX: Mapping[str, ItemKind] = {
    "ПМ": ItemKind.MODULE,
    "МДК": ItemKind.INTERDISCIPLINARY,
    "УП": ItemKind.TRAINING,
    "ПП": ItemKind.PLACEMENT,
    "ПДП": ItemKind.PRE_DIPLOMA,
    "ГИА": ItemKind.FINAL,
}
PRACTICES: Final = frozenset({ItemKind.TRAINING, ItemKind.PLACEMENT, ItemKind.PRE_DIPLOMA})


@dataclass(frozen=True, slots=True)
class Node:
    """A cycle or a row with its place in the tree; `block` is "" for a cycle."""

    code: str
    parent: str | None
    block: str
    record: Record
    order: tuple[int, int]

    @property
    def where(self) -> str:
        return values.place(ROWS if self.block else CYCLES, self.record)

    @property
    def index_original(self) -> str:
        return self.record.get("ДисциплинаКод" if self.block else "Идентификатор", "")

    @property
    def title_original(self) -> str:
        return values.text(self.record, "Дисциплина" if self.block else "Цикл")


def row_code(code: str) -> str:
    """Code of a row in the tree: rows and cycles are numbered apart in the file."""
    return f"row:{code}"


def cycle_code(code: str) -> str:
    """Code of a cycle in the tree."""
    return f"cycle:{code}"


def read_nodes(tables: PlxTables, limits: PlxLimits) -> list[Node]:
    """Cycles that hold rows, and all rows, each after its parent, in the plan's own order."""
    cycles = [_cycle(record) for record in tables.required(CYCLES)]
    rows = [_row(record, place) for place, record in enumerate(tables.required(ROWS))]
    for table, nodes in ((CYCLES, cycles), (ROWS, rows)):
        if len(nodes) > limits.rows:
            raise PlxError("too-many-records", table, limit=limits.rows)
        _refuse_duplicates(nodes)
    known = {node.code: node for node in (*cycles, *rows)}
    for node in known.values():
        if node.parent is not None and node.parent not in known:
            raise PlxError("dangling-parent", node.where, value=node.parent)
        if node.block and node.block not in known:
            raise PlxError("dangling-parent", node.where, value=node.block)
    ordered = _in_tree_order(list(known.values()))
    used = _with_ancestors(rows, known)
    return [node for node in ordered if node.code in used]


def kind_of(node: Node, dictionaries: Dictionaries, warnings: list[PlxWarning]) -> ItemKind:
    """Kind of the row, by the file's own list of kinds and by its index."""
    if not node.block:
        return ItemKind.CYCLE
    prefix = index_prefix(index_of(node))
    by_prefix = KIND_BY_PREFIX.get(prefix)
    object_name = dictionaries.objects.get(node.record.get("ТипОбъекта", ""), "")
    kind = named(plain(object_name), OBJECT_NAMES)
    if kind is ItemKind.MODULE:
        return ItemKind.MODULE if by_prefix is ItemKind.MODULE else ItemKind.CYCLE
    if kind is ItemKind.SUBJECT:
        return by_prefix if by_prefix is ItemKind.INTERDISCIPLINARY else ItemKind.SUBJECT
    if kind is ItemKind.PLACEMENT:
        return _practice_kind(node, by_prefix, dictionaries, warnings)
    if kind is None:
        warnings.append(PlxWarning("kind-guessed", node.where))
        return by_prefix or ItemKind.OTHER
    return kind


def index_of(node: Node) -> str:
    """The index in one spelling, cut to what is stored."""
    return normal_index(node.index_original)[:INDEX_LENGTH]


def title_of(node: Node) -> str:
    """The title on one line, cut to what is stored; the index where there is none."""
    return node.title_original[:TITLE_LENGTH] or index_of(node) or node.code


def text_warnings(node: Node) -> Iterable[PlxWarning]:
    """What was changed in the index and the title, or is missing from them."""
    original, shown = node.index_original, normal_index(node.index_original)
    place = index_of(node) or node.title_original or node.where
    if not shown:
        yield PlxWarning("index-missing", node.title_original or node.where)
    elif shown != " ".join(original.split()):
        params = (("before", original.strip()[:INDEX_LENGTH]), ("after", index_of(node)))
        yield PlxWarning("index-respelt", place, params)
    if len(shown) > INDEX_LENGTH:
        yield PlxWarning("index-cut", place, (("limit", str(INDEX_LENGTH)),))
    if not node.title_original:
        yield PlxWarning("title-missing", place)
    if len(node.title_original) > TITLE_LENGTH:
        yield PlxWarning("title-cut", place, (("limit", str(TITLE_LENGTH)),))


def _cycle(record: Record) -> Node:
    where = values.place(CYCLES, record)
    code = values.code(record, "Код", where)
    above = record.get("КодРодителя", "").strip()
    parent = cycle_code(values.code(record, "КодРодителя", where)) if above else None
    number = values.whole(record, "Номер", where, limit=ORDER_LIMIT, default=0)
    return Node(cycle_code(code), parent, "", record, (0, number))


def _row(record: Record, place: int) -> Node:
    where = values.place(ROWS, record)
    code = values.code(record, "Код", where)
    block = cycle_code(values.code(record, "КодБлока", where))
    above = record.get("КодРодителя", "").strip()
    parent = row_code(values.code(record, "КодРодителя", where)) if above else block
    # Rows of a cycle stand before its inner cycles; without an order, as the file has them.
    number = values.whole(record, "Порядок", where, limit=ORDER_LIMIT, default=place)
    return Node(row_code(code), parent, block, record, (-1, number))


def _refuse_duplicates(nodes: Iterable[Node]) -> None:
    seen = set()
    for node in nodes:
        if node.code in seen:
            raise PlxError("duplicate-code", node.where, value=node.record["Код"])
        seen.add(node.code)


def _in_tree_order(nodes: list[Node]) -> list[Node]:
    """Parents before children, siblings by their order; refuses rows that form a ring."""
    children: defaultdict[str | None, list[Node]] = defaultdict(list)
    for node in nodes:
        children[node.parent].append(node)
    for siblings in children.values():
        siblings.sort(key=lambda node: node.order, reverse=True)
    ordered, waiting = [], list(children[None])
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        waiting.extend(children.get(node.code, ()))
    if len(ordered) < len(nodes):
        reached = {node.code for node in ordered}
        ring = next(node for node in nodes if node.code not in reached)
        raise PlxError("tree-cycle", ring.where)
    return ordered


def _with_ancestors(rows: Iterable[Node], known: Mapping[str, Node]) -> set[str]:
    used: set[str] = set()
    for row in rows:
        code: str | None = row.code
        while code is not None and code not in used:
            used.add(code)
            code = known[code].parent
    return used


def _practice_kind(
    node: Node,
    by_prefix: ItemKind | None,
    dictionaries: Dictionaries,
    warnings: list[PlxWarning],
) -> ItemKind:
    practice = plain(dictionaries.practices.get(node.record.get("ВидПрактики", ""), ""))
    title = plain(node.title_original)
    if "преддиплом" in practice or "преддиплом" in title or by_prefix is ItemKind.PRE_DIPLOMA:
        return ItemKind.PRE_DIPLOMA
    kind = named(practice, PRACTICE_NAMES)
    if kind is None:
        warnings.append(PlxWarning("kind-guessed", index_of(node) or node.where))
        kind = by_prefix if by_prefix in PRACTICES else named(title, PRACTICE_NAMES)
    return kind or ItemKind.PLACEMENT
