"""What the reader chose for looks: the theme kept in a cookie."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from collegium.ui.themes import THEME_COOKIE, Theme

register = template.Library()


@register.simple_tag(takes_context=True)
def theme_attribute(context: Context) -> SafeString:
    """`data-bs-theme="dark"` when the reader chose; nothing when the system decides."""
    theme = _chosen(context)
    return (
        SafeString("") if theme == Theme.AUTO else format_html(' data-bs-theme="{}"', theme.value)
    )


@register.simple_tag(takes_context=True)
def theme_choices(context: Context) -> list[tuple[str, str, bool]]:
    """Each theme as value, label and whether it is the reader's."""
    chosen = _chosen(context)
    return [(theme.value, str(theme.label), theme == chosen) for theme in Theme]


def _chosen(context: Context) -> Theme:
    """The theme of the reader's cookie; AUTO when there is none or it makes no sense."""
    request = context.get("request")
    value = request.COOKIES.get(THEME_COOKIE, "") if request is not None else ""
    return Theme(value) if value in Theme.values else Theme.AUTO
