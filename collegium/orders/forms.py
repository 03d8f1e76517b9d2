"""A list of people and the group it goes into; then the order that takes them in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import DateRange

from collegium.accounts.models import User
from collegium.core.documents import TableError
from collegium.orders.actions import OrderDetails
from collegium.orders.models import Order
from collegium.orders.queries import RosterReading, read_roster
from collegium.organization.models import College
from collegium.roster.models import StudyGroup
from collegium.roster.wording import say
from collegium.ui.forms import DateInput

if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Any]
else:
    _Choice = forms.ModelChoiceField  # takes its model only in the stubs


class GroupField(_Choice):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} · {obj.curriculum.program.specialty}"


class ListForm(forms.Form):
    """The file alone, for a group that is known; `reading` is what it holds."""

    file = forms.FileField(
        label=_("List of students"),
        error_messages={"required": _("Choose a file.")},
    )

    reading: RosterReading
    content: bytes

    def __init__(self, *args: Any, group: StudyGroup | None = None) -> None:
        super().__init__(*args)
        self.for_group = group

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            # Refused before it is read.
            limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            raise ValidationError(TableError("too-large", limit=limit).message, code="too-large")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        group, file = cleaned.get("group", self.for_group), cleaned.get("file")
        if group and file:
            self._read(group, file)
        return cleaned

    def _read(self, group: StudyGroup, file: Any) -> None:
        self.content = file.read()
        try:
            self.reading = read_roster(group, self.content, group.college.today())
        except TableError as error:
            text = f"{error.place}: {error.message}" if error.place else error.message
            self.add_error("file", ValidationError(text, code=error.code))
            return
        if not self.reading.students:
            # Not a list of people at all: there would be nothing to look at.
            for finding in self.reading.findings:
                if finding.is_error:
                    text = say(finding.code, finding.params)
                    self.add_error("file", ValidationError(text, code=finding.code))


class GroupImportForm(ListForm):
    """The first step: which group, and the file."""

    group = GroupField(
        label=_("Group"),
        queryset=StudyGroup.objects.none(),
        empty_label=_("Choose the group"),
    )

    field_order = ("group", "file")

    def __init__(self, *args: Any, person: User, college: College) -> None:
        super().__init__(*args)
        groups = StudyGroup.objects.visible_to(person).filter(college=college)
        existing = groups.filter(existence__overlap=DateRange(college.today(), None))
        self.fields["group"].queryset = (  # type: ignore[attr-defined]
            existing.select_related("curriculum__program__specialty", "college").order_by(
                "-admission_year", "title"
            )
        )


class OrderForm(forms.Form):
    """What the paper says; `seen` is the hash of the list that was looked at."""

    number = forms.CharField(label=_("Order number"), max_length=40)
    date = forms.DateField(label=_("Order date"), widget=DateInput())
    effective = forms.DateField(
        label=_("In force from"),
        widget=DateInput(),
        help_text=_("From this day the students are in the group's lists and journals."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, group: StudyGroup, seen: str) -> None:
        today = group.college.today()
        effective = max(today, group.existence.lower)
        super().__init__(data, initial={"date": today, "effective": effective, "seen": seen})
        self.group = group

    def clean_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["date"]
        if day > self.group.college.today():
            raise ValidationError(
                _("The order is not signed yet: its date has not come."), code="order-in-future"
            )
        return day

    def clean_effective(self) -> dt.date:
        day: dt.date = self.cleaned_data["effective"]
        lower, upper = self.group.existence.lower, self.group.existence.upper
        if day < lower or (upper is not None and day >= upper):
            raise ValidationError(
                _("The group exists from %(day)s."),
                code="group-absent",
                params={"day": lower.strftime("%d.%m.%Y")},
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number, day = cleaned.get("number"), cleaned.get("date")
        if number and day and self._is_taken(number, day):
            self.add_error(
                "number",
                ValidationError(
                    _("An order of this number was already entered this year."), code="number-taken"
                ),
            )
        return cleaned

    def _is_taken(self, number: str, day: dt.date) -> bool:
        orders = Order.objects.filter(college=self.group.college_id, register="к")
        return orders.filter(date__year=day.year, number=number).exists()

    @property
    def details(self) -> OrderDetails:
        values = self.cleaned_data
        return OrderDetails(values["number"], values["date"], values["effective"])
