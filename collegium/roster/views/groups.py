"""Groups: the list, one group as of a day, and what the registrar does with it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collegium.accounts.request import Request
from collegium.core.access import require
from collegium.curricula.models import CURRICULUM_READERS
from collegium.organization.settings_registry import setting
from collegium.roster import actions
from collegium.roster.forms.groups import AdvisorForm, GroupForm
from collegium.roster.models import StudyGroup
from collegium.roster.permissions import (
    can_edit_groups,
    can_view_group_contacts,
    can_view_groups,
)
from collegium.roster.queries.groups import advisor_on, group_members, group_rows, year_start
from collegium.roster.section_permissions import can_view_load
from collegium.roster.views.days import asked_day

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _group(request: Request, pk: int) -> StudyGroup:
    groups = StudyGroup.objects.visible_to(request.user).select_related(
        "curriculum__program__specialty", "department"
    )
    group = get_object_or_404(groups, pk=pk, college=request.college)
    group.college = request.college
    return group


@require_safe
def group_list(request: Request) -> HttpResponse:
    """The groups a person may see, as of a day."""
    require(can_view_groups(request.user, request.college.pk))
    day = asked_day(request)
    rows = group_rows(request.user, request.college, day)
    context = {
        "rows": rows,
        "day": day,
        "today": request.college.today(),
        "students": sum(row.students for row in rows),
        "can_edit": can_edit_groups(request.user, request.college.pk),
    }
    return render(request, "roster/group_list.html", context)


@require_safe
def group_detail(request: Request, pk: int) -> HttpResponse:
    """Who is in the group on a day, who leads it, what it follows."""
    group = _group(request, pk)
    day = asked_day(request)
    context = {
        "group": group,
        "day": day,
        "today": request.college.today(),
        "course": year_start(request.college, day) - group.admission_year + 1,
        "members": group_members(group, day),
        "usual_size": setting(request.college.pk, "roster.group_size", day),
        "advisor": advisor_on(group, day),
        "can_edit": can_edit_groups(request.user, group.college_id),
        "can_view_contacts": can_view_group_contacts(request.user, group),
        "can_view_load": can_view_load(request.user, group.college_id),
        "can_view_plan": request.user.has_role(*CURRICULUM_READERS, college_id=group.college_id),
    }
    return render(request, "roster/group_detail.html", context)


@form_page
def group_create(request: Request) -> HttpResponse:
    require(can_edit_groups(request.user, request.college.pk))
    form = GroupForm(request.POST or None, person=request.user, college=request.college)
    for_list = request.GET.get("then") == "list"
    if request.method == "POST" and form.is_valid():
        group = actions.create_group(by=request.user, college=request.college, **form.cleaned_data)
        messages.success(request, _("Group %(title)s has been created.") % {"title": group.title})
        if for_list:
            return redirect(f"{reverse('orders:group_import')}?group={group.pk}")
        return redirect("roster:group_detail", group.pk)
    context = {"form": form, "group": None, "for_list": for_list}
    return _form_page(request, "roster/group_form.html", context, form)


@form_page
def group_edit(request: Request, pk: int) -> HttpResponse:
    group = _group(request, pk)
    require(can_edit_groups(request.user, group.college_id))
    form = GroupForm(
        request.POST or None, person=request.user, college=request.college, group=group
    )
    if request.method == "POST" and form.is_valid():
        actions.update_group(by=request.user, group=group, **form.cleaned_data)
        messages.success(request, _("The group has been saved."))
        return redirect("roster:group_detail", group.pk)
    return _form_page(request, "roster/group_form.html", {"form": form, "group": group}, form)


@form_page
def advisor_put(request: Request, pk: int) -> HttpResponse:
    """Who leads the group from a day on."""
    group = _group(request, pk)
    require(can_edit_groups(request.user, group.college_id))
    form = AdvisorForm(request.POST or None, person=request.user, group=group)
    if request.method == "POST" and form.is_valid():
        actions.put_advisor(by=request.user, group=group, **form.cleaned_data)
        messages.success(request, _("The advisor has been saved."))
        return redirect("roster:group_detail", group.pk)
    advisor = advisor_on(group, request.college.today())
    context = {"form": form, "group": group, "advisor": advisor}
    return _form_page(request, "roster/advisor_put.html", context, form)


def _form_page(
    request: Request, template: str, context: Mapping[str, object], form: GroupForm | AdvisorForm
) -> HttpResponse:
    """A form to be filled in, or one sent with faults: then the answer says so (422)."""
    return render(request, template, context, status=422 if form.is_bound else 200)
