"""Marks told apart by colour and by form: which class a value wears."""

from django import template

register = template.Library()

_CLASSES = {
    "5": "mark-5",
    "4": "mark-4",
    "3": "mark-3",
    "2": "mark-2",
    "н/а": "mark-2",
    "нез": "mark-2",
    "зач": "mark-pass",
    "осв": "mark-none",
}


@register.filter
def mark_class(value: object) -> str:
    """The class of one mark; an unknown value is shown plain."""
    return _CLASSES.get(str(value).strip().lower(), "mark-none")
