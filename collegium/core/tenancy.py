"""The second wall between colleges: row-level security, set for one transaction at a time.

The first wall is `visible_to`. This one stands in the database: a query of the application's
role returns rows of the colleges named for the current transaction and of no other, so a query
that forgets to filter shows nothing of another college. The names are set with `SET LOCAL`
semantics: they end with the transaction, and a pooled connection carries nothing over.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction


def enter(college_ids: Iterable[int], user_id: int | None = None) -> None:
    """Open the current transaction to these colleges' rows and the user's own memberships.

    Raises:
        RuntimeError: outside a transaction, where the setting would be lost at once.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("tenancy.enter() needs a transaction: the wall opens for one only.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('collegium.colleges', %s, true), "
            "set_config('collegium.user', %s, true)",
            [",".join(str(int(pk)) for pk in college_ids), str(user_id or "")],
        )


@contextmanager
def college_scope(*college_ids: int, user_id: int | None = None) -> Iterator[None]:
    """A transaction in which these colleges' rows exist, for commands, tasks and tests."""
    with transaction.atomic():
        before = _open_now()
        enter(college_ids, user_id)
        yield
        # Inside an outer transaction the setting would outlive this block: put it back.
        enter(*before)


def _open_now() -> tuple[list[int], int | None]:
    """Which colleges and whose memberships the current transaction sees."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('collegium.colleges', true), "
            "current_setting('collegium.user', true)"
        )
        colleges, user = cursor.fetchone()
    return [int(pk) for pk in (colleges or "").split(",") if pk], int(user) if user else None
