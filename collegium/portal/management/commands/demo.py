"""Load a made-up college to look at, to test on, to measure."""

from __future__ import annotations

import sys
import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from collegium.portal.demo import loading
from collegium.portal.demo.accounts import PASSWORD

SMALL = 175


def _day(text: str) -> date:
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = (
        "Loads a believable made-up college: curricula, groups, people, a past and a current "
        "semester with lessons, marks and absences. The same seed and day make the same college. "
        "Prints one login a role and the password of all. Exit code 1: the base holds a college "
        "already (see --if-empty, --replace), or a real one, beside which nothing is made up."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--students", type=int, default=SMALL, help=f"of the first college (default {SMALL})"
        )
        parser.add_argument(
            "--colleges", type=int, default=2, help="how many; all after the first are small"
        )
        parser.add_argument("--today", type=_day, help="the day around which its dates lie")
        parser.add_argument("--seed", type=int, default=1, help="another seed, another college")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there is a college"
        )
        parser.add_argument(
            "--replace", action="store_true", help="erase the made-up colleges first"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["students"] <= 20_000 or not 1 <= options["colleges"] <= 100:
            raise CommandError("--students takes 1 to 20000, --colleges 1 to 100.")
        if loading.has_real_college():
            if options["if_empty"]:
                return
            raise CommandError("This base holds a real college: nothing is made up beside it.")
        if not loading.is_empty():
            if options["if_empty"]:
                self._print_logins(options["colleges"])
                return
            if not options["replace"]:
                raise CommandError("There is a made-up college already; --replace erases it.")
            loading.erase()
        begun = time.monotonic()
        request = loading.Request(
            options["students"], options["colleges"], options["today"], options["seed"]
        )
        loading.load(request, _Progress(self.stderr, options["colleges"]).tell)
        self.stdout.write(f"The demo college is loaded ({time.monotonic() - begun:.0f} s).")
        self._print_logins(options["colleges"])

    def _print_logins(self, colleges: int) -> None:
        self.stdout.write(f"Password of every demo account: {PASSWORD}")
        for role, login in loading.logins():
            self.stdout.write(f"  {login:<12} {role.value}")
        if colleges > 1:
            self.stdout.write("In the second college: the same with 2 (teacher2, student2 …).")


class _Progress:
    """A bar on a terminal, plain lines elsewhere."""

    STEPS_OF_COLLEGE = 5

    def __init__(self, stream: Any, colleges: int) -> None:
        self._stream = stream
        self._all = colleges * self.STEPS_OF_COLLEGE
        self._done = 0

    def tell(self, step: str) -> None:
        self._done = min(self._done + 1, self._all)
        if not sys.stderr.isatty():
            self._stream.write(step)
            return
        filled = 30 * self._done // self._all
        bar = "#" * filled + "·" * (30 - filled)
        end = "\n" if self._done == self._all else ""
        self._stream.write(f"\r[{bar}] {step:<50}", ending=end)
        self._stream.flush()
