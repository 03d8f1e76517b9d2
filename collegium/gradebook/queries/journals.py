"""The list of journals a person may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q

from collegium.accounts.models import User
from collegium.organization.models import Term
from collegium.roster.models import CourseSection, TeachingAssignment
from collegium.timetable.models import Lesson, MeetingState


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A journal in the list: whose it is, how far it is, and what is not filled in yet."""

    section: CourseSection
    teachers: str
    held: int
    unfilled: int


def journal_rows(user: User, term: Term, today: date) -> list[JournalRow]:
    """Three queries, whatever their number."""
    sections = list(
        CourseSection.objects.visible_to(user)
        .filter(term=term)
        .select_related("group", "item", "subgroup")
        .prefetch_related(
            Prefetch(
                "assignments", TeachingAssignment.objects.select_related("employee").order_by("pk")
            )
        )
        .order_by("group__title", "item__position")
    )
    counts = _lesson_counts([section.pk for section in sections], today)
    return [
        JournalRow(section, _teachers(section), *counts.get(section.pk, (0, 0)))
        for section in sections
    ]


def _lesson_counts(sections: list[int], today: date) -> dict[int, tuple[int, int]]:
    """{section: (lessons held, of them without topic or confirmed attendance)}."""
    held = Lesson.objects.filter(section__in=sections, meeting__date__lte=today).exclude(
        meeting__state=MeetingState.CANCELLED
    )
    empty = Q(topic="") | Q(attendance_confirmed_at__isnull=True)
    rows = (
        held.order_by()
        .values("section")
        .annotate(held=Count("pk"), unfilled=Count("pk", filter=empty))
    )
    return {row["section"]: (row["held"], row["unfilled"]) for row in rows}


def _teachers(section: CourseSection) -> str:
    names = [assignment.employee.short_name for assignment in section.assignments.all()]
    return ", ".join(dict.fromkeys(names))
