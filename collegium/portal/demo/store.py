"""Rows gathered in memory and written by COPY: a college of a thousand in seconds, not minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, models
from psycopg import sql

Made = Callable[[float], None]


def _unheard(share: float) -> None:
    pass


class Table:
    """Rows of one model, waiting; their keys are taken from the end of the table's sequence."""

    def __init__(self, model: type[models.Model]) -> None:
        self.name = model._meta.db_table
        fields = [f for f in model._meta.concrete_fields if not f.generated]
        self.defaults: list[tuple[str, Any]] = [(str(f.column), f.get_default()) for f in fields]
        self.columns = [column for column, _default in self.defaults]
        self.rows: list[list[Any]] = []
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [self.name])
            (self.sequence,) = cursor.fetchone()
            cursor.execute(f"SELECT last_value, is_called FROM {self.sequence}")  # noqa: S608
            last, is_used = cursor.fetchone()
        self.next_id: int = last + 1 if is_used else last

    def reserve(self) -> int:
        pk = self.next_id
        self.next_id = pk + 1
        return pk

    def add(self, values: dict[str, Any]) -> int:
        """Keep a row; columns that are not named get the field's default."""
        pk = values.pop("id", None) or self.reserve()
        row = [values.pop(column, default) for column, default in self.defaults]
        if values:
            raise KeyError(f"{self.name} has no {', '.join(values)}")
        row[0] = pk
        self.rows.append(row)
        return pk

    def write(self) -> None:
        """Empty the waiting rows into the database and move the sequence behind them."""
        if not self.rows:
            return
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(self.name),
            sql.SQL(", ").join(sql.Identifier(name) for name in self.columns),
        )
        with connection.cursor() as cursor:
            with cursor.copy(statement) as copy:
                for row in self.rows:
                    copy.write_row(row)
            cursor.execute("SELECT setval(%s, %s)", [self.sequence, self.next_id - 1])
        self.rows.clear()


class Store:
    """The rows of a college being made. Foreign keys are checked when the transaction ends."""

    def __init__(self) -> None:
        self._tables: dict[type[models.Model], Table] = {}

    def add(self, model: type[models.Model], **values: Any) -> int:
        """Add a row by its columns (`group_id`, not `group`); returns its key."""
        return self._table(model).add(values)

    def reserve(self, model: type[models.Model]) -> int:
        """A key for a row that will be added later."""
        return self._table(model).reserve()

    def _table(self, model: type[models.Model]) -> Table:
        table = self._tables.get(model)
        if table is None:
            table = self._tables[model] = Table(model)
        return table

    def write(self, made: Made = _unheard) -> None:
        """Write every waiting row; `made` hears the share that is written, 0 to 1."""
        waiting = sum(len(table.rows) for table in self._tables.values())
        written = 0
        for table in self._tables.values():
            rows = len(table.rows)
            table.write()
            written += rows
            made(written / max(1, waiting))
