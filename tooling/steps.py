"""Steps of set-up that are skipped while nothing they depend on has changed."""

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tooling.paths import ROOT, VAR

WIDTH = 34


@dataclass(frozen=True)
class Step:
    """Work whose result stays good while its inputs are the same and its outputs are there."""

    name: str
    work: Callable[[], None]
    inputs: Sequence[Path | str] = field(default_factory=list)
    outputs: Sequence[Path] = field(default_factory=list)


def take(step: Step, *, stamps: Path = VAR / "stamps") -> bool:
    """Do the step unless its stamp is current; says what it does and how long it took."""
    stamp = _stamp(step, stamps)
    mark = fingerprint(step.inputs)
    known = stamp.read_text() if stamp.exists() else ""
    if known == mark and all(output.exists() for output in step.outputs):
        return False
    stamp.unlink(missing_ok=True)
    timed(step.name, step.work)
    stamps.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
    return True


def forget(step: Step, *, stamps: Path = VAR / "stamps") -> None:
    """Have the step done the next time, whatever its inputs."""
    _stamp(step, stamps).unlink(missing_ok=True)


def _stamp(step: Step, stamps: Path) -> Path:
    return stamps / step.name.replace(" ", "-")


def timed(name: str, work: Callable[[], object]) -> None:
    """One line a step, begun before the work so that a person sees what it waits for."""
    print(f"  {name} ".ljust(WIDTH, "."), end=" ", flush=True)
    began = time.monotonic()
    try:
        work()
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def fingerprint(inputs: Iterable[Path | str]) -> str:
    """A hash of the files' names and contents, of everything below folders, and of plain words."""
    total = hashlib.sha256()
    for each in inputs:
        if isinstance(each, str):
            total.update(b"word " + each.encode() + b"\0")
            continue
        files = sorted(each.rglob("*")) if each.is_dir() else [each]
        for file in files:
            if file.is_file():
                name = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
                total.update(f"file {name} {file.stat().st_size}\0".encode() + file.read_bytes())
    return total.hexdigest()
