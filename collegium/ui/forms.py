"""How Django's forms look: one renderer gives each form our templates, each widget its class."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    if attributes.get("cols") == "40" and attributes.get("rows") == "10":
        attributes["rows"] = "4"  # Django's default takes half of a screen
    attributes["class"] = " ".join(dict.fromkeys(filter(None, names)))
    for part in widget.get("subwidgets", []):
        _dress(part)
    for _group, options, _index in widget.get("optgroups", []):
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


class DateSpanWidget(forms.MultiWidget):
    """Two calendars: the first day and the last one."""

    template_name = "ui/forms/date_span.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        first = DateInput({"aria-label": pgettext_lazy("first day", "From")})
        last = DateInput({"aria-label": pgettext_lazy("last day", "To")})
        super().__init__({"first": first, "last": last}, attrs)

    def decompress(self, value: Any) -> list[date | None]:
        if not value:
            return [None, None]
        return [value.lower, value.upper and value.upper - timedelta(days=1)]


class DateSpanField(forms.MultiValueField):
    """A half-open range of days, asked for as people say it: the first day and the last, both in.

    The last day may be left out: the range then has no end.
    """

    widget = DateSpanWidget
    default_error_messages = {
        "order": _("The last day is before the first."),
        "incomplete": _("Name the first day."),
    }

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        days = (forms.DateField(required=required), forms.DateField(required=False))
        super().__init__(days, required=required, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[date | None]) -> DateRange | None:
        first, last = data_list or [None, None]
        if first is None and last is None:
            return None
        if first is None:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        if last is not None and last < first:
            raise ValidationError(self.error_messages["order"], code="order")
        return DateRange(first, last and last + timedelta(days=1))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(DateSpanWidget().decompress(initial), data)
