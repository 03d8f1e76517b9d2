"""A table as text: which characters, which divider, then cell by cell."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from collegium.core.documents.table import Line, Table, TableError, TableLimits, line_place

_DIVIDERS = (";", "\t", ",")
_PIECE = 64 * 1024
# What old programs wrote Russian in; the likeliest first.
_CODE_PAGES = ("cp1251", "cp866", "koi8-r", "mac_cyrillic")
_GUARDED = re.compile(r"^'(?=[=+\-@\t\r])")
_SEPARATOR_LINE = re.compile(r"^sep=(.)\s*$", re.IGNORECASE)


def read_csv(data: bytes, limits: TableLimits) -> Table:
    """The non-empty rows of the text; see `read_table`."""
    encoding = _encoding(data)
    divider, skipped = _divider(_sample(data, encoding))
    lines = tuple(_lines(data, encoding, divider, limits, skipped))
    if not lines:
        raise TableError("empty")
    return Table(lines)


def _lines(
    data: bytes, encoding: str, divider: str, limits: TableLimits, skipped: int
) -> Iterator[Line]:
    reader = csv.reader(_text(data, encoding, limits), delimiter=divider, strict=True)
    number, filled = 0, 0
    while True:
        started = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _csv_error(error, started, limits) from error
        number += 1
        if number > 10 * limits.rows:
            raise TableError("too-many-rows", line_place(number), limit=limits.rows)
        if number <= skipped or not any(cell.strip() for cell in cells):
            continue
        filled += 1
        _check_size(cells, number, filled, limits)
        yield Line(number, tuple(_GUARDED.sub("", cell) for cell in cells))


def _check_size(cells: list[str], number: int, filled: int, limits: TableLimits) -> None:
    if filled > limits.rows + 1:
        raise TableError("too-many-rows", line_place(number), limit=limits.rows)
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > limits.columns:
        raise TableError("too-many-columns", line_place(number), limit=limits.columns)
    if max(map(len, cells)) > limits.cell_chars:
        raise TableError("cell-too-long", line_place(number), limit=limits.cell_chars)


def _csv_error(error: csv.Error, line: int, limits: TableLimits) -> TableError:
    text = str(error)
    if "field larger" in text:
        return TableError("cell-too-long", line_place(line), limit=limits.cell_chars)
    return TableError("unclosed-quote" if "end of data" in text else "quotes", line_place(line))


def _text(data: bytes, encoding: str, limits: TableLimits) -> Iterator[str]:
    """Line by line, so that a long file costs no more memory than a short one."""
    reader = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
    longest = limits.cell_chars * 20
    number = 1
    while line := reader.readline(longest):
        if "\0" in line:
            raise TableError("null-character", line_place(number))
        if len(line) == longest and not line.endswith(("\r", "\n")):
            raise TableError("cell-too-long", line_place(number), limit=limits.cell_chars)
        number += 1
        yield line


def _sample(data: bytes, encoding: str) -> list[str]:
    text = data[:_PIECE].decode(encoding, errors="ignore").removeprefix("\ufeff")
    return [line for line in text.splitlines() if line.strip()][:30]


def _divider(sample: list[str]) -> tuple[str, int]:
    """The character between cells, and how many first lines say only that (Excel's `sep=;`)."""
    if sample and (named := _SEPARATOR_LINE.match(sample[0])):
        return named[1], 1
    return max(_DIVIDERS, key=lambda each: _regularity(sample, each)), 0


def _regularity(sample: list[str], divider: str) -> int:
    """How well a divider explains the lines: the commonest width × the lines that have it."""
    widths = Counter(len(row) for row in csv.reader(sample, delimiter=divider))
    return max(((width - 1) * lines for width, lines in widths.items()), default=0)


def _encoding(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return _checked(data, "utf-8-sig")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _checked(data, "utf-16")
    if name := _utf16_without_mark(data):
        return _checked(data, name)
    if _decodes(data, "utf-8"):
        return "utf-8"
    return _code_page(data)


def _utf16_without_mark(data: bytes) -> str:
    """In UTF-16 dividers and line ends have a zero byte each; elsewhere zeros are rare."""
    head = data[:2000]
    low, high = head[0::2].count(0), head[1::2].count(0)
    if max(low, high) <= len(head) // 20 or min(low, high) > max(low, high) // 4:
        return ""
    return "utf-16-le" if high > low else "utf-16-be"


def _checked(data: bytes, encoding: str) -> str:
    if not _decodes(data, encoding):
        raise TableError("encoding")
    return encoding


def _decodes(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(data[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _code_page(data: bytes) -> str:
    """Of the old code pages the one in which the file reads most like Russian."""
    best = max(_CODE_PAGES, key=lambda name: _likeness(data, name))
    if _likeness(data, best) < 0.8:
        raise TableError("encoding")
    return best


_RUSSIAN = re.compile(r"[А-Яа-яЁё«»№—–…\u00a0]")
_WORD = re.compile(r"[А-Яа-яЁё]{3,}")


def _likeness(data: bytes, encoding: str) -> float:
    """From 0 to 1: letters of Russian among what is not ASCII, in words written as people write."""
    if not _decodes(data, encoding):
        return 0
    text = data[:_PIECE].decode(encoding)
    foreign = [character for character in text if ord(character) > 127]
    words: list[str] = _WORD.findall(text)
    if not foreign or not words:
        return 0
    natural = sum(word.islower() or word.istitle() or word.isupper() for word in words)
    # Letters in the wrong page are still letters, yet the commonest of them are no longer so.
    common = sum(word.lower().count(letter) for word in words for letter in "оеаинтср")
    letters = len(_RUSSIAN.findall(text)) / len(foreign)
    usual = min(1.0, 3 * common / sum(map(len, words)))
    return letters * usual * natural / len(words)
