"""Tables into files. What a person typed stays text: no spreadsheet takes it for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO, Literal

import xlsxwriter

Value = str | int | Decimal | date | None
# A cell that begins so is a formula or a command to one spreadsheet program or another.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_CONTENT_TYPE = "text/csv; charset=utf-8"
_CELL_LIMIT = 32_767


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table to be written: its heading, width in characters, and a word of help."""

    heading: str
    width: int = 16
    note: str = ""
    choices: tuple[str, ...] = ()
    # How the cells below are to be typed into: "text" keeps 0007 and +7914 as they are.
    kind: Literal["any", "text", "day"] = "any"


def write_xlsx(
    target: BinaryIO, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> None:
    """Write one sheet row by row (constant memory) into an open binary file.

    Text is stored as text whatever it begins with, and is marked so that editing the cell does
    not turn it into a formula. Days are dates; the heading row stays in view.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd.mm.yyyy",
    }
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(_sheet_title(title))
        formats = {
            "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "guarded": book.add_format({"quote_prefix": True}),
            "text": book.add_format({"num_format": "@"}),
            "day": book.add_format({"num_format": "dd.mm.yyyy"}),
        }
        for number, column in enumerate(columns):
            _prepare(sheet, number, column, formats.get(column.kind))
            sheet.write_string(0, number, column.heading, formats["heading"])
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows, start=1):
            for number, value in enumerate(row):
                _write_cell(sheet, line, number, value, formats["guarded"])


def _prepare(sheet: Any, number: int, column: Column, cells: Any) -> None:
    sheet.set_column(number, number, column.width, cells)
    if column.note or column.choices:
        sheet.data_validation(
            1,
            number,
            1000,
            number,
            {
                # A list offers and does not forbid: the reader understands more than it names.
                "validate": "list" if column.choices else "any",
                **({"source": list(column.choices)} if column.choices else {}),
                "error_type": "information",
                "input_title": column.heading[:32],
                "input_message": column.note[:255],
            },
        )


def _write_cell(sheet: Any, line: int, number: int, value: Value, guarded: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, number, value)
    elif isinstance(value, int | Decimal):
        sheet.write_number(line, number, value)
    elif value:
        form = guarded if value.startswith(FORMULA_STARTS) else None
        sheet.write_string(line, number, value[:_CELL_LIMIT], form)


def _sheet_title(title: str) -> str:
    """Excel allows 31 characters, some signs nowhere, and no apostrophe at either end."""
    plain = "".join(" " if character in "[]:*?/\\" else character for character in title)
    return plain.strip(" '")[:31].strip(" '") or "1"


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with a byte order mark and semicolons, as a Russian Excel opens by itself.

    A cell that a spreadsheet could take for a formula begins with an apostrophe; `read_table`
    takes it off again.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guarded(column.heading) for column in columns])
    writer.writerows([_csv_value(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _csv_value(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    return _guarded(value) if isinstance(value, str) else str(value)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
