"""Databases for tests: one template made by the migrations, clones of it in no time."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tooling import cluster

ROOT = Path(__file__).resolve().parent.parent


def urls() -> dict[str, str]:
    """The addresses of the server for its roles "app" and "owner"."""
    if "DATABASE_URL" in os.environ:
        return {"app": os.environ["DATABASE_URL"], "owner": os.environ["DATABASE_OWNER_URL"]}
    return cluster.urls("test")


def _server() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(urls()["owner"], autocommit=True)


def name_of(prefix: str, sources: Iterable[Path], *words: str) -> str:
    """A name that changes with the sources, so that what is stale is never cloned."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return f"{prefix}_{digest.hexdigest()[:16]}"


def _template_name() -> str:
    """Changes whenever a model or a migration does."""
    sources = [*ROOT.glob("collegium/*/migrations/*.py"), *ROOT.glob("collegium/**/models.py")]
    sources += [*ROOT.glob("collegium/core/*.py"), *ROOT.glob("collegium/roster/people.py")]
    return name_of("test_template", sources)


def template() -> str:
    """The name of an up-to-date template database, made first where there is none."""
    name = _template_name()
    lock = ROOT / "var" / "test_template.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with _server() as server:
            if not _exists(server, name):
                _make_template(server, name)
    return name


def _make_template(server: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Migrated under another name and renamed when whole: a broken run leaves no template."""
    half_made = f"{name}_new"
    _drop(server, half_made)
    drop_like("test_template_")
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half_made)))
    point_at(half_made, owner=True)
    call_command("migrate", verbosity=0)
    connection.close()
    rename(half_made, name)


def rename(old: str, new: str) -> None:
    with _server() as server:
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(old), sql.Identifier(new)
            )
        )


def exists(name: str) -> bool:
    with _server() as server:
        return _exists(server, name)


def drop_like(prefix: str) -> None:
    """Drop every database whose name begins so: templates of code that is gone."""
    with _server() as server:
        names = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
        )
        for row in names.fetchall():
            _drop(server, str(row[0]))


def _exists(server: psycopg.Connection[tuple[object, ...]], name: str) -> bool:
    found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None


def _drop(server: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Gone, whoever is still connected. The server's own cleaning process cannot be sent away by
    us, but it is done in a moment.
    """
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for _ in range(50):
        try:
            server.execute(statement)
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            time.sleep(0.1)
        else:
            return
    server.execute(statement)


def clone(name: str, source: str | None = None) -> str:
    """A new database with the content of `source` (the template unless said)."""
    origin = source or template()
    with _server() as server:
        _drop(server, name)
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(origin)
            )
        )
    return name


def drop(name: str) -> None:
    connection.close()
    with _server() as server:
        _drop(server, name)


def create_for_process() -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return clone(f"test_{worker}_{os.getpid()}")


def point_at(name: str, *, owner: bool) -> None:
    """Make Django's connection use this database, as its owner or as the application."""
    connection.close()
    from collegium.settings import _database

    address = _database(urls()["owner" if owner else "app"])
    connection.settings_dict.update(
        NAME=name,
        USER=address["USER"],
        PASSWORD=address["PASSWORD"],
        HOST=address["HOST"],
        PORT=address["PORT"],
    )


def connect_as_application(name: str) -> None:
    point_at(name, owner=False)
