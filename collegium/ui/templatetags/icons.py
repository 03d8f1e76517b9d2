"""Icons from the sprite that the front end builds of the names in frontend/icons.json."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Names are ours, labels are translated words: a few hundred pairs in all.
DRAWINGS = 1024


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing beside a word; `label` names it for screen readers when it stands alone."""
    return _drawing(f"{static('ui/build/icons.svg')}#{name}", str(label)) if name else SafeString()


@lru_cache(maxsize=DRAWINGS)
def _drawing(href: str, label: str) -> SafeString:
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)
