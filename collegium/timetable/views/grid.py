"""Laying out the week of a group: the grid, and the form of a place in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collegium.accounts.request import Request
from collegium.core.access import Decision, Refused, require
from collegium.organization.models import Term
from collegium.organization.settings_registry import setting
from collegium.roster.models import StudyGroup
from collegium.roster.queries.sections import groups_of
from collegium.timetable.actions.grid import (
    Listener,
    Placing,
    add_entry,
    change_entry,
    remove_entry,
)
from collegium.timetable.forms import EntryForm, EntryMoveForm, SinceForm
from collegium.timetable.models import EntrySection, TimetableEntry, Weekday
from collegium.timetable.permissions import can_edit_timetable, can_view_grid
from collegium.timetable.queries.fulfilment import section_hours, week_load
from collegium.timetable.queries.generation import lesson_changes, meetings_of
from collegium.timetable.queries.grid import grid_on, term_places, week_grid
from collegium.timetable.queries.progress import grid_progress
from collegium.timetable.views.term import changes_from, chosen_day, chosen_term, terms_of


@dataclass(slots=True)
class Desk:
    """What a page of the grid is about: group, term, and the day from which changes count."""

    request: Request
    group: StudyGroup
    term: Term
    since: date
    has_lessons: bool

    @property
    def decision(self) -> Decision:
        return can_edit_timetable(self.request.user, self.term)

    @property
    def query(self) -> str:
        parts: dict[str, str | int] = {"group": self.group.pk, "term": self.term.pk}
        return urlencode({**parts, "since": self.since.isoformat()})

    @property
    def url(self) -> str:
        return f"{reverse('timetable:week_edit')}?{self.query}"

    def back(self) -> HttpResponseRedirect:
        return redirect(self.url)


def _desk(request: Request, group: str, term: Term) -> Desk:
    groups = StudyGroup.objects.visible_to(request.user).filter(college=request.college)
    found = get_object_or_404(groups, pk=int(group) if group.isdecimal() else 0)
    has_lessons = meetings_of(term, [found.pk]).exists()
    since = changes_from(term, request.college.today(), has_lessons=has_lessons)
    asked = request.POST.get("since") or request.GET.get("since", "")
    day = chosen_day(asked, since)
    inside = term.span.lower <= day < term.span.upper
    return Desk(request, found, term, day if inside else since, has_lessons)


def _desk_of(request: Request, group: int, term: int) -> Desk:
    require(can_view_grid(request.user, request.college.pk))
    terms = Term.objects.visible_to(request.user).filter(college=request.college)
    found = get_object_or_404(terms.select_related("year", "college"), pk=term)
    return _desk(request, str(group), found)


@require_safe
def week_edit(request: Request) -> HttpResponse:
    """Without a group: how far each group's week is. With one: its week, to lay out or to read."""
    require(can_view_grid(request.user, request.college.pk))
    terms = terms_of(request)
    term = chosen_term(request, terms)
    if term is None or not request.GET.get("group"):
        return render(request, "timetable/week_groups.html", _groups_context(request, terms, term))
    desk = _desk(request, request.GET["group"], term)
    context = {
        **_week_context(desk),
        "terms": terms,
        "groups": groups_of(request.user, term),
        "since_form": SinceForm(initial={"since": desk.since}),
    }
    return render(request, "timetable/week_edit.html", context)


def _groups_context(request: Request, terms: list[Term], term: Term | None) -> dict[str, Any]:
    rows = grid_progress(request.user, term, request.college.today()) if term else []
    decision = can_edit_timetable(request.user, term) if term else None
    return {"terms": terms, "term": term, "rows": rows, "decision": decision}


def _week_context(desk: Desk) -> dict[str, Any]:
    """The grid with its troubles, the hours of the subjects, and what lessons would change."""
    college = desk.request.college
    places = term_places(desk.term, desk.since)
    grid = week_grid(desk.group, desk.term, desk.since, places)
    changes = None
    if desk.has_lessons:
        changes = lesson_changes(
            desk.term, groups=[desk.group.pk], since=desk.since, today=college.today()
        )
    return {
        "desk": desk,
        "group": desk.group,
        "term": desk.term,
        "decision": desk.decision,
        "grid": grid,
        "subjects": section_hours(desk.group, desk.term, desk.since),
        "load": week_load(grid.entries, college.pk, desk.since),
        "changes": changes,
        "weekdays": Weekday.choices,
        "day": _chosen_weekday(desk),
    }


def _chosen_weekday(desk: Desk) -> int:
    """The one day that a phone shows: as asked, else today, Monday on Sundays."""
    asked = desk.request.POST.get("day") or desk.request.GET.get("day", "")
    if asked in {str(day) for day in Weekday.values}:
        return int(asked)
    return desk.request.college.today().isoweekday() % 7 or 1


def _week(desk: Desk, said: str, undo: dict[str, Any] | None = None) -> HttpResponse:
    """After a change: the week alone for htmx, else back to the page."""
    if not desk.request.htmx:
        return desk.back()
    context = {**_week_context(desk), "said": said, "undo": undo}
    return render(desk.request, "timetable/week_edit.html#week", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_add(request: Request, term: int, group: int) -> HttpResponse:
    """Put a subject into an hour of the week."""
    desk = _desk_of(request, group, term)
    require(desk.decision)
    data = request.POST if request.method == "POST" else request.GET
    hours = setting(request.college.pk, "timetable.lesson_hours", desk.since)
    initial = {"hours": hours, "parity": "every", **data.dict()}
    form = _form(desk, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _render_form(desk, form)
    section, employee, room, slot = form.things()
    values = form.cleaned_data
    try:
        add_entry(
            by=request.user,
            term=desk.term,
            since=desk.since,
            placing=Placing(values["weekday"], slot, employee, room, values["parity"]),
            listeners=[Listener(section, values["hours"], values["kind"])],
        )
    except Refused as refused:
        return _refused(desk, form, refused)
    return _week(desk, _("Placed: %(subject)s.") % {"subject": section.item.title})


@require_http_methods(["GET", "HEAD", "POST"])
def entry_change(request: Request, term: int, group: int, pk: int) -> HttpResponse:
    """Another subject, teacher, room, hour or weeks for a place."""
    desk = _desk_of(request, group, term)
    require(desk.decision)
    entry, own = _entry(desk, pk)
    initial = {
        "section": own.section_id, "employee": entry.employee_id, "room": entry.room_id,
        "parity": entry.parity, "weekday": entry.weekday, "slot": entry.slot_id,
        "kind": own.kind, "hours": own.hours.normalize(), **request.GET.dict(),
    }  # fmt: skip
    form = _form(desk, initial=initial, entry=entry)
    if request.method != "POST" or not form.is_valid():
        return _render_form(desk, form, entry)
    section, employee, room, slot = form.things()
    values = form.cleaned_data
    try:
        change_entry(
            by=request.user,
            entry=entry,
            since=desk.since,
            placing=Placing(values["weekday"], slot, employee, room, values["parity"]),
            listeners=[
                *_others(entry, own),
                Listener(section, values["hours"], values["kind"]),
            ],
        )
    except Refused as refused:
        return _refused(desk, form, refused, entry)
    return _week(desk, _("Changed: %(subject)s.") % {"subject": section.item.title})


@require_POST
def entry_move(request: Request, term: int, group: int, pk: int) -> HttpResponse:
    """The same place at another hour."""
    desk = _desk_of(request, group, term)
    require(desk.decision)
    entry, own = _entry(desk, pk)
    form = EntryMoveForm(request.POST, term=desk.term)
    if not form.is_valid():
        return HttpResponse(form.errors.as_json(), status=422, content_type="application/json")
    weekday, slot = form.cleaned_data["weekday"], form.cleaned_data["slot"]
    change_entry(
        by=request.user,
        entry=entry,
        since=desk.since,
        placing=Placing(weekday, slot, entry.employee, entry.room, entry.parity),
        listeners=[*_others(entry, own), Listener(own.section, own.hours, own.kind)],
    )
    return _week(desk, _("Moved: %(subject)s.") % {"subject": own.section.item.title})


@require_POST
def entry_remove(request: Request, term: int, group: int, pk: int) -> HttpResponse:
    """Take the group out of a place; the place goes when nobody else listens there."""
    desk = _desk_of(request, group, term)
    require(desk.decision)
    entry, own = _entry(desk, pk)
    undo = {
        "section": own.section_id, "employee": entry.employee_id, "room": entry.room_id or "",
        "parity": entry.parity, "weekday": entry.weekday, "slot": entry.slot_id,
        "kind": own.kind, "hours": own.hours,
    }  # fmt: skip
    others = _others(entry, own)
    if others:
        placing = Placing(entry.weekday, entry.slot, entry.employee, entry.room, entry.parity)
        change_entry(
            by=request.user, entry=entry, since=desk.since, placing=placing, listeners=others
        )
    else:
        remove_entry(by=request.user, entry=entry, since=desk.since)
    said = _("Taken out: %(subject)s.") % {"subject": own.section.item.title}
    return _week(desk, said, undo=None if others else undo)


@require_POST
def entry_join(request: Request, term: int, group: int, pk: int) -> HttpResponse:
    """The group listens at a place of another group: a stream."""
    desk = _desk_of(request, group, term)
    require(desk.decision)
    entries = grid_on(desk.term, desk.since).select_related("slot", "employee", "room", "term")
    entry = get_object_or_404(entries.filter(college=request.college), pk=pk)
    form = _form(desk, initial={}, entry=None)
    if not form.is_valid():
        return _render_form(desk, form)
    section = form.sections[form.cleaned_data["section"]]
    values = form.cleaned_data
    listeners = [*_listeners(entry), Listener(section, values["hours"], values["kind"])]
    placing = Placing(entry.weekday, entry.slot, entry.employee, entry.room, entry.parity)
    try:
        change_entry(
            by=request.user, entry=entry, since=desk.since, placing=placing, listeners=listeners
        )
    except Refused as refused:
        return _refused(desk, form, refused)
    return _week(desk, _("Joined: %(subject)s.") % {"subject": section.item.title})


def _entry(desk: Desk, pk: int) -> tuple[TimetableEntry, EntrySection]:
    """A place in force from the desk's day on, and what the desk's group does there."""
    rows = EntrySection.objects.filter(
        entry__in=grid_on(desk.term, desk.since), section__group=desk.group
    ).select_related("section__item", "section__group", "section__subgroup")
    row = get_object_or_404(rows, entry=pk)
    entries = TimetableEntry.objects.select_related(
        "slot", "employee", "room", "term__college", "term__year"
    )
    return entries.get(pk=pk), row


def _listeners(entry: TimetableEntry) -> list[Listener]:
    rows = entry.sections.select_related("section__group", "section__item", "section__subgroup")
    return [Listener(row.section, row.hours, row.kind) for row in rows.order_by("pk")]


def _others(entry: TimetableEntry, own: EntrySection) -> list[Listener]:
    return [one for one in _listeners(entry) if one.section.pk != own.section_id]


def _form(desk: Desk, *, initial: dict[str, Any], entry: TimetableEntry | None = None) -> EntryForm:
    return EntryForm(
        desk.request.POST if desk.request.method == "POST" else None,
        group=desk.group,
        term=desk.term,
        since=desk.since,
        entry=entry,
        initial=initial,
    )


def _refused(
    desk: Desk, form: EntryForm, refused: Refused, entry: TimetableEntry | None = None
) -> HttpResponse:
    """What stands in the way is said in the form; what was chosen stays there."""
    form.add_error(None, str(refused.decision.reason))
    form.choices.troubles = []
    return _render_form(desk, form, entry)


def _render_form(desk: Desk, form: EntryForm, entry: TimetableEntry | None = None) -> HttpResponse:
    """The form in the drawer for htmx; else a page of its own."""
    place = reverse("timetable:entry_add", args=[desk.term.pk, desk.group.pk])
    if entry:
        place = reverse("timetable:entry_change", args=[desk.term.pk, desk.group.pk, entry.pk])
    context = {
        "desk": desk, "group": desk.group, "term": desk.term, "form": form, "entry": entry,
        "form_url": place, "day": form["weekday"].value(),
    }  # fmt: skip
    page = "timetable/entry_form.html" + ("#form" if desk.request.htmx else "")
    status = 422 if form.errors else 200
    response = render(desk.request, page, context, status=status)
    if status == 422 and desk.request.htmx:
        response["HX-Retarget"] = "#entry-form"
    return response
