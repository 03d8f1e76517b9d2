"""Every statutory or local number, by name: type, default and where it comes from.

A default marked [D] is ours, for want of a norm (DOMAIN.md); a college changes it from a date on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """One registered setting; `read` turns the stored JSON value into what rules take."""

    key: str
    default: Any
    read: Callable[[Any], Any]
    source: str


def _decimals(value: Mapping[str, Any]) -> dict[str, Decimal]:
    return {str(key): Decimal(str(item)) for key, item in value.items()}


def _codes(value: Any) -> list[dict[str, str]]:
    return [{str(key): str(item) for key, item in code.items()} for code in value]


# What an absence code counts as: excused, ill (excused, in its own column), unexcused,
# late (not an absence, counted apart), none.
ABSENCE_CODES = [
    {"code": "н", "title": "отсутствует, причина не выяснена", "counts": "unexcused"},
    {"code": "нп", "title": "неуважительная причина", "counts": "unexcused"},
    {"code": "уп", "title": "уважительная причина", "counts": "excused"},
    {"code": "б", "title": "болезнь", "counts": "ill"},
    {"code": "оп", "title": "опоздание", "counts": "late"},
    {"code": "осв", "title": "освобождён от занятия", "counts": "none"},
]

REGISTRY = {
    spec.key: spec
    for spec in [
        SettingSpec("gradebook.mark_values", ["5", "4", "3", "2"], list, "DOMAIN §3"),
        SettingSpec("gradebook.absence_codes", ABSENCE_CODES, _codes, "DOMAIN §3"),
        SettingSpec("gradebook.due_days", 1, int, "3.5.3"),
        SettingSpec("gradebook.lock_days", 7, int, "DOMAIN §3 [D]"),
        SettingSpec("gradebook.reason_after_days", 0, int, "DOMAIN §3"),
        SettingSpec(
            "gradebook.term_thresholds",
            {"5": "4.5", "4": "3.5", "3": "2.5"},
            _decimals,
            "DOMAIN §4 [D]",
        ),
        SettingSpec("gradebook.marks_needed", 3, int, "DOMAIN §4 [D]"),
        SettingSpec("timetable.lesson_hours", "2", lambda v: Decimal(str(v)), "DOMAIN §3"),
        SettingSpec("timetable.week_hours", "36", lambda v: Decimal(str(v)), "DOMAIN §9"),
        SettingSpec("timetable.day_hours", "8", lambda v: Decimal(str(v)), "DOMAIN §9 [D]"),
        SettingSpec("timetable.subject_pairs", 2, int, "DOMAIN §9 [D]"),
        SettingSpec("curricula.week_hours", 36, int, "DOMAIN §1"),
        SettingSpec("curricula.practice_week_hours", 36, int, "DOMAIN §1"),
        SettingSpec("curricula.exams_per_year", 8, int, "DOMAIN §1"),
        SettingSpec("curricula.credits_per_year", 10, int, "DOMAIN §1"),
        SettingSpec("roster.group_size", 25, int, "DOMAIN §1"),
    ]
}


def settings_on(college_id: int, day: date, prefix: str = "") -> dict[str, Any]:
    """The values in force that day, of all settings whose name begins with `prefix`; one query."""
    specs = {key: spec for key, spec in REGISTRY.items() if key.startswith(prefix)}
    # By hand: read on every page of the journal, where building it took longer than running it.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, value::text FROM organization_setting "
            "WHERE college_id = %s AND valid @> %s::date AND key = ANY(%s)",
            [college_id, day, list(specs)],
        )
        own = {key: json.loads(value) for key, value in cursor.fetchall()}
    return {key: spec.read(own.get(key, spec.default)) for key, spec in specs.items()}


def setting(college_id: int, key: str, day: date) -> Any:
    """One value in force that day.

    Raises:
        KeyError: for a name that is not registered.
    """
    return settings_on(college_id, day, key)[key]
