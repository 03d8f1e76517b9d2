"""From a cookie to a person at a college, inside one transaction whose walls stand."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib.auth.middleware import (
    LoginRequiredMiddleware as DjangoLoginRequiredMiddleware,
)
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from collegium.accounts.models import User
from collegium.core import audit, tenancy
from collegium.organization.models import College

SESSION_COLLEGE = "college"


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """Every page needs a signed-in person; programs are told so instead of sent to a form."""

    def handle_no_permission(  # type: ignore[override]  # a program is answered, not redirected
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"code": "signed-out"}, status=401)
        response = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": response["Location"]})
        return response


class CollegeMiddleware:
    """One transaction a request; the person's college is opened in it and no other.

    The transaction commits before the answer leaves, so what was acknowledged is stored. A view
    that raises, and any answer of 500 and above, rolls everything back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with (
            audit.origin(str(uuid.uuid4()), request.META.get("REMOTE_ADDR")),
            transaction.atomic(),
        ):
            if isinstance(request.user, User):
                self._enter(request, request.user)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Django turns a raised exception into an answer before we see it: undo the work here."""
        transaction.set_rollback(True)

    def _enter(self, request: HttpRequest, user: User) -> None:
        chosen = request.session.get(SESSION_COLLEGE)
        tenancy.enter([chosen] if chosen else [], user.pk)
        if chosen not in user.college_ids:
            # The role there has ended, or no college was chosen yet: take one that is held.
            chosen = next(iter(user.college_ids), None)
            if chosen:
                request.session[SESSION_COLLEGE] = chosen
            tenancy.enter([chosen] if chosen else [], user.pk)
        if chosen:
            request.college = self._college(user, chosen)  # type: ignore[attr-defined]

    @staticmethod
    def _college(user: User, college_id: int) -> College:
        """The college as already loaded with the memberships: no query of its own."""
        return next(c for c in user.colleges if c.pk == college_id)
