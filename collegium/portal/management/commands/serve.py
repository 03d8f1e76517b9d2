"""Serve the product: static files collected, the address checked, granian started."""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

from collegium.organization.queries import is_demo_base
from collegium.portal.serving import (
    ADDRESS_VARIABLE,
    ALLOWED_VARIABLE,
    demo_objection,
    is_loopback,
)

PID_FILE_VARIABLE = "COLLEGIUM_PID_FILE"


class Command(BaseCommand):
    help = (
        "Serves the product over HTTP until it is stopped (Ctrl+C, or make stop). A base with a "
        "demonstration college is served on this machine only, unless it is named on purpose. "
        "Exit code 1: the address is taken or may not be used; the message says what to do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--workers", type=int, default=2, help="processes that answer")
        parser.add_argument(
            "--serve-demo-base",
            metavar="DATABASE",
            default=os.environ.get(ALLOWED_VARIABLE, ""),
            help="the demonstration base that may be served on any address, by its name",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        self._check_base(host, options["serve_demo_base"])
        self._check_port(host, port)
        call_command("collectstatic", interactive=False, verbosity=0)
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"Serving on http://{shown}:{port}/ — Ctrl+C or make stop ends it.")
        if not is_loopback(host) and "COLLEGIUM_HOSTS" not in os.environ:
            self.stdout.write("Name the hosts people type: COLLEGIUM_HOSTS=college.example,…")
        self.stdout.flush()
        connection.close()
        self._become_server(host, port, options["workers"], options["serve_demo_base"])

    def _check_base(self, host: str, allowed: str) -> None:
        try:
            is_demo = is_demo_base()
        except DatabaseError as error:
            raise CommandError(
                f"The base cannot be read ({error.__class__.__name__}). Is it up to date? "
                "Try: manage.py migrate, or make run, which does it."
            ) from error
        objection = demo_objection(
            is_demo=is_demo,
            database=str(connection.settings_dict["NAME"]),
            host=host,
            allowed=allowed,
        )
        if objection:
            raise CommandError(objection)

    def _check_port(self, host: str, port: int) -> None:
        """Before the server starts its processes, each of which would only log the trouble."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(_trouble(error, host, port)) from error

    def _become_server(self, host: str, port: int, workers: int, allowed: str) -> None:
        """The process turns into granian: signals and the pid reach the server itself."""
        pid_file = Path(os.environ.get(PID_FILE_VARIABLE, settings.VAR_DIR / "server.pid"))
        pid_file.parent.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            ADDRESS_VARIABLE: host,
            ALLOWED_VARIABLE: allowed,
        }
        # Two threads a process: one answers while the other waits for the database.
        command = [
            *[sys.executable, "-m", "granian", "--interface", "wsgi"],
            *["--host", host, "--port", str(port)],
            *["--workers", str(workers), "--blocking-threads", "2"],
            *["--backlog", "1024", "--respawn-failed-workers", "--no-ws"],
            *["--log-level", "warning", "--pid-file", str(pid_file)],
            "collegium.wsgi:application",
        ]
        os.execve(sys.executable, command, environment)  # noqa: S606 - our own server, no shell


def _trouble(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken, perhaps by a server of ours (make stop ends it). "
            f"Choose another: make run PORT={port + 1}"
        )
    return f"The server cannot listen on {host}:{port}: {error.strerror}. Try HOST=127.0.0.1."
