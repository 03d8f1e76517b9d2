"""`manage.py plx_totals`, run as a stranger runs it: a process, no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.curricula.plx_files import BOMBS, EXPECTED_TOTALS, REAL_PLAN, PlanFile, hours

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments):
    """The command with no database that could answer."""
    without = {"DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "COLLEGIUM_CLUSTER"}
    environment = {name: value for name, value in os.environ.items() if name not in without}
    environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none"
    environment["COLLEGIUM_DATABASE_ROLE"] = "app"
    command = [sys.executable, "manage.py", "plx_totals", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(not REAL_PLAN.exists(), reason=f"the real plan is not here: {REAL_PLAN}")
def test_totals_of_the_real_plan():
    answer = run(REAL_PLAN)
    expected = json.loads(EXPECTED_TOTALS.read_text(encoding="utf-8"))[REAL_PLAN.name]
    printed = json.loads(answer.stdout)
    assert (printed, answer.stderr, answer.returncode) == (
        {name: expected[name] for name in printed},
        "",
        0,
    )
    assert printed.keys() == {
        "rows",
        "leaf_total",
        "leaf_by_semester",
        "control_forms_leaf",
        "hours_leaf",
    }


def test_totals_of_a_small_plan(tmp_path):
    file = PlanFile()
    file.tables["ПланыНовыеЧасы"].append(hours("-9", "-4", "103", "1.5", Курс="2", Семестр="2"))
    path = tmp_path / "план.plx"
    path.write_bytes(file.data())
    answer = run(path)
    assert (json.loads(answer.stdout), answer.returncode) == (
        {
            "rows": 4,
            "leaf_total": 127.5,
            "leaf_by_semester": {"1.1": 126.0, "2.2": 1.5},
            "control_forms_leaf": {"Зачет с оценкой": 1},
            "hours_leaf": {"Лекционные занятия": 54.0, "Практические занятия": 73.5},
        },
        0,
    )


def test_unreadable_plan(tmp_path):
    file = PlanFile()
    file.tables["ПланыНовыеЧасы"][0]["Количество"] = "пять"
    path = tmp_path / "plan.plx"
    path.write_bytes(file.data())
    answer = run(path)
    assert (answer.stdout, answer.returncode) == ("", 1)
    assert f"{path}: ПланыНовыеЧасы, Код -1: " in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.skipif(not BOMBS.exists(), reason=f"the hostile files are not here: {BOMBS}")
def test_hostile_file():
    answer = run(BOMBS / "quadratic.xml")
    assert (answer.stdout, answer.returncode, answer.stderr.count("\n")) == ("", 1, 1)


@pytest.mark.parametrize("arguments", [(), ("no-such-file.plx",), (ROOT,), ("a", "b")])
def test_wrong_command_line(arguments):
    answer = run(*arguments)
    assert (answer.stdout, answer.returncode) == ("", 2)
    assert answer.stderr
    assert "Traceback" not in answer.stderr


def test_help_says_what_it_does():
    answer = run("--help")
    assert answer.returncode == 0
    for word in ("FILE", "leaf_total", "Exit code 1", "no database"):
        assert word in answer.stdout.replace("\n", " ")
