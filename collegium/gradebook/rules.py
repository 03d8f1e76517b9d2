"""What the journal computes and accepts, said without a database.

Sources: regulation 3.5.2, 3.5.3; DOMAIN.md §3 and §4. Every number that a norm or a college may
change is an argument; its value comes from the settings in force on the day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

HUNDREDTH = Decimal("0.01")
# The most one cell holds: more is a slip of the keyboard, not a lesson's marks.
MARKS_IN_CELL = 6
LONGEST_LESSON_MINUTES = 360


class Counts(StrEnum):
    """What an absence code counts as; the values are stored with the absence."""

    UNEXCUSED = "unexcused"
    EXCUSED = "excused"
    ILL = "ill"
    LATE = "late"
    NONE = "none"


# Late comers and those excused from exercise are present (DOMAIN.md §3).
ABSENT = frozenset({Counts.UNEXCUSED, Counts.EXCUSED, Counts.ILL})


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What a teacher wrote into one cell: marks in order, then at most one absence code."""

    marks: tuple[str, ...] = ()
    absence: str = ""
    late_minutes: int | None = None

    @property
    def text(self) -> str:
        """The canonical text: «5 4», «н», «4 оп10»."""
        minutes = "" if self.late_minutes is None else str(self.late_minutes)
        return " ".join([*self.marks, *([f"{self.absence}{minutes}"] if self.absence else [])])


class CellError(ValueError):
    """The text of a cell is not one of the journal's signs; `code` and `token` say which."""

    def __init__(self, code: str, token: str) -> None:
        super().__init__(code)
        self.code = code
        self.token = token


@dataclass(frozen=True, slots=True)
class Signs:
    """The marks and absence codes a college uses, and what each code counts as."""

    marks: tuple[str, ...]
    absences: Mapping[str, Counts]

    def is_late(self, code: str) -> bool:
        return self.absences.get(code) is Counts.LATE


def cell_entry(text: str, signs: Signs) -> CellEntry:
    """Read a cell's text.

    Raises:
        CellError: `unknown` sign, `too-many` marks, `two-absences`, `mark-of-absent` (a mark and
            an absence in one cell: DOMAIN.md §3), `bad-minutes`.
    """
    marks: list[str] = []
    absence, minutes = "", None
    for token in _tokens(text, signs):
        if token in signs.marks:
            marks.append(token)
            continue
        code, late = _absence(token, signs)
        if absence:
            raise CellError("two-absences", token)
        absence, minutes = code, late
    if len(marks) > MARKS_IN_CELL:
        raise CellError("too-many", str(len(marks)))
    if marks and signs.absences.get(absence) in ABSENT:
        raise CellError("mark-of-absent", absence)
    return CellEntry(tuple(marks), absence, minutes)


def _tokens(text: str, signs: Signs) -> list[str]:
    """Words of the text, without regard to case; «оп 10» is one word like «оп10»."""
    words = unicodedata.normalize("NFC", text).casefold().replace(",", " ").split()
    joined: list[str] = []
    for word in words:
        if joined and signs.is_late(joined[-1]) and _minutes(word) is not None and len(word) > 1:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _absence(token: str, signs: Signs) -> tuple[str, int | None]:
    if token in signs.absences:
        return token, None
    match = re.fullmatch(r"(\D+?)([0-9]{1,4})", token)
    if match and signs.is_late(match[1]):
        minutes = int(match[2])
        if not 1 <= minutes <= LONGEST_LESSON_MINUTES:
            raise CellError("bad-minutes", match[2])
        return match[1], minutes
    raise CellError("unknown", token)


def _minutes(word: str) -> int | None:
    return int(word) if re.fullmatch(r"[0-9]{1,4}", word) else None


def weighted_mean(marks: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Mean of (points, weight), unrounded; None when there is nothing to average."""
    total, weights = Decimal(0), Decimal(0)
    for points, weight in marks:
        total += points * weight
        weights += weight
    return total / weights if weights else None


def printed(value: Decimal | None) -> str:
    """Two digits, halves up, decimal comma; empty for None."""
    if value is None:
        return ""
    return str(value.quantize(HUNDREDTH, ROUND_HALF_UP)).replace(".", ",")


def hours_printed(hours: Decimal) -> str:
    """«6», «1,5»: no zeros that say nothing."""
    text = format(hours.normalize(), "f")
    return text.replace(".", ",")


def proposed_grade(
    mean: Decimal | None, count: int, *, thresholds: Mapping[str, Decimal], needed: int
) -> str:
    """The term grade the system proposes, «» while there are too few marks to judge.

    `thresholds` as {"5": 4.5, "4": 3.5, "3": 2.5}: the least mean for each grade (DOMAIN.md §4).
    """
    if mean is None or count < needed:
        return ""
    for grade in sorted(thresholds, reverse=True):
        if mean >= thresholds[grade]:
            return grade
    return "2"


def due_moment(lesson_day: date, due_days: int, zone: str) -> datetime:
    """The first moment that is late: the day after the due day begins (3.5.3).

    A lesson on Friday 6 March with one day: marks on Saturday 23:59 are on time, on Sunday 0:00
    they are late. On the college's own clock.
    """
    day = lesson_day + timedelta(days=due_days + 1)
    return datetime.combine(day, time(), ZoneInfo(zone))


def membership_covers(intervals: Sequence[tuple[date | None, date | None]], day: date) -> bool:
    """Whether [from, to) intervals contain the day."""
    return any((a is None or a <= day) and (b is None or day < b) for a, b in intervals)
