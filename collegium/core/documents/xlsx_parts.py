"""The parts of a workbook that hold text, unpacked within bounds."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from collegium.core.documents.table import TableError, TableLimits

MAX_PARTS = 1_000
# Above a megabyte real sheets shrink 10 to 40 times; bombs a thousand times and more.
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024
_PIECE = 256 * 1024
_ENTRY = b"PK\x01\x02"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
)
# Parts that a table of values does without; they are neither unpacked nor passed on.
_UNREAD = (
    "customxml/",
    "docprops/",
    "xl/charts/",
    "xl/comments",
    "xl/drawings/",
    "xl/externallinks/",
    "xl/pivotcache/",
    "xl/pivottables/",
    "xl/theme/",
)
_FOREIGN = {
    "word/document.xml": "DOCX",
    "ppt/presentation.xml": "PPTX",
    "xl/workbook.bin": "XLSB",
    "content.xml": "ODS",
    "index/document.iwa": "Numbers",
}


def read_parts(data: bytes, limits: TableLimits) -> dict[str, bytes]:
    """Every part that may be wanted, by its name in the archive; not yet looked into.

    Raises:
        TableError: not a workbook, damaged, encrypted, or larger than it may be.
    """
    if data.count(_ENTRY) > MAX_PARTS:
        raise TableError("too-much-inside")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_kind([_name(entry) for entry in entries])
            parts = _unpacked(archive, [e for e in entries if _is_wanted(e)], limits)
    except RuntimeError as error:  # of an entry that is encrypted
        raise TableError("encrypted") from error
    except _BROKEN as error:
        raise TableError("damaged") from error
    return parts


def _name(entry: zipfile.ZipInfo) -> str:
    """Some programs divide folders as Windows does, or begin with a slash."""
    return entry.filename.replace("\\", "/").lstrip("/")


def _check_kind(names: list[str]) -> None:
    known = {name.lower() for name in names}
    if "xl/workbook.xml" in known or any(name.startswith("xl/worksheets/") for name in known):
        return
    kind = next((kind for name, kind in _FOREIGN.items() if name in known), "ZIP")
    raise TableError("foreign-format", format=kind)


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    name = _name(entry).lower()
    return name.endswith((".xml", ".rels")) and not name.startswith(_UNREAD)


def _unpacked(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: TableLimits
) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = limits.unpacked_bytes
    for entry in entries:
        content = _content(archive, entry, left)
        left -= len(content)
        parts[_name(entry)] = content
    return parts


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """The part's bytes, counted as they come: the sizes that the archive declares may lie."""
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise TableError("damaged")
    allowed = min(left, max(RATIO_FROM, entry.compress_size * MAX_RATIO))
    content = bytearray()
    with archive.open(entry) as file:
        while piece := file.read(_PIECE):
            content += piece
            if len(content) > allowed:
                raise TableError("too-much-inside")
    return bytes(content)
