"""Refusals and errors as people see them: what happened, why, what to do instead."""

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from collegium.core.access import Refused


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's secret does not match: the page is old, or another site sent the form."""
    text = _(
        "The page was open too long or in another session, so nothing was saved. Go back, reload "
        "the page and send it again."
    )
    return HttpResponseForbidden(
        render(request, "403.html", {"reason": text, "code": "csrf"}).content
    )


class RefusalMiddleware:
    """An action refused by `require` becomes a 403 that carries the reason."""

    def __init__(self, get_response: object) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.get_response(request)  # type: ignore[operator]
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        decision = error.decision
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"code": decision.code, "reason": str(decision.reason)}, status=403)
        return render(
            request, "403.html", {"reason": decision.reason, "code": decision.code}, status=403
        )
