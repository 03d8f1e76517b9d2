"""A table as read from a file, and the words for a file that is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# A day stays a day; every other value is the text that a person sees in the cell.
Cell = str | date


@dataclass(frozen=True, slots=True)
class TableLimits:
    """How large a file may be: far above any list of people, far below what hurts the server."""

    file_bytes: int = 5 * 1024 * 1024
    unpacked_bytes: int = 16 * 1024 * 1024
    rows: int = 3_000
    columns: int = 100
    cell_chars: int = 5_000


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number as a spreadsheet shows it, and its cells from column A."""

    number: int
    cells: tuple[Cell, ...]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)

    def at(self, column: int) -> Cell:
        """The cell of the column (0 is A); empty where the row is shorter."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """Every row of the file that is not empty, in order; `sheet` is empty for CSV."""

    lines: tuple[Line, ...]
    sheet: str = ""

    @property
    def headings(self) -> Line:
        return self.lines[0]

    @property
    def rows(self) -> tuple[Line, ...]:
        """The rows below the headings."""
        return self.lines[1:]

    def below(self, index: int) -> Table:
        """The same table without its first `index` lines: a title may stand above."""
        return Table(self.lines[index:], self.sheet)


class TableError(Exception):
    """A file that cannot be read as a table.

    `code` is stable; `message` and `place` (a line or a cell; may be empty) are for people, in
    the language of the moment.
    """

    def __init__(self, code: str, place: str = "", **params: object) -> None:
        super().__init__(code, place)
        self.code = code
        self.place = place
        self.params = params

    @property
    def message(self) -> str:
        return str(MESSAGES[self.code]) % self.params


def line_place(number: int) -> str:
    return _("line %(number)d") % {"number": number}


def cell_place(row: int, column: int) -> str:
    """Both from 1; a spreadsheet has it as B7."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return _("cell %(name)s") % {"name": f"{letters}{row}"}


MESSAGES: dict[str, _StrPromise] = {
    "empty": _("The file is empty. Check that the list was saved, and choose the file again."),
    "too-large": _(
        "The file is larger than %(limit)s MB, and a list of people takes less than one. Check "
        "which file it is; a spreadsheet with pictures or old sheets is best copied into a new one."
    ),
    "foreign-format": _(
        "This is a file of another format (%(format)s). Open it in the program that made it and "
        "save it as XLSX or CSV."
    ),
    "old-xls": _(
        "This is a spreadsheet of the old format (.xls). Open it and save it as an Excel workbook "
        "(.xlsx) or as CSV."
    ),
    "encrypted": _(
        "The file is protected by a password. Save a copy without a password and choose it."
    ),
    "damaged": _(
        "The file is damaged and cannot be opened. Open it in the spreadsheet program, save it "
        "again and choose the new file."
    ),
    "too-much-inside": _(
        "The file unpacks to far more than a list of people can hold, so it was not read. Copy the "
        "list into a new file and choose that."
    ),
    "doctype": _(
        "A part of the file declares a document type or entities. Spreadsheets never do; for "
        "safety such a file is not read."
    ),
    "too-many-rows": _(
        "The table has more than %(limit)s rows. Divide the list, or delete what stands far "
        "below it."
    ),
    "too-many-columns": _(
        "The table has more than %(limit)s columns. Delete what stands far to the right of it."
    ),
    "cell-too-long": _("A cell holds more than %(limit)s characters. Shorten it."),
    "null-character": _(
        "The text has a null character (U+0000), which cannot be stored. Delete it, or save the "
        "list again from the program that made it."
    ),
    "encoding": _(
        "The characters of the file cannot be recognised. Save it as “CSV UTF-8” or as XLSX."
    ),
    "unclosed-quote": _(
        "A quotation mark is opened here and not closed. Close it, or double the quotation marks "
        "inside the text."
    ),
    "quotes": _(
        "The quotation marks do not match here. Inside a quoted cell each of them must be doubled."
    ),
    "formula-without-value": _(
        "A formula stands here and its result is not in the file. Open the file in a spreadsheet "
        "program, save it, and choose it again; or put the value in place of the formula."
    ),
    "cell-error": _(
        "The cell shows the error %(value)s instead of a value. Correct the formula or clear "
        "the cell."
    ),
    "no-sheet": _("The workbook has no visible sheet with a table. Check which file it is."),
}
