"""Where a person may go, by their work: one list, written by hand, at most seven entries a role."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from collegium.core.access import STAFF_ROLES, Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MANAGERS = frozenset({Role.DIRECTOR, Role.DEPUTY, Role.COORDINATOR})
PUPILS = frozenset({Role.STUDENT, Role.GUARDIAN})
CLERKS = frozenset({Role.PERSONNEL, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the navigation: the page it opens and the roles whose work is there.

    `pages` are other pages of the same work whose address does not begin with the entry's.
    """

    title: str | _StrPromise
    route: str
    icon: str
    roles: frozenset[Role]
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the frame draws it, for one person on one page."""

    title: str | _StrPromise
    url: str
    icon: str
    active: bool = False
    badge: int | None = None


# In the order of the day: what is opened most often stands first, for a phone shows four.
ENTRIES = [
    Entry(_("My day"), "portal:home", "home", STAFF_ROLES),
    Entry(_("Diary"), "portal:diary", "notebook", PUPILS),
    Entry(_("Marks"), "portal:diary_subjects", "certificate", PUPILS, ("portal:diary_subject",)),
    Entry(_("Absences"), "portal:diary_absences", "calendar-event", PUPILS),
    Entry(
        _("Journals"),
        "gradebook:journal_list",
        "book",
        MANAGERS | {Role.TEACHER, Role.ADVISOR, Role.REGISTRAR},
    ),
    Entry(
        _("Timetable"),
        "timetable:week",
        "calendar-week",
        MANAGERS | {Role.TEACHER, Role.ADVISOR, Role.REGISTRAR},
    ),
    Entry(
        _("Groups"),
        "roster:group_list",
        "users-group",
        MANAGERS | {Role.TEACHER, Role.ADVISOR, Role.REGISTRAR, Role.ADMINISTRATOR},
    ),
    Entry(_("Orders"), "orders:order_list", "file-text", MANAGERS | {Role.REGISTRAR}),
    Entry(_("Curricula"), "curricula:curriculum_list", "certificate", MANAGERS),
    Entry(_("Teaching load"), "roster:section_list", "briefcase", MANAGERS),
    Entry(_("Employees"), "roster:employee_list", "id", CLERKS),
]


def links(roles: Collection[Role], path: str, page: str = "") -> list[Link]:
    """The navigation of a person with these roles.

    Args:
        path: the address of the present page.
        page: the name of its route, as "gradebook:section_detail".
    """
    entries = [(entry, _url(entry.route)) for entry in ENTRIES if entry.roles.intersection(roles)]
    served = [(entry, url) for entry, url in entries if url]
    current = _current(served, path, page)
    return [Link(entry.title, url, entry.icon, active=entry is current) for entry, url in served]


def _url(route: str) -> str:
    """An entry whose app is not served here is left out, and the page stands."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _current(served: list[tuple[Entry, str]], path: str, page: str) -> Entry | None:
    """The entry that names the page; else the longest address with which the page's begins."""
    for entry, _url in served:
        if page == entry.route or page in entry.pages:
            return entry
    under = [(url, entry) for entry, url in served if url != "/" and path.startswith(url)]
    return max(under, key=lambda each: len(each[0]))[1] if under else None
