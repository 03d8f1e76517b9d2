"""What the journal's pages show: a fixed number of queries, whatever the size of the group.

The grid is read as plain tuples, not model objects: 25 × 60 cells cost 2 ms instead of 12.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from collegium.core.names import full_name, short_name
from collegium.curricula.models import HOUR_KINDS
from collegium.gradebook.queries.rows import (
    Row,
    absence_rows,
    days_of,
    lesson_rows,
    mark_rows,
    student_rows,
)
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
from collegium.roster.models import CourseSection, Employee

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


def section_students(section: CourseSection) -> list[GridStudent]:
    """Everyone who was in the group in the term, in the order of the journal; one query."""
    found: dict[int, GridStudent] = {}
    for pk, last, first, patronymic, begins, ends in student_rows(section):
        student = found.get(pk)
        if student is None:
            names = short_name(last, first, patronymic), full_name(last, first, patronymic)
            student = found[pk] = GridStudent(pk, *names, [])
        student.intervals.append((begins, ends))
    return list(found.values())


def lesson_row(row: Row, today: date, *, editable: bool) -> list[Any]:
    """One row of `lesson_rows` as the grid's contract has it."""
    pk, day, slot, kind, hours, topic, homework, confirmed, version, *planned, _required = row
    return [
        pk,
        day,
        slot,
        str(KIND_NAMES[kind]),
        hours_printed(hours),
        topic,
        homework,
        confirmed,
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
        due = {pk: due_moment(day, due_days, college.time_zone) for pk, day in days.items()}
        grid._add_marks(mark_rows(due, students))
        grid._add_absences(absence_rows(due, students))
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

    def _add_marks(self, rows: Iterable[Row]) -> None:
        for lesson, student, version, by, at, position, pk, value, points, weight, flags in rows:
            cell = self._cell(student, lesson, version, by, at)
            cell.mark_rows[position] = pk
            if value:
                cell.marks[position] = value
                cell.flags |= flags
                if points is not None:
                    self.total(student).marks.append((points, weight))

    def _add_absences(self, rows: Iterable[Row]) -> None:
        for lesson, student, version, by, at, code, minutes, counts, hours, flags in rows:
            cell = self._cell(student, lesson, version, by, at)
            if code:
                cell.absence, cell.late_minutes = code, minutes
                cell.flags |= flags
                if counts in ABSENT:
                    self.total(student).absent += hours

    def add_debts(self, lessons: Iterable[Row], students: list[GridStudent], today: date) -> None:
        """Count the required work of lessons held for which a member of the group has no mark."""
        for pk, day, *_rest, required in lessons:
            if required and day <= today:
                members = [s for s in students if membership_covers(s.intervals, day)]
                for student, position in itertools.product(members, required):
                    cell = self.cells.get((student.pk, pk))
                    if not (cell and position in cell.marks):
                        self.total(student.pk).debts += 1


def grid_of_students(
    section: CourseSection,
    college: College,
    due_days: int,
    today: date,
    students: Sequence[int],
) -> Grid:
    """The whole term of these students alone, for their cells and summaries; three queries, and
    a fourth where there is required work.
    """
    lessons = lesson_rows(section)
    grid = Grid.read(college, due_days, days_of(lessons), students)
    if any(row[-1] for row in lessons):
        wanted = set(students)
        grid.add_debts(lessons, [s for s in section_students(section) if s.pk in wanted], today)
    return grid


def writer_names(user_ids: Iterable[int], college_id: int) -> dict[int, str]:
    """Short names of those who wrote, by account, from their cards at the college; one query."""
    cards = Employee.objects.filter(college_id=college_id, user__in=list(user_ids))
    return {card.user_id: card.short_name for card in cards if card.user_id}


def grid_data(
    section: CourseSection, college: College, today: date, *, editable: bool
) -> dict[str, Any]:
    """Students, lessons, cells and summary as the page's script takes them; five queries."""
    journal = journal_settings(college.pk, today)
    students = section_students(section)
    lessons = lesson_rows(section)
    grid = Grid.read(college, journal.due_days, days_of(lessons))
    grid.add_debts(lessons, students, today)
    return {
        "today": today,
        "codes": {"marks": journal.signs.marks, "absences": journal.titles},
        "students": [student.row(n) for n, student in enumerate(students, 1)],
        "lessons": [lesson_row(row, today, editable=editable) for row in lessons],
        "cells": _cell_rows(grid, students, lessons),
        "summary": [grid.total(student.pk).shown() for student in students],
    }


def _cell_rows(grid: Grid, students: list[GridStudent], lessons: list[Row]) -> list[list[Any]]:
    """Cells of students and lessons in the grid, by their places; others are not shown here."""
    row_of = {student.pk: place for place, student in enumerate(students)}
    column_of = {row[0]: place for place, row in enumerate(lessons)}
    return [
        [row_of[student], column_of[lesson], cell.text, cell.version, cell.flags]
        for (student, lesson), cell in grid.cells.items()
        if cell.version and student in row_of
    ]
