"""Write requirements.lock from pyproject.toml: pins and hashes, no addresses.

    python3 -m tooling.lock [--upgrade | --upgrade-package NAME ...]

What is pinned stays pinned unless an upgrade is asked for.
"""

import shutil
import sys

from tooling.errors import SetupError
from tooling.paths import ROOT
from tooling.programs import run
from tooling.wheels import wheel_program

LOCK = ROOT / "requirements.lock"
RESOLVE = ["pip", "compile", "pyproject.toml", "--group", "dev", "--universal", "--quiet"]
# The oldest Python served; markers in the file cover the newer ones.
WRITE = ["--python-version", "3.11", "--generate-hashes", "--no-header", "--output-file", LOCK.name]


def main(arguments: list[str]) -> int:
    """Resolve; the arguments are uv's own."""
    try:
        uv = shutil.which("uv") or wheel_program("uv")
        run([uv, *RESOLVE, *WRITE, *arguments])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"written: {LOCK.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
