"""One save into a journal: read what the batch touches once, judge cell by cell, write in bulk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.core.access import ALLOW, Decision, deny
from collegium.gradebook.models import Absence, Assessment, Mark
from collegium.gradebook.permissions import can_write_lesson
from collegium.gradebook.queries.grid import (
    Cell,
    Grid,
    JournalSettings,
    grid_of_students,
    writer_names,
)
from collegium.gradebook.queries.rows import enrolled, lock_lessons
from collegium.gradebook.rules import (
    ABSENT,
    CellEntry,
    CellError,
    cell_entry,
    membership_covers,
)
from collegium.organization.models import College
from collegium.roster.models import CourseSection

Key = tuple[int, int]  # (student id, lesson id)
NO_CELL = Cell()


@dataclass(frozen=True, slots=True)
class CellWrite:
    """A cell as typed, and the version of it that the writer had before their eyes."""

    lesson: int
    student: int
    text: str
    seen: int

    @property
    def key(self) -> Key:
        return self.student, self.lesson


@dataclass(slots=True)
class Answer:
    """What became of each cell of a save, in the shape of the grid's contract."""

    saved: list[list[Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    summary: dict[str, list[str]] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        return {
            "saved": self.saved,
            "refused": self.refused,
            "conflicts": self.conflicts,
            "summary": self.summary,
        }


@dataclass(frozen=True, slots=True)
class LessonFacts:
    day: date
    hours: Decimal


class CellWriter:
    """Used once, inside the transaction of `actions.put_cells`."""

    def __init__(
        self, by: User, section: CourseSection, journal: JournalSettings, today: date
    ) -> None:
        self.by, self.section, self.journal, self.today = by, section, journal, today
        self.college: College = section.college
        self.answer = Answer()
        # Cells that really changed: "student:lesson" → [old text, new text].
        self.changes: dict[str, list[str]] = {}

    def write(self, cells: Sequence[CellWrite]) -> Answer:
        self._read(cells)
        wanted: dict[Key, CellEntry] = {}
        for cell in cells:
            entry = self._judge(cell)
            if entry is not None:
                wanted[cell.key] = entry
        self._store(wanted)
        self._reply(wanted)
        return self.answer

    # Reading

    def _read(self, cells: Sequence[CellWrite]) -> None:
        students = sorted({cell.student for cell in cells})
        rows = lock_lessons(self.section, sorted({cell.lesson for cell in cells}))
        self.lessons = {pk: LessonFacts(day, hours) for pk, day, hours in rows}
        self.intervals: dict[int, list[tuple[date | None, date | None]]] = {}
        for student, begins, ends in enrolled(self.section, students):
            self.intervals.setdefault(student, []).append((begins, ends))
        days = {pk: lesson.day for pk, lesson in self.lessons.items()}
        self.current = Grid.read(self.college, self.journal.due_days, days, students)

    # Judging

    def _judge(self, cell: CellWrite) -> CellEntry | None:
        """The entry to write; None when it is refused or in conflict, which the answer says."""
        current = self.current.cells.get(cell.key, NO_CELL)
        try:
            entry = cell_entry(cell.text, self.journal.signs)
        except CellError as error:
            self._refuse(cell, deny(error.code, sign_reason(error, self.journal)))
            return None
        decision = self._may_write(cell, entry, current)
        if not decision:
            self._refuse(cell, decision)
            return None
        if cell.seen != current.version and entry != current.entry:
            self._conflict(cell, current)
            return None
        return entry

    def _may_write(self, cell: CellWrite, entry: CellEntry, current: Cell) -> Decision:
        lesson = self.lessons.get(cell.lesson)
        if lesson is None:
            return deny("no-lesson", _("There is no such lesson in this journal."))
        if not membership_covers(self.intervals.get(cell.student, []), lesson.day):
            return deny(
                "not-enrolled", _("The student was not in the group on the day of the lesson.")
            )
        if not (decision := can_write_lesson(lesson.day, self.today)):
            return decision
        if entry.marks and self._is_absent(current.absence) and not entry.absence:
            reason = _(
                "The student is marked absent (%(code)s). Clear the absence first (Delete), then "
                "put the mark."
            )
            return deny("absent", reason % {"code": current.absence})
        return ALLOW

    def _is_absent(self, code: str) -> bool:
        return self.journal.signs.absences.get(code) in ABSENT

    def _refuse(self, cell: CellWrite, decision: Decision) -> None:
        self.answer.refused.append(
            {
                "student": cell.student,
                "lesson": cell.lesson,
                "code": decision.code,
                "reason": str(decision.reason),
            }
        )

    def _conflict(self, cell: CellWrite, current: Cell) -> None:
        names = writer_names([current.set_by], self.college.pk)
        at = datetime.fromtimestamp(current.set_at, ZoneInfo(self.college.time_zone))
        self.answer.conflicts.append(
            {
                "student": cell.student,
                "lesson": cell.lesson,
                "text": current.entry.text,
                "version": current.version,
                "flags": current.flags,
                "by": names.get(current.set_by, ""),
                "at": f"{at:%d.%m.%Y %H:%M}",
            }
        )

    # Writing

    def _store(self, wanted: Mapping[Key, CellEntry]) -> None:
        updates: list[tuple[int, str]] = []
        creates: list[tuple[Key, int, str]] = []
        for key, entry in wanted.items():
            current = self.current.cells.get(key, NO_CELL)
            if entry == current.entry:
                continue
            self.changes[f"{key[0]}:{key[1]}"] = [current.entry.text, entry.text]
            for position, value in placed_marks(current, entry.marks).items():
                if row := current.mark_rows.get(position):
                    updates.append((row, value))
                else:
                    creates.append((key, position, value))
            self._store_absence(key, current, entry)
        _update_marks(updates, self.by.pk)
        self._create_marks(creates)

    def _create_marks(self, creates: Sequence[tuple[Key, int, str]]) -> None:
        if not creates:
            return
        assessments = self._assessments({(key[1], position) for key, position, _v in creates})
        Mark.objects.bulk_create(
            Mark(
                college_id=self.college.pk,
                assessment_id=assessments[key[1], position],
                student_id=key[0],
                value=value,
                set_by_id=self.by.pk,
            )
            for key, position, value in creates
        )

    def _assessments(self, places: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
        """Keys of the assessments at (lesson, position); plain ones appear with the first mark."""
        found = _assessment_keys({lesson for lesson, _position in places})
        missing = [place for place in sorted(places) if place not in found]
        if missing:
            made = Assessment.objects.bulk_create(
                Assessment(college_id=self.college.pk, lesson_id=lesson, position=position)
                for lesson, position in missing
            )
            found.update({(row.lesson_id, row.position): row.pk for row in made})
        return found

    def _store_absence(self, key: Key, current: Cell, entry: CellEntry) -> None:
        if (current.absence, current.late_minutes) == (entry.absence, entry.late_minutes):
            return
        counts = self.journal.signs.absences.get(entry.absence)
        values = {
            "code": entry.absence,
            "counts": counts.value if counts else "",
            "late_minutes": entry.late_minutes,
            "hours": self.lessons[key[1]].hours if counts in ABSENT else Decimal(0),
        }
        Absence.objects.put(self.college.pk, key, self.by.pk, values)

    # Replying

    def _reply(self, wanted: Mapping[Key, CellEntry]) -> None:
        """What the cells hold now, and the summaries of the students they belong to."""
        if not wanted:
            return
        grid = grid_of_students(
            self.section,
            self.college,
            self.journal.due_days,
            self.today,
            sorted({student for student, _lesson in wanted}),
        )
        for student, lesson in wanted:
            cell = grid.cells.get((student, lesson), NO_CELL)
            self.answer.saved.append([student, lesson, cell.entry.text, cell.version, cell.flags])
        for student, _lesson in wanted:
            self.answer.summary[str(student)] = grid.total(student).shown()


def placed_marks(current: Cell, wanted: Sequence[str]) -> dict[int, str]:
    """Where the marks of the text go: {position of the assessment: new value}, changes only.

    The k-th mark shown keeps its assessment; a further mark takes the first free one; a mark
    that is gone from the text leaves its row empty.
    """
    shown = [position for position in sorted(current.marks) if current.marks[position]]
    places = shown[: len(wanted)]
    free = (n for n in range(1, len(wanted) + len(shown) + 1) if n not in shown)
    while len(places) < len(wanted):
        places.append(next(free))
    changes = dict(zip(places, wanted, strict=True))
    changes.update(dict.fromkeys(shown[len(wanted) :], ""))
    return {place: value for place, value in changes.items() if current.marks.get(place) != value}


def sign_reason(error: CellError, journal: JournalSettings) -> str:
    """What is wrong with the text and what may be typed instead."""
    signs = ", ".join([*journal.signs.marks, *journal.signs.absences])
    reasons = {
        "unknown": _("“%(token)s” is not a sign of the journal. You can type: %(signs)s."),
        "too-many": _("%(token)s marks in one cell are too many."),
        "two-absences": _("One absence code is enough; remove “%(token)s”."),
        "mark-of-absent": _("A mark and an absence (%(token)s) exclude each other."),
        "bad-minutes": _("%(token)s minutes late cannot be: a lesson is not that long."),
    }
    return reasons[error.code] % {"token": error.token[:40], "signs": signs}


def _assessment_keys(lessons: Collection[int]) -> dict[tuple[int, int], int]:
    rows = Assessment.objects.filter(lesson__in=list(lessons))
    return {(lesson, n): pk for lesson, n, pk in rows.values_list("lesson_id", "position", "pk")}


def _update_marks(updates: Sequence[tuple[int, str]], user_id: int) -> None:
    """Many rows by one statement; the version counts every change."""
    if not updates:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE gradebook_mark m SET value = v.value, version = m.version + 1, "
            "set_by_id = %s, set_at = statement_timestamp() "
            "FROM unnest(%s::bigint[], %s::text[]) AS v(id, value) WHERE m.id = v.id",
            [user_id, [pk for pk, _value in updates], [value for _pk, value in updates]],
        )
