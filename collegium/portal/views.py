"""The first page of everybody's day, what is late in the journals, and the diary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collegium.accounts.request import Request
from collegium.core.access import OVERVIEW_ROLES, STAFF_ROLES
from collegium.organization.models import Term
from collegium.portal.navigation import PUPILS
from collegium.portal.queries import diary as days
from collegium.portal.queries import late, subjects
from collegium.portal.queries.absences import absence_months, absence_summary
from collegium.portal.queries.desks import desks_of
from collegium.portal.rules import week_of
from collegium.roster.models import Enrollment, Student

SESSION_STUDENT = "diary_student"
WEEK = timedelta(days=7)


@require_safe
def home(request: Request) -> HttpResponse:
    """A desk by role: what this person can do now. Students and guardians have the diary."""
    roles = set(request.user.roles_at(request.college.pk))
    if not roles & STAFF_ROLES and roles & PUPILS:
        return redirect("portal:diary")
    context = {
        "today": request.college.today(),
        "desks": desks_of(request.user, request.college),
        "has_diary": bool(roles & PUPILS),
    }
    return render(request, "portal/home.html", context)


@require_safe
def late_list(request: Request) -> HttpResponse:
    """Every teacher with late lessons; for those who answer for the whole college."""
    if not request.user.has_role(*OVERVIEW_ROLES, college_id=request.college.pk):
        raise Http404
    today = request.college.today()
    allowed = late.due_days(request.college, today)
    context = {
        "today": today,
        "due_days": allowed,
        "teachers": late.late_teachers(request.college, allowed, today),
    }
    return render(request, "portal/late_list.html", context)


@dataclass(frozen=True, slots=True)
class OpenDiary:
    """Whose diary is open, and the other children one may switch to."""

    student: Student
    students: list[Student]
    enrollments: list[Enrollment]
    today: date

    @property
    def group(self) -> str:
        """The group of today; of the last day when the studies are over."""
        now = [row for row in self.enrollments if self.today in row.valid]
        rows = now or self.enrollments
        return rows[-1].group.title if rows else ""


def _open_diary(request: Request, pk: int | None) -> OpenDiary | None:
    """The diary of `pk`; else the one opened last or the first; None when there is none yet.

    Raises:
        Http404: for a student who is neither oneself nor one's child, and for who has no diary.
    """
    students = days.own_students(request.user, request.college)
    if pk is not None:
        return _diary_of(request, students, pk)
    if students:
        known = {student.pk for student in students}
        remembered = request.session.get(SESSION_STUDENT)
        return _diary_of(request, students, remembered if remembered in known else students[0].pk)
    if request.user.has_role(*PUPILS, college_id=request.college.pk):
        return None
    raise Http404


def _diary_of(request: Request, students: list[Student], pk: int) -> OpenDiary:
    chosen = next((student for student in students if student.pk == pk), None)
    if chosen is None:
        raise Http404
    if len(students) > 1 and request.session.get(SESSION_STUDENT) != pk:
        request.session[SESSION_STUDENT] = pk
    return OpenDiary(
        student=chosen,
        students=students,
        enrollments=days.enrollments_of(chosen),
        today=request.college.today(),
    )


@require_safe
def diary(request: Request, pk: int | None = None) -> HttpResponse:
    """Today and what comes next, the week, and the newest marks."""
    opened = _open_diary(request, pk)
    if opened is None:
        return render(request, "portal/diary_none.html")
    chosen = _day(request.GET.get("day", ""), opened.today)
    week = days.diary_week(opened.student, opened.enrollments, week_of(chosen), chosen)
    context = {
        "diary": opened,
        "week": week,
        "is_today": chosen == opened.today,
        "tomorrow": opened.today + timedelta(days=1),
        "week_before": chosen - WEEK,
        "week_after": chosen + WEEK,
        "fresh": days.fresh_marks(opened.student, timezone.now()),
    }
    return render(request, "portal/diary.html", context)


def _day(text: str, today: date) -> date:
    """The day that the address names; today when it names none, or none that a year can hold."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    # A year beyond either end of the calendar has no week before or after it.
    return day if date(1970, 1, 1) <= day <= date(2200, 1, 1) else today


@require_safe
def diary_subjects(request: Request, pk: int | None = None) -> HttpResponse:
    """Every subject of a term: marks, mean, and what would bring the next grade."""
    opened = _open_diary(request, pk)
    if opened is None:
        return render(request, "portal/diary_none.html")
    term, terms = _term(request, opened)
    found: list[subjects.DiarySubject] = []
    if term:
        found = subjects.term_subjects(opened.student, opened.enrollments, term, opened.today)
    context = {"diary": opened, "term": term, "terms": terms, "subjects": found}
    return render(request, "portal/diary_subjects.html", context)


@require_safe
def diary_subject(request: Request, pk: int, section: int) -> HttpResponse:
    """One subject: each lesson with its topic and homework, each mark with what it was for."""
    opened = _diary_of(request, days.own_students(request.user, request.college), pk)
    own = subjects.own_sections(opened.student, opened.enrollments)
    found = get_object_or_404(own.select_related("item", "term__year", "group"), pk=section)
    context = {
        "diary": opened,
        "section": found,
        "subject": subjects.one_subject(opened.student, found, opened.today),
        "lessons": days.section_lessons(opened.student, found.pk, opened.today),
    }
    return render(request, "portal/diary_subject.html", context)


@require_safe
def diary_absences(request: Request, pk: int | None = None) -> HttpResponse:
    """Absences of a term as a calendar of hours, and as a list."""
    opened = _open_diary(request, pk)
    if opened is None:
        return render(request, "portal/diary_none.html")
    term, terms = _term(request, opened)
    absences = days.term_absences(opened.student, term) if term else []
    context = {
        "diary": opened,
        "term": term,
        "terms": terms,
        "absences": absences,
        "summary": absence_summary(absences),
        "months": absence_months(absences),
    }
    return render(request, "portal/diary_absences.html", context)


def _term(request: Request, opened: OpenDiary) -> tuple[Term | None, list[Term]]:
    """The term that the address names among the student's own; the newest otherwise."""
    terms = days.student_terms(request.college, opened.enrollments, opened.today)
    wanted = request.GET.get("term", "")
    return next((t for t in terms if str(t.pk) == wanted), next(iter(terms), None)), terms
