"""Desks: what a person can do now, by role, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from collegium.accounts.models import User
from collegium.core.access import Role
from collegium.organization.models import College
from collegium.portal.queries.figures import director_desk
from collegium.portal.queries.late import overview_desk
from collegium.portal.queries.lists import office_desk, registrar_desk
from collegium.portal.queries.teaching import advisor_desk, teacher_desk


@dataclass(frozen=True, slots=True)
class Desk:
    """A part of the first page: whose it is, how it is drawn, what it shows."""

    roles: frozenset[Role]
    template: str
    read: Callable[[User, College], object]


# In the order in which they stand on the page of a person with several roles.
DESKS = [
    Desk(frozenset({Role.TEACHER}), "portal/desks/teacher.html", teacher_desk),
    Desk(frozenset({Role.ADVISOR}), "portal/desks/advisor.html", advisor_desk),
    Desk(frozenset({Role.DIRECTOR}), "portal/desks/director.html", director_desk),
    Desk(frozenset({Role.COORDINATOR, Role.DEPUTY}), "portal/desks/overview.html", overview_desk),
    Desk(frozenset({Role.REGISTRAR}), "portal/desks/registrar.html", registrar_desk),
    Desk(frozenset({Role.PERSONNEL, Role.ADMINISTRATOR}), "portal/desks/office.html", office_desk),
]


def desks_of(user: User, college: College) -> list[tuple[str, object]]:
    """(template, what it shows) of each desk that the person's roles at the college give."""
    roles = set(user.roles_at(college.pk))
    return [(desk.template, desk.read(user, college)) for desk in DESKS if desk.roles & roles]
