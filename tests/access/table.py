"""How a row of the access table is written; the rows stand app by app beside this module.

A row says who sees the page (to others it does not exist: 404, or 403 where the page itself is no
secret) and who may act on it (who sees but may not act gets 403 with the reason). It says so for
a thing of the person's own and for another of the same college; of another college nobody here
sees anything: 404.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from collegium.core.access import Role
from tests.factories import CollegeFixture

PEOPLE = [role for role in Role if role is not Role.OPERATOR]
EVERYBODY = frozenset(PEOPLE)
NOBODY: frozenset[Role] = frozenset()
OVERVIEW = frozenset({Role.DIRECTOR, Role.DEPUTY, Role.COORDINATOR, Role.REGISTRAR})
PUPILS = frozenset({Role.STUDENT, Role.GUARDIAN})
COORDINATORS = frozenset({Role.COORDINATOR})
# Own sections and own groups beside the whole college.
TEACHING = OVERVIEW | {Role.TEACHER, Role.ADVISOR}

Given = Callable[[CollegeFixture], Mapping[str, Any]]


def nothing(college: CollegeFixture) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Scope:
    """A thing of a college as a route's arguments, who sees it and who may act on it."""

    arguments: Given = nothing
    sees: frozenset[Role] = EVERYBODY
    acts: frozenset[Role] = NOBODY


@dataclass(frozen=True)
class Row:
    """What a route answers.

    Args:
        own: what the fixture's teacher, advisor, student and guardian have to do with.
        other: the same kind of thing, of the same college, with which they have nothing to do.
        reads, writes: whether GET and POST are answered; the method that is not gets 405.
        query: what a reader asks for. data: what who may act would send, as JSON if `json`.
        shown: the code of a page that is seen; done: of an act that succeeded.
        unseen: 404, or 403 where it is no secret that the page exists.
        form: a page for who may act; to others who see the thing it is a 403.
        signed_out: answered to a stranger too.
    """

    own: Scope = field(default_factory=Scope)
    other: Scope | None = None
    reads: bool = True
    writes: bool = False
    query: Given = nothing
    data: Given = nothing
    json: bool = False
    shown: int = 200
    done: int = 302
    unseen: int = 404
    form: bool = False
    signed_out: bool = False

    def scopes(self) -> dict[str, Scope]:
        return {"own": self.own, **({"other": self.other} if self.other else {})}


def kept(
    by: Role,
    own: Given = nothing,
    other: Given | None = None,
    *,
    sees: frozenset[Role] = EVERYBODY,
    sees_other: frozenset[Role] = EVERYBODY,
    **more: Any,
) -> Row:
    """A form that one role opens and sends; to others who see the thing it is refused."""
    keeper = frozenset({by})
    return Row(
        Scope(own, sees, keeper),
        Scope(other, sees_other, keeper) if other else None,
        **{"writes": True, "form": True, **more},
    )


def crud(
    name: str, pk: Given, data: Given, reason: Given, by: Role = Role.COORDINATOR
) -> dict[str, list[Row]]:
    """Reference data (collegium.ui.crud) that all may read and one role keeps."""
    return {
        f"{name}_list": [Row()],
        f"{name}_create": [kept(by, data=data)],
        f"{name}_update": [kept(by, pk, data=data)],
        f"{name}_delete": [kept(by, pk, data=reason)],
    }
