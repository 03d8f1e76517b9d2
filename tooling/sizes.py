"""How long a function or a file may be before nobody reads it whole.

The limits count what a reader sees; data tables in tests count like everything else.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tooling.paths import ROOT

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
FOLDERS = ("collegium", "tooling", "benchmarks", "tests", "frontend")
LEFT_OUT = {"node_modules", "migrations", "build"}


def too_long(root: Path = ROOT) -> Iterator[str]:
    """The files and Python functions over the limit, a line each."""
    for file in _files(root):
        lines = file.read_text().count("\n")
        name = file.relative_to(root)
        if lines > LONGEST_FILE:
            yield f"{name}: {lines} lines, at most {LONGEST_FILE}: make it a package"
        if file.suffix == ".py":
            yield from (f"{name}:{fault}" for fault in long_functions(file.read_text()))


def long_functions(source: str) -> Iterator[str]:
    """The functions over the limit, decorators and docstrings not counted."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
        if length > LONGEST_FUNCTION:
            yield f"{node.lineno}: {node.name} has {length} lines, at most {LONGEST_FUNCTION}"


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if ast.get_docstring(node) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def _files(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in {".py", ".ts", ".mjs"} and not LEFT_OUT & set(file.parts):
                yield file


def main() -> int:
    """Print what is too long; 1 when anything is."""
    found = list(too_long())
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
