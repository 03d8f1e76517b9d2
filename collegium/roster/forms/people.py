"""Cards: what every person's has, and what a student's, a guardian's, an employee's adds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collegium.roster import rules
from collegium.roster.models import Guardianship, Student
from collegium.roster.people import NAME_LENGTH, PersonCard, Relation, Sex
from collegium.roster.wording import say
from collegium.ui.forms import DateInput, DateSpanField

CARD_FIELDS = ("last_name", "first_name", "patronymic", "sex", "phone", "email")


class NameField(forms.CharField):
    """A part of a name: kept as typed but for the blanks around it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=NAME_LENGTH, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return rules.trimmed(super().to_python(value) or "")


class PhoneField(forms.CharField):
    """One number; stored in international form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, required=False, **kwargs)
        self.widget.attrs.update(inputmode="tel", autocomplete="off")

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return rules.phones(text)[0] if text else ""
        except rules.FaultError as fault:
            raise ValidationError(say(fault.code, fault.params), code=fault.code) from fault


class CardForm(forms.Form):
    """A person's names and how they are reached."""

    last_name = NameField(label=_("Surname"))
    first_name = NameField(label=pgettext_lazy("person", "Name"))
    patronymic = NameField(label=_("Patronymic"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "—"), *Sex.choices], required=False)
    phone = PhoneField(label=_("Phone"), help_text=_("With its code: +7 914 123-45-67."))
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, data: Any = None, *, card: PersonCard | None = None, **initial: Any) -> None:
        own = {name: getattr(card, name) for name in self.base_fields if hasattr(card, name)}
        super().__init__(data, initial={**own, **initial})

    @property
    def card(self) -> dict[str, Any]:
        """The part that every card has, by its model's fields."""
        return {name: self.cleaned_data[name] for name in CARD_FIELDS}

    def clean(self) -> dict[str, Any]:
        """Whoever left the sex out need not come back for it where the patronymic tells."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("sex"):
            cleaned["sex"] = rules.sex_of(cleaned.get("patronymic", ""))
        return cleaned


def _birth_date() -> forms.DateField:
    return forms.DateField(label=_("Date of birth"), widget=DateInput(), required=False)


class StudentForm(CardForm):
    birth_date = _birth_date()

    field_order = ("last_name", "first_name", "patronymic", "birth_date", "sex", "phone", "email")

    def __init__(self, data: Any = None, *, student: Student, today: date) -> None:
        super().__init__(data, card=student)
        self.today = today

    def clean_birth_date(self) -> date | None:
        day: date | None = self.cleaned_data["birth_date"]
        try:
            return day and rules.birth_date(day, self.today)
        except rules.FaultError as fault:
            raise ValidationError(say(fault.code, fault.params), code=fault.code) from fault


class GuardianForm(CardForm):
    """A new guardian of a student, from a day on."""

    relation = forms.ChoiceField(label=_("Who it is to the student"), choices=Relation.choices)
    since = forms.DateField(label=_("Represents from"), widget=DateInput())

    field_order = ("relation", *CARD_FIELDS, "since")


class GuardianEditForm(CardForm):
    """A guardian's card, and the days and the access of the tie to one student."""

    relation = forms.ChoiceField(label=_("Who it is to the student"), choices=Relation.choices)
    valid = DateSpanField(label=_("Represents"))
    has_access = forms.BooleanField(
        label=_("Sees the student's diary"),
        required=False,
        help_text=_("Take the mark away when a court, or a student of age, has so decided."),
    )

    field_order = ("relation", *CARD_FIELDS, "valid", "has_access")

    def __init__(self, data: Any = None, *, guardianship: Guardianship) -> None:
        own = {name: getattr(guardianship, name) for name in ("relation", "valid", "has_access")}
        super().__init__(data, card=guardianship.guardian, **own)

    @property
    def tie(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("relation", "valid", "has_access")}


class EmployeeForm(CardForm):
    post = forms.CharField(label=_("Post"), max_length=200)
    birth_date = _birth_date()
    hired = DateSpanField(label=_("Employed"))

    field_order = (
        *("last_name", "first_name", "patronymic", "post", "hired"),
        *("birth_date", "sex", "phone", "email"),
    )
