"""The list of a Crud: which columns it has and how their values are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from collegium.ui import formats


@dataclass(frozen=True, slots=True)
class Column:
    """One field of the list; `is_number` aligns it right."""

    name: str
    title: str
    is_number: bool
    is_relation: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line as shown: its texts in the order of the columns, and where it opens (or nowhere)."""

    url: str
    cells: list[tuple[str, bool]]


def list_columns(model: type[models.Model], names: Sequence[str]) -> list[Column]:
    return [_column(model._meta.get_field(name)) for name in names]


def list_rows(
    found: Iterable[models.Model], columns: Sequence[Column], url: Callable[[int], str]
) -> list[Row]:
    return [
        Row(url(thing.pk), [(written(thing, column.name), column.is_number) for column in columns])
        for thing in found
    ]


def written(thing: models.Model, name: str) -> str:
    """A field's value as people read it: the choice's label, 23.11.2026, 4,25, yes or no."""
    if display := getattr(thing, f"get_{name}_display", None):
        return str(display())
    return _written(getattr(thing, name))


def _written(value: Any) -> str:
    """The first kind that fits writes it: a moment is also a date, and a yes also a number."""
    if value is None:
        return ""
    if hasattr(value, "upper_inc"):
        return formats.date_span(value.lower, value.upper)
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return str(value)


_WRITERS: list[tuple[tuple[type, ...], Callable[[Any], str]]] = [
    ((bool,), lambda value: _("yes") if value else _("no")),
    ((datetime,), formats.moment),
    ((date,), formats.short_date),
    ((time,), lambda value: value.strftime("%H:%M")),
    ((int, float, Decimal), formats.decimal),
]


def _column(field: Any) -> Column:
    number_kinds = (models.IntegerField, models.DecimalField, models.FloatField)
    is_number = isinstance(field, number_kinds) and not field.choices
    return Column(field.name, capfirst(str(field.verbose_name)), is_number, field.is_relation)
