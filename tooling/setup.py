"""Everything that the commands of the Makefile need, made once and then left alone.

    python3 -m tooling.setup run|test|check|bench

Each step is skipped while what it depends on is the same as the last time. Where something
may not be installed (no root, no network), set-up says what is missing and what to type.
"""

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

from tooling import cluster
from tooling.chromium import ensure_chromium
from tooling.cluster_home import Kind
from tooling.errors import SetupError
from tooling.locks import exclusive
from tooling.node import find_node
from tooling.paths import FRONTEND, ROOT, VAR, VENV
from tooling.programs import run
from tooling.steps import Step, forget, take, timed
from tooling.wheels import wheel_program

PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
APPS = ROOT / "collegium"
BUILT = APPS / "ui" / "static" / "ui" / "build"
COLLECTED = VAR / "static"
GOALS = ("run", "test", "check", "bench")


def set_up(goal: str) -> None:
    """Bring the checkout to where the goal can start. Raises SetupError."""
    with exclusive(VAR / "setup.lock"):
        if goal == "test":
            ensure_chromium()  # first: it may need a person, who should not wait to hear it
        for step in _common_steps():
            take(step)
        _ensure_database("test" if goal in ("test", "check") else "main")
        if goal == "run":
            take(Step("static files", _collect_static, [LOCK, *_static_folders()], [COLLECTED]))
            _migrate()


def _common_steps() -> list[Step]:
    interpreter = f"{sys.version_info[:3]} {Path(sys.executable).resolve()}"
    packages = [FRONTEND / name for name in ("package.json", "package-lock.json", ".npmrc")]
    catalogues = sorted(APPS.glob("*/locale/*/LC_MESSAGES/django.po"))
    compiled = [catalogue.with_suffix(".mo") for catalogue in catalogues]
    return [
        Step("virtual environment", _make_venv, [interpreter], [PYTHON]),
        Step(
            "Python packages", _sync_packages, [interpreter, LOCK], [VENV / "bin" / "django-admin"]
        ),
        Step("front-end packages", _install_front_end, packages, [FRONTEND / "node_modules"]),
        Step("front end", _build_front_end, _front_end_sources(), [BUILT]),
        Step("translations", _compile_translations, [LOCK, *catalogues], compiled),
    ]


def _make_venv() -> None:
    # Without pip: uv installs from outside, and Debian's python3 may have no pip to give.
    run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])


def _sync_packages() -> None:
    uv = shutil.which("uv") or wheel_program("uv")
    run(
        [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, LOCK],
        environment={"UV_PYTHON_DOWNLOADS": "never"},
        remedy="The packages come from the Python package index. Is there a network?",
    )


def _install_front_end() -> None:
    node = find_node()
    run(
        [*node.npm, "ci", "--no-audit", "--no-fund"],
        cwd=FRONTEND,
        environment=node.environment,
        remedy="The packages come from the npm registry. Is there a network?",
    )


def _build_front_end() -> None:
    node = find_node()
    run([node.node, "build.mjs"], cwd=FRONTEND, environment=node.environment)


def _front_end_sources() -> list[Path]:
    inside = (each for each in sorted(FRONTEND.iterdir()) if each.name != "node_modules")
    return list(inside)


def _compile_translations() -> None:
    run([PYTHON, "-m", "tooling.translations", "compile"])


def _static_folders() -> list[Path]:
    return sorted(APPS.glob("*/static"))


def _collect_static() -> None:
    run([PYTHON, "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity=0"])


def _ensure_database(kind: Kind) -> None:
    """A database of the reader's own needs nothing from us; ours is made and started."""
    if not os.environ.get("DATABASE_URL") and not cluster.is_running(kind):
        timed(f"{kind} database server", lambda: cluster.ensure(kind))
        print(f"    {cluster.status(kind)}", flush=True)


def _migrate() -> None:
    owner = _owner_url()
    # All of the code: history triggers and the wall between colleges follow from the models.
    step = Step("database tables", _run_migrations, [LOCK, owner, *sorted(APPS.rglob("*.py"))])
    # The stamp knows the code; only the database knows whether somebody emptied it.
    if not _has_tables(owner):
        forget(step)
    take(step)


def _owner_url() -> str:
    if os.environ.get("DATABASE_URL"):
        try:
            return os.environ["DATABASE_OWNER_URL"]
        except KeyError:
            raise SetupError(
                "DATABASE_URL is set, but DATABASE_OWNER_URL is not.",
                "Tables belong to a role of their own: name its address too, or neither of them.",
            ) from None
    return cluster.urls("main")["owner"]


def _run_migrations() -> None:
    run([PYTHON, "manage.py", "migrate", "--no-input", "--verbosity=0"])


def _has_tables(owner: str) -> bool:
    answer = run([PYTHON, "-m", "tooling.database"], environment={"ASKED": owner})
    return answer.strip() == "yes"


def main(arguments: list[str] | None = None) -> int:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(
        prog="python3 -m tooling.setup",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("goal", choices=GOALS)
    goal = parser.parse_args(arguments).goal
    began = time.monotonic()
    print(f"Set-up for make {goal}:", flush=True)
    try:
        set_up(goal)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    print(f"  ready after {time.monotonic() - began:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
