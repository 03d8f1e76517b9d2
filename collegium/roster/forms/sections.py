"""Reads who is to teach a row of the curriculum. What was typed comes back as it was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.organization.models import Term
from collegium.roster.actions.sections import Teaching
from collegium.roster.models import Employee
from collegium.roster.queries.sections import SectionRow
from collegium.roster.rules.sections import resolve_name
from collegium.ui.forms import DateInput


class TeachingForm(forms.Form):
    """One teacher of the row; an empty name means nobody."""

    teacher = forms.CharField(
        label=_("Teacher"),
        max_length=400,
        required=False,
        widget=forms.TextInput(
            attrs={"list": "people", "autocomplete": "off", "placeholder": _("Surname")}
        ),
    )
    kind = forms.ChoiceField(label=_("Kind of work"), required=False)
    hours = forms.DecimalField(
        label=_("Hours"),
        required=False,
        min_value=Decimal("0.5"),
        max_digits=7,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, row: SectionRow, names: Mapping[int, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.row = row
        self.names = names
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("all work")), *((part.kind, part.title) for part in row.kinds)]

    def clean_teacher(self) -> int | None:
        typed = self.cleaned_data["teacher"].strip()
        if not typed:
            return None
        found = resolve_name(typed, self.names)
        if found is None:
            raise forms.ValidationError(
                _("No one teacher is called so. Type the surname and choose from the list."),
                code="unknown-teacher",
            )
        return found

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        limit = sum(
            (part.hours for part in self.row.kinds if data.get("kind") in {"", part.kind}),
            Decimal(0),
        )
        if data.get("hours") and data["hours"] > limit:
            self.add_error(
                "hours",
                forms.ValidationError(
                    _("The plan has %(limit)s h here."),
                    code="too-many-hours",
                    params={"limit": f"{limit.normalize():f}"},
                ),
            )
        return data


class _Teachings(forms.BaseFormSet):  # type: ignore[type-arg]  # not generic when it runs
    def clean(self) -> None:
        seen = set()
        for form in self.forms:
            data = form.cleaned_data if form.is_valid() else {}
            key = (data.get("teacher"), data.get("kind"))
            if key[0] and key in seen:
                form.add_error(
                    "teacher",
                    forms.ValidationError(_("This teacher is named twice."), code="named-twice"),
                )
            seen.add(key)


TeachingFormSet = forms.formset_factory(TeachingForm, formset=_Teachings, extra=1, max_num=9)


class SinceForm(forms.Form):
    """From which day it holds; the page proposes one."""

    since = forms.DateField(label=_("From"), widget=DateInput)

    def __init__(self, *args: Any, term: Term, **options: Any) -> None:
        super().__init__(*args, **options)
        self.term = term
        last = term.span.upper - timedelta(days=1)
        self.fields["since"].widget.attrs |= {
            "min": term.span.lower.isoformat(),
            "max": last.isoformat(),
        }

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if not self.term.span.lower <= since < self.term.span.upper:
            raise forms.ValidationError(
                _("The date must lie within the term."), code="outside-term"
            )
        return since


class SectionAssignForm:
    """The whole row: its teachers and the day from which they teach."""

    def __init__(
        self,
        row: SectionRow,
        term: Term,
        names: Mapping[int, str],
        *,
        since: date,
        data: Any = None,
    ) -> None:
        self.key = row.key
        options = {"row": row, "names": names}
        initial = [
            {
                "teacher": names.get(a.employee_id, a.employee.full_name),
                "kind": a.kind,
                "hours": a.hours,
            }
            for a in row.teachers
        ]
        prefix = f"r{row.key}"
        self.teachings = TeachingFormSet(data, initial=initial, prefix=prefix, form_kwargs=options)
        self.since = SinceForm(data, term=term, initial={"since": since}, prefix=prefix)

    def is_valid(self) -> bool:
        return all([self.teachings.is_valid(), self.since.is_valid()])

    def wanted(self) -> tuple[Sequence[Teaching], date]:
        """What was asked, once valid: the teachers and the day."""
        data = [form.cleaned_data for form in self.teachings if form.cleaned_data.get("teacher")]
        people = Employee.objects.in_bulk([d["teacher"] for d in data])
        teachings = [Teaching(people[d["teacher"]], d["kind"], d["hours"]) for d in data]
        return teachings, self.since.cleaned_data["since"]
