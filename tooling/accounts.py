"""The system account that the database server runs as.

PostgreSQL refuses to run as root, and set-up may not add users to somebody's
machine: as root the server runs as the account that owns nothing (65534).
"""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534


@dataclass(frozen=True)
class Account:
    """A user and group, by number; switching needs root."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether this process already runs as the account."""
        return self.uid == os.geteuid()

    def run(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        stdin: str = "",
        detached: bool = False,
        timeout: float = 120,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as the account, in a clean environment; never raises on its exit code.

        A detached program may leave children behind: it gets no pipes of ours to hold open.
        """
        # The reader's PG* variables must not redirect our own server's programs.
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
        streams = subprocess.DEVNULL if detached else subprocess.PIPE
        return subprocess.run(
            list(command),
            cwd=cwd,
            env=environment,
            input=stdin,
            stdout=streams,
            stderr=streams,
            text=True,
            timeout=timeout,
            check=False,
            user=None if self.is_ours else self.uid,
            group=None if self.is_ours else self.gid,
            extra_groups=None if self.is_ours else [],
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether the account may go into the folder, through all its parents."""
        try:
            return self.run(["/bin/sh", "-c", "cd ."], cwd=folder).returncode == 0
        except PermissionError:
            return False


def server_account(data: Path) -> Account:
    """Whoever owns the data already; for new data ourselves or, as root, nobody."""
    owner = data.stat() if data.exists() else None
    # A folder of root's is one that set-up was about to hand over when it was stopped.
    if owner and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    if os.geteuid() == 0:
        return Account(NOBODY, NOBODY)
    return Account(os.geteuid(), os.getegid())
