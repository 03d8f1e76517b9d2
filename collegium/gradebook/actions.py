"""What a teacher does in a journal. Each save is one transaction: the rows, the entry in the
journal of actions and the answer kept for a repeat of the request stand or fall together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.core.access import Decision, deny, require
from collegium.core.audit import record
from collegium.core.repeats import earlier_answer, keep_answer
from collegium.gradebook.cell_writer import CellWrite, CellWriter
from collegium.gradebook.permissions import can_put_marks, can_write_lesson
from collegium.gradebook.queries.grid import journal_settings
from collegium.roster.models import CourseSection
from collegium.timetable.models import Lesson


@transaction.atomic
def put_cells(
    *, by: User, section: CourseSection, request_id: UUID, cells: Sequence[CellWrite]
) -> dict[str, Any]:
    """Write marks and absences into cells, each judged by itself (3.5.3).

    A cell that somebody else changed since the writer saw it is left alone and returned as a
    conflict. The same `request_id` again gets the first answer again and changes nothing.

    Returns:
        saved, refused, conflicts, summary, as the grid's script takes them.

    Raises:
        Refused: when the person may not write in this journal at all.
    """
    college = section.college
    today = college.today()
    require(can_put_marks(by, section, today))
    if (earlier := earlier_answer(college.pk, by.pk, request_id)) is not None:
        return earlier
    writer = CellWriter(by, section, journal_settings(college.pk, today), today)
    answer = writer.write(cells).data()
    if writer.changes:
        record(by, "cells.put", section, cells=writer.changes)
    keep_answer(college.pk, by.pk, request_id, answer)
    return answer


class LessonConflict(Exception):  # noqa: N818 - it is an answer, not a fault
    """Somebody else changed the lesson since the writer saw it."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(lesson.pk)
        self.lesson = lesson
        self.decision: Decision = deny(
            "changed", _("The lesson was changed in another window meanwhile.")
        )


@transaction.atomic
def record_lesson(
    *, by: User, section: CourseSection, lesson_id: int, seen: int, changes: dict[str, Any]
) -> Lesson:
    """Write a lesson's topic, homework, row of the plan, or that all were checked (3.5.2).

    `changes` holds any of topic, homework (text), planned_id (of the section's plan or None),
    confirmed (bool: who is not marked absent was present).

    Raises:
        Refused: not this person's journal, a closed term, a lesson to come.
        LessonConflict: the lesson's version is not the one `seen`.
        Lesson.DoesNotExist: no such lesson in this section.
    """
    today = section.college.today()
    require(can_put_marks(by, section, today))
    lessons = Lesson.objects.filter(section=section).select_related("meeting")
    lesson = lessons.select_for_update(of=("self",), no_key=True).get(pk=lesson_id)
    require(can_write_lesson(lesson.meeting.date, today))
    before = {name: _value(lesson, name) for name in changes}
    if before == changes:
        return lesson
    if seen != lesson.version:
        raise LessonConflict(lesson)
    _apply(lesson, by, changes)
    lesson.version += 1
    lesson.save()
    record(by, "lesson.record", lesson, values={k: [before[k], v] for k, v in changes.items()})
    return lesson


def _value(lesson: Lesson, name: str) -> Any:
    if name == "confirmed":
        return lesson.attendance_confirmed_at is not None
    return getattr(lesson, name)


def _apply(lesson: Lesson, by: User, changes: dict[str, Any]) -> None:
    now = timezone.now()
    for name in ("topic", "homework", "planned_id"):
        if name in changes:
            setattr(lesson, name, changes[name])
    if changes.get("topic") and lesson.topic_at is None:
        lesson.topic_at = now
    if "confirmed" in changes:
        lesson.attendance_confirmed_at = now if changes["confirmed"] else None
        lesson.attendance_confirmed_by = by if changes["confirmed"] else None
    if lesson.first_completed_at is None and lesson.topic and lesson.attendance_confirmed_at:
        lesson.first_completed_at = now
