"""What is found in a list of people: a code, how grave, and which cell. Words are elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps the whole list out; a warning asks to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """`line` is the row's number in the file, `column` counts from 0; None for the whole of it."""

    code: str
    severity: Severity = Severity.ERROR
    line: int | None = None
    column: int | None = None
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


class FaultError(Exception):
    """A value that cannot be understood: what its cell is told."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
