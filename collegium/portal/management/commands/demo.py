"""Load a made-up college to look at, to test on, to measure."""

from __future__ import annotations

import time
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper

from collegium.portal.demo import loading
from collegium.portal.demo.accounts import PASSWORD

SMALL = 175
MOST_STUDENTS, MOST_COLLEGES = 20_000, 100
BAR = 30


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is not a day; write it as 2026-11-24") from error


class Command(BaseCommand):
    # make run asks each time whether the base is empty; checks of pages would double the wait.
    requires_system_checks = ()
    help = (
        "Loads a believable made-up college: curricula, groups, people, a past and a current "
        "semester with lessons, marks and absences. The same seed and day make the same college. "
        "Prints one login a role and the password of all. Exit code 1, and nothing is changed: "
        "the base holds a made-up college already (see --if-empty, --replace), or a real one, "
        "beside which nothing is made up."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--students", type=int, default=SMALL, help=f"of the first college (default {SMALL})"
        )
        parser.add_argument(
            "--colleges",
            type=int,
            default=2,
            help="how many (default 2); each after the first has "
            f"{loading.SECOND_COLLEGE_STUDENTS} students",
        )
        parser.add_argument(
            "--today", type=_day, help="the day around which its dates lie, as 2026-11-24"
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed, another college")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there is a college"
        )
        parser.add_argument(
            "--replace", action="store_true", help="erase the made-up colleges first"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        students, colleges = options["students"], options["colleges"]
        if not 1 <= students <= MOST_STUDENTS or not 1 <= colleges <= MOST_COLLEGES:
            raise CommandError(
                f"--students takes 1 to {MOST_STUDENTS}, --colleges 1 to {MOST_COLLEGES}."
            )
        if options["if_empty"] and not loading.is_empty():
            if not loading.has_real_college():
                self._print_logins(loading.college_count())
            return
        request = loading.Request(students, colleges, options["today"], options["seed"])
        self._load(request, replace=options["replace"])
        self._print_logins(colleges)

    def _load(self, request: loading.Request, *, replace: bool) -> None:
        begun = time.monotonic()
        progress = _Progress(self.stderr)
        try:
            loading.load(request, replace=replace, told=progress.tell)
        except loading.RealCollegeError as error:
            raise CommandError(
                "This base holds a real college: nothing is made up beside it."
            ) from error
        except loading.NotEmptyError as error:
            raise CommandError(
                "There is a made-up college already; --replace erases it first."
            ) from error
        finally:
            progress.end()
        self.stdout.write(f"The demo college is loaded ({time.monotonic() - begun:.0f} s).")

    def _print_logins(self, colleges: int) -> None:
        self.stdout.write(f"Password of every demo account: {PASSWORD}")
        for role, login in loading.logins():
            self.stdout.write(f"  {login:<12} {role.value}")
        if colleges > 1:
            self.stdout.write("In the second college: the same with 2 (teacher2, student2 …).")


class _Progress:
    """A bar on a terminal; elsewhere a line for each step."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._stream = stream
        self._step = ""
        self._is_open = False

    def tell(self, step: str, share: float) -> None:
        if not self._stream.isatty():
            if step != self._step:
                self._stream.write(step, style_func=str)
            self._step = step
            return
        filled = round(BAR * share)
        bar = "#" * filled + "·" * (BAR - filled)
        self._stream.write(f"\r[{bar}] {share:4.0%} {step:<40}", style_func=str, ending="")
        self._stream.flush()
        self._is_open = True

    def end(self) -> None:
        """Leave the bar's line."""
        if self._is_open:
            self._stream.write("")
