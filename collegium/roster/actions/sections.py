"""Assigning teachers to the subjects of a group, by date (3.3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import DateRange

from collegium.accounts.models import User
from collegium.core.access import ALLOW, Decision, deny, require
from collegium.core.audit import record
from collegium.curricula.models import CurriculumItem
from collegium.organization.models import Term
from collegium.roster.models import (
    CourseSection,
    Employee,
    StudyGroup,
    Subgroup,
    TeachingAssignment,
)
from collegium.roster.section_permissions import can_assign_teachers


@dataclass(frozen=True, slots=True)
class Teaching:
    """A teacher wanted for a section: which kind of work ("" for all) and how many hours of it."""

    employee: Employee
    kind: str = ""
    hours: Decimal | None = None


@transaction.atomic
def assign_teachers(
    *,
    by: User,
    group: StudyGroup,
    term: Term,
    item: CurriculumItem,
    teachings: Sequence[Teaching],
    since: date,
    subgroup: Subgroup | None = None,
) -> CourseSection:
    """From `since` to the end of the term exactly these teach the section; before it, who did.

    The section is made when there is none. What was in force is never overwritten: an
    assignment that ends is closed at `since`, one that begins is a row of its own.

    Raises:
        Refused: not the coordinator, a closed term, a row of another curriculum, a day outside
            the term, or a teacher who does not work at the college then.
    """
    require(can_assign_teachers(by, term))
    require(_fits(group, term, item, subgroup, since))
    for teaching in teachings:
        require(_works(teaching.employee, term, since))
    section, _made = CourseSection.objects.select_for_update(of=("self",)).get_or_create(
        college_id=term.college_id, group=group, subgroup=subgroup, item=item, term=term
    )
    rows = section.assignments.filter(valid__endswith__gt=since).select_related("employee")
    present = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if _change(section, present, teachings, since, term.span.upper):
        old = [_described(row.employee, row.kind, row.hours) for row in present]
        new = [_described(t.employee, t.kind, t.hours) for t in teachings]
        record(by, "section.assign", section, since=since, teachers=[old, new])
    return section


def _change(
    section: CourseSection,
    present: Sequence[TeachingAssignment],
    teachings: Sequence[Teaching],
    since: date,
    end: date,
) -> bool:
    """Close what ends, open what begins; whether anything did."""
    wanted = {(t.employee.pk, t.kind, t.hours): t for t in teachings}
    changed = False
    for row in present:
        key = (row.employee_id, row.kind, row.hours)
        if key in wanted and row.valid.lower <= since and row.valid.upper >= end:
            del wanted[key]
            continue
        changed = True
        if row.valid.lower < since:
            row.valid = DateRange(row.valid.lower, since)
            row.save(update_fields=["valid"])
        else:
            row.delete()
    for teaching in wanted.values():
        changed = True
        TeachingAssignment.objects.create(
            college_id=section.college_id,
            section=section,
            employee=teaching.employee,
            kind=teaching.kind,
            hours=teaching.hours,
            valid=DateRange(since, end),
        )
    return changed


def _described(employee: Employee, kind: str, hours: Decimal | None) -> str:
    """As the journal of actions keeps it: «Иванова Анна Петровна, laboratory, 12»."""
    parts = [employee.full_name, kind, "" if hours is None else f"{hours.normalize():f}"]
    return ", ".join(part for part in parts if part)


def _fits(
    group: StudyGroup, term: Term, item: CurriculumItem, subgroup: Subgroup | None, since: date
) -> Decision:
    own_row = item.curriculum_id == group.curriculum_id and group.college_id == term.college_id
    if not own_row or (subgroup and subgroup.group_id != group.pk):
        return deny("not-in-plan", _("The group's curriculum has no such row."))
    if not term.span.lower <= since < term.span.upper:
        return deny("outside-term", _("The date must lie within the term."))
    return ALLOW


def _works(employee: Employee, term: Term, since: date) -> Decision:
    hired = employee.hired
    works = (hired.lower is None or hired.lower <= since) and (
        hired.upper is None or since < hired.upper
    )
    if employee.college_id == term.college_id and works:
        return ALLOW
    return deny("not-employed", _("The teacher does not work at the college on that date."))
