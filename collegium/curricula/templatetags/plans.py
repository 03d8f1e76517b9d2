"""Filters for the pages of curricula."""

from __future__ import annotations

from django import template
from django.utils.translation import ngettext

register = template.Library()

MONTHS_IN_YEAR = 12


@register.filter
def duration(months: int) -> str:
    """Months as people say them: 46 → «3 года 10 месяцев», 24 → «2 года»."""
    years, rest = divmod(months, MONTHS_IN_YEAR)
    parts = []
    if years:
        parts.append(ngettext("%(count)s year", "%(count)s years", years) % {"count": years})
    if rest or not years:
        parts.append(ngettext("%(count)s month", "%(count)s months", rest) % {"count": rest})
    return " ".join(parts)
