"""Employees of a college, as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from collegium.accounts.models import User
from collegium.organization.models import College
from collegium.roster.models import Employee, GroupAdvisor


@dataclass(frozen=True, slots=True)
class EmployeeRow:
    """A line of the list; `groups` are those advised on the day."""

    pk: int
    name: str
    post: str
    phone: str
    email: str
    groups: str
    has_account: bool
    hired: Any
    works: bool


def employee_rows(user: User, college: College, day: date) -> list[EmployeeRow]:
    """Everybody who has a card, those at work first; two queries."""
    advised = GroupAdvisor.objects.filter(valid__contains=day).select_related("group")
    cards = (
        Employee.objects.visible_to(user)
        .filter(college=college)
        .prefetch_related(Prefetch("advised", queryset=advised, to_attr="advised_now"))
        .order_by("sort_key")
    )
    rows = [_row(card, day) for card in cards]
    return sorted(rows, key=lambda row: not row.works)


def _row(card: Employee, day: date) -> EmployeeRow:
    hired = card.hired
    return EmployeeRow(
        pk=card.pk,
        name=card.full_name,
        post=card.post,
        phone=card.phone,
        email=card.email,
        groups=", ".join(each.group.title for each in card.advised_now),  # type: ignore[attr-defined]
        has_account=card.user_id is not None,
        hired=hired,
        works=hired.lower <= day and (hired.upper is None or day < hired.upper),
    )
