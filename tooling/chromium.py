"""The browser that the tests drive: the machine's, or Debian's package when we are root."""

import ctypes
import os
import shutil
from pathlib import Path

from tooling.errors import SetupError
from tooling.programs import install_debian_packages
from tooling.steps import timed

OVERRIDE = "COLLEGIUM_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find_chromium() -> Path | None:
    """The browser's program, or None. The environment's COLLEGIUM_CHROMIUM goes first."""
    named = os.environ.get(OVERRIDE)
    if named:
        if not os.access(named, os.X_OK):
            raise SetupError(f"{OVERRIDE}={named}: no program there.")
        return Path(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else None


def ensure_chromium() -> Path:
    """The browser's program, installed where it is missing and may be; else raises SetupError."""
    if missing := missing_packages():
        purpose = f"What drives pages in the tests ({', '.join(missing)})"
        timed("browser", lambda: install_debian_packages(*missing, purpose=purpose))
    found = find_chromium()
    if found is None:
        raise SetupError("Chromium is installed but not on the PATH.", f"Set {OVERRIDE}.")
    return found


def missing_packages() -> list[str]:
    """What Debian calls the things that are not here."""
    # The fonts: without any, a browser draws boxes and measures nonsense.
    browser = [] if find_chromium() else ["chromium", "fonts-dejavu-core"]
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        # Playwright brings a Node of its own, which needs this library and does not bring it.
        return [*browser, "libatomic1"]
    return browser
