"""The week as a group, a teacher or a room has it."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collegium.accounts.request import Request
from collegium.core.access import require
from collegium.timetable.permissions import can_view_grid, can_view_timetable
from collegium.timetable.queries.week import (
    Viewpoint,
    ViewpointKind,
    own_viewpoint,
    viewpoints,
    week_of,
)
from collegium.timetable.views.term import chosen_day


@require_safe
def week(request: Request) -> HttpResponse:
    """Own week by default; `?of=group-12&date=2026-11-24` for another."""
    require(can_view_timetable(request.user, request.college.pk))
    kinds = viewpoints(request.user, request.college)
    viewpoint = _chosen(request, kinds)
    today = request.college.today()
    day = chosen_day(request.GET.get("date", ""), today)
    found = week_of(request.user, request.college, viewpoint, day) if viewpoint else None
    context = {
        "kinds": kinds,
        "has_choice": sum(len(kind.choices) for kind in kinds) > 1,
        "viewpoint": viewpoint,
        "week": found,
        "weekday": day.isoweekday() % 7 or 1,
        "today": today,
        "before": day - timedelta(days=7),
        "after": day + timedelta(days=7),
        "may_view_grid": can_view_grid(request.user, request.college.pk),
    }
    return render(request, "timetable/week.html", context)


def _chosen(request: Request, kinds: list[ViewpointKind]) -> Viewpoint | None:
    """What is asked for, if this person may see it; else their own week."""
    asked = request.GET.get("of")
    if not asked:
        return own_viewpoint(request.user, request.college, kinds)
    for kind in kinds:
        for choice in kind.choices:
            if choice.key == asked:
                return choice
    raise Http404
