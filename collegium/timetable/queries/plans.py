"""What each section is to be taught in its semester, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from collegium.curricula.models import ItemHours
from collegium.organization.models import Term
from collegium.planning.models import PlannedLesson
from collegium.roster.models import CourseSection
from collegium.timetable.rules import KINDS_IN_ORDER, PlanPart, plan_parts


def section_parts(sections: Collection[CourseSection], term: Term) -> dict[int, list[PlanPart]]:
    """Section → pieces of its plan: rows of the lesson plan where there is one, and hours.

    Two queries. The sections come with their groups.
    """
    planned: dict[int, list[PlanPart]] = defaultdict(list)
    rows = PlannedLesson.objects.filter(
        plan__section__in=sections, kind__in=KINDS_IN_ORDER, hours__gt=0
    ).order_by("number")
    for pk, section, kind, hours in rows.values_list("pk", "plan__section", "kind", "hours"):
        planned[section].append(PlanPart(kind, hours, pk))
    semester_of = {section.pk: section.group.semester_in(term) for section in sections}
    by_item: dict[tuple[int, int], dict[str, Decimal]] = defaultdict(dict)
    found = ItemHours.objects.filter(
        item__in={section.item_id for section in sections},
        semester__in=set(semester_of.values()),
        kind__in=KINDS_IN_ORDER,
    )
    for item, semester, kind, hours in found.values_list("item", "semester", "kind", "hours"):
        by_item[item, semester][kind] = hours
    return {
        s.pk: plan_parts(planned[s.pk], by_item[s.item_id, semester_of[s.pk]]) for s in sections
    }
