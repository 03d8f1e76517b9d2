"""A real server on a real demo college, and a real browser before it.

The demo college is made once and kept as a database; each module of tests gets a clone of its
own, so what one journey writes no other sees.
"""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import database
from tooling.chromium import find_chromium

# Playwright keeps an event loop running; Django then takes plain code for code inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ROOT = Path(__file__).resolve().parent.parent.parent
DEMO_STUDENTS = "75"
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-dev-shm-usage",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


def _environment(name: str) -> dict[str, str]:
    """What makes a process of ours use this database."""
    urls = {kind: urlunsplit(urlsplit(url)._replace(path=f"/{name}")) for kind, url in _urls()}
    environment = {k: v for k, v in os.environ.items() if k != "COLLEGIUM_DATABASE_ROLE"}
    return {
        **environment,
        "DATABASE_URL": urls["app"],
        "DATABASE_OWNER_URL": urls["owner"],
        "DJANGO_SETTINGS_MODULE": "collegium.settings",
    }


def _urls() -> Iterator[tuple[str, str]]:
    yield from ((kind, url) for kind, url in database.urls().items() if kind in {"app", "owner"})


def _manage(name: str, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=_environment(name),
        check=True,
        stdout=subprocess.DEVNULL,
    )


@pytest.fixture(scope="session")
def demo_database() -> str:
    """The demo college as a database to clone; made anew when its code or the day changed."""
    sources = [*ROOT.glob("collegium/portal/demo/**/*.py"), *ROOT.glob("collegium/**/data/*.json")]
    name = database.name_of("test_demo", sources, time.strftime("%Y-%m-%d"), DEMO_STUDENTS)
    lock = ROOT / "var" / "test_demo.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not database.exists(name):
            database.drop_like("test_demo_")
            half_made = database.clone(f"{name}_new")
            _manage(half_made, "demo", "--students", DEMO_STUDENTS, "--colleges", "2")
            database.rename(half_made, name)
    return name


@dataclass
class Server:
    """Where the product answers, and the database it answers from."""

    url: str
    database: str


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def server(demo_database: str) -> Iterator[Server]:
    port = _free_port()
    name = database.clone(f"test_browser_{os.getpid()}_{port}", demo_database)
    log = ROOT / "var" / f"test_server_{port}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"],
            cwd=ROOT,
            env={**_environment(name), "COLLEGIUM_PID_FILE": str(log.with_suffix(".pid"))},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(process, f"{url}/sign-in/", log)
            yield Server(url, name)
        finally:
            process.terminate()
            process.wait(timeout=20)
            database.drop(name)
    log.unlink()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server stopped:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own loopback address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the server does not answer:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        pytest.fail("Chromium is missing: make test installs it, or apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=BROWSER_FLAGS)
        yield browser
        browser.close()


class Person:
    """Somebody at a browser: signs in once and opens pages."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server

    def sign_in(self, login: str, password: str = "demo-college") -> Person:
        self.page.goto(f"{self.server.url}/sign-in/")
        self.page.get_by_label("Логин").fill(login)
        self.page.get_by_label("Пароль").fill(password)
        self.page.get_by_role("button", name="Войти").click()
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)
        return self

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.server.url}{path}")
        return self.page


@pytest.fixture
def person(browser: Browser, server: Server) -> Iterator[object]:
    """`person("teacher")`: a signed-in person in a browser window of their own."""
    contexts = []
    faults: list[str] = []

    def enter(login: str, **options: Any) -> Person:
        options.setdefault("viewport", {"width": 1366, "height": 768})
        context = browser.new_context(locale="ru-RU", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: (
                faults.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        return Person(page, server).sign_in(login)

    yield enter
    for context in contexts:
        context.close()
    assert faults == []
