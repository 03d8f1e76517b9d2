"""Figures, their bounds, and the table that `make bench` prints and keeps in var/bench.json."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).resolve().parent.parent / "var" / "bench.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was measured, how much, and the most (or least) it may be; None: no bound."""

    name: str
    figure: float
    unit: str
    bound: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool | None:
        if self.bound is None:
            return None
        return self.figure >= self.bound if self.at_least else self.figure <= self.bound


def timed(call: Callable[[], object], *, warm: int = 20, rounds: int = 200) -> list[float]:
    """Milliseconds of each of `rounds` calls, after `warm` ones that do not count."""
    for _ in range(warm):
        call()
    samples = []
    for _ in range(rounds):
        begun = time.perf_counter()
        call()
        samples.append((time.perf_counter() - begun) * 1000)
    return samples


def interleaved(
    calls: list[Callable[[], object]], *, warm: int = 20, rounds: int = 200
) -> list[list[float]]:
    """Milliseconds of each call, taken in turn, so that noise falls on all of them alike."""
    for call in calls * warm:
        call()
    samples: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, times in zip(calls, samples, strict=True):
            begun = time.perf_counter()
            call()
            times.append((time.perf_counter() - begun) * 1000)
    return samples


def median(samples: list[float]) -> float:
    return statistics.median(samples)


def percentile(samples: list[float], share: float) -> float:
    ordered = sorted(samples)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def report(figures: list[Figure]) -> bool:
    """Print the table, write the file; False when a bound is missed."""
    width = max(len(f.name) for f in figures)
    for f in figures:
        bound = "" if f.bound is None else f"{'≥' if f.at_least else '≤'} {f.bound:g}"
        verdict = {True: "met", False: "MISSED", None: ""}[f.met]
        print(f"{f.name:<{width}}  {f.figure:>10.2f} {f.unit:<5} {bound:<8} {verdict}")
    RESULTS.parent.mkdir(exist_ok=True)
    rows = [{**asdict(f), "met": f.met} for f in figures]
    RESULTS.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    return all(f.met is not False for f in figures)
