"""The front end's own checks, run with whichever Node set-up found.

python3 -m tooling.frontend check|test
"""

import argparse
import os
import subprocess
import sys

from tooling.errors import SetupError
from tooling.node import find_node
from tooling.paths import FRONTEND


def run_script(name: str) -> int:
    """Run one of package.json's scripts; returns its exit code. Raises SetupError without Node."""
    node = find_node()
    done = subprocess.run(
        [*node.npm, "run", "--silent", name],
        cwd=FRONTEND,
        env={**os.environ, **node.environment},
        check=False,
    )
    return done.returncode


def main(arguments: list[str] | None = None) -> int:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python3 -m tooling.frontend", description=__doc__)
    parser.add_argument("script", choices=["check", "test"])
    try:
        return run_script(parser.parse_args(arguments).script)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
