"""A student's page: the card, the guardians, the places in groups."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collegium.accounts.request import Request
from collegium.core.access import OVERVIEW_ROLES, require
from collegium.roster import actions
from collegium.roster.forms.people import CardForm, GuardianEditForm, GuardianForm, StudentForm
from collegium.roster.models import Guardianship, Student
from collegium.roster.permissions import can_edit_students, can_view_contacts, can_view_groups
from collegium.roster.queries.students import enrollments_of, guardians_of
from collegium.roster.rules import age
from collegium.roster.views.groups import form_page


def _student(request: Request, pk: int) -> Student:
    """The card as staff see it; students and guardians have the diary, and this is not it."""
    if not can_view_groups(request.user, request.college.pk):
        raise Http404
    students = Student.objects.visible_to(request.user)
    student = get_object_or_404(students, pk=pk, college=request.college)
    student.college = request.college
    return student


@require_safe
def student_detail(request: Request, pk: int) -> HttpResponse:
    student = _student(request, pk)
    day = request.college.today()
    contacts = can_view_contacts(request.user, student)
    enrollments = enrollments_of(student, day)
    context = {
        "student": student,
        "current": next((row for row in enrollments if row.is_current), None),
        "age": student.birth_date and age(student.birth_date, day),
        "enrollments": enrollments,
        "guardians": guardians_of(student, day) if contacts else [],
        "can_view_contacts": contacts,
        "can_edit": can_edit_students(request.user, student.college_id),
        # Orders lie in an app above this one: the page asks for them by their address.
        "can_view_orders": request.user.has_role(*OVERVIEW_ROLES, college_id=student.college_id),
    }
    return render(request, "roster/student_detail.html", context)


@form_page
def student_edit(request: Request, pk: int) -> HttpResponse:
    student = _student(request, pk)
    require(can_edit_students(request.user, student.college_id))
    form = StudentForm(request.POST or None, student=student, today=request.college.today())
    if request.method == "POST" and form.is_valid():
        actions.update_student(by=request.user, student=student, **form.cleaned_data)
        messages.success(request, _("The card has been saved."))
        return redirect("roster:student_detail", student.pk)
    return _form_page(request, "roster/student_edit.html", form, student=student)


@form_page
def guardian_create(request: Request, pk: int) -> HttpResponse:
    """A new guardian of the student."""
    student = _student(request, pk)
    require(can_edit_students(request.user, student.college_id))
    form = GuardianForm(request.POST or None, since=request.college.today())
    if request.method == "POST" and form.is_valid():
        actions.create_guardian(
            by=request.user,
            student=student,
            relation=form.cleaned_data["relation"],
            since=form.cleaned_data["since"],
            card=form.card,
        )
        messages.success(request, _("The guardian has been added."))
        return redirect("roster:student_detail", student.pk)
    return _form_page(request, "roster/guardian_form.html", form, student=student)


@form_page
def guardian_edit(request: Request, pk: int) -> HttpResponse:
    """A guardian's card, and the days and the access of the tie to one student."""
    ties = Guardianship.objects.select_related("guardian", "student")
    tie = get_object_or_404(ties, pk=pk, college=request.college)
    student = _student(request, tie.student_id)
    require(can_edit_students(request.user, student.college_id))
    form = GuardianEditForm(request.POST or None, guardianship=tie)
    if request.method == "POST" and form.is_valid():
        actions.update_guardian(by=request.user, guardianship=tie, card=form.card, **form.tie)
        messages.success(request, _("The guardian's card has been saved."))
        return redirect("roster:student_detail", student.pk)
    context = {"student": student, "guardian": tie.guardian}
    return _form_page(request, "roster/guardian_form.html", form, **context)


def _form_page(request: Request, template: str, form: CardForm, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)
