"""The product in this process, asked as its server asks it: WSGI in, bytes out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from benchmarks import base


def load() -> Callable[..., Any]:
    """Django on the measured base, and its WSGI application."""
    import os

    urls = base.addresses()
    os.environ.update(
        DATABASE_URL=urls["app"],
        DATABASE_OWNER_URL=urls["owner"],
        DJANGO_SETTINGS_MODULE="collegium.settings",
        COLLEGIUM_SERVED_ON="127.0.0.1",
    )
    from collegium.wsgi import application

    return application


class Visitor:
    """A signed-in person: every call goes through the whole stack, middleware included."""

    def __init__(self, application: Callable[..., Any], login: str) -> None:
        from django.conf import settings
        from django.test import Client

        from collegium.accounts.models import User
        from collegium.core.tenancy import college_scope

        self.application = application
        client = Client()
        self.user = User.objects.get(login=login)
        client.force_login(self.user)
        with college_scope(user_id=self.user.pk):
            self.college = self.user.colleges[0]
        self.session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.token = "t" * 32

    def ask(self, path: str, body: dict[str, Any] | None = None) -> tuple[str, bytes]:
        """(status line, body) of a GET, or of a POST of JSON when there is a body."""
        content = json.dumps(body).encode() if body is not None else b""
        parts = urlsplit(path)
        environ = {
            "REQUEST_METHOD": "POST" if body is not None else "GET",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_ACCEPT": "application/json" if body is not None else "text/html",
            "HTTP_COOKIE": f"sessionid={self.session}; csrftoken={self.token}",
            "HTTP_X_CSRFTOKEN": self.token,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(content)),
            "wsgi.input": io.BytesIO(content),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
        }
        status: list[str] = []
        answer = self.application(environ, lambda line, _headers: status.append(line))
        text = b"".join(answer)
        answer.close()
        return status[0], text
