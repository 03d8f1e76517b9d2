"""The journal: the grid of 25 × 30 against the SQL that fetches its rows; a save against UPDATE."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from benchmarks.figures import Figure, interleaved, median, percentile
from benchmarks.product import Visitor

GRID_BOUND = 3.0
SAVE_BOUND = 4.0
LESSONS = 30
# What the grid's page shows comes from these tables; the rest of a page's statements are the
# frame's, the session's and the permission's.
ROW_TABLES = ("roster_enrollment", "timetable_lesson", "gradebook_mark", "gradebook_absence")


def choose_section(visitor: Visitor) -> tuple[int, int, int]:
    """(section, students, lessons) of the teacher's journal nearest to 25 × 30."""
    from django.db.models import Count

    from collegium.core.tenancy import college_scope
    from collegium.roster.models import CourseSection

    with college_scope(visitor.college.pk, user_id=visitor.user.pk):
        taught = CourseSection.objects.taught_by(visitor.user).filter(term__closed_at=None)
        counts = dict(taught.values_list("pk").annotate(Count("lessons")))
        best = min(counts, key=lambda pk: (abs(counts[pk] - LESSONS), pk))
        section = CourseSection.objects.select_related("term").get(pk=best)
        students = section.group.enrollments.filter(valid__overlap=section.term.span).count()
        return best, students, counts[best]


def _statements(visitor: Visitor, path: str) -> list[str]:
    """The statements of one page that fetch the rows it shows."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        visitor.ask(path)
    texts = [query["sql"] for query in captured.captured_queries]
    return [
        text
        for text in texts
        if text.lstrip().startswith("SELECT") and any(f in text for f in ROW_TABLES)
    ]


def _bare(address: str, college: int, statements: list[str]) -> Callable[[], None]:
    """The same statements by the driver alone, in one transaction, all rows fetched."""
    import psycopg

    connection = psycopg.connect(address)

    def fetch() -> None:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('collegium.colleges', %s, true)", [str(college)])
            for statement in statements:
                cursor.execute(statement.encode())
                cursor.fetchall()

    return fetch


def grid(visitor: Visitor, address: str, section: int, college: int) -> list[Figure]:
    path = f"/journal/{section}/"
    bare = _bare(address, college, _statements(visitor, path))
    ours, theirs = interleaved([lambda: visitor.ask(path), bare])
    return [
        Figure("grid: page and data, p50", median(ours), "ms"),
        Figure("grid: page and data, p95", percentile(ours, 0.95), "ms"),
        Figure("grid: bare SQL of its rows, p50", median(theirs), "ms"),
        Figure("grid: page ÷ bare SQL", median(ours) / median(theirs), "×", GRID_BOUND),
    ]


class _Cell:
    """One cell, saved again and again with another mark, as a teacher's browser does."""

    def __init__(self, visitor: Visitor, section: int, lesson: int, student: int) -> None:
        self.visitor, self.path = visitor, f"/journal/{section}/cells/"
        self.lesson, self.student, self.seen, self.text = lesson, student, 0, "5"

    def save(self) -> None:
        import json

        self.text = "4" if self.text == "5" else "5"
        cell = {
            "lesson": self.lesson,
            "student": self.student,
            "text": self.text,
            "seen": self.seen,
        }
        _status, body = self.visitor.ask(self.path, {"request": str(uuid.uuid4()), "cells": [cell]})
        answer = json.loads(body)
        changed = answer["saved"] or [[0, 0, "", answer["conflicts"][0]["version"]]]
        self.seen = changed[0][3]


def save(visitor: Visitor, address: str, section: int, college: int) -> list[Figure]:
    import psycopg

    from collegium.core.tenancy import college_scope
    from collegium.gradebook.models import Mark

    today = visitor.college.today()
    with college_scope(college, user_id=visitor.user.pk):
        marks = Mark.objects.filter(
            assessment__lesson__section=section, assessment__lesson__meeting__date__lte=today
        ).order_by("-pk")
        mine, other = marks.values_list("pk", "assessment__lesson_id", "student_id")[:2]
    cell = _Cell(visitor, section, mine[1], mine[2])
    connection = psycopg.connect(address)

    def update() -> None:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('collegium.colleges', %s, true)", [str(college)])
            cursor.execute(
                "UPDATE gradebook_mark SET value = CASE value WHEN '5' THEN '4' ELSE '5' END, "
                "version = version + 1, set_at = now() WHERE id = %s",
                [other[0]],
            )

    ours, theirs = interleaved([cell.save, update])
    return [
        Figure("save: one cell, p50", median(ours), "ms"),
        Figure("save: one cell, p95", percentile(ours, 0.95), "ms"),
        Figure("save: bare UPDATE and commit, p50", median(theirs), "ms"),
        Figure("save: cell ÷ bare UPDATE", median(ours) / median(theirs), "×", SAVE_BOUND),
    ]
