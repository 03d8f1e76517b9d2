"""Row history: the database itself keeps the old version of every row that changes.

Triggers do it, so no path of change escapes: not `QuerySet.update()`, not a bulk import, not
`psql`. A version is stored when it stops being true (on update and on delete); the present one
is the row itself. `pgh_created_at` is the transaction's start, as in the audit entry beside it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.db import models

ModelT = TypeVar("ModelT", bound=type[models.Model])


def track(*, exclude: tuple[str, ...] = ()) -> Callable[[ModelT], ModelT]:
    """Class decorator: keep old versions of this model's rows in `<Model>Event`."""
    track_with: Any = pghistory.track  # its types do not know that a context may be left out
    decorator = track_with(
        pghistory.UpdateEvent("update", row=pghistory.Old),
        pghistory.DeleteEvent("delete"),
        exclude=list(exclude) or None,
        context_field=None,
    )

    def keep(model: ModelT) -> ModelT:
        tracked: ModelT = decorator(model)
        return tracked

    return keep
