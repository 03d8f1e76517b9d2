"""How values are written for people: dates, numbers, names. Plain functions over plain values."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats, timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, pgettext

Number = int | float | Decimal | str
NARROW_SPACE = "\N{NO-BREAK SPACE}"


def long_date(value: date | None) -> str:
    """A date in running text: «23 ноября, понедельник»; with its year when that is not this one."""
    if value is None:
        return ""
    pattern = pgettext("date with weekday", "l, j F")
    if value.year != timezone.localdate().year:
        pattern = pgettext("date with weekday and year", "l, j F Y")
    written = format_date(value, pattern)
    # Django capitalises Russian weekdays; inside a sentence they are lower case.
    return written.lower() if (get_language() or "").startswith("ru") else written


def short_date(value: date | None) -> str:
    """A date in a table: 23.11.2026, in both languages, because 11/23 can be misread."""
    return "" if value is None else value.strftime("%d.%m.%Y")


def moment(value: datetime | None) -> str:
    """A moment in local time: 23.11.2026 10:02."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.strftime("%d.%m.%Y %H:%M")


def date_span(lower: date | None, upper: date | None) -> str:
    """The days of a half-open interval [lower, upper), both ends named: 01.09.2026 – 30.12.2026."""
    last = None if upper is None else date.fromordinal(upper.toordinal() - 1)
    if lower is not None and lower == last:
        return short_date(lower)
    if lower is None and last is None:
        return ""
    if last is None:
        return pgettext("dates", "from %(day)s") % {"day": short_date(lower)}
    if lower is None:
        return pgettext("dates", "until %(day)s") % {"day": short_date(last)}
    return f"{short_date(lower)}{NARROW_SPACE}– {short_date(last)}"


def decimal(value: Number | None, places: int | None = None) -> str:
    """A number with its decimal sign: 4,25. Zeros at its end stay if places are named."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    if places is None:
        number = number.normalize()
        places = max(0, -int(number.as_tuple().exponent))
    # Django would cut the digits that are not shown: 2,666… would be written 2,66.
    number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return formats.number_format(number, decimal_pos=places, use_l10n=True)


def hours(value: Number | None) -> str:
    """Hours with their unit: 2 ч, 1,5 ч."""
    if value is None or value == "":
        return ""
    return pgettext("hours", "%(number)s h") % {"number": decimal(value)}


def short_name(full: str | None) -> str:
    """Surname and initials: «Иванова Анна Петровна» gives «Иванова А. П.»."""
    words = (full or "").split()
    initials = [f"{word[0].upper()}." for word in words[1:3]]
    return NARROW_SPACE.join([*words[:1], *initials])


def initials(full: str | None) -> str:
    """Two letters for a round badge: «Иванова Анна Петровна» gives «ИА»."""
    return "".join(word[0].upper() for word in (full or "").split()[:2])
