"""How values are written, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from psycopg.types.range import DateRange

from collegium.ui import formats
from collegium.ui.templatetags.formats import date_span

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("ru", MONDAY, "23 ноября, понедельник"),
        ("en", MONDAY, "Monday, 23 November"),
        ("ru", date(2024, 5, 1), "1 мая 2024, среда"),
        ("en", date(2024, 5, 1), "Wednesday, 1 May 2024"),
        ("ru", None, ""),
    ],
)
def test_long_date(time_machine, language, value, written):
    time_machine.move_to(datetime(2026, 11, 24, tzinfo=UTC))
    with translation.override(language):
        assert formats.long_date(value) == written


def test_short_date_is_the_same_in_both_languages():
    written = []
    for language in ("ru", "en"):
        with translation.override(language):
            written.append(formats.short_date(MONDAY))
    assert written == ["23.11.2026", "23.11.2026"]


def test_moment_is_local():
    at = datetime(2026, 11, 23, 23, 2, tzinfo=UTC)
    assert formats.moment(at) == "23.11.2026 23:02"


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (4.25, None, "4,25"),
        (Decimal("4.50"), None, "4,5"),
        (Decimal("4.5"), 2, "4,50"),
        (Decimal(200), None, "200"),
        (0, None, "0"),
        ("", None, ""),
        (None, 2, ""),
        (-1.5, None, "-1,5"),
    ],
)
def test_decimal(value, places, written):
    with translation.override("ru"):
        assert formats.decimal(value, places) == written


def test_hours():
    written = []
    for language in ("ru", "en"):
        with translation.override(language):
            written.append(formats.hours(Decimal("1.50")))
    assert written == ["1,5 ч", "1.5 h"]


@pytest.mark.parametrize(
    ("full", "short", "letters"),
    [
        ("Иванова Анна Петровна", "Иванова А. П.", "ИА"),
        ("Кириллов-Заславский Пантелеймон", "Кириллов-Заславский П.", "КП"),
        ("Аду", "Аду", "А"),
        ("оглы Мамед Али Гейдар", "оглы М. А.", "ОМ"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_names(full, short, letters):
    assert formats.short_name(full).replace("\xa0", " ") == short
    assert formats.initials(full) == letters


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (DateRange(date(2026, 9, 1), date(2026, 12, 31)), "01.09.2026 – 30.12.2026"),
        (DateRange(MONDAY, date(2026, 11, 24)), "23.11.2026"),
        (DateRange(MONDAY, None), "с 23.11.2026"),
        (DateRange(None, MONDAY), "по 22.11.2026"),
        (DateRange(None, None), ""),
        ((MONDAY, date(2026, 11, 30)), "23.11.2026 – 29.11.2026"),
        (None, ""),
    ],
)
def test_date_span_names_the_last_day(span, written):
    with translation.override("ru"):
        assert date_span(span).replace("\xa0", " ") == written
