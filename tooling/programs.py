"""Running other programs during set-up, and telling a person when one fails."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tooling.errors import SetupError
from tooling.paths import ROOT

SHOWN_LINES = 15
SHOWN_WIDTH = 160
TRUSTED = Path("/etc/ssl/certs/ca-certificates.crt")


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    remedy: str = "",
) -> str:
    """Run quietly and return what it printed; raises SetupError with the end of its output."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=cwd,
        env={**_certificates(), **os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        lines = done.stdout.strip().splitlines()[-SHOWN_LINES:]
        tail = "\n    ".join(line[:SHOWN_WIDTH] for line in lines)
        raise SetupError(f"This failed: {' '.join(words)}\n    {tail}", remedy)
    return done.stdout


def _certificates() -> dict[str, str]:
    """Have uv and npm trust what the machine trusts, such as the proxy of an organization."""
    if not TRUSTED.exists():
        return {}
    return dict.fromkeys(("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"), str(TRUSTED))


def install_debian_packages(*packages: str, purpose: str) -> None:
    """Install with apt as root; otherwise raises SetupError that says what to type."""
    command = f"apt-get install {' '.join(packages)}"
    missing = f"{purpose} is missing on this machine."
    if shutil.which("apt-get") is None:
        raise SetupError(missing, f"Install what Debian calls: {' '.join(packages)}")
    if os.geteuid() != 0:
        raise SetupError(missing, f"Type: sudo {command}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    network = f"{missing} Is there a network? By hand: {command}"
    run(["apt-get", "update", "-qq"], environment=quiet, remedy=network)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    run(install, environment=quiet, remedy=network)
