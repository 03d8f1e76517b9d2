"""Single values of a record: numbers, codes and dates, refused when they cannot be true. Pure."""

import re
from datetime import date
from decimal import Decimal

from collegium.curricula.plx_types import PlxError
from collegium.curricula.plx_xml import Record

WHOLE = re.compile(r"[+-]?[0-9]{1,12}", re.ASCII)
DECIMAL = re.compile(r"[+-]?[0-9]{1,12}(?:[.,][0-9]{1,12})?", re.ASCII)
# Numbers all the same, but none that a plan can hold: 1e308, infinity, a hundred digits, NaN.
ABSURD = re.compile(r"[+-]?(?:[0-9.,]+(?:e[+-]?[0-9]+)?|inf(?:inity)?|nan)", re.IGNORECASE)
HOUR_STEP = Decimal("0.01")
SHOWN = 40
TRUE = frozenset({"true", "1"})


def place(table: str, record: Record) -> str:
    """Where a record stands, in the file's own words: «ПланыСтроки, Код -24»."""
    code = record.get("Код", "")[:SHOWN]
    return f"{table}, Код {code}" if code else table


def text(record: Record, name: str) -> str:
    """The value on one line, without blanks around it."""
    return " ".join(record.get(name, "").split())


def flag(record: Record, name: str, *, default: bool = False) -> bool:
    value = record.get(name)
    return default if value is None else value.lower() in TRUE


def code(record: Record, name: str, where: str) -> str:
    """A whole number that names a record; required."""
    value = record.get(name, "").strip()
    if not value:
        raise PlxError("missing-value", where, name=name)
    if not WHOLE.fullmatch(value):
        raise PlxError("bad-code", where, name=name, value=value[:SHOWN])
    return value


def whole(record: Record, name: str, where: str, *, limit: int, default: int | None = None) -> int:
    """A whole number from 0 to the limit; the default where the value is absent or empty."""
    if default is not None and not record.get(name, "").strip():
        return default
    value = int(code(record, name, where))
    if not 0 <= value <= limit:
        raise PlxError("absurd-number", where, name=name, value=value, limit=limit)
    return value


def amount(record: Record, name: str, where: str, *, limit: int) -> Decimal:
    """A number from 0 to the limit with at most two digits after the point (or comma)."""
    value = record.get(name, "").strip()
    if not value:
        raise PlxError("missing-value", where, name=name)
    if not DECIMAL.fullmatch(value):
        reason = "absurd-number" if ABSURD.fullmatch(value) else "not-a-number"
        raise PlxError(reason, where, name=name, value=value[:SHOWN], limit=limit)
    number = Decimal(value.replace(",", "."))
    if not 0 <= number <= limit:
        raise PlxError("absurd-number", where, name=name, value=value, limit=limit)
    if number != number.quantize(HOUR_STEP):
        raise PlxError("too-precise", where, name=name, value=value)
    return number.normalize() + 0


def day(record: Record, name: str) -> date | None:
    """A date such as 2016-12-09T00:00:00, or None where it is absent or unreadable."""
    try:
        return date.fromisoformat(record.get(name, "")[:10])
    except ValueError:
        return None
