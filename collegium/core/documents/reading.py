"""Bytes → a table. The content decides what a file is; its name is never believed."""

from __future__ import annotations

from collegium.core.documents.csv_text import read_csv
from collegium.core.documents.table import Table, TableError, TableLimits
from collegium.core.documents.xlsx import read_xlsx

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An XLSX with a password is such a file too, with this stream inside.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SIGNATURES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7Z",
    b"\x1f\x8b": "GZIP",
    b"SQLite format": "SQLite",
}
_MARKUP = {b"<html": "HTML", b"<!doctype html": "HTML", b"<table": "HTML", b"<?xml": "XML"}


def read_table(data: bytes, *, limits: TableLimits | None = None) -> Table:
    """The table of an XLSX (its first visible sheet that holds anything) or of a CSV.

    CSV may be in UTF-8, UTF-16, windows-1251 or an older Cyrillic code page, divided by
    semicolons, commas or tabs. Costs under a second and under 100 MB whatever the file is.

    Raises:
        TableError: the file is damaged, foreign, too large, empty, or asks for harm.
    """
    limits = limits or TableLimits()
    if not data.strip(b"\0 \t\r\n"):
        raise TableError("empty")
    if len(data) > limits.file_bytes:
        raise TableError("too-large", limit=limits.file_bytes // (1024 * 1024))
    _refuse_foreign(data)
    if data.startswith(b"PK"):
        return read_xlsx(data, limits)
    return read_csv(data, limits)


def _refuse_foreign(data: bytes) -> None:
    if data.startswith(_COMPOUND_FILE):
        raise TableError("encrypted" if _ENCRYPTED in data else "old-xls")
    for signature, name in _SIGNATURES.items():
        if data.startswith(signature):
            raise TableError("foreign-format", format=name)
    head = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for opening, name in _MARKUP.items():
        if head.startswith(opening):
            raise TableError("foreign-format", format=name)
