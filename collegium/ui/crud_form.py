"""The form of a Crud: knows its college, offers what the person may see, tells what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.translation import gettext_lazy as _

from collegium.ui.forms import DateInput, DateSpanField, TimeInput

_MESSAGES = {NON_FIELD_ERRORS: {"unique_together": _("There is already one with these values.")}}


if TYPE_CHECKING:
    _Form = forms.ModelForm[Any]
else:
    _Form = forms.ModelForm  # takes its model only in the stubs


class CrudForm(_Form):
    """The instance's college is set before checking: unique keys begin with it."""

    def __init__(self, *args: Any, person: Any, college: models.Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = _offered(field.queryset, person, college)

    def _get_validation_exclusions(self) -> set[str]:
        """Django leaves fields that are not asked for out of the checks; the college must be in."""
        return super()._get_validation_exclusions() - {"college"}  # type: ignore[no-any-return,misc]

    def changes(self) -> dict[str, Any]:
        """What the record keeps: a new row's fields; of an old one, old and new of what changed."""
        new = {name: _plain(value) for name, value in self.cleaned_data.items()}
        if self.instance.pk is None:
            return new
        return {name: [_plain(self.initial.get(name)), new[name]] for name in self.changed_data}


def crud_form(
    model: type[models.Model], fields: Sequence[str], base: type[CrudForm]
) -> type[CrudForm]:
    made: Any = forms.modelform_factory(
        model,
        form=base,
        fields=list(fields),
        formfield_callback=_form_field,
        error_messages=_MESSAGES,  # type: ignore[arg-type]  # stubs know one level only
    )
    form_class: type[CrudForm] = made
    return form_class


def _form_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    if isinstance(field, DateRangeField):
        return DateSpanField(
            label=field.verbose_name, required=not field.blank, help_text=field.help_text
        )
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        kwargs["widget"] = DateInput()
    elif isinstance(field, models.TimeField):
        kwargs["widget"] = TimeInput()
    return field.formfield(**kwargs)


def _offered(queryset: Any, person: Any, college: models.Model) -> Any:
    """Of another model only what the person sees at this college."""
    if hasattr(queryset, "visible_to"):
        queryset = queryset.visible_to(person)
    has_college = any(field.name == "college" for field in queryset.model._meta.get_fields())
    return queryset.filter(college=college) if has_college else queryset


def _plain(value: Any) -> Any:
    """A value the record can hold: another row by its key, a range by its text."""
    if isinstance(value, models.Model):
        return value.pk
    return str(value) if hasattr(value, "upper_inc") else value
