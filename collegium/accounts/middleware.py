"""From a cookie to a person at a college, inside one transaction whose walls stand."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.auth.middleware import (
    LoginRequiredMiddleware as DjangoLoginRequiredMiddleware,
)
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone

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
    that raises, and any answer of 500 and above, rolls everything back. Moments are written on
    the college's own clock.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with (
            audit.origin(str(uuid.uuid4()), request.META.get("REMOTE_ADDR")),
            transaction.atomic(),
            timezone.override(None),
        ):
            if isinstance(request.user, User):
                self._enter(request, request.user)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            if isinstance(request.user, User):
                # Pages about minors: no proxy keeps them, and "back" after signing out shows none.
                response.headers.setdefault("Cache-Control", "private, no-store")
            return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> HttpResponse | None:
        """Whoever holds no role today is told so, whichever page they ask for."""
        signed_in = isinstance(request.user, User)
        if not signed_in or hasattr(request, "college") or not _login_required(view):
            return None
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"code": "no-role"}, status=403)
        return render(request, "accounts/no_role.html", status=403)

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
            college = self._college(user, chosen)
            request.college = college  # type: ignore[attr-defined]
            timezone.activate(college.time_zone)

    @staticmethod
    def _college(user: User, college_id: int) -> College:
        """The college as already loaded with the memberships: no query of its own."""
        return next(c for c in user.colleges if c.pk == college_id)


def _login_required(view: Callable[..., HttpResponseBase]) -> bool:
    """False for the few pages marked `login_not_required`."""
    return bool(getattr(view, "login_required", True))
