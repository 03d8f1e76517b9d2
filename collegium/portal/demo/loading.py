"""The way in: makes one college after another and writes them in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from collegium.core import wall
from collegium.core.access import Role
from collegium.core.clock import local_today
from collegium.organization.models import College
from collegium.portal.demo.accounts import LOGINS, Accounts, hashed_password
from collegium.portal.demo.college import TIME_ZONE, CollegeMaker
from collegium.portal.demo.dates import study_calendar
from collegium.portal.demo.store import Store
from collegium.portal.demo.world import World

# A second college is there to be different from, not to be large.
SECOND_COLLEGE_STUDENTS = 50
# Two loads at once would take each other's keys; any number that nothing else locks.
LOCK = 0x434F4C4C

# Hears the step that begins and the share of all work that is done, 0 to 1.
Told = Callable[[str, float], None]


class RealCollegeError(Exception):
    """The base holds a college of living people: nothing made up may come beside it."""


class NotEmptyError(Exception):
    """The base holds a made-up college already."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: students of the first college, colleges, the day, the seed."""

    students: int
    colleges: int
    today: date | None = None
    seed: int = 1

    def sizes(self) -> list[int]:
        """Students of each college: all after the first are small."""
        return [self.students, *[SECOND_COLLEGE_STUDENTS] * (self.colleges - 1)]


def is_empty() -> bool:
    return not College.objects.exists()


def college_count() -> int:
    return College.objects.count()


def has_real_college() -> bool:
    return College.objects.filter(is_demo=False).exists()


def _silent(step: str, share: float) -> None:
    pass


@transaction.atomic
def load(request: Request, *, replace: bool = False, told: Told = _silent) -> None:
    """Make and write the colleges; all or nothing. Needs the owner's role.

    Raises:
        RealCollegeError: the base holds a college that is not made up.
        NotEmptyError: it holds a made-up one, and `replace` does not say to erase it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if has_real_college():
        raise RealCollegeError
    if not is_empty():
        if not replace:
            raise NotEmptyError
        _erase()
    accounts = Accounts(hashed_password(request.seed))
    today = request.today or local_today(TIME_ZONE)
    sizes = request.sizes()
    done = 0
    for number, students in enumerate(sizes, start=1):
        part = partial(_part, told, done / sum(sizes), students / sum(sizes))
        maker = CollegeMaker(_world(request.seed, number, today), accounts, part)
        maker.make(students)
        done += students
    told("checking references", 1.0)


def _part(told: Told, begin: float, share: float, step: str, done: float) -> None:
    """The share of one college, told as a share of all."""
    told(step, begin + share * done)


def _world(seed: int, number: int, today: date) -> World:
    store = Store()
    college = store.reserve(College)
    return World(store, seed, number, college, today, ZoneInfo(TIME_ZONE), study_calendar(today))


def _erase() -> None:
    """Empty the tables of colleges and their people, histories included.

    The journal of actions stays, as always: it tells of colleges that are no more.
    """
    tables = ", ".join(connection.ops.quote_name(m._meta.db_table) for m in _erased())
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}")


def _erased() -> list[type[models.Model]]:
    kept = wall.APPEND_ONLY | wall.TRIGGER_ONLY | {"auth_permission", "auth_group"}
    managed = (m for m in apps.get_models() if m._meta.managed and not m._meta.proxy)
    return [m for m in managed if m._meta.db_table not in kept and m is not ContentType]


def logins(college: int = 1) -> list[tuple[Role, str]]:
    """(role, login) of the readable accounts of a college."""
    suffix = str(college) if college > 1 else ""
    return [(role, f"{login}{suffix}") for role, login in LOGINS.items()]
