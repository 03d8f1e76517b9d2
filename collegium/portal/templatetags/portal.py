"""How figures are written: rounded once, with the sign of their change, or as a small line."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from collegium.portal.queries.figures import Figure

register = template.Library()
NOTHING = "—"
MINUS = "−"
# A change below half a point is the week's noise, not news.
STEADY = Decimal("0.5")
LINE_WIDTH, LINE_HEIGHT, LINE_NEEDS = 60, 18, 3


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


@register.filter
def sparkline(means: Sequence[Decimal]) -> SafeString:
    """A small line from 2 at the bottom to 5 at the top; nothing while there are fewer than three.

    It repeats what the marks beside it say, so screen readers pass it over.
    """
    if len(means) < LINE_NEEDS:
        return SafeString("")
    step = Decimal(LINE_WIDTH) / (len(means) - 1)
    points = " ".join(
        f"{_tenths(number * step)},{_tenths((5 - mean) * LINE_HEIGHT / 3)}"
        for number, mean in enumerate(means)
    )
    return format_html(
        '<svg class="sparkline" viewBox="-1 -2 {} {}" aria-hidden="true">'
        '<polyline points="{}"></polyline></svg>',
        LINE_WIDTH + 2,
        LINE_HEIGHT + 4,
        points,
    )


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


@register.filter
def figure(value: Decimal | None) -> str:
    return NOTHING if value is None else str(_whole(value))


@register.filter
def percent(value: Decimal | None) -> str:
    """«87 %»; a dash where there is nothing to divide by."""
    return NOTHING if value is None else f"{_whole(value)}\N{NO-BREAK SPACE}%"


@register.filter
def change(value: Figure) -> str:
    """«+12», «−3»; nothing when it is the same or unknown."""
    if value.change is None or abs(value.change) < STEADY:
        return ""
    number = _whole(abs(value.change))
    return f"+{number}" if value.change > 0 else f"{MINUS}{number}"


@register.filter
def change_points(value: Figure) -> str:
    """«+2 п. п.»: shares differ by points, not by per cent."""
    text = change(value)
    return pgettext("percentage points", "%(number)s pp") % {"number": text} if text else ""


@register.filter
def direction(value: Figure) -> str:
    """`up`, `down` or nothing, as the stat component takes it."""
    text = change(value)
    return ("down" if text.startswith(MINUS) else "up") if text else ""


@register.filter
def tone(value: Figure) -> str:
    """More is better for every figure of the desk."""
    return {"up": "ok", "down": "warn"}.get(direction(value), "plain")
