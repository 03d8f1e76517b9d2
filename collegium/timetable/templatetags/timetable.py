"""Days, weeks and findings of the timetable in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collegium.timetable.models import PARITIES, Weekday
from collegium.timetable.queries.fulfilment import SectionHours
from collegium.timetable.rules import Finding, Parity
from collegium.ui.formats import decimal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

register = template.Library()
_SHORT = {
    Weekday.MONDAY: gettext_lazy("Mo"),
    Weekday.TUESDAY: gettext_lazy("Tu"),
    Weekday.WEDNESDAY: gettext_lazy("We"),
    Weekday.THURSDAY: gettext_lazy("Th"),
    Weekday.FRIDAY: gettext_lazy("Fr"),
    Weekday.SATURDAY: gettext_lazy("Sa"),
}
_WEEKS = {
    Parity.NUMERATOR: gettext_lazy("odd week"),
    Parity.DENOMINATOR: gettext_lazy("even week"),
}


@register.filter
def weekday_title(number: int | str) -> str | _StrPromise:
    """«Понедельник» for 1; nothing for what is no day of the week of study."""
    titles: dict[int, str | _StrPromise] = dict(Weekday.choices)
    return titles.get(int(number) if str(number).isdecimal() else 0, "")


@register.filter
def weekday_short(number: int) -> str | _StrPromise:
    """«Пн» for 1."""
    return _SHORT[Weekday(number)]


@register.filter
def parity_title(parity: Parity) -> str | _StrPromise:
    return _WEEKS.get(parity, dict(PARITIES)[parity.value])


@register.filter
def finding_text(finding: Finding, subjects: Sequence[SectionHours]) -> str:
    """An overstepped limit of a day in words: «Понедельник: 2 окна»."""
    figure = decimal(finding.figure)
    titles = {row.section.item_id: row.section.item.name for row in subjects}
    if finding.code == "day-hours":
        text = _("%(hours)s h a day") % {"hours": figure}
    elif finding.code == "windows":
        count = int(finding.figure)
        text = ngettext("%(count)d window", "%(count)d windows", count) % {"count": count}
    else:
        text = _("%(subject)s %(count)s times a day") % {
            "subject": titles.get(finding.subject or 0, ""),
            "count": figure,
        }
    week = "" if finding.parity == Parity.EVERY else f", {_WEEKS[finding.parity]}"
    return f"{weekday_title(finding.weekday)}: {text}{week}"
