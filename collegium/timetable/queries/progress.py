"""How far the timetable of each group is laid out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max

from collegium.core.access import Actor
from collegium.organization.models import Term
from collegium.roster.models import StudyGroup
from collegium.roster.queries.sections import groups_of
from collegium.timetable.models import EntrySection, Lesson
from collegium.timetable.queries.grid import grid_on
from collegium.timetable.rules import Parity


@dataclass(frozen=True, slots=True)
class GroupGrid:
    """Hours a week in the grid (the mean of odd and even weeks), lessons made, their last day."""

    group: StudyGroup
    course: int
    weekly: Decimal
    lessons: int
    last: date | None


def grid_progress(user: Actor, term: Term, today: date) -> list[GroupGrid]:
    """All groups of the term; three queries, however many there are."""
    groups = groups_of(user, term)
    day = min(max(today, term.span.lower), term.span.upper)
    weekly: dict[int, Decimal] = defaultdict(Decimal)
    rows = EntrySection.objects.filter(entry__in=grid_on(term, day), section__group__in=groups)
    for group, parity, hours in rows.values_list("section__group", "entry__parity", "hours"):
        weekly[group] += hours if parity == Parity.EVERY else hours / 2
    made: dict[int, tuple[int, date]] = {
        group: (count, last)
        for group, count, last in Lesson.objects.filter(
            section__term=term, section__group__in=groups
        )
        .values_list("section__group")
        .annotate(count=Count("pk"), last=Max("meeting__date"))
    }
    return [
        GroupGrid(
            group,
            group.course_in(term),
            weekly[group.pk],
            *made.get(group.pk, (0, None)),
        )
        for group in groups
    ]
