"""What the machine knows about a database server that may be running, or may have died."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

# The eighth line of postmaster.pid says how far the server has come.
STATUS_LINE = 7


@dataclass(frozen=True)
class Postmaster:
    """The living parent process of a server."""

    pid: int
    is_ready: bool


def postmaster(data: Path) -> Postmaster | None:
    """The server of this data folder, or None when there is none alive."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid = abs(int(lines[0]))
    except (OSError, ValueError, IndexError):
        return None
    if not _is_alive(pid) or not _works_in(pid, data):
        return None
    return Postmaster(pid, len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == "ready")


def boot_id() -> str:
    """Changes when the machine is started; empty where it cannot be known."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def clear_stale_locks(data: Path, socket_lock: Path, *, patience: float = 10) -> None:
    """Make way for a start after a kill or a reboot.

    The server itself refuses to start while its old process number is in use, be it by
    a stranger, so the lock files go; but only once no process works in the folder,
    for a server's orphans may still write to it.
    """
    if postmaster(data) is not None:
        return
    deadline = time.monotonic() + patience
    while orphans := _workers_in(data):
        if time.monotonic() > deadline:
            for pid in orphans:
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    for lock in (data / "postmaster.pid", socket_lock):
        lock.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _works_in(pid: int, folder: Path) -> bool:
    """Whether the process has the folder as its own; True where that cannot be seen."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except PermissionError:
        return True
    except OSError:
        return not Path("/proc/self").exists()


def _workers_in(folder: Path) -> list[int]:
    numbers = [int(each.name) for each in Path("/proc").glob("[0-9]*")]
    return [pid for pid in numbers if pid != os.getpid() and _is_worker(pid, folder)]


def _is_worker(pid: int, folder: Path) -> bool:
    try:
        here = Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
        return here and Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    except OSError:
        return False
