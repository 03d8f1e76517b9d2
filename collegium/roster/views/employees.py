"""Employees: the list for the office, and their cards for the personnel officer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collegium.accounts.request import Request
from collegium.core.access import require
from collegium.roster import actions
from collegium.roster.forms.people import EmployeeForm
from collegium.roster.models import Employee
from collegium.roster.permissions import can_edit_employees, can_view_employees
from collegium.roster.queries.employees import employee_rows
from collegium.roster.views.days import asked_day
from collegium.roster.views.groups import form_page


@require_safe
def employee_list(request: Request) -> HttpResponse:
    require(can_view_employees(request.user, request.college.pk))
    day = asked_day(request)
    context = {
        "rows": employee_rows(request.user, request.college, day),
        "day": day,
        "can_edit": can_edit_employees(request.user, request.college.pk),
    }
    return render(request, "roster/employee_list.html", context)


@form_page
def employee_create(request: Request) -> HttpResponse:
    require(can_edit_employees(request.user, request.college.pk))
    return _employee_form(request, None)


@form_page
def employee_edit(request: Request, pk: int) -> HttpResponse:
    employees = Employee.objects.visible_to(request.user)
    employee = get_object_or_404(employees, pk=pk, college=request.college)
    require(can_edit_employees(request.user, employee.college_id))
    return _employee_form(request, employee)


def _employee_form(request: Request, employee: Employee | None) -> HttpResponse:
    form = EmployeeForm(request.POST or None, card=employee)
    if request.method == "POST" and form.is_valid():
        if employee:
            actions.update_employee(by=request.user, employee=employee, **form.cleaned_data)
        else:
            actions.create_employee(by=request.user, college=request.college, **form.cleaned_data)
        messages.success(request, _("The card has been saved."))
        return redirect("roster:employee_list")
    context = {"form": form, "employee": employee}
    status = 422 if form.is_bound else 200
    return render(request, "roster/employee_form.html", context, status=status)
