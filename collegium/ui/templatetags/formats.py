"""Filters that write values for people; the functions are in collegium.ui.formats."""

from datetime import date
from typing import Any

from django import template

from collegium.ui import formats

register = template.Library()

register.filter("long_date", formats.long_date)
register.filter("short_date", formats.short_date)
register.filter("moment", formats.moment)
register.filter("decimal", formats.decimal)
register.filter("hours", formats.hours)
register.filter("short_name", formats.short_name)
register.filter("initials", formats.initials)


@register.filter
def date_span(span: Any) -> str:
    """The days of a range column ([lower, upper)), or of a pair of dates."""
    if span is None or span == "":
        return ""
    lower: date | None
    upper: date | None
    lower, upper = (span.lower, span.upper) if hasattr(span, "lower") else span
    return formats.date_span(lower, upper)
