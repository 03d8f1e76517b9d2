"""Stop what `make run` and `make test` left running: the server, then the databases."""

import os
import signal
import sys
import time
from pathlib import Path

from tooling import cluster
from tooling.errors import SetupError
from tooling.paths import ROOT, VAR

SERVER = VAR / "server.pid"
PATIENCE = 10


def stop_server(pid_file: Path = SERVER) -> bool:
    """Ask the server to end, insist after a while; False when it was not running."""
    try:
        pid = int(pid_file.read_text())
    except (FileNotFoundError, ValueError):
        return False
    running = _is_ours(pid)
    if running:
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while _is_ours(pid):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
    pid_file.unlink(missing_ok=True)
    return running


def _is_ours(pid: int) -> bool:
    """Whether the number still belongs to a process of this checkout: numbers are used again."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z" and Path(f"/proc/{pid}/cwd").resolve() == ROOT
    except OSError:
        return False


def main() -> int:
    """Say what was stopped and what was not running."""
    try:
        print(f"server: {'stopped' if stop_server() else 'was not running'}")
        for kind in cluster.KINDS:
            was_running = cluster.stop(kind)
            print(f"{kind} database: {'stopped' if was_running else 'was not running'}")
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
