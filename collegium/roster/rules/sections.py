"""Rules of assigning teachers, without a database: whose name was typed, how much they teach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")


def _folded(text: str) -> str:
    """Lower case, ё as е, single spaces, no full stops: «Ёлкина А.П.» and «елкина а. п.» agree."""
    return " ".join(text.lower().replace("ё", "е").replace(".", ". ").replace(".", "").split())


def resolve_name(typed: str, names: Mapping[int, str]) -> int | None:
    """Whose name was typed: the whole name, its beginning, or the surname with initials.

    Args:
        typed: as a person types it; case, ё and full stops do not matter.
        names: key → whole name, «Иванова Анна Петровна».

    Returns:
        The key when exactly one name fits; None when none or several do.
    """
    wanted = _folded(typed)
    if not wanted:
        return None
    known = {key: _folded(name) for key, name in names.items()}
    exact = [key for key, name in known.items() if name == wanted]
    begun = [key for key, name in known.items() if _begins(name.split(), wanted.split())]
    for found in (exact, begun):
        if len(found) == 1:
            return found[0]
    return None


def _begins(name: list[str], typed: list[str]) -> bool:
    """Each typed word begins the word of the name that stands in its place."""
    pairs = zip(typed, name, strict=False)
    return len(typed) <= len(name) and all(word.startswith(part) for part, word in pairs)


def load_hours(
    planned: Decimal, own: Decimal | None, valid: tuple[date, date], term: tuple[date, date]
) -> Decimal:
    """Hours of one assignment: as agreed, else its share of the planned ones by days in force.

    Two teachers of one subject at the same time (subgroups) both teach all of its hours; a
    teacher who took over in the middle of the term teaches what is left.
    """
    if own is not None:
        return own
    in_force = (min(valid[1], term[1]) - max(valid[0], term[0])).days
    whole = (term[1] - term[0]).days
    share = planned * max(in_force, 0) / whole
    return share.quantize(TENTH, ROUND_HALF_UP)
