"""How the director's figures are written: rounded once, with the sign of their change."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.translation import pgettext

from collegium.portal.queries.figures import Figure

register = template.Library()
NOTHING = "—"
MINUS = "−"
# A change below half a point is the week's noise, not news.
STEADY = Decimal("0.5")


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


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
