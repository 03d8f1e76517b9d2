"""Requests over HTTP to a real server of ours: how long each takes, and how many a second."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import base

SECONDS = 5


@contextmanager
def served() -> Iterator[int]:
    """The server on the measured base, as `make run` starts it; gives its port."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
    pid_file = base.ROOT / "var" / "bench_server.pid"
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=base.ROOT,
        env={**base.environment(), "COLLEGIUM_PID_FILE": str(pid_file)},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("the server stopped before it answered")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/sign-in/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")


def run(port: int, path: str, session: str, clients: int) -> tuple[list[float], float]:
    """`clients` people who each ask again as soon as they are answered, for a few seconds.

    Returns:
        (milliseconds of each answer, answers a second).
    """
    samples: list[list[float]] = [[] for _ in range(clients)]
    begun = time.perf_counter()
    deadline = begun + SECONDS
    threads = [
        threading.Thread(target=_ask, args=(port, path, session, deadline, times))
        for times in samples
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - begun
    everything = [sample for times in samples for sample in times]
    return everything, len(everything) / lasted


def _ask(port: int, path: str, session: str, deadline: float, times: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": f"sessionid={session}", "Host": f"127.0.0.1:{port}"}
    while (begun := time.perf_counter()) < deadline:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{path} answered {answer.status}")
        times.append((time.perf_counter() - begun) * 1000)


def processes() -> int:
    return os.cpu_count() or 1
