"""Making, starting and stopping the server of a private cluster."""

import json
import os
import secrets
import shutil
import socket
from pathlib import Path

from tooling.accounts import Account, server_account
from tooling.cluster_home import ANOTHER_SERVER, SOCKET, Cluster, write_private
from tooling.errors import SetupError
from tooling.postgres import Binaries, find_binaries
from tooling.processes import boot_id, clear_stale_locks, postmaster

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


def answers(cluster: Cluster) -> bool:
    """Whether the server is past its recovery and takes connections."""
    running = postmaster(cluster.data)
    if running is None or not running.is_ready:
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(cluster.socket / SOCKET)) == 0


def start(cluster: Cluster) -> None:
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
        problem = f"initdb failed in {cluster.home}:\n    {made.stderr.strip()}"
        raise SetupError(problem, f"Where this machine cannot have one: {ANOTHER_SERVER}")
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
    write_private(cluster.card, json.dumps({**passwords, "boot": boot_id()}))


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


def stop(cluster: Cluster) -> None:
    account = server_account(cluster.data)
    server = find_binaries(account, cluster.home, _major(cluster.data))
    for mode in ("fast", "immediate"):
        command = [server["pg_ctl"], "stop", "-w", "-t", "60", "-s", "-m", mode]
        command += ["-D", str(cluster.data)]
        if account.run(command, cwd=cluster.home).returncode == 0:
            return
    raise SetupError(f"The {cluster.kind} database server does not stop; see {cluster.log}")
