"""`make bench`: measure the product on a college of 1,000 students against its bounds."""

from __future__ import annotations

import argparse
import sys

from benchmarks import base, hostile, journal, load
from benchmarks.figures import Figure, median, percentile, report
from benchmarks.product import Visitor
from benchmarks.product import load as load_product

STUDENTS = 1000
TEACHER = "teacher"


def _queries(visitor: Visitor, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        visitor.ask(path)
    return len(captured)


def _over_http(visitor: Visitor, path: str) -> list[Figure]:
    figures = []
    with load.served() as port:
        load.run(port, path, visitor.session, 4)
        for clients in (1, 8):
            samples, rate = load.run(port, path, visitor.session, clients)
            name = f"grid over HTTP, {clients} client{'s' if clients > 1 else ''}"
            figures += [
                Figure(f"{name}, p50", median(samples), "ms"),
                Figure(f"{name}, p95", percentile(samples, 0.95), "ms"),
                Figure(f"{name}, rate", rate, "1/s"),
            ]
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--students", type=int, default=STUDENTS, help="size of the college")
    options = parser.parse_args()
    base.prepare(options.students)
    visitor = Visitor(load_product(), TEACHER)
    section, students, lessons = journal.choose_section(visitor)
    college = visitor.college.pk
    address = base.addresses()["app"]
    path = f"/journal/{section}/"
    figures = [
        Figure("grid: students", students, ""),
        Figure("grid: lessons", lessons, ""),
        Figure("grid: queries", _queries(visitor, path), ""),
        *journal.grid(visitor, address, section, college),
        *journal.save(visitor, address, section, college),
        *hostile.refusals(),
        *_over_http(visitor, path),
    ]
    return 0 if report(figures) else 1


if __name__ == "__main__":
    sys.exit(main())
