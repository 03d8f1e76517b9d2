"""Groups and their advisors."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.curricula.models import Curriculum, CurriculumState
from collegium.organization.models import College, Department
from collegium.roster.models import Employee, StudyGroup
from collegium.roster.rules import trimmed
from collegium.ui.forms import DateInput

if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Any]
else:
    _Choice = forms.ModelChoiceField  # takes its model only in the stubs


class CurriculumField(_Choice):
    def label_from_instance(self, obj: Any) -> str:
        version = f", {_('version')} {obj.version}" if obj.version > 1 else ""
        return f"{obj}{version}"


class GroupForm(forms.Form):
    """A new group, or an old one's card when `group` is given."""

    title = forms.CharField(
        label=_("Title"), max_length=40, strip=False, help_text=_("As everybody calls it: ИС-21.")
    )
    curriculum = CurriculumField(label=_("Curriculum"), queryset=Curriculum.objects.none())
    admission_year = forms.IntegerField(
        label=_("Year of admission"), min_value=2000, max_value=2100
    )
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False
    )
    starts = forms.DateField(
        label=_("Exists from"),
        widget=DateInput(),
        help_text=_("Usually the first of September of the year of admission."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        person: User,
        college: College,
        group: StudyGroup | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(college, group))
        self.college, self.group = college, group
        curricula = Curriculum.objects.visible_to(person).filter(college=college)
        offered = curricula.filter(state=CurriculumState.APPROVED)
        if group:
            offered = offered | curricula.filter(pk=group.curriculum_id)
        self.fields["curriculum"].queryset = offered.select_related(  # type: ignore[attr-defined]
            "program__specialty"
        )
        self.fields["department"].queryset = Department.objects.filter(  # type: ignore[attr-defined]
            college=college
        )

    def clean_title(self) -> str:
        title = trimmed(self.cleaned_data["title"])
        if not title:
            raise ValidationError(self.fields["title"].error_messages["required"], code="required")
        return title

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        same = StudyGroup.objects.filter(
            college=self.college,
            title=cleaned.get("title", ""),
            admission_year=cleaned.get("admission_year", 0),
        ).exclude(pk=self.group.pk if self.group else 0)
        if same.exists():
            self.add_error(
                "title",
                ValidationError(
                    _("There is already a group of this title and year."), code="group-exists"
                ),
            )
        return cleaned


def _initial(college: College, group: StudyGroup | None) -> dict[str, Any]:
    if group is None:
        year = college.today().year
        return {"admission_year": year, "starts": date(year, 9, 1)}
    return {
        "title": group.title,
        "curriculum": group.curriculum_id,
        "admission_year": group.admission_year,
        "department": group.department_id,
        "starts": group.existence.lower,
    }


class EmployeeField(_Choice):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}, {obj.post}" if obj.post else str(obj.full_name)


class AdvisorForm(forms.Form):
    """Who leads the group from a day on."""

    employee = EmployeeField(label=_("Advisor"), queryset=Employee.objects.none())
    since = forms.DateField(label=_("From what day"), widget=DateInput())

    def __init__(self, data: Any = None, *, person: User, group: StudyGroup) -> None:
        super().__init__(data, initial={"since": group.college.today()})
        self.group = group
        at_work = Employee.objects.visible_to(person).filter(
            college=group.college_id, hired__contains=group.college.today()
        )
        self.fields["employee"].queryset = at_work.order_by("sort_key")  # type: ignore[attr-defined]

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"]
        first: date = self.group.existence.lower
        if day < first:
            raise ValidationError(
                _("The group exists from %(day)s."),
                code="before-group",
                params={"day": first.strftime("%d.%m.%Y")},
            )
        return day
