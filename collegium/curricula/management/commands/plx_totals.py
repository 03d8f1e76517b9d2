"""Print what a .plx curriculum adds up to, counted by the importer itself."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from collegium.curricula.plx import PlxCurriculum, PlxError, read_plx
from collegium.curricula.rules import course_of, semester_in_course
from collegium.curricula.wording import message

UNREADABLE_PLAN = 1
NO_FILE = 2


class Command(BaseCommand):
    help = (
        "Reads a curriculum from a .plx file, exactly as the import page does, and prints its "
        "totals as JSON: rows (rows of the plan, cycles not counted), leaf_total (all hours, each "
        'counted once), leaf_by_semester (hours by "course.semester"), control_forms_leaf (how '
        "many of each form of control) and hours_leaf (hours of each kind of work; kinds and forms "
        "are named as in the file). Nothing is written and no database is needed. Exit code 0: "
        "printed. Exit code 1: the file is not a plan that can be imported; the reason and the "
        "place are on standard error. Exit code 2: no such file, or a wrong command line."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the .plx file to read")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            data = path.read_bytes()
        except OSError as error:
            self._stop(NO_FILE, f"{path}: {error.strerror}")
        try:
            curriculum = read_plx(data)
        except PlxError as error:
            reason = message(error.code, error.params, _)
            parts = (str(path), error.place, reason)
            self._stop(UNREADABLE_PLAN, ": ".join(part for part in parts if part))
        self.stdout.write(json.dumps(totals_json(curriculum), ensure_ascii=False, indent=1))

    def _stop(self, code: int, reason: str) -> NoReturn:
        self.stderr.write(reason)
        sys.exit(code)


def totals_json(curriculum: PlxCurriculum) -> dict[str, Any]:
    """Totals of the curriculum as plain JSON values; hours are numbers, semesters "course.n"."""
    found = curriculum.totals
    return {
        "rows": found.rows,
        "leaf_total": float(found.leaf_total),
        "leaf_by_semester": {
            f"{course_of(semester)}.{semester_in_course(semester)}": float(hours)
            for semester, hours in found.leaf_by_semester.items()
        },
        "control_forms_leaf": found.control_forms_leaf,
        "hours_leaf": _numbers(found.hours_leaf),
    }


def _numbers(amounts: dict[str, Decimal]) -> dict[str, float]:
    return {name: float(amount) for name, amount in amounts.items()}
