"""The teaching load: a group's subjects of a term and their teachers, and a teacher's hours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from collegium.accounts.request import Request
from collegium.core.access import require
from collegium.organization.models import Term
from collegium.roster.actions.sections import assign_teachers
from collegium.roster.forms.sections import SectionAssignForm
from collegium.roster.models import StudyGroup
from collegium.roster.queries.sections import (
    SectionRow,
    employee_names,
    group_progress,
    groups_of,
    section_rows,
    teacher_loads,
)
from collegium.roster.section_permissions import can_assign_teachers, can_view_load


def _terms(request: Request) -> tuple[list[Term], Term | None]:
    """The terms to choose from, latest first, and the one chosen (else the present one)."""
    terms = Term.objects.visible_to(request.user).filter(college=request.college)
    found = list(terms.select_related("year").order_by("-span"))
    chosen = next((t for t in found if str(t.pk) == request.GET.get("term")), None)
    today = request.college.today()
    ahead = [term for term in found if term.span.upper > today] or found[:1]
    return found, chosen or (ahead[-1] if ahead else None)


def _as_of(term: Term, today: date) -> date:
    """Today, or the term's nearest day: who teaches is shown as of it."""
    first: date = term.span.lower
    last: date = term.span.upper - timedelta(days=1)
    return min(max(today, first), last)


@require_safe
def section_list(request: Request) -> HttpResponse:
    """Without a group: how far each group has its teachers. With one: its subjects."""
    require(can_view_load(request.user, request.college.pk))
    terms, term = _terms(request)
    if term is None or not request.GET.get("group", "").isdecimal():
        day = _as_of(term, request.college.today()) if term else None
        progress = group_progress(request.user, term, day) if term and day else []
        context = {"terms": terms, "term": term, "progress": progress}
        return render(request, "roster/section_groups.html", context)
    group = get_object_or_404(_groups(request), pk=int(request.GET["group"]))
    return _render_page(request, group, term)


@require_http_methods(["GET", "HEAD", "POST"])
def section_assign(request: Request, term: int, group: int, key: str) -> HttpResponse:
    """One row of the table: read, opened for editing, or saved."""
    require(can_view_load(request.user, request.college.pk))
    terms = Term.objects.visible_to(request.user).select_related("year")
    found_group = get_object_or_404(_groups(request), pk=group)
    found_term = get_object_or_404(terms, pk=term)
    row = _row(request, found_group, found_term, key)
    decision = can_assign_teachers(request.user, found_term)
    if request.method != "POST":
        form = _form(request, row, found_term) if decision and "edit" in request.GET else None
        return _render_row(request, found_group, found_term, row, form=form)
    require(decision)
    form = _form(request, row, found_term, data=request.POST)
    if not form.is_valid():
        return _render_row(request, found_group, found_term, row, form=form, status=422)
    teachings, since = form.wanted()
    assign_teachers(
        by=request.user,
        group=found_group,
        term=found_term,
        item=row.item,
        subgroup=row.subgroup,
        teachings=teachings,
        since=since,
    )
    if not request.htmx:
        return redirect(f"{_page_url(found_group, found_term)}#row-{key}")
    row = _row(request, found_group, found_term, key)
    return _render_row(request, found_group, found_term, row, saved=True)


@require_safe
def load_list(request: Request) -> HttpResponse:
    """Who teaches how much in a term."""
    require(can_view_load(request.user, request.college.pk))
    terms, term = _terms(request)
    loads = teacher_loads(request.user, term) if term else []
    context = {"terms": terms, "term": term, "loads": loads}
    return render(request, "roster/load_list.html", context)


def _groups(request: Request) -> QuerySet[StudyGroup]:
    return StudyGroup.objects.visible_to(request.user).select_related("curriculum__program")


def _page_url(group: StudyGroup, term: Term) -> str:
    query = urlencode({"group": group.pk, "term": term.pk})
    return f"{reverse('roster:section_list')}?{query}"


def _row(request: Request, group: StudyGroup, term: Term, key: str) -> SectionRow:
    rows = section_rows(group, term, _as_of(term, request.college.today()))
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise Http404
    return found


def _form(request: Request, row: SectionRow, term: Term, data: Any = None) -> SectionAssignForm:
    """A row that never had a teacher gets one from the term's first day; else from today."""
    day = _as_of(term, request.college.today())
    since = day if row.teachers or row.earlier else term.span.lower
    names = employee_names(request.user, term.college_id, since)
    return SectionAssignForm(row, term, names, since=since, data=data)


def _context(request: Request, group: StudyGroup, term: Term) -> dict[str, Any]:
    return {
        "group": group,
        "term": term,
        "decision": can_assign_teachers(request.user, term),
        "day": _as_of(term, request.college.today()),
        "page_url": _page_url(group, term),
    }


def _render_page(
    request: Request,
    group: StudyGroup,
    term: Term,
    *,
    form: SectionAssignForm | None = None,
    status: int = 200,
) -> HttpResponse:
    day = _as_of(term, request.college.today())
    terms, _chosen = _terms(request)
    groups = groups_of(request.user, term)
    rows = section_rows(group, term, day)
    context = {
        **_context(request, group, term),
        "names": sorted(employee_names(request.user, term.college_id, day).values()),
        "terms": terms,
        "groups": groups,
        "course": group.course_in(term),
        "semester": group.semester_in(term),
        "rows": rows,
        "form": form,
        "missing": sum(row.state in {"missing", "partly"} for row in rows),
        "next_group": next((g for g in groups if g.title > group.title), None),
    }
    return render(request, "roster/section_list.html", context, status=status)


def _render_row(
    request: Request,
    group: StudyGroup,
    term: Term,
    row: SectionRow,
    *,
    form: SectionAssignForm | None = None,
    saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The row alone for htmx; for a browser without scripts the page with it."""
    if not request.htmx:
        return _render_page(request, group, term, form=form, status=status)
    context = {**_context(request, group, term), "row": row, "open": form, "saved": saved}
    return render(request, "roster/section_list.html#row", context, status=status)
