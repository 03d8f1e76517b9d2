"""Rules of the timetable, without a database: which days, how many hours, who is where at once."""

from collegium.timetable.rules.clashes import Clash, ClashKind, Part, Place, clashes, may_coincide
from collegium.timetable.rules.dates import Parity, lesson_dates, monday_of, parity_of, week_number
from collegium.timetable.rules.hours import (
    KINDS_IN_ORDER,
    Fulfilment,
    Occasion,
    PlanPart,
    Portion,
    distribute,
    fulfilment,
    parts_of_hours,
    plan_parts,
    remaining,
)
from collegium.timetable.rules.loads import (
    DEFAULT_LIMITS,
    SETTING_KEYS,
    Finding,
    Limits,
    Sitting,
    week_findings,
    week_hours,
    windows,
)

__all__ = [
    "DEFAULT_LIMITS",
    "KINDS_IN_ORDER",
    "SETTING_KEYS",
    "Clash",
    "ClashKind",
    "Finding",
    "Fulfilment",
    "Limits",
    "Occasion",
    "Parity",
    "Part",
    "Place",
    "PlanPart",
    "Portion",
    "Sitting",
    "clashes",
    "distribute",
    "fulfilment",
    "lesson_dates",
    "may_coincide",
    "monday_of",
    "parity_of",
    "parts_of_hours",
    "plan_parts",
    "remaining",
    "week_findings",
    "week_hours",
    "week_number",
    "windows",
]
