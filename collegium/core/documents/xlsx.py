"""A table from an XLSX workbook: checked part by part, repacked, then read by calamine.

calamine is handed a small workbook of ours made of the checked parts alone: one sheet, its
strings and its styles. So what was checked is what is read, and a package that leaves out what
the standard allows to leave out is read too.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineWorkbook

from collegium.core.documents.table import (
    Cell,
    Line,
    Table,
    TableError,
    TableLimits,
    cell_place,
)
from collegium.core.documents.xlsx_parts import read_parts
from collegium.core.documents.xlsx_scan import (
    check_markup,
    scan_book,
    scan_relations,
    scan_sheet,
    scan_strings,
)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="%d"/>'
    '<sheets><sheet name="1" sheetId="1" r:id="worksheet"/></sheets></workbook>'
)
_EMPTY_RELATIONS = b"<Relationships/>"


def read_xlsx(data: bytes, limits: TableLimits) -> Table:
    """The first visible sheet that holds anything; see `read_table`."""
    parts = read_parts(data, limits)
    sheet, copy = _checked_copy(parts, limits)
    lines = [
        Line(number, _cells(number, row))
        for number, row in enumerate(_rows(copy), start=1)
        if any(value != "" for value in row)
    ]
    if not lines:
        raise TableError("empty")
    return Table(tuple(lines), sheet)


def _checked_copy(parts: Mapping[str, bytes], limits: TableLimits) -> tuple[str, io.BytesIO]:
    """The name of the sheet to read, and a workbook of it alone, every part looked through."""
    path = _workbook_path(parts)
    book = scan_book(parts[path])
    relations = scan_relations(parts.get(_relations_path(path), _EMPTY_RELATIONS))
    folder = posixpath.dirname(path)
    targets = {relation.key: _joined(folder, relation.target) for relation in relations}
    others = {
        relation.kind: parts[targets[relation.key]]
        for relation in relations
        if relation.kind in {"sharedStrings", "styles"} and targets[relation.key] in parts
    }
    lengths = scan_strings(others["sharedStrings"]) if "sharedStrings" in others else []
    if "styles" in others:
        check_markup(others["styles"])
    for sheet in book.sheets:
        content = parts.get(targets.get(sheet.relation, ""))
        if sheet.visible and content and scan_sheet(content, lengths, limits):
            return sheet.name, _packed({"worksheet": content, **others}, from_1904=book.from_1904)
    raise TableError("no-sheet")


def _workbook_path(parts: Mapping[str, bytes]) -> str:
    relations = scan_relations(parts.get("_rels/.rels", _EMPTY_RELATIONS))
    named = [_joined("", each.target) for each in relations if each.kind == "officeDocument"]
    found = [path for path in [*named, "xl/workbook.xml"] if path in parts]
    if not found:
        raise TableError("damaged")
    return found[0]


def _relations_path(path: str) -> str:
    folder, name = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _joined(folder: str, target: str) -> str:
    """A part's name from a relation: relative to the folder, or from the root."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _packed(contents: Mapping[str, bytes], *, from_1904: bool) -> io.BytesIO:
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("_rels/.rels", _relations({"officeDocument": "xl/workbook.xml"}))
        archive.writestr("xl/workbook.xml", _BOOK % from_1904)
        names = {kind: f"{kind}.xml" for kind in contents}
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(names))
        for kind, content in contents.items():
            archive.writestr(f"xl/{names[kind]}", content)
    copy.seek(0)
    return copy


def _relations(targets: Mapping[str, str]) -> str:
    lines = [
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    ]
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(lines)}</Relationships>'


def _rows(file: io.BytesIO) -> list[list[Any]]:
    try:
        return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python(False)
    except BaseException as error:
        # A panic of the Rust library derives from BaseException, as an interrupt does.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise TableError("damaged") from error
        raise


def _cells(number: int, row: list[Any]) -> tuple[Cell, ...]:
    end = len(row)
    while end and row[end - 1] == "":
        end -= 1
    cells = tuple(_cell(value) for value in row[:end])
    for column, cell in enumerate(cells, start=1):
        if isinstance(cell, str) and "\0" in cell:
            raise TableError("null-character", cell_place(number, column))
    return cells


def _cell(value: Any) -> Cell:
    """What a person sees in the cell, near enough; a midnight is only a day."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time(0) else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
