import re
import shutil
import subprocess

import pytest

from tooling.paths import ROOT

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not on this machine")


def make(*words):
    return subprocess.run(
        ["make", "--silent", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_help_names_every_command():
    targets = re.search(r"\.PHONY: (.*)", (ROOT / "Makefile").read_text())[1].split()
    assert sorted(re.findall(r"^make (\w+)", make("help").stdout, re.MULTILINE)) == sorted(
        set(targets) - {"help"}
    )


@pytest.mark.parametrize(
    ("words", "served"),
    [
        ([], "--host 127.0.0.1 --port 8000"),
        (["HOST=0.0.0.0", "PORT=8101"], "--host 0.0.0.0 --port 8101"),
    ],
)
def test_run_serves_where_it_is_told(words, served, monkeypatch):
    for name in ("HOST", "PORT", "MAKEFLAGS", "MFLAGS"):
        monkeypatch.delenv(name, raising=False)
    assert make("--dry-run", "run", *words).stdout.splitlines()[-1].endswith(served)


def test_without_a_python_the_reader_is_told_what_to_type():
    told = make("run", "PYTHON=")
    assert told.returncode != 0
    assert "apt-get install python3" in told.stderr


def test_continuous_integration_runs_what_the_readme_says():
    script = (ROOT / ".ci" / "run").read_text().splitlines()
    assert [line for line in script if line.startswith("make ")] == ["make check", "make test"]
