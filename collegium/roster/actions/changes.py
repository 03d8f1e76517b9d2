"""Putting new values into a row, and what the record keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models


def put_values(row: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Save what differs.

    Returns:
        field → [old, new] of what changed; nothing when all stays as it was.
    """
    changes = {
        name: [getattr(row, name), value]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    for name, (_old, new) in changes.items():
        setattr(row, name, new)
    if changes:
        row.save(update_fields=list(changes))
    return {name: [_plain(old), _plain(new)] for name, (old, new) in changes.items()}


def _plain(value: Any) -> Any:
    """A range as its two ends; everything else as `record` takes it."""
    return [value.lower, value.upper] if hasattr(value, "lower_inc") else value
