"""Where a private cluster keeps its files: in the checkout where the server can, else beside it."""

import hashlib
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tooling.accounts import server_account
from tooling.errors import SetupError

Kind = Literal["main", "test"]

ANOTHER_SERVER = "Set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL server of yours."

SOCKET = ".s.PGSQL.5432"

# A socket's name may have 107 bytes on Linux, 103 elsewhere; the lock file beside it adds five.
LONGEST_SOCKET = 98


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


def _pointer(kind: Kind, var: Path) -> Path:
    return var / f"postgres-{kind}.json"


def _homes(kind: Kind, var: Path) -> list[Path]:
    """Where the cluster may live: in var/, else where a folder named after this var/ is allowed."""
    mark = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    # Not TMPDIR: what is there today and elsewhere tomorrow would lose the data.
    elsewhere = [Path("/var/tmp"), Path("/tmp")]  # noqa: S108 - whose folder it is, is checked
    parents = [var / "postgres", *(each / f"collegium-{mark}" for each in elsewhere)]
    return [parent / kind for parent in parents]


def locate(kind: Kind, var: Path) -> Cluster | None:
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


def choose_home(kind: Kind, var: Path) -> Cluster:
    """A folder that the server's account reaches and whose sockets are short enough to open."""
    homes = _homes(kind, var)
    for home in homes:
        try:
            usable = _prepare(home)
        except OSError:
            continue
        if usable:
            write_private(_pointer(kind, var), json.dumps({"home": str(home)}))
            return Cluster(kind, var, home)
    raise SetupError(
        f"No folder where a database server could keep its files; tried {homes}.",
        ANOTHER_SERVER,
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
    home.parent.mkdir(parents=True, exist_ok=True)
    home.parent.chmod(0o711)
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


def write_private(path: Path, text: str) -> None:
    """Write the file whole or not at all, readable by its owner alone."""
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
