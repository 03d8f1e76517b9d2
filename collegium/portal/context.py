"""What the frame of every page shows: where one may go, which college and term, who one is."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    return {}
