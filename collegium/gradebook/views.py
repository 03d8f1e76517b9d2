"""The journal's pages, and the calls of its grid."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST

from collegium.accounts.request import Request
from collegium.gradebook import actions
from collegium.gradebook.forms import MalformedError, read_cells, read_lesson
from collegium.gradebook.permissions import can_put_marks
from collegium.gradebook.queries.changes import (
    cell_history,
    changes_since,
    lesson_data,
    server_cursor,
)
from collegium.gradebook.queries.grid import grid_data
from collegium.gradebook.queries.journals import journal_rows
from collegium.organization.models import Term
from collegium.roster.models import CourseSection
from collegium.timetable.models import Lesson


def _json(data: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(data), content_type="application/json", status=status)


def _section(request: Request, pk: int) -> CourseSection:
    related = CourseSection.objects.select_related("group", "item", "term__year")
    # Most often it is the teacher who asks, and who teaches it is asked in fewer words.
    section = related.taught_by(request.user).filter(pk=pk).first()
    section = section or get_object_or_404(related.visible_to(request.user), pk=pk)
    # Loaded with the request already: the section is never of another college.
    section.college = request.college
    return section


@require_GET
def journal_list(request: Request) -> HttpResponse:
    """The journals a person may open, of one term."""
    terms = list(Term.objects.visible_to(request.user).select_related("year").order_by("-span"))
    chosen = request.GET.get("term", "")
    current = Term.objects.current_or_next(request.college.today())
    term = next((t for t in terms if str(t.pk) == chosen), current)
    rows = journal_rows(request.user, term, request.college.today()) if term else []
    context = {"rows": rows, "terms": terms, "term": term}
    return render(request, "gradebook/journal_list.html", context)


@require_GET
def section_detail(request: Request, pk: int) -> HttpResponse:
    """The journal of a section: the page's frame, and its data for the grid's script."""
    section = _section(request, pk)
    today = request.college.today()
    decision = can_put_marks(request.user, section, today)
    data = {
        "section": {
            "id": section.pk,
            "editable": bool(decision),
            "reason": str(decision.reason),
        },
        "user": request.user.pk,
        "urls": _grid_urls(pk),
        "cursor": server_cursor(),
        **grid_data(section, request.college, today, editable=bool(decision)),
    }
    context = {"section": section, "data": script_json(data)}
    return render(request, "gradebook/section_detail.html", context)


def _grid_urls(pk: int) -> dict[str, str]:
    base = reverse("gradebook:section_detail", args=[pk])
    return {
        "save": f"{base}cells/",
        "changes": f"{base}changes/",
        "history": f"{base}history/",
        "lesson": f"{base}lessons/0/",
    }


def script_json(data: Any) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    text = orjson.dumps(data).decode()
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)  # noqa: S308 - the three characters that could open markup are gone


@require_GET
def section_table(request: Request, pk: int) -> HttpResponse:
    """The same journal as a plain table: for print, and for a browser without scripts."""
    section = _section(request, pk)
    data = grid_data(section, request.college, request.college.today(), editable=False)
    names = ("pk", "day", "slot", "kind", "hours", "topic", "homework")
    lessons = [dict(zip(names, row, strict=False)) for row in data["lessons"]]
    context = {"section": section, "lessons": lessons, "body": _table_body(data)}
    return render(request, "gradebook/section_table.html", context)


def _table_body(data: dict[str, Any]) -> SafeString:
    """Rows built as text: a template would cost ten times as much for a thousand cells."""
    texts = {(row, column): text for row, column, text, *_rest in data["cells"]}
    columns = range(len(data["lessons"]))
    return format_html_join(
        "",
        "<tr><td>{}</td><th scope='row'>{}</th>{}<td>{}</td><td>{}</td></tr>",
        (
            (
                student[1],
                student[2],
                format_html_join("", "<td>{}</td>", ((texts.get((row, c), ""),) for c in columns)),
                data["summary"][row][0],
                data["summary"][row][1],
            )
            for row, student in enumerate(data["students"])
        ),
    )


def _same_person(request: Request) -> bool:
    """Whether the page was made for who is signed in now: waiting marks of one person must not
    be saved as another's who signed in at the same browser (1.6).
    """
    return request.headers.get("X-Collegium-User", str(request.user.pk)) == str(request.user.pk)


@require_POST
def cells_put(request: Request, pk: int) -> HttpResponse:
    if not _same_person(request):
        return _json({"code": "signed-out"}, 401)
    section = _section(request, pk)
    try:
        request_id, cells = read_cells(request.body)
    except MalformedError as error:
        return _json({"code": error.code, "reason": error.reason}, 422)
    return _json(
        actions.put_cells(by=request.user, section=section, request_id=request_id, cells=cells)
    )


@require_GET
def changes_list(request: Request, pk: int) -> HttpResponse:
    """What changed in the journal since the cursor of an earlier answer."""
    section = _section(request, pk)
    since = parse_datetime(request.GET.get("since", "").replace(" ", "+"))
    if since is None or since.tzinfo is None:
        return _json({"code": "malformed", "reason": "since"}, 422)
    editable = bool(can_put_marks(request.user, section, request.college.today()))
    return _json(changes_since(section, request.college, since, editable=editable))


@require_GET
def history_list(request: Request, pk: int) -> HttpResponse:
    """Every value a cell has had, newest first."""
    section = _section(request, pk)
    student, lesson = request.GET.get("student", ""), request.GET.get("lesson", "")
    if not (student.isdecimal() and lesson.isdecimal()):
        raise Http404
    entries = cell_history(section, request.college, int(student), int(lesson))
    return _json({"entries": entries})


@require_POST
def lesson_record(request: Request, pk: int, lesson: int) -> HttpResponse:
    if not _same_person(request):
        return _json({"code": "signed-out"}, 401)
    section = _section(request, pk)
    try:
        _request_id, seen, changes = read_lesson(request.body, section)
        actions.record_lesson(
            by=request.user, section=section, lesson_id=lesson, seen=seen, changes=changes
        )
    except MalformedError as error:
        return _json({"code": error.code, "reason": error.reason}, 422)
    except Lesson.DoesNotExist as error:
        raise Http404 from error
    except actions.LessonConflict as error:
        row = lesson_data(section, request.college, lesson)
        decision = error.decision
        return _json({"code": decision.code, "reason": str(decision.reason), "lesson": row}, 409)
    return _json({"lesson": lesson_data(section, request.college, lesson)})
