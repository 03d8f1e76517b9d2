"""What happened in a journal: since a moment, and to one cell from its beginning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from collegium.gradebook.models import Absence, Mark
from collegium.gradebook.queries.grid import (
    grid_of_students,
    journal_settings,
    lesson_row,
    writer_names,
)
from collegium.gradebook.queries.rows import lesson_rows
from collegium.gradebook.rules import CellEntry
from collegium.organization.models import College
from collegium.roster.models import CourseSection
from collegium.timetable.models import Lesson

# A change is stamped when its transaction begins and seen when it commits: look back a little,
# so that none slips between two questions. The grid knows repeats by their versions.
OVERLAP = timedelta(seconds=10)


def server_cursor() -> str:
    """The moment to ask changes from, next time."""
    return timezone.now().isoformat()


def lesson_data(section: CourseSection, college: College, lesson: int) -> list[Any] | None:
    """One lesson's row of the grid, as its teacher sees it; one query."""
    rows = lesson_rows(section, [lesson])
    return lesson_row(rows[0], college.today(), editable=True) if rows else None


def changes_since(
    section: CourseSection, college: College, since: datetime, *, editable: bool
) -> dict[str, Any]:
    """Cells, lessons and summaries changed since; three queries when nothing was."""
    cursor = server_cursor()
    moment = since - OVERLAP
    marks = Mark.objects.filter(assessment__lesson__section=section, set_at__gt=moment)
    absences = Absence.objects.filter(lesson__section=section, set_at__gt=moment)
    touched = set(marks.values_list("student_id", "assessment__lesson_id"))
    touched.update(absences.values_list("student_id", "lesson_id"))
    event: Any = Lesson.pgh_event_model  # type: ignore[attr-defined]
    changed = event.objects.filter(section=section, pgh_created_at__gt=moment)
    lessons = lesson_rows(section, list(changed.values_list("pgh_obj_id", flat=True)))
    today = college.today()
    answer: dict[str, Any] = {
        "cursor": cursor,
        "cells": [],
        "lessons": [lesson_row(row, today, editable=editable) for row in lessons],
        "summary": {},
    }
    if touched:
        _add_cells(answer, section, college, touched, today)
    return answer


def _add_cells(
    answer: dict[str, Any],
    section: CourseSection,
    college: College,
    touched: set[tuple[int, int]],
    today: date,
) -> None:
    students = sorted({student for student, _lesson in touched})
    due_days = journal_settings(college.pk, today).due_days
    grid = grid_of_students(section, college, due_days, today, students)
    cells = {key: grid.cells[key] for key in touched if key in grid.cells}
    names = writer_names({cell.set_by for cell in cells.values()}, college.pk)
    for (student, lesson), cell in sorted(cells.items()):
        row = [student, lesson, cell.entry.text, cell.version, cell.flags]
        answer["cells"].append([*row, names.get(cell.set_by, "")])
    answer["summary"] = {str(pk): grid.total(pk).shown() for pk in students}


@dataclass(frozen=True, slots=True)
class _Version:
    """One row at one time: which of the cell's rows, what it held, who wrote it and when."""

    row: tuple[str, int]
    text: str
    by: int
    at: datetime


def cell_history(
    section: CourseSection, college: College, student: int, lesson: int
) -> list[dict[str, str]]:
    """Each change of the cell's text, newest first; five queries."""
    versions = sorted(_versions(section, student, lesson), key=lambda version: version.at)
    names = writer_names({version.by for version in versions}, college.pk)
    zone = ZoneInfo(college.time_zone)
    entries: list[dict[str, str]] = []
    held: dict[tuple[str, int], str] = {}
    before = ""
    for version in versions:
        held[version.row] = version.text
        now = " ".join(held[row] for row in sorted(held, reverse=True) if held[row])
        if now != before:
            entries.append(
                {
                    "at": f"{version.at.astimezone(zone):%d.%m.%Y %H:%M}",
                    "by": names.get(version.by, ""),
                    "old": before,
                    "new": now,
                    "reason": "",
                }
            )
        before = now
    return entries[::-1]


def _versions(section: CourseSection, student: int, lesson: int) -> Iterable[_Version]:
    marks = Mark.objects.filter(
        student=student, assessment__lesson=lesson, assessment__lesson__section=section
    )
    # A mark's sign sorts before the absence's, and first positions first, when read in reverse.
    for pk, position in marks.values_list("pk", "assessment__position"):
        for value, by, at in _all_versions(Mark, pk, "value"):
            yield _Version(("mark", -position), value, by, at)
    absences = Absence.objects.filter(student=student, lesson=lesson, lesson__section=section)
    for pk in absences.values_list("pk", flat=True):
        for code, minutes, by, at in _all_versions(Absence, pk, "code", "late_minutes"):
            yield _Version(("absence", 0), CellEntry((), code, minutes).text, by, at)


def _all_versions(model: type[Mark | Absence], pk: int, *fields: str) -> Iterable[tuple[Any, ...]]:
    """The row's old versions, kept by the database, and the present one."""
    columns = (*fields, "set_by_id", "set_at")
    event: Any = model.pgh_event_model  # type: ignore[union-attr]
    yield from event.objects.filter(pgh_obj_id=pk).values_list(*columns)
    yield from model._base_manager.filter(pk=pk).values_list(*columns)
