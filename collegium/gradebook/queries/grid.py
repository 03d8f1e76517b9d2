"""What the journal's pages show: a fixed number of queries, whatever the size of the group.

The grid is read as plain tuples, not model objects: 25 × 60 cells cost 2 ms instead of 12.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from collegium.core.names import full_name, short_name
from collegium.curricula.models import HOUR_KINDS
from collegium.gradebook.models import Assessment
from collegium.gradebook.rules import (
    ABSENT,
    CellEntry,
    Counts,
    Signs,
    due_moment,
    hours_printed,
    membership_covers,
    printed,
    weighted_mean,
)
from collegium.organization.models import College
from collegium.organization.settings_registry import settings_on
from collegium.roster.models import CourseSection, Employee, Enrollment
from collegium.timetable.models import Lesson, MeetingState

LATE, COMMENTED, CORRECTED = 1, 2, 4
KIND_NAMES = dict(HOUR_KINDS)
Interval = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class JournalSettings:
    """The college's own signs and deadlines on a day."""

    signs: Signs
    titles: list[tuple[str, str, str]]
    due_days: int


def journal_settings(college_id: int, day: date) -> JournalSettings:
    """One query."""
    values = settings_on(college_id, day, "gradebook.")
    codes = values["gradebook.absence_codes"]
    return JournalSettings(
        signs=Signs(
            marks=tuple(values["gradebook.mark_values"]),
            absences={code["code"]: Counts(code["counts"]) for code in codes},
        ),
        titles=[(code["code"], code["title"], code["counts"]) for code in codes],
        due_days=values["gradebook.due_days"],
    )


@dataclass(slots=True)
class GridStudent:
    pk: int
    short_name: str
    full_name: str
    intervals: list[Interval]

    def row(self, number: int) -> list[Any]:
        """`from` and `to` of the contract: the outermost bounds of the person's time here."""
        starts = [a for a, _b in self.intervals]
        ends = [b for _a, b in self.intervals]
        first = None if None in starts else min(a for a in starts if a)
        last = None if None in ends else max(b for b in ends if b)
        return [self.pk, number, self.short_name, self.full_name, first, last]


@dataclass(slots=True)
class Cell:
    """One student's marks and absence at one lesson, with what a save must know of them."""

    # By position of the assessment: the mark, and the key of its row, emptied ones too.
    marks: dict[int, str] = field(default_factory=dict)
    mark_rows: dict[int, int] = field(default_factory=dict)
    absence: str = ""
    late_minutes: int | None = None
    # Who wrote last, and when, in seconds since 1970.
    set_by: int = 0
    set_at: float = 0.0
    # The sum of the rows' versions: rows are never deleted, so it only grows.
    version: int = 0
    flags: int = 0

    @property
    def entry(self) -> CellEntry:
        marks = tuple(self.marks[position] for position in sorted(self.marks))
        return CellEntry(marks, self.absence, self.late_minutes)

    @property
    def text(self) -> str:
        """`entry.text`, quick for the usual cell of one mark or one code."""
        if len(self.marks) == 1 and not self.absence:
            (mark,) = self.marks.values()
            return mark
        return self.entry.text


@dataclass(slots=True)
class Totals:
    """The summary of one student's row, gathered while the cells are read."""

    marks: list[tuple[Decimal, Decimal]] = field(default_factory=list)
    absent: Decimal = Decimal(0)
    debts: int = 0

    def shown(self) -> list[str]:
        return [printed(weighted_mean(self.marks)), hours_printed(self.absent), str(self.debts)]


# Written by hand: these two are nine tenths of the page's time. The lessons are named, so the
# cost follows what is shown and not the size of the base; their due moments come from the rule.
_FLAGS = (
    f"CASE WHEN r.first_set_at >= l.due THEN {LATE} WHEN r.set_at >= l.due THEN {CORRECTED} "
    "ELSE 0 END"
)
_OF = """
WHERE %(students)s::bigint[] IS NULL OR r.student_id = ANY(%(students)s::bigint[])
"""
_LESSONS = "unnest(%(lessons)s::bigint[], %(due)s::timestamptz[]) AS l(id, due)"
_WRITTEN = "r.version, r.set_by_id, extract(epoch FROM r.set_at)::float8"
_MARKS = f"""
SELECT l.id, r.student_id, {_WRITTEN}, a.position, r.id, r.value, r.points, a.weight,
       {_FLAGS} + CASE WHEN r.comment = '' THEN 0 ELSE {COMMENTED} END
FROM {_LESSONS}
JOIN gradebook_assessment a ON a.lesson_id = l.id
JOIN gradebook_mark r ON r.assessment_id = a.id
{_OF}
"""  # noqa: S608 - made of the constants above
_ABSENCES = f"""
SELECT l.id, r.student_id, {_WRITTEN}, r.code, r.late_minutes, r.counts, r.hours, {_FLAGS}
FROM {_LESSONS}
JOIN gradebook_absence r ON r.lesson_id = l.id
{_OF}
"""  # noqa: S608 - made of the constants above
LESSON_FIELDS = (
    "pk",
    "meeting__date",
    "meeting__slot__number",
    "kind",
    "hours",
    "topic",
    "homework",
    "attendance_confirmed_at",
    "version",
    "planned__topic",
    "planned__homework",
    "planned_id",
)


def section_students(section: CourseSection) -> list[GridStudent]:
    """Everyone who was in the group in the term, in the order of the journal; one query."""
    rows = (
        Enrollment.objects.filter(group=section.group_id, valid__overlap=section.term.span)
        .order_by("student__sort_key", "student_id", "valid")
        .values_list(
            "student_id",
            "student__last_name",
            "student__first_name",
            "student__patronymic",
            "valid",
        )
    )
    found: dict[int, GridStudent] = {}
    for pk, last, first, patronymic, valid in rows:
        student = found.setdefault(
            pk,
            GridStudent(
                pk,
                short_name(last, first, patronymic),
                full_name(last, first, patronymic),
                [],
            ),
        )
        student.intervals.append((valid.lower, valid.upper))
    return list(found.values())


def section_lessons(section: CourseSection, **which: Any) -> list[tuple[Any, ...]]:
    """Rows of LESSON_FIELDS in the order of time; cancelled meetings are not in the journal."""
    return list(
        Lesson.objects.filter(section=section, **which)
        .exclude(meeting__state=MeetingState.CANCELLED)
        .order_by("meeting__date", "meeting__slot__number", "pk")
        .values_list(*LESSON_FIELDS)
    )


def lesson_row(row: tuple[Any, ...], today: date, *, editable: bool) -> list[Any]:
    """One lesson as the grid's contract has it."""
    pk, day, slot, kind, hours, topic, homework, confirmed, version, *planned = row
    return [
        pk,
        day,
        slot,
        str(KIND_NAMES[kind]),
        hours_printed(hours),
        topic,
        homework,
        int(confirmed is not None),
        version,
        int(editable and day <= today),
        *planned,
    ]


class Grid:
    """The cells and totals of a section, read in two queries."""

    def __init__(self, days: dict[int, date]) -> None:
        self.days = days
        self.cells: dict[tuple[int, int], Cell] = {}
        self.totals: dict[int, Totals] = {}

    @classmethod
    def read(
        cls,
        college: College,
        due_days: int,
        days: dict[int, date],
        students: Sequence[int] | None = None,
    ) -> Grid:
        """Of lessons `days` {lesson id: date}; of these students or of all."""
        grid = cls(days)
        which: dict[str, Any] = {
            "lessons": list(days),
            "due": [due_moment(day, due_days, college.time_zone) for day in days.values()],
            "students": None if students is None else list(students),
        }
        with connection.cursor() as cursor:
            cursor.execute(_MARKS, which)
            grid._add_marks(cursor.fetchall())
            cursor.execute(_ABSENCES, which)
            grid._add_absences(cursor.fetchall())
        return grid

    def total(self, student: int) -> Totals:
        totals = self.totals.get(student)
        if totals is None:
            totals = self.totals[student] = Totals()
        return totals

    def _cell(self, student: int, lesson: int, version: int, by: int, at: float) -> Cell:
        cell = self.cells.get((student, lesson))
        if cell is None:
            cell = self.cells[student, lesson] = Cell()
        cell.version += version
        if at >= cell.set_at:
            cell.set_at, cell.set_by = at, by
        return cell

    def _add_marks(self, rows: Iterable[tuple[Any, ...]]) -> None:
        for lesson, student, version, by, at, position, pk, value, points, weight, flags in rows:
            cell = self._cell(student, lesson, version, by, at)
            cell.mark_rows[position] = pk
            if value:
                cell.marks[position] = value
                cell.flags |= flags
                if points is not None:
                    self.total(student).marks.append((points, weight))

    def _add_absences(self, rows: Iterable[tuple[Any, ...]]) -> None:
        for lesson, student, version, by, at, code, minutes, counts, hours, flags in rows:
            cell = self._cell(student, lesson, version, by, at)
            if code:
                cell.absence, cell.late_minutes = code, minutes
                cell.flags |= flags
                if counts in ABSENT:
                    self.total(student).absent += hours

    def add_debts(self, required: Iterable[tuple[int, int]], students: list[GridStudent]) -> None:
        """Count required work without a mark: (lesson id, position) of each required one."""
        for lesson, position in required:
            for student in students:
                cell = self.cells.get((student.pk, lesson))
                if not (cell and position in cell.marks) and membership_covers(
                    student.intervals, self.days[lesson]
                ):
                    self.total(student.pk).debts += 1


def required_work(lessons: Iterable[int]) -> list[tuple[int, int]]:
    """(lesson id, position) of the work each student must have a mark for; one query."""
    return list(
        Assessment.objects.filter(lesson_id__in=list(lessons), required=True).values_list(
            "lesson_id", "position"
        )
    )


def grid_of_students(
    section: CourseSection,
    college: College,
    due_days: int,
    today: date,
    students: Sequence[int],
) -> Grid:
    """The whole term of these students alone, for their cells and summaries; five queries."""
    days = {row[0]: row[1] for row in section_lessons(section)}
    grid = Grid.read(college, due_days, days, students)
    past = [pk for pk, day in days.items() if day <= today]
    if required := required_work(past):
        rows = [s for s in section_students(section) if s.pk in set(students)]
        grid.add_debts(required, rows)
    return grid


def writer_names(user_ids: Iterable[int], college_id: int) -> dict[int, str]:
    """Short names of those who wrote, by account, from their cards at the college; one query."""
    cards = Employee.objects.filter(college_id=college_id, user__in=list(user_ids))
    return {card.user_id: card.short_name for card in cards if card.user_id}


def grid_data(
    section: CourseSection, college: College, today: date, *, editable: bool
) -> dict[str, Any]:
    """Students, lessons, cells and summary as the page's script takes them; six queries."""
    journal = journal_settings(college.pk, today)
    students = section_students(section)
    lessons = section_lessons(section)
    days = {row[0]: row[1] for row in lessons}
    grid = Grid.read(college, journal.due_days, days)
    past = [pk for pk, day in days.items() if day <= today]
    grid.add_debts(required_work(past), students)
    return {
        "today": today,
        "codes": {"marks": journal.signs.marks, "absences": journal.titles},
        "students": [student.row(n) for n, student in enumerate(students, 1)],
        "lessons": [lesson_row(row, today, editable=editable) for row in lessons],
        "cells": _cell_rows(grid, students, lessons),
        "summary": [grid.total(student.pk).shown() for student in students],
    }


def _cell_rows(
    grid: Grid, students: list[GridStudent], lessons: list[tuple[Any, ...]]
) -> list[list[Any]]:
    """Cells of students and lessons in the grid, by their places; others are not shown here."""
    row_of = {student.pk: place for place, student in enumerate(students)}
    column_of = {row[0]: place for place, row in enumerate(lessons)}
    return [
        [row_of[student], column_of[lesson], cell.text, cell.version, cell.flags]
        for (student, lesson), cell in grid.cells.items()
        if cell.version and student in row_of
    ]
