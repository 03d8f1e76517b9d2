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
    """A line of the navigation: the page it opens and the roles whose work is there."""

    title: str | _StrPromise
    route: str
    icon: str
    roles: frozenset[Role]


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
        MANAGERS | {Role.ADVISOR, Role.REGISTRAR, Role.ADMINISTRATOR},
    ),
    Entry(_("Orders"), "orders:order_list", "file-text", MANAGERS | {Role.REGISTRAR}),
    Entry(_("Curricula"), "curricula:curriculum_list", "certificate", MANAGERS),
    Entry(_("Teaching load"), "roster:section_list", "briefcase", MANAGERS),
    Entry(_("Employees"), "roster:employee_list", "id", CLERKS),
]


def links(roles: Collection[Role], path: str) -> list[Link]:
    """The navigation of a person with these roles, on the page at `path`."""
    found = [(entry, _url(entry.route)) for entry in ENTRIES if entry.roles.intersection(roles)]
    open_pages = [(entry, url) for entry, url in found if url]
    current = _current([url for _entry, url in open_pages], path)
    return [Link(entry.title, url, entry.icon, active=url == current) for entry, url in open_pages]


def _url(route: str) -> str:
    """An entry whose app is not served here is left out, and the page stands."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _current(urls: list[str], path: str) -> str:
    """The entry whose address the page's begins with; the longest of several; home by itself."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default="")
