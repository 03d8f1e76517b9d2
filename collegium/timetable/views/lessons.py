"""Making lessons of the grid: first what would happen, then the button."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collegium.accounts.request import Request
from collegium.core.access import Decision, Refused, require
from collegium.organization.models import Term
from collegium.roster.models import StudyGroup
from collegium.timetable.actions.generation import generate_lessons
from collegium.timetable.permissions import can_edit_timetable, can_view_grid
from collegium.timetable.queries.generation import Changes, lesson_changes, meetings_of
from collegium.timetable.views.term import changes_from, chosen_day


@require_http_methods(["GET", "HEAD", "POST"])
def lessons_generate(request: Request, term: int) -> HttpResponse:
    """Lessons of a group (`?group=`) or of the whole term, from a day on."""
    require(can_view_grid(request.user, request.college.pk))
    terms = Term.objects.visible_to(request.user).filter(college=request.college)
    found = get_object_or_404(terms.select_related("year", "college"), pk=term)
    group = _group(request)
    decision = can_edit_timetable(request.user, found)
    require(decision)
    proposed = _proposed(request, found, group)
    asked = chosen_day(request.POST.get("since") or request.GET.get("since", ""), proposed)
    inside = found.span.lower <= asked < found.span.upper
    if request.method != "POST":
        return _render(request, found, group, asked if inside else proposed)
    try:
        changes = generate_lessons(by=request.user, term=found, since=asked, group=group)
    except Refused as refused:
        return _render(request, found, group, asked if inside else proposed, refused.decision)
    messages.success(request, _told(changes))
    query = urlencode({"term": found.pk, **({"group": group.pk} if group else {})})
    return redirect(f"{reverse('timetable:week_edit')}?{query}")


def _group(request: Request) -> StudyGroup | None:
    text = request.GET.get("group", "")
    if not text:
        return None
    groups = StudyGroup.objects.visible_to(request.user).filter(college=request.college)
    return get_object_or_404(groups, pk=int(text) if text.isdecimal() else 0)


def _proposed(request: Request, term: Term, group: StudyGroup | None) -> date:
    has_lessons = meetings_of(term, [group.pk] if group else None).exists()
    return changes_from(term, request.college.today(), has_lessons=has_lessons)


def _render(
    request: Request,
    term: Term,
    group: StudyGroup | None,
    since: date,
    refusal: Decision | None = None,
) -> HttpResponse:
    today = request.college.today()
    changes = lesson_changes(term, groups=[group.pk] if group else None, since=since, today=today)
    context: dict[str, Any] = {
        "term": term,
        "group": group,
        "since": since,
        "changes": changes,
        "missing": [
            (changes.sections[section], hours) for section, hours in changes.missing.items()
        ],
        "unassigned": [
            (row, changes.sections[row.section_id], day) for row, day in changes.unassigned
        ],
        "refusal": refusal,
    }
    status = 200 if refusal is None else 409
    return render(request, "timetable/lessons_generate.html", context, status=status)


def _told(changes: Changes) -> str:
    return _("Lessons made: %(made)d, changed: %(changed)d, taken away: %(gone)d.") % {
        "made": len(changes.create),
        "changed": len(changes.change),
        "gone": len(changes.remove),
    }
