"""What decides the looks of a page: the reader's theme, and parts that are the same for all."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, override

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


@register.simple_tag
def language_choices() -> list[tuple[str, str, bool]]:
    """Each language as code, its own name and whether the page is in it."""
    present = get_language()
    return [(code, name, code == present) for code, name in _languages()]


@lru_cache(maxsize=1)
def _languages() -> list[tuple[str, str]]:
    codes = [code for code, _name in settings.LANGUAGES]
    return [(code, get_language_info(code)["name_local"].capitalize()) for code in codes]


def _chosen(context: Context) -> Theme:
    """The theme of the reader's cookie; AUTO when there is none or it makes no sense."""
    request = context.get("request")
    value = request.COOKIES.get(THEME_COOKIE, "") if request is not None else ""
    return Theme(value) if value in Theme.values else Theme.AUTO


@register.simple_tag
def constant(name: str) -> SafeString:
    """A template that depends on nothing but the language, rendered once in each."""
    if settings.DEBUG:
        return SafeString(render_to_string(name))
    return _rendered(name, get_language() or "")


@lru_cache(maxsize=64)
def _rendered(name: str, language: str) -> SafeString:
    with override(language):
        return SafeString(render_to_string(name))
