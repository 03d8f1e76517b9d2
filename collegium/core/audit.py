"""`record`: the last line of every action. The entry stands or falls with the action itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

from django.db import connection, models

# The trigger fills number, prev_hash, hash and the time.
_ENTER = """
INSERT INTO core_auditentry (college_id, number, at, actor_id, actor_name, role, verb,
    target_type, target_id, target_name, changes, request_id, address, prev_hash, hash)
VALUES (%(college_id)s, 0, now(), %(actor_id)s, %(actor_name)s, %(role)s, %(verb)s,
    %(target_type)s, %(target_id)s, %(target_name)s, %(changes)s::jsonb, %(request_id)s,
    %(address)s::inet, '', '')
"""


class Doer(Protocol):
    """Whoever acts: in practice `accounts.User`."""

    @property
    def pk(self) -> int: ...

    def roles_text(self, college_id: int) -> str: ...


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from; commands and tasks have none."""

    request_id: str = ""
    address: str | None = None


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("audit_origin", default=NOWHERE)


@contextmanager
def origin(request_id: str, address: str | None) -> Iterator[None]:
    """Everything recorded inside carries this request's id and network address."""
    token = _origin.set(Origin(request_id, address))
    try:
        yield
    finally:
        _origin.reset(token)


def record(
    actor: Doer | None,
    verb: str,
    target: models.Model,
    *,
    college_id: int | None = None,
    **changes: Any,
) -> None:
    """Write what was done into the college's chain, in the current transaction.

    Args:
        actor: who did it; None for the system itself (a scheduled task, a command).
        verb: stable `noun.verb`, e.g. "mark.put".
        target: the thing it was done to; its college is the chain unless `college_id` says.
        changes: field=[old, new], or field=value for what has no before.
    """
    chain = college_id if college_id is not None else getattr(target, "college_id", None)
    came_from = _origin.get()
    entry = {
        "college_id": chain,
        "actor_id": actor.pk if actor else None,
        "actor_name": _text(str(actor)) if actor else "",
        "role": actor.roles_text(chain) if actor and chain else "",
        "verb": verb,
        "target_type": target._meta.label,
        "target_id": str(target.pk),
        "target_name": _text(str(target))[:300],
        "changes": json.dumps(_plain(changes), ensure_ascii=False),
        "request_id": came_from.request_id,
        "address": came_from.address,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, entry)


def _plain(value: Any) -> Any:
    """`value` as JSON has it: moments in ISO form, decimals as text, models as their keys."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, models.Model):
        return value.pk
    # PostgreSQL's jsonb cannot hold U+0000; it is shown by its escape, not lost.
    return _text(value) if isinstance(value, str) else value


def _text(value: str) -> str:
    return value.replace("\x00", "\\u0000")


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first place where a chain does not hold."""

    chain: int
    number: int
    what: str


# The same text, field by field, that the trigger core_audit_chain hashes.
_ROWS = """
SELECT number, prev_hash, hash, concat_ws(E'\\x1f',
    prev_hash, number::text, COALESCE(college_id::text, ''),
    to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    COALESCE(actor_id::text, ''), actor_name, role, verb, target_type, target_id, target_name,
    changes::text, request_id, COALESCE(host(address), ''))
FROM core_auditentry WHERE COALESCE(college_id, 0) = %s ORDER BY number
"""


def verify_chain(chain: int) -> tuple[int, ChainFault | None]:
    """Recompute one college's chain from its first entry.

    Returns:
        (entries checked, the first fault or None). Needs the owner's role, which sees all rows.
    """
    expected_prev, count = "", 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, hash FROM core_audithead WHERE chain = %s", [chain])
        head = cursor.fetchone() or (0, "")
        cursor.execute(_ROWS, [chain])
        for number, prev_hash, entry_hash, text in cursor:
            if number != count + 1:
                return count, ChainFault(chain, count + 1, "missing")
            if prev_hash != expected_prev:
                return count, ChainFault(chain, number, "not linked to the entry before")
            if hashlib.sha256(text.encode()).hexdigest() != entry_hash:
                return count, ChainFault(chain, number, "changed after it was written")
            expected_prev, count = entry_hash, number
    if head != (count, expected_prev):
        return count, ChainFault(chain, count + 1, "missing at the end")
    return count, None
