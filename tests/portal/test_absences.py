"""Absences of a term: sums by reason, and a calendar of hours."""

from datetime import date
from decimal import Decimal

from collegium.core.access import Role
from collegium.portal.queries.absences import (
    AbsenceSummary,
    CalendarDay,
    absence_months,
    absence_summary,
)
from collegium.portal.queries.diary import DiaryAbsence, term_absences
from tests.factories import make_absence, make_lesson

D = Decimal


def absence(day, counts="unexcused", hours=2):
    return DiaryAbsence("н", counts, D(hours), None, day, 1, 1, "История")


def test_hours_are_summed_by_what_they_count_as():
    day = date(2026, 11, 23)
    kinds = ["unexcused", "excused", "ill", "ill", "late", "none"]
    assert absence_summary([absence(day, kind) for kind in kinds]) == AbsenceSummary(
        absent=D(8), excused=D(2), ill=D(4), unexcused=D(2), late=1
    )


def test_nothing_missed_is_nought():
    assert absence_summary([]) == AbsenceSummary(D(0), D(0), D(0), D(0), 0)
    assert absence_months([]) == []


def test_the_calendar_has_a_cell_a_day_and_the_hours_of_the_day():
    days = [
        absence(date(2026, 11, 3), "ill"),
        absence(date(2026, 11, 3)),
        absence(date(2026, 9, 30)),
    ]
    november, september = absence_months([*days, absence(date(2026, 10, 1), "late")])
    assert (november.first, september.first) == (date(2026, 11, 1), date(2026, 9, 1))
    # 1 November 2026 is a Sunday: its week has no day of the month left to show.
    assert november.weeks[0] == [
        CalendarDay(date(2026, 11, 2), None, unexcused=False),
        CalendarDay(date(2026, 11, 3), D(4), unexcused=True),
        *(CalendarDay(date(2026, 11, day), None, unexcused=False) for day in (4, 5, 6, 7)),
    ]
    assert [bool(cell) for cell in november.weeks[-1]] == [True, False, False, False, False, False]
    assert september.weeks[0][0] is None
    assert september.weeks[-1][2] == CalendarDay(date(2026, 9, 30), D(2), unexcused=True)


def test_december_ends_with_the_year():
    (month,) = absence_months([absence(date(2026, 12, 31))])
    assert month.weeks[-1][3] == CalendarDay(date(2026, 12, 31), D(2), unexcused=True)


def test_absences_are_of_the_student_and_the_term(ours):
    teacher, lesson = ours.user(Role.TEACHER), make_lesson(ours.section)
    make_absence(lesson, ours.child, teacher)
    make_absence(lesson, ours.students[0], teacher)
    make_absence(make_lesson(ours.section, date(2020, 9, 1), slot=2), ours.child, teacher)
    make_absence(make_lesson(ours.section, slot=3), ours.child, teacher, code="", counts="")
    assert [each.lesson_id for each in term_absences(ours.child, ours.term)] == [lesson.pk]
