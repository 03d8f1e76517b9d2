"""The private PostgreSQL cluster of this checkout, used when DATABASE_URL is not set.

Two kinds: "main" keeps what people type and never loses what it acknowledged;
"test" gives up durability for speed and is made anew whenever in doubt.

    python3 -m tooling.cluster ensure|stop|status|urls [main|test]
"""

import argparse
import hashlib
import json
import os
import secrets
import shutil
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from tooling.accounts import Account, server_account
from tooling.errors import SetupError
from tooling.locks import exclusive
from tooling.paths import VAR
from tooling.postgres import Binaries, find_binaries
from tooling.processes import boot_id, clear_stale_locks, postmaster

Kind = Literal["main", "test"]
KINDS: tuple[Kind, ...] = ("main", "test")

DATABASE = "collegium"
SOCKET = ".s.PGSQL.5432"

# A socket's name may have 107 bytes on Linux, 103 elsewhere; the lock file beside it adds five.
LONGEST_SOCKET = 98

SETTINGS = """\
# Written by tooling/cluster.py at every start: change it there.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 2GB
random_page_cost = 1.1
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_line_prefix = '%m [%p] %q%u@%d '
default_text_search_config = 'pg_catalog.russian'
"""
TEST_SETTINGS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""
ACCESS = "local all all scram-sha-256\n"

# One statement a line: the server's single-user mode reads it so. The owner may make
# databases, because the tests do; it may act as the application's role, because the
# tests look at rows through that role's eyes. Test databases are copies of template1,
# hence the extensions there.
BOOTSTRAP = """\
CREATE ROLE collegium_owner LOGIN CREATEDB
CREATE ROLE collegium_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS
GRANT collegium_app TO collegium_owner
CREATE EXTENSION btree_gist
CREATE EXTENSION pg_trgm
CREATE DATABASE collegium OWNER collegium_owner
"""
PASSWORDS = """\
ALTER ROLE postgres PASSWORD '{superuser}'
ALTER ROLE collegium_owner PASSWORD '{owner}'
ALTER ROLE collegium_app PASSWORD '{app}'
"""


@dataclass(frozen=True)
class Cluster:
    """One kind of cluster of one checkout; every folder follows from where `home` lies."""

    kind: Kind
    var: Path
    home: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket(self) -> Path:
        return self.home / "socket"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def card(self) -> Path:
        """The file with the passwords: inside the folder, so that both live and die together."""
        return self.home / "cluster.json"


def ensure(kind: Kind = "main", *, var: Path = VAR) -> dict[str, str]:
    """Make and start the cluster where needed; returns `urls`. Quick when it runs already.

    Raises SetupError, which says what is missing and what to type.
    """
    cluster = _locate(kind, var)
    if cluster and _answers(cluster):
        return urls(kind, var=var)
    with exclusive(_lock(kind, var)):
        cluster = _locate(kind, var) or _choose_home(kind, var)
        if not _answers(cluster):
            _start(cluster)
    return urls(kind, var=var)


def urls(kind: Kind = "main", *, var: Path = VAR) -> dict[str, str]:
    """The addresses by role: {"app": ..., "owner": ..., "superuser": ...}; starts nothing.

    Raises SetupError when the cluster has not been made yet.
    """
    cluster = _locate(kind, var)
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
        cluster = _locate(kind, var)
        if cluster is None or postmaster(cluster.data) is None:
            return False
        _stop(cluster)
        return True


def status(kind: Kind = "main", *, var: Path = VAR) -> str:
    """One line for a person: where the cluster is and whether it answers."""
    cluster = _locate(kind, var)
    if cluster is None or not cluster.data.exists():
        return f"{kind}: not made yet"
    state = "running" if _answers(cluster) else "stopped"
    return f"{kind}: {state}, in {cluster.home}"


def is_running(kind: Kind = "main", *, var: Path = VAR) -> bool:
    """Whether the server answers; makes and starts nothing."""
    cluster = _locate(kind, var)
    return cluster is not None and _answers(cluster)


def _lock(kind: Kind, var: Path) -> Path:
    return var / f"postgres-{kind}.lock"


def _pointer(kind: Kind, var: Path) -> Path:
    return var / f"postgres-{kind}.json"


def _homes(kind: Kind, var: Path) -> list[Path]:
    """Where the cluster may live: in var/, else where a folder named after this var/ is allowed."""
    mark = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    elsewhere = dict.fromkeys(["/var/tmp", tempfile.gettempdir()])  # noqa: S108 - owner is checked
    parents = [var / "postgres", *(Path(each) / f"collegium-{mark}" for each in elsewhere)]
    return [parent / kind for parent in parents]


def _locate(kind: Kind, var: Path) -> Cluster | None:
    """The cluster that an earlier run made, wherever it had to put it."""
    try:
        home = Path(json.loads(_pointer(kind, var).read_text())["home"])
    except (FileNotFoundError, ValueError, KeyError):
        return None
    except PermissionError as error:
        raise SetupError(
            f"{_pointer(kind, var)} belongs to another user.",
            "Run as the user who set this checkout up, or make a checkout of your own.",
        ) from error
    # A checkout that was copied or moved still points at the first one's cluster: not ours.
    ours = home in _homes(kind, var) and home.is_dir()
    return Cluster(kind, var, home) if ours else None


def _choose_home(kind: Kind, var: Path) -> Cluster:
    """A folder that the server's account reaches and whose sockets are short enough to open."""
    homes = _homes(kind, var)
    for home in homes:
        try:
            usable = _prepare(home)
        except OSError:
            continue
        if usable:
            _write_private(_pointer(kind, var), json.dumps({"home": str(home)}))
            if home != homes[0]:
                print(f"    the {kind} database is kept in {home}", file=sys.stderr)
            return Cluster(kind, var, home)
    raise SetupError(
        f"No folder where a database server could keep its files; tried {homes}.",
        "Set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL server of yours.",
    )


def _prepare(home: Path) -> bool:
    """Make the folder and try it; False where the account or a socket cannot live in it."""
    folder = home / "socket"
    plain = all((mark.isalnum() and mark.isascii()) or mark in "/._+-@" for mark in str(folder))
    if not plain or len(str(folder / SOCKET)) > LONGEST_SOCKET:
        return False
    if home.parent.is_symlink() or (
        home.parent.exists() and home.parent.stat().st_uid not in (os.geteuid(), 0)
    ):
        return False  # in a folder open to all, a name laid there by somebody else is a trap
    home.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    account = server_account(home)
    for made in (home, folder):
        made.mkdir(mode=0o700, exist_ok=True)
        if not account.is_ours:
            os.chown(made, account.uid, account.gid)
    if not account.can_enter(home):
        return False
    with socket.socket(socket.AF_UNIX) as trial:
        trial.bind(str(folder / "trial"))
    (folder / "trial").unlink()
    return True


def _answers(cluster: Cluster) -> bool:
    """Whether the server is past its recovery and takes connections."""
    running = postmaster(cluster.data)
    if running is None or not running.is_ready:
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(cluster.socket / SOCKET)) == 0


def _start(cluster: Cluster) -> None:
    account = server_account(cluster.home)
    if not account.is_ours and os.geteuid() != 0:
        raise SetupError(
            f"{cluster.home} belongs to another user (number {account.uid}).",
            "Run as that user or as root, or make a checkout of your own.",
        )
    clear_stale_locks(cluster.data, cluster.socket / f"{SOCKET}.lock")
    if cluster.kind == "test" and _is_doubtful(cluster):
        shutil.rmtree(cluster.data, ignore_errors=True)
    if not cluster.data.exists():
        _create(cluster, account)
    server = find_binaries(account, cluster.home, _major(cluster.data))
    if not cluster.card.exists():
        _set_up_roles(cluster, cluster.data, server, account, PASSWORDS)
    try:
        _launch(cluster, server, account)
    except SetupError:
        if cluster.kind != "test":
            raise
        shutil.rmtree(cluster.data)
        _create(cluster, account)
        _launch(cluster, find_binaries(account, cluster.home), account)


def _is_doubtful(cluster: Cluster) -> bool:
    """Without fsync, what was written before the machine went down is not to be trusted."""
    card = json.loads(cluster.card.read_text()) if cluster.card.exists() else {}
    return bool(card.get("boot") != boot_id())


def _major(data: Path) -> int | None:
    version = data / "PG_VERSION"
    return int(version.read_text()) if version.exists() else None


def _create(cluster: Cluster, account: Account) -> None:
    """Make the cluster beside its place and move it there whole: half of one is never seen."""
    server = find_binaries(account, cluster.home)
    new = cluster.home / "data.new"
    shutil.rmtree(new, ignore_errors=True)
    options = ["--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
    # Nobody can connect in between: the server is not started before our own pg_hba.conf is there.
    options += ["--auth=reject", "--no-sync", "-D", str(new)]
    made = account.run([server["initdb"], *options], cwd=cluster.home)
    if made.returncode:
        raise SetupError(f"initdb failed in {cluster.home}:\n{made.stderr.strip()}")
    _write_settings(cluster, new, account)
    _set_up_roles(cluster, new, server, account, BOOTSTRAP + PASSWORDS)
    os.sync()
    new.rename(cluster.data)


def _set_up_roles(
    cluster: Cluster, data: Path, server: Binaries, account: Account, statements: str
) -> None:
    """Run statements as the superuser without a server, and note the passwords they were given."""
    passwords = {role: secrets.token_urlsafe(24) for role in ("superuser", "owner", "app")}
    single = [server["postgres"], "--single", "-D", str(data), "template1"]
    told = account.run(single, cwd=cluster.home, stdin=statements.format(**passwords))
    if told.returncode or "ERROR:" in told.stderr:
        raise SetupError(
            f"The server in {server.folder} could not prepare its cluster:\n{told.stderr.strip()}",
            "Where an extension is missing, install PostgreSQL's contrib package.",
        )
    _write_private(cluster.card, json.dumps({**passwords, "boot": boot_id()}))


def _write_settings(cluster: Cluster, data: Path, account: Account) -> None:
    settings = SETTINGS.format(socket=cluster.socket)
    settings += TEST_SETTINGS if cluster.kind == "test" else ""
    for name, text in (("postgresql.conf", settings), ("pg_hba.conf", ACCESS)):
        (data / name).write_text(text)
        (data / name).chmod(0o600)
        if not account.is_ours:
            os.chown(data / name, account.uid, account.gid)


def _launch(cluster: Cluster, server: Binaries, account: Account) -> None:
    _write_settings(cluster, cluster.data, account)
    command = [server["pg_ctl"], "start", "-w", "-t", "110", "-s"]
    command += ["-D", str(cluster.data), "-l", str(cluster.log)]
    # pg_ctl would keep our pipes open for as long as the server lives: it gets none.
    started = account.run(command, cwd=cluster.home, detached=True)
    if started.returncode:
        said = cluster.log.read_text(errors="replace") if cluster.log.exists() else ""
        tail = "\n    ".join(said.splitlines()[-12:])
        raise SetupError(
            f"The {cluster.kind} database server did not start; {cluster.log} ends so:\n    {tail}"
        )


def _stop(cluster: Cluster) -> None:
    account = server_account(cluster.data)
    server = find_binaries(account, cluster.home, _major(cluster.data))
    for mode in ("fast", "immediate"):
        command = [server["pg_ctl"], "stop", "-w", "-t", "60", "-s", "-m", mode]
        command += ["-D", str(cluster.data)]
        if account.run(command, cwd=cluster.home).returncode == 0:
            return
    raise SetupError(f"The {cluster.kind} database server does not stop; see {cluster.log}")


def _write_private(path: Path, text: str) -> None:
    """Write the file whole or not at all, readable by its owner alone."""
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


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
