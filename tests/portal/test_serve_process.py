"""The server as a process: it answers, says where it is, and ends when it is asked to."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests import database

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60


@pytest.fixture
def environment(django_db_setup, django_db_blocker):
    """A base with one made-up college, and what makes a process use it."""
    with django_db_blocker.unblock():
        name = database.clone(f"test_served_{os.getpid()}")
        urls = {
            kind: urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
            for kind, url in database.urls().items()
        }
        with psycopg.connect(urls["owner"]) as connection:
            connection.execute(
                "INSERT INTO organization_college (name, short_name, city, time_zone, is_demo) "
                "VALUES ('Колледж', 'К', '', 'Asia/Sakhalin', true)"
            )
        named = {"DATABASE_URL": urls["app"], "DATABASE_OWNER_URL": urls["owner"]}
        others = {k: v for k, v in os.environ.items() if k != "COLLEGIUM_DATABASE_ROLE"}
        yield {**others, **named, "DJANGO_SETTINGS_MODULE": "collegium.settings"}
        database.drop(name)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(port):
    """The status of the first page, as soon as the server gives one."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/")
            return connection.getresponse().status
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_asked_to_end(environment, tmp_path, ending):
    port, pid_file = free_port(), tmp_path / "server.pid"
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**environment, "COLLEGIUM_PID_FILE": str(pid_file)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert answer(port) == 302
        assert int(pid_file.read_text()) == server.pid
        server.send_signal(ending)
        printed, _nothing = server.communicate(timeout=PATIENCE)
        assert server.returncode == 0
        assert f"http://127.0.0.1:{port}/" in printed
        assert not pid_file.exists()
    finally:
        server.kill()
        server.wait()


def test_a_demo_base_is_not_served_by_a_server_that_nobody_vouched_for(environment):
    start = [sys.executable, "-c", "import collegium.wsgi"]
    result = subprocess.run(
        start, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode != 0
    assert "--serve-demo-base" in result.stderr
