"""Is what the grid sent well formed? What it means is judged by rules and actions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from collegium.gradebook.cell_writer import CellWrite
from collegium.planning.models import PlannedLesson
from collegium.roster.models import CourseSection

CELLS_IN_BATCH = 500
LONGEST_CELL = 100
LONGEST_TEXT = 5000
LARGEST_ID = 2**63 - 1
LARGEST_VERSION = 2**31 - 1


class MalformedError(ValueError):
    """The body is not what the interface takes; `code` for programs, the text for people."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


def _body(raw: bytes) -> dict[str, Any]:
    try:
        data = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise MalformedError(
            "not-json", _("The request cannot be read. Reload the page.")
        ) from error
    if not isinstance(data, dict):
        raise _wrong("body")
    return data


def _wrong(name: str) -> MalformedError:
    return MalformedError(
        "malformed", _("“%(name)s” is missing or wrong. Reload the page.") % {"name": name}
    )


def _number(data: dict[str, Any], name: str, largest: int) -> int:
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= largest:
        raise _wrong(name)
    return value


def _text(data: dict[str, Any], name: str, longest: int) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise _wrong(name)
    if len(value) > longest:
        reason = _("“%(name)s” is longer than %(longest)d characters. Shorten it.")
        raise MalformedError("too-long", reason % {"name": name, "longest": longest})
    if "\x00" in value:
        reason = _("The text holds a character that cannot be stored (U+0000). Remove it.")
        raise MalformedError("nul", reason)
    return value


def _request_id(data: dict[str, Any]) -> UUID:
    try:
        return UUID(_text(data, "request", 40))
    except ValueError as error:
        raise _wrong("request") from error


def read_cells(raw: bytes) -> tuple[UUID, list[CellWrite]]:
    """A batch of typed cells; of two writes into one cell the later stands.

    Raises:
        MalformedError: with codes `not-json`, `malformed`, `too-many`, `too-long`, `nul`.
    """
    data = _body(raw)
    request_id = _request_id(data)
    rows = data.get("cells")
    if not isinstance(rows, list) or not rows:
        raise _wrong("cells")
    if len(rows) > CELLS_IN_BATCH:
        reason = _("More than %(most)d cells at once: paste in parts.")
        raise MalformedError("too-many", reason % {"most": CELLS_IN_BATCH})
    cells = [_cell(row) for row in rows]
    return request_id, list({cell.key: cell for cell in cells}.values())


def _cell(row: Any) -> CellWrite:
    if not isinstance(row, dict):
        raise _wrong("cells")
    return CellWrite(
        lesson=_number(row, "lesson", LARGEST_ID),
        student=_number(row, "student", LARGEST_ID),
        text=_text(row, "text", LONGEST_CELL),
        seen=_number(row, "seen", LARGEST_VERSION),
    )


def read_lesson(raw: bytes, section: CourseSection) -> tuple[UUID, int, dict[str, Any]]:
    """What a teacher wrote of a lesson: (request id, version seen, what changes).

    Raises:
        MalformedError: as `read_cells`, and `no-planned` for a row of another plan.
    """
    data = _body(raw)
    changes: dict[str, Any] = {
        name: _text(data, name, LONGEST_TEXT) for name in ("topic", "homework") if name in data
    }
    if "confirmed" in data:
        if not isinstance(data["confirmed"], bool):
            raise _wrong("confirmed")
        changes["confirmed"] = data["confirmed"]
    if "planned" in data:
        changes["planned_id"] = _planned(data, section)
    return _request_id(data), _number(data, "seen", LARGEST_VERSION), changes


def _planned(data: dict[str, Any], section: CourseSection) -> int | None:
    if data["planned"] is None:
        return None
    pk = _number(data, "planned", LARGEST_ID)
    if not PlannedLesson.objects.filter(pk=pk, plan__section=section).exists():
        raise MalformedError("no-planned", _("There is no such row in this section's plan."))
    return pk
