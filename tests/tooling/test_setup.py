import pytest

from tooling.check import SHOWN_LINES, Check, passes
from tooling.errors import SetupError
from tooling.setup import _owner_url


def test_an_address_for_the_application_alone_is_not_enough(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@localhost/college")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    with pytest.raises(SetupError) as told:
        _owner_url()
    assert "DATABASE_OWNER_URL" in told.value.problem


def test_the_readers_own_database_is_used_when_named(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@localhost/college")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@localhost/college")
    assert _owner_url() == "postgresql://owner@localhost/college"


@pytest.mark.parametrize(
    ("script", "passed", "shown"),
    [
        ("seq 3", True, 0),
        ("seq 3; exit 1", False, 3),
        (f"seq {SHOWN_LINES + 5}; exit 2", False, SHOWN_LINES + 1),
    ],
)
def test_a_check_shows_what_it_found_and_not_too_much(capsys, script, passed, shown):
    assert passes(Check("trial", ["/bin/sh", "-c", script])) is passed
    first, *rest = capsys.readouterr().out.splitlines()
    assert (first.split(",")[0].endswith("ok"), len(rest)) == (passed, shown)
