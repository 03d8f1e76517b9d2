"""A look through a workbook's XML before anything is built of it: entities, sizes, faults.

expat calls back as it reads and builds nothing, so a part costs its own bytes and no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from collegium.core.documents.table import TableError, TableLimits, cell_place

# Elements of one part: a full list of people has three a cell.
MAX_ELEMENTS = 300_000
# The text of all cells together: shared strings let a small file say much.
MAX_TEXT = 4_000_000
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def _parse(content: bytes, parser: expat.XMLParserType) -> None:
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise TableError("damaged") from error


def _refuse_doctype(*_declared: object) -> None:
    raise TableError("doctype")


def _local(name: str) -> str:
    """The element's name without the prefix of its namespace."""
    return name.rpartition(":")[2] if ":" in name else name


class _Counter:
    """Lets a part have only so many elements."""

    def __init__(self) -> None:
        self.elements = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise TableError("too-much-inside")


def check_markup(content: bytes) -> None:
    """Well-formed, without a document type, and not too much of it."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = _Counter().start
    _parse(content, parser)


@dataclass(frozen=True, slots=True)
class SheetName:
    name: str
    relation: str
    visible: bool


@dataclass(slots=True)
class Book:
    """What the workbook's own part says."""

    sheets: list[SheetName] = field(default_factory=list)
    # Whether its days are counted from 1904, as old spreadsheets of a Macintosh do.
    from_1904: bool = False


def scan_book(content: bytes) -> Book:
    book = Book()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if _local(name) == "sheet":
            own = {_local(key): value for key, value in attributes.items()}
            visible = own.get("state", "visible") == "visible"
            book.sheets.append(SheetName(own.get("name", ""), own.get("id", ""), visible))
        elif _local(name) == "workbookPr":
            book.from_1904 = attributes.get("date1904") in {"1", "true"}

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    _parse(content, parser)
    return book


@dataclass(frozen=True, slots=True)
class Relation:
    """How one part names another: `kind` is the last word of its type."""

    key: str
    kind: str
    target: str


def scan_relations(content: bytes) -> list[Relation]:
    found: list[Relation] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if _local(name) == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found.append(Relation(attributes.get("Id", ""), kind, attributes.get("Target", "")))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    _parse(content, parser)
    return found


def scan_strings(content: bytes) -> list[int]:
    """The length of every shared string, in order."""
    lengths: list[int] = []
    counter = _Counter()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        counter.start(name, attributes)
        if _local(name) == "si":
            lengths.append(0)

    def text(characters: str) -> None:
        if lengths:
            lengths[-1] += len(characters)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    _parse(content, parser)
    return lengths


class _Sheet(_Counter):
    """Watches the cells of one sheet go by."""

    def __init__(self, lengths: list[int], limits: TableLimits) -> None:
        super().__init__()
        self.lengths, self.limits = lengths, limits
        self.text_chars = self.values = 0
        # The row that is open, and where the cell says that it lies: programs leave either out.
        self.open_row = self.row = self.column = 0
        self.kind = ""
        self.formula = False
        self.value: list[str] = []
        self.inside = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        super().start(name, attributes)
        name = _local(name)
        if name == "c":
            self._enter_cell(attributes)
        elif name == "row":
            self.open_row = int(attributes.get("r", self.open_row + 1))
            self.column = 0
        elif name == "f":
            self.formula = True
        elif name in {"v", "t"}:
            self.inside = True

    def _enter_cell(self, attributes: Mapping[str, str]) -> None:
        self.column, self.row = self.column + 1, self.open_row
        if reference := attributes.get("r"):
            found = _REFERENCE.fullmatch(reference)
            if not found:
                raise TableError("damaged")
            self.column, self.row = _column_number(found[1].upper()), int(found[2])
        self.kind = attributes.get("t", "n")
        self.formula = False
        self.value = []

    def text(self, characters: str) -> None:
        if self.inside:
            self.value.append(characters)

    def end(self, name: str) -> None:
        name = _local(name)
        if name in {"v", "t"}:
            self.inside = False
        elif name == "c":
            self._leave_cell("".join(self.value))

    def _leave_cell(self, value: str) -> None:
        if value:
            if self.kind == "e":
                raise TableError("cell-error", self._place(), value=value[:20])
            self.values += 1
            self._check_size(self._length(value))
        elif self.formula and self.kind != "str":
            raise TableError("formula-without-value", self._place())

    def _place(self) -> str:
        return cell_place(self.row, self.column)

    def _length(self, value: str) -> int:
        if self.kind != "s":
            return len(value)
        number = int(value) if value.strip().isdecimal() else -1
        if not 0 <= number < len(self.lengths):
            raise TableError("damaged")
        return self.lengths[number]

    def _check_size(self, length: int) -> None:
        limits = self.limits
        if self.row > limits.rows + 1:
            raise TableError("too-many-rows", self._place(), limit=limits.rows)
        if self.column > limits.columns:
            raise TableError("too-many-columns", self._place(), limit=limits.columns)
        if length > limits.cell_chars:
            raise TableError("cell-too-long", self._place(), limit=limits.cell_chars)
        self.text_chars += length
        if self.text_chars > MAX_TEXT:
            raise TableError("too-much-inside")


def scan_sheet(content: bytes, lengths: list[int], limits: TableLimits) -> int:
    """How many cells of the sheet hold a value; none of them outside the bounds or at fault."""
    sheet = _Sheet(lengths, limits)
    parser = expat.ParserCreate()
    parser.StartElementHandler = sheet.start
    parser.EndElementHandler = sheet.end
    parser.CharacterDataHandler = sheet.text
    _parse(content, parser)
    return sheet.values


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
