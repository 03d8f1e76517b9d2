"""What is locked must install the same everywhere: hashes, and no address of anybody's registry."""

import json
import re

import pytest

from tooling.paths import FRONTEND, PINS, ROOT

NPM = FRONTEND / "package-lock.json"
LOCKS = [ROOT / "requirements.lock", *sorted(PINS.glob("*.txt"))]
PINNED = re.compile(r"[\w.-]+(\[[\w,-]+\])?==\S+( ; [^#]*?)?( --hash=sha256:[0-9a-f]{64})+")
ADDRESS = re.compile(r"resolved|//[\w.-]*(?:pypi|npm|registry|python)[\w.-]*")


def file_name(path):
    return path.name


@pytest.mark.parametrize("lock", LOCKS, ids=file_name)
def test_every_python_package_is_pinned_with_hashes(lock):
    text = re.sub(r"\s*\\\n\s*", " ", lock.read_text())
    lines = [line.strip() for line in text.splitlines() if not line.strip().startswith("#")]
    pins = [line for line in lines if line]
    assert pins
    assert [pin for pin in pins if not PINNED.fullmatch(pin)] == []


def test_every_npm_package_is_pinned_with_its_hash():
    packages = json.loads(NPM.read_text())["packages"]
    del packages[""]
    assert packages
    assert [name for name, pin in packages.items() if not pin.get("integrity")] == []


@pytest.mark.parametrize("lock", [*LOCKS, NPM], ids=file_name)
def test_no_registry_is_named(lock):
    assert ADDRESS.findall(lock.read_text()) == []
