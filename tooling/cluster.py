"""The private PostgreSQL cluster of this checkout, used when DATABASE_URL is not set.

Two kinds: "main" keeps what people type and never loses what it acknowledged;
"test" gives up durability for speed and is made anew whenever in doubt.

    python3 -m tooling.cluster ensure|stop|status|urls [main|test]
"""

import argparse
import json
import sys
import time
from pathlib import Path
from urllib.parse import quote

from tooling import cluster_server as server
from tooling.cluster_home import Kind, choose_home, locate
from tooling.errors import SetupError
from tooling.locks import exclusive
from tooling.paths import VAR
from tooling.processes import postmaster

KINDS: tuple[Kind, ...] = ("main", "test")
DATABASE = "collegium"


def ensure(kind: Kind = "main", *, var: Path = VAR) -> dict[str, str]:
    """Make and start the cluster where needed; returns `urls`. Quick when it runs already.

    Raises SetupError, which says what is missing and what to type.
    """
    cluster = locate(kind, var)
    if cluster and server.answers(cluster):
        return urls(kind, var=var)
    with exclusive(_lock(kind, var)):
        cluster = locate(kind, var) or choose_home(kind, var)
        if not server.answers(cluster):
            server.start(cluster)
    return urls(kind, var=var)


def urls(kind: Kind = "main", *, var: Path = VAR) -> dict[str, str]:
    """The addresses by role: {"app": ..., "owner": ..., "superuser": ...}; starts nothing.

    Raises SetupError when the cluster has not been made yet.
    """
    cluster = locate(kind, var)
    if cluster is None or not cluster.card.exists():
        raise SetupError(
            f"The {kind} database cluster of this checkout does not exist yet.",
            f"Type: python3 -m tooling.cluster ensure {kind}  (or set DATABASE_URL)",
        )
    passwords = json.loads(cluster.card.read_text())
    names = {"app": "collegium_app", "owner": "collegium_owner", "superuser": "postgres"}
    where = f"{DATABASE}?host={quote(str(cluster.socket), safe='/')}"
    return {key: f"postgresql://{name}:{passwords[key]}@/{where}" for key, name in names.items()}


def stop(kind: Kind = "main", *, var: Path = VAR) -> bool:
    """Stop the server, disconnecting whoever is there; False when it was not running."""
    with exclusive(_lock(kind, var)):
        cluster = locate(kind, var)
        if cluster is None or postmaster(cluster.data) is None:
            return False
        server.stop(cluster)
        return True


def status(kind: Kind = "main", *, var: Path = VAR) -> str:
    """One line for a person: where the cluster is and whether it answers."""
    cluster = locate(kind, var)
    if cluster is None or not cluster.data.exists():
        return f"{kind}: not made yet"
    state = "running" if server.answers(cluster) else "stopped"
    return f"{kind}: {state}, in {cluster.home}"


def is_running(kind: Kind = "main", *, var: Path = VAR) -> bool:
    """Whether the server answers; makes and starts nothing."""
    cluster = locate(kind, var)
    return cluster is not None and server.answers(cluster)


def _lock(kind: Kind, var: Path) -> Path:
    return var / f"postgres-{kind}.lock"


def main(arguments: list[str] | None = None) -> int:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python3 -m tooling.cluster", description=__doc__)
    parser.add_argument("command", choices=["ensure", "start", "stop", "status", "urls"])
    parser.add_argument("kind", nargs="?", choices=KINDS, default="main")
    chosen = parser.parse_args(arguments)
    kind: Kind = chosen.kind
    began = time.monotonic()
    try:
        if chosen.command in ("ensure", "start"):
            ensure(kind)
            print(f"{status(kind)} ({time.monotonic() - began:.2f} s)")
        elif chosen.command == "stop":
            print(f"{kind}: {'stopped' if stop(kind) else 'was not running'}")
        elif chosen.command == "status":
            print(status(kind))
        else:
            print(json.dumps(urls(kind), indent=2))
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
