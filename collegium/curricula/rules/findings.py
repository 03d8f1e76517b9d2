"""What a check of a curriculum says, and the statutory numbers it goes by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error refuses the approval, a warning asks a person to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: its code, where, and the figures that show it.

    `place` is the row's index, or its title; "" when the finding is about a semester or a course,
    which then stands among the figures. The words are in `collegium.curricula.wording`.
    """

    code: str
    severity: Severity
    place: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """The statutory numbers; each is a setting, its key in SETTING_KEYS."""

    week_hours: int = 36
    practice_week_hours: int = 36
    exams_per_year: int = 8
    credits_per_year: int = 10


SETTING_KEYS: Mapping[str, str] = {
    "week_hours": "curricula.week_hours",
    "practice_week_hours": "curricula.practice_week_hours",
    "exams_per_year": "curricula.exams_per_year",
    "credits_per_year": "curricula.credits_per_year",
}
DEFAULT_LIMITS = Limits()


def params(**figures: object) -> tuple[tuple[str, str], ...]:
    """Figures as a finding carries them: names and texts."""
    return tuple((name, str(figure)) for name, figure in figures.items())
