"""The statements that fetch a journal's rows, as plain tuples.

Written by hand, because they are the hottest reads of the product: building them through the ORM
took as long as running them. The college's wall stands in the database all the same, and every
section that comes here was found through `visible_to`. Lessons are named, so the cost follows
what is shown and not the size of the base.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from collegium.roster.models import CourseSection

LATE, COMMENTED, CORRECTED = 1, 2, 4
Row = tuple[Any, ...]

_STUDENTS = """
SELECT s.id, s.last_name, s.first_name, s.patronymic, lower(e.valid), upper(e.valid)
FROM roster_enrollment e
JOIN roster_student s ON s.id = e.student_id
WHERE e.group_id = %(group)s AND e.valid && daterange(%(first)s::date, %(last)s::date)
ORDER BY s.sort_key, s.id, e.valid
"""
_LESSONS = """
SELECT l.id, m.date, b.number, l.kind, l.hours, l.topic, l.homework,
       (l.attendance_confirmed_at IS NOT NULL)::int, l.version,
       p.topic, p.homework, p.id,
       ARRAY(SELECT a.position::int FROM gradebook_assessment a
             WHERE a.lesson_id = l.id AND a.required)
FROM timetable_lesson l
JOIN timetable_meeting m ON m.id = l.meeting_id
JOIN timetable_lessonslot b ON b.id = m.slot_id
LEFT JOIN planning_plannedlesson p ON p.id = l.planned_id
WHERE l.section_id = %(section)s AND m.state <> 'cancelled'
  AND (%(lessons)s::bigint[] IS NULL OR l.id = ANY(%(lessons)s::bigint[]))
ORDER BY m.date, b.number, l.id
"""
_LOCK = """
SELECT l.id, m.date, l.hours
FROM timetable_lesson l
JOIN timetable_meeting m ON m.id = l.meeting_id
WHERE l.id = ANY(%(lessons)s::bigint[]) AND l.section_id = %(section)s AND m.state <> 'cancelled'
ORDER BY l.id FOR NO KEY UPDATE OF l
"""
_ENROLLED = """
SELECT student_id, lower(valid), upper(valid) FROM roster_enrollment
WHERE group_id = %(group)s AND student_id = ANY(%(students)s::bigint[])
"""
_FLAGS = (
    f"CASE WHEN r.first_set_at >= l.due THEN {LATE} WHEN r.set_at >= l.due THEN {CORRECTED} "
    "ELSE 0 END"
)
_OF = """
WHERE %(students)s::bigint[] IS NULL OR r.student_id = ANY(%(students)s::bigint[])
"""
_DUE = "unnest(%(lessons)s::bigint[], %(due)s::timestamptz[]) AS l(id, due)"
_WRITTEN = "r.version, r.set_by_id, extract(epoch FROM r.set_at)::float8"
_MARKS = f"""
SELECT l.id, r.student_id, {_WRITTEN}, a.position, r.id, r.value, r.points, a.weight,
       {_FLAGS} + CASE WHEN r.comment = '' THEN 0 ELSE {COMMENTED} END
FROM {_DUE}
JOIN gradebook_assessment a ON a.lesson_id = l.id
JOIN gradebook_mark r ON r.assessment_id = a.id
{_OF}
"""  # noqa: S608 - made of the constants above
_ABSENCES = f"""
SELECT l.id, r.student_id, {_WRITTEN}, r.code, r.late_minutes, r.counts, r.hours, {_FLAGS}
FROM {_DUE}
JOIN gradebook_absence r ON r.lesson_id = l.id
{_OF}
"""  # noqa: S608 - made of the constants above


def _fetch(statement: str, values: Mapping[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Row] = cursor.fetchall()
    return rows


def student_rows(section: CourseSection) -> list[Row]:
    """(id, surname, name, patronymic, from, to) of each enrolment that touches the term."""
    span = section.term.span
    values = {"group": section.group_id, "first": span.lower, "last": span.upper}
    return _fetch(_STUDENTS, values)


def lesson_rows(section: CourseSection, lessons: Sequence[int] | None = None) -> list[Row]:
    """Lessons in the order of time, all or these; cancelled meetings are not in the journal.

    Each as (id, date, pair, kind, hours, topic, homework, confirmed 0/1, version, planned topic,
    planned homework, planned id, positions of the required work).
    """
    which = None if lessons is None else list(lessons)
    return _fetch(_LESSONS, {"section": section.pk, "lessons": which})


def mark_rows(due: Mapping[int, datetime], students: Sequence[int] | None) -> list[Row]:
    """Marks at the lessons that `due` names (id: first late moment), of these students or all.

    Each as (lesson, student, version, set by, set at in seconds, position, id, value, points,
    weight, flags).
    """
    return _fetch(_MARKS, _which(due, students))


def absence_rows(due: Mapping[int, datetime], students: Sequence[int] | None) -> list[Row]:
    """Absences likewise: (lesson, student, version, set by, set at, code, minutes late, counts,
    hours, flags).
    """
    return _fetch(_ABSENCES, _which(due, students))


def _which(due: Mapping[int, datetime], students: Sequence[int] | None) -> dict[str, Any]:
    return {
        "lessons": list(due),
        "due": list(due.values()),
        "students": None if students is None else list(students),
    }


def lock_lessons(section: CourseSection, lessons: Sequence[int]) -> list[Row]:
    """(id, date, hours) of these lessons of the section, locked to the end of the transaction:
    two saves into one lesson go one after the other.
    """
    return _fetch(_LOCK, {"section": section.pk, "lessons": list(lessons)})


def enrolled(section: CourseSection, students: Sequence[int]) -> list[Row]:
    """(student, from, to) of these students' time in the section's group."""
    return _fetch(_ENROLLED, {"group": section.group_id, "students": list(students)})


def days_of(lessons: Sequence[Row]) -> dict[int, date]:
    """{lesson id: its date} of rows of `lesson_rows`."""
    return {row[0]: row[1] for row in lessons}
