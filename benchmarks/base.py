"""The base that is measured: a demo college of 1,000 students in a database of its own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tooling import cluster

ROOT = Path(__file__).resolve().parent.parent
STAMP = ROOT / "var" / "bench_base.txt"
DATABASE = "collegium_bench"


def addresses() -> dict[str, str]:
    """Addresses of the measured base, by role "app" and "owner"; the server keeps fsync on."""
    if "DATABASE_URL" in os.environ:
        urls = {"app": os.environ["DATABASE_URL"], "owner": os.environ["DATABASE_OWNER_URL"]}
    else:
        urls = cluster.ensure("main")
    return {
        role: urlunsplit(urlsplit(urls[role])._replace(path=f"/{DATABASE}"))
        for role in ("app", "owner")
    }


def environment() -> dict[str, str]:
    """What makes a process of ours use the measured base."""
    urls = addresses()
    return {**os.environ, "DATABASE_URL": urls["app"], "DATABASE_OWNER_URL": urls["owner"]}


def _sources() -> str:
    """Changes with whatever shapes the loaded rows."""
    digest = hashlib.sha256()
    for pattern in (
        "collegium/portal/demo/**/*.py",
        "collegium/*/models.py",
        "collegium/core/*.py",
    ):
        for path in sorted((ROOT / "collegium").glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def prepare(students: int) -> None:
    """Make the base, unless the one that stands was made by the same code for the same size."""
    wanted = f"{_sources()} {students}"
    if STAMP.exists() and STAMP.read_text() == wanted and _answers():
        return
    STAMP.unlink(missing_ok=True)
    _create()
    _manage("migrate", "--no-input", "--verbosity", "0")
    _manage("demo", "--students", str(students))
    with psycopg.connect(addresses()["owner"], autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    STAMP.write_text(wanted)


def _answers() -> bool:
    try:
        with psycopg.connect(addresses()["app"]):
            return True
    except psycopg.OperationalError:
        return False


def _create() -> None:
    server = urlunsplit(urlsplit(addresses()["owner"])._replace(path="/postgres"))
    name = sql.Identifier(DATABASE)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def _manage(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(), check=True
    )
