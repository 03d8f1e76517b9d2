"""What must hold before every commit, the tests apart: `make check`.

Every check runs, even after one has failed, so that one run tells everything.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tooling.paths import ROOT, VENV

BIN = VENV / "bin"
SHOWN_LINES = 100


@dataclass(frozen=True)
class Check:
    """A program that finds fault by its exit code."""

    name: str
    command: Sequence[str | Path]


CHECKS = [
    Check("lint", [BIN / "ruff", "check", "--quiet", "."]),
    Check("format", [BIN / "ruff", "format", "--check", "--quiet", "."]),
    Check("sizes", [BIN / "python", "-m", "tooling.sizes"]),
    Check("types", [BIN / "mypy", "--no-error-summary"]),
    Check("import contracts", [BIN / "lint-imports", "--no-logo"]),
    Check(
        "migrations",
        [BIN / "python", "manage.py", "makemigrations", "--check", "--dry-run"],
    ),
    Check("translations", [BIN / "python", "-m", "tooling.translations", "check"]),
    Check("TypeScript", [BIN / "python", "-m", "tooling.frontend", "check"]),
]


def passes(check: Check) -> bool:
    """Run one check; its output is shown only when it finds something."""
    began = time.monotonic()
    words = [str(word) for word in check.command]
    done = subprocess.run(
        words,
        cwd=ROOT,
        # The checks read the code; what people typed into the main database is not their business.
        env={"COLLEGIUM_CLUSTER": "test", **os.environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    verdict = "failed" if done.returncode else "ok"
    print(f"  {check.name} ".ljust(34, ".") + f" {verdict}, {time.monotonic() - began:.1f} s")
    if done.returncode:
        lines = done.stdout.strip().splitlines()
        print("\n".join(f"    {line}" for line in lines[:SHOWN_LINES]), flush=True)
        if len(lines) > SHOWN_LINES:
            print(f"    … {len(lines) - SHOWN_LINES} lines more: {' '.join(words)}", flush=True)
    return done.returncode == 0


def main() -> int:
    """Run all the checks; 1 when any finds fault."""
    print("Checks:", flush=True)
    results = [passes(check) for check in CHECKS]
    if not all(results):
        print(f"{results.count(False)} of {len(results)} checks found fault.", flush=True)
        return 1
    print("All checks pass.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
