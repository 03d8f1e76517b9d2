"""Groups and their advisors."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import DateRange

from collegium.accounts.models import User
from collegium.core.access import Refused, deny, require
from collegium.core.audit import record
from collegium.curricula.models import Curriculum
from collegium.organization.models import College, Department
from collegium.roster.actions.changes import put_values
from collegium.roster.models import Employee, GroupAdvisor, StudyGroup
from collegium.roster.permissions import can_edit_groups

TITLE_TAKEN = deny(
    "group-exists",
    _("A group of this title and year of admission already exists. Take another title."),
)


@transaction.atomic
def create_group(
    *,
    by: User,
    college: College,
    title: str,
    curriculum: Curriculum,
    admission_year: int,
    starts: date,
    department: Department | None = None,
) -> StudyGroup:
    """A group that exists from `starts` on; its students come by an order."""
    require(can_edit_groups(by, college.pk))
    group = StudyGroup(
        college=college,
        title=title,
        curriculum=curriculum,
        department=department,
        admission_year=admission_year,
        existence=DateRange(starts, None),
    )
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(TITLE_TAKEN) from error
    record(
        by,
        "group.create",
        group,
        title=title,
        curriculum=curriculum,
        admission_year=admission_year,
        starts=starts,
    )
    return group


@transaction.atomic
def update_group(*, by: User, group: StudyGroup, **values: Any) -> StudyGroup:
    """Change the title, the curriculum, the department or the first day."""
    require(can_edit_groups(by, group.college_id))
    if "starts" in values:
        values["existence"] = DateRange(values.pop("starts"), group.existence.upper)
    try:
        with transaction.atomic():
            changes = put_values(group, values)
    except IntegrityError as error:
        raise Refused(TITLE_TAKEN) from error
    if changes:
        record(by, "group.update", group, **changes)
    return group


@transaction.atomic
def put_advisor(*, by: User, group: StudyGroup, employee: Employee, since: date) -> GroupAdvisor:
    """Make the employee the group's advisor from that day until the next change.

    The one before stays in the record up to that day; a correction of the same day replaces it.
    """
    require(can_edit_groups(by, group.college_id))
    advisors = GroupAdvisor.objects.select_for_update().filter(group=group)
    current = advisors.filter(valid__contains=since).first()
    old = current.employee_id if current else None
    if current and old == employee.pk:
        return current
    if current and current.valid.lower == since:
        current.employee = employee
        current.save(update_fields=["employee"])
        advisor = current
    else:
        advisor = GroupAdvisor(
            college=group.college,
            group=group,
            employee=employee,
            valid=DateRange(since, _until(group, current, since)),
        )
        if current:
            current.valid = DateRange(current.valid.lower, since)
            current.save(update_fields=["valid"])
        advisor.save(force_insert=True)
    record(by, "advisor.put", group, employee=[old, employee.pk], since=since)
    return advisor


def _until(group: StudyGroup, current: GroupAdvisor | None, since: date) -> date | None:
    """Up to when a new advisor is one: as the present one would be, or the next begins."""
    if current:
        upper: date | None = current.valid.upper
        return upper
    later = GroupAdvisor.objects.filter(group=group, valid__startswith__gt=since)
    following = later.order_by("valid").first()
    return following.valid.lower if following else None
