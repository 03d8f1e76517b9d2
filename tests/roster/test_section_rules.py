from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegium.roster.rules.sections import load_hours, resolve_name

NAMES = {
    1: "Иванова Анна Петровна",
    2: "Иванова Алла Петровна",
    3: "Ёлкин Пётр Ильич",
    4: "Сидоров Пётр Ильич",
    5: "Сидоров Пётр Ильич, мастер",
    6: "Де Голль Шарль",
}


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Иванова Анна Петровна", 1),
        ("  иванова   анна ", 1),
        ("Иванова А. П.", None),
        ("Иванова Ан.П.", 1),
        ("Иванова", None),
        ("елкин п.и.", 3),
        ("ЁЛКИН", 3),
        ("Сидоров Пётр Ильич", 4),
        ("Сидоров Пётр Ильич, мастер", 5),
        ("де голль", 6),
        ("голль", None),
        ("", None),
        (" . ", None),
        ("Петров", None),
        ("Иванова Анна Петровна Младшая", None),
    ],
)
def test_resolve_name(typed, key):
    assert resolve_name(typed, NAMES) == key


@given(st.sampled_from(sorted(NAMES)))
def test_a_whole_name_always_finds_its_owner(key):
    assert resolve_name(NAMES[key], NAMES) == key


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_name_or_nobody(typed):
    assert resolve_name(typed, NAMES) in {*NAMES, None}


TERM = (date(2026, 9, 1), date(2026, 9, 11))


@pytest.mark.parametrize(
    ("own", "valid", "hours"),
    [
        (None, TERM, "36"),
        (None, (date(2026, 9, 1), date(2026, 9, 6)), "18"),
        (None, (date(2026, 8, 1), date(2026, 9, 2)), "3.6"),
        (None, (date(2026, 10, 1), date(2026, 11, 1)), "0"),
        (Decimal(5), (date(2026, 9, 1), date(2026, 9, 2)), "5"),
    ],
)
def test_load_hours(own, valid, hours):
    assert load_hours(Decimal(36), own, valid, TERM) == Decimal(hours)
