"""Accounts of the demo college: one password for all, a readable login for each role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from psycopg.types.range import DateRange

from collegium.accounts.hashers import Argon2OverSha256Hasher
from collegium.accounts.models import Membership, User
from collegium.core.access import Role
from collegium.portal.demo.people import Person, transliterated
from collegium.portal.demo.world import World

# Published on purpose: accounts of people who do not exist, in a base that is served on this
# machine alone (collegium.portal.serving).
PASSWORD = "demo-college"  # noqa: S105
# One login a role; a second college has the same with its number behind: teacher2.
LOGINS = {
    Role.DIRECTOR: "director",
    Role.ADMINISTRATOR: "admin",
    Role.COORDINATOR: "coordinator",
    Role.DEPUTY: "deputy",
    Role.TEACHER: "teacher",
    Role.ADVISOR: "advisor",
    Role.REGISTRAR: "registrar",
    Role.PERSONNEL: "personnel",
    Role.STUDENT: "student",
    Role.GUARDIAN: "guardian",
}


class Visitor(Protocol):
    """An employee as another college knows one: the account, the person, what is taught."""

    user: int
    person: Person
    area: str


@dataclass(slots=True)
class Accounts:
    """Logins handed out across all colleges of one load; written when every name is known."""

    password_hash: str
    people: dict[int, tuple[Person, date]] = field(default_factory=dict)
    fixed: dict[int, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    # Who is known to the college before and will work at the next one too.
    visitor: Visitor | None = None

    def open(self, world: World, person: Person, since: date) -> int:
        """An account of the person; returns its key."""
        pk = world.store.reserve(User)
        self.people[pk] = (person, since)
        return pk

    def name(self, world: World, pk: int, role: Role) -> None:
        """Give the account the readable login of a role."""
        self.fixed[pk] = LOGINS[role] + (str(world.number) if world.number > 1 else "")

    def write(self, world: World) -> None:
        """Write accounts that are new since the last time, logins told apart by initials."""
        self.used.update(self.fixed.values())
        for pk, (person, since) in self.people.items():
            world.store.add(
                User,
                id=pk,
                login=self.fixed.get(pk) or self._login(person),
                display_name=person.display_name,
                password=self.password_hash,
                created_at=world.moment(since, world.DESK_OPENS),
            )
        self.people.clear()

    def _login(self, person: Person) -> str:
        last, first = transliterated(person.last_name), transliterated(person.first_name)
        father = transliterated(person.father)
        base = f"{last}.{first[0]}{father[0]}"
        for login in (last, f"{last}.{first[0]}", base, *(f"{base}{n}" for n in range(2, 1000))):
            if login not in self.used:
                self.used.add(login)
                return login
        raise RuntimeError(f"no login is left for {base}")


def hashed_password(seed: int) -> str:
    """One slow hash for all; its salt comes from the seed so that a load repeats exactly."""
    return Argon2OverSha256Hasher().encode(PASSWORD, salt=f"demo-college-{seed:010d}")


def grant(
    world: World, user: int, role: Role, valid: DateRange, appointment: int | None = None
) -> None:
    world.store.add(
        Membership,
        college_id=world.college_id,
        user_id=user,
        role=role.value,
        valid=valid,
        appointment_id=appointment,
    )
