"""Reads what is laid into the grid. Whether it may lie there the action decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.curricula.models import HOUR_KINDS
from collegium.organization.models import Room, Term
from collegium.roster.models import CourseSection, Employee, StudyGroup
from collegium.timetable.actions.bells import shift_claims
from collegium.timetable.models import PARITIES, LessonSlot, TimetableEntry, Weekday
from collegium.timetable.queries.choices import EntryChoices, Wanted, entry_choices
from collegium.timetable.rules import KINDS_IN_ORDER, Parity
from collegium.ui.crud_form import CrudForm
from collegium.ui.forms import DateInput

_KINDS = [(kind, title) for kind, title in HOUR_KINDS if kind in set(KINDS_IN_ORDER)]


class EntryForm(forms.Form):
    """A place of the grid for one group: subject, teacher, room, weeks, day and pair."""

    section = forms.TypedChoiceField(label=_("Subject"), coerce=int)
    employee = forms.TypedChoiceField(label=_("Teacher"), coerce=int)
    room = forms.TypedChoiceField(label=_("Room"), coerce=int, required=False, empty_value=None)
    parity = forms.ChoiceField(label=_("Weeks"), choices=PARITIES, initial=Parity.EVERY.value)
    weekday = forms.TypedChoiceField(label=_("Day"), coerce=int, choices=Weekday.choices)
    slot = forms.TypedChoiceField(label=_("Pair"), coerce=int)
    kind = forms.ChoiceField(
        label=_("Kind of work"),
        choices=[("", _("as the plan goes")), *_KINDS],
        required=False,
    )
    hours = forms.DecimalField(
        label=_("Hours"),
        min_value=Decimal("0.5"),
        max_value=Decimal(8),
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        group: StudyGroup,
        term: Term,
        since: date,
        entry: TimetableEntry | None = None,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.slots = {slot.pk: slot for slot in LessonSlot.objects.filter(college=term.college_id)}
        sections = CourseSection.objects.filter(group=group, term=term).select_related("item")
        self.sections = {section.pk: section for section in sections}
        shown = data if data is not None else self.initial
        self.choices = entry_choices(group, term, since, self._wanted(shown), entry)
        self._fill(self.choices)

    def _wanted(self, shown: Mapping[str, Any]) -> Wanted:
        weekday = _number(shown.get("weekday")) or 1
        parity = str(shown.get("parity") or "")
        return Wanted(
            weekday=weekday if weekday in Weekday.values else 1,
            slot=self.slots.get(_number(shown.get("slot")) or 0),
            parity=parity if parity in dict(PARITIES) else Parity.EVERY.value,
            section=self.sections.get(_number(shown.get("section")) or 0),
            employee_id=_number(shown.get("employee")),
            room_id=_number(shown.get("room")),
        )

    def _fill(self, choices: EntryChoices) -> None:
        lists: dict[str, Any] = {
            "section": [("", _("choose")), *choices.sections],
            "employee": choices.teachers or [("", _("first choose the subject"))],
            "room": choices.rooms,
            "slot": [(str(slot.pk), str(slot)) for slot in self.slots.values()],
        }
        for name, values in lists.items():
            field: Any = self.fields[name]
            field.choices = values
        if not self.is_bound:
            self.initial["employee"] = choices.employee_id
            self.initial["room"] = choices.room_id

    @property
    def slot_number(self) -> str:
        """The pair that is chosen now, for the heading."""
        slot = self.slots.get(_number(self["slot"].value()) or 0)
        return str(slot) if slot else ""

    def things(self) -> tuple[CourseSection, Employee, Room | None, LessonSlot]:
        """What was chosen, once valid. The lists were of the college's own."""
        data = self.cleaned_data
        room = Room.objects.get(pk=data["room"]) if data["room"] else None
        employee = Employee.objects.get(pk=data["employee"])
        return self.sections[data["section"]], employee, room, self.slots[data["slot"]]


def _number(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


class EntryMoveForm(forms.Form):
    """Where a place is moved to."""

    weekday = forms.TypedChoiceField(coerce=int, choices=Weekday.choices)
    slot = forms.ModelChoiceField(LessonSlot.objects.none())

    def __init__(self, data: Any, *, term: Term) -> None:
        super().__init__(data)
        slot: Any = self.fields["slot"]
        slot.queryset = LessonSlot.objects.filter(college=term.college_id)


class SinceForm(forms.Form):
    """From which day changes are in force."""

    since = forms.DateField(label=_("Changes are in force from"), widget=DateInput)


class SlotForm(CrudForm):
    """A pair must not overlap another one: claims of teachers and rooms rest on its times."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts"), data.get("ends")
        if not (starts and ends):
            return data
        others = LessonSlot.objects.filter(college=self.instance.college_id).exclude(
            pk=self.instance.pk
        )
        clash = others.filter(starts__lt=ends, ends__gt=starts).first()
        if clash:
            self.add_error(
                "starts",
                forms.ValidationError(
                    _("These times overlap pair %(pair)s."),
                    code="overlap",
                    params={"pair": str(clash)},
                ),
            )
        return data

    def save(self, commit: bool = True) -> LessonSlot:  # noqa: FBT001, FBT002 - Django's own
        """Lessons to come are then held at the new times."""
        slot: LessonSlot = super().save(commit)
        shift_claims(slot)
        return slot
