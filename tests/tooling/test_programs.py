import os

import pytest

from tooling.chromium import find_chromium
from tooling.errors import SetupError
from tooling.node import find_node, major
from tooling.programs import install_debian_packages, run


def program(folder, name, script):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def only_path(tmp_path, monkeypatch):
    """A machine that has only the programs put into the folder."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("COLLEGIUM_CHROMIUM", "COLLEGIUM_NODE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_run_returns_what_was_printed():
    assert run(["/bin/sh", "-c", "echo $GREETING"], environment={"GREETING": "hello"}) == "hello\n"


def test_a_failure_shows_the_end_of_the_output_and_what_to_do():
    with pytest.raises(SetupError) as told:
        run(["/bin/sh", "-c", "seq 40 >&2; exit 3"], remedy="Ask the administrator.")
    assert str(told.value).splitlines()[1:] == [
        *(f"    {number}" for number in range(26, 41)),
        "  Ask the administrator.",
    ]


def test_without_apt_the_reader_is_told_the_packages(only_path):
    with pytest.raises(SetupError) as told:
        install_debian_packages("chromium", "fonts-dejavu-core", purpose="The browser")
    assert told.value.problem == "The browser is missing on this machine."
    assert told.value.remedy.endswith("chromium fonts-dejavu-core")


def test_without_root_the_reader_is_told_what_to_type(only_path, monkeypatch):
    program(only_path, "apt-get", "exit 99")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SetupError) as told:
        install_debian_packages("chromium", purpose="The browser")
    assert told.value.remedy == "Type: sudo apt-get install chromium"


@pytest.mark.parametrize(
    ("said", "found"), [("v20.11.1", 20), ("v9.1.0", 9), ("not found", 0), ("", 0)]
)
def test_major(tmp_path, said, found):
    assert major(str(program(tmp_path, "node", f"echo {said}"))) == found


def test_major_of_what_does_not_run(tmp_path):
    assert major(str(tmp_path / "missing")) == 0


def test_the_machines_node_serves_when_it_is_new_enough(only_path):
    node, npm = program(only_path, "node", "echo v22.0.0"), program(only_path, "npm", "true")
    assert (find_node().node, find_node().npm) == (node, (npm,))


def test_chromium_may_be_named(monkeypatch, only_path):
    assert find_chromium() is None
    named = program(only_path, "my-browser", "true")
    monkeypatch.setenv("COLLEGIUM_CHROMIUM", str(named))
    assert find_chromium() == named
    named.unlink()
    with pytest.raises(SetupError):
        find_chromium()
