"""Files made to do harm: how long the product takes to refuse the worst of them."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

from benchmarks.figures import Figure

SECONDS = 1.0
MEGABYTE = 1024 * 1024


def _deep() -> bytes:
    return b"<a>" * (6 * MEGABYTE)


def _wide() -> bytes:
    return b"<root>" + b'<x a="1"/>' * (MEGABYTE * 19 // 10) + b"</root>"


def _entities() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE a [<!ENTITY e0 "x">{levels}]><a>&e11;</a>'.encode()


def _zip_bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (300 * MEGABYTE))
    return target.getvalue()


def _slowest(read: Callable[[bytes], object], refusal: type[Exception], *files: bytes) -> float:
    """Seconds of the slowest refusal; a file that is taken counts as never refused."""
    worst = 0.0
    for data in files:
        begun = time.perf_counter()
        try:
            read(data)
        except refusal:
            worst = max(worst, time.perf_counter() - begun)
        else:
            return float("inf")
    return worst


def refusals() -> list[Figure]:
    from collegium.core.documents import TableError, read_table
    from collegium.curricula.plx import PlxError, read_plx

    plans = _slowest(read_plx, PlxError, _deep(), _wide(), _entities())
    tables = _slowest(read_table, TableError, _zip_bomb(), _wide(), b"x;y\n" * 7_500_000)
    return [
        Figure("hostile curriculum files: slowest refusal", plans, "s", SECONDS),
        Figure("hostile lists: slowest refusal", tables, "s", SECONDS),
    ]
