"""How Django's forms look here: one renderer gives every form our templates and every widget its class."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.http import HttpRequest

_CHECKS = {"checkbox", "radio"}
_CLASS_BY_TEMPLATE = {
    "django/forms/widgets/select.html": "form-select",
    "django/forms/widgets/checkbox.html": "form-check-input",
    "django/forms/widgets/checkbox_select.html": "choices",
    "django/forms/widgets/radio.html": "choices",
    "django/forms/widgets/multiple_hidden.html": "",
    "django/forms/widgets/hidden.html": "",
}


class Renderer(TemplatesSetting):
    """Set as FORM_RENDERER, so that `{{ form }}` and `{{ form.field }}` look right anywhere."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> Any:
        if widget := context.get("widget"):
            _dress(widget)
        elif isinstance(context.get("errors"), ErrorList) and "error_class" in context:
            template_name = "ui/forms/errors.html"
        return super().render(template_name, context, request)


def _dress(widget: dict[str, Any]) -> None:
    """Add the class of its kind to a widget, the parts of a compound one included."""
    added = _CLASS_BY_TEMPLATE.get(widget["template_name"], "form-control")
    attributes = widget["attrs"]
    names = [*attributes.get("class", "").split(), added]
    if attributes.get("aria-invalid") and added:
        names.append("is-invalid")
    attributes["class"] = " ".join(dict.fromkeys(filter(None, names)))
    for part in widget.get("subwidgets", []):
        _dress(part)
    for _, options, _ in widget.get("optgroups", []):
        for option in options:
            if option.get("type") in _CHECKS:
                option["attrs"]["class"] = "form-check-input"


class DateInput(forms.DateInput):
    """The browser's own calendar; its value is always an ISO date, whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")
