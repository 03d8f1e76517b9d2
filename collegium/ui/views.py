"""What the frame itself offers: the language and the colours, kept in cookies, signed in or not."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from collegium.ui.themes import THEME_COOKIE, THEME_COOKIE_AGE, Theme


@login_not_required
@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    """Django's own switch: the language goes to its cookie, the reader back to the page."""
    return set_language(request)


@login_not_required
@require_POST
def theme_set(request: HttpRequest) -> HttpResponse:
    """Remember the colours for a year; an unknown value forgets them."""
    value = request.POST.get("theme", "")
    response = redirect(_way_back(request))
    if value in {Theme.LIGHT, Theme.DARK}:
        response.set_cookie(
            THEME_COOKIE,
            value,
            max_age=THEME_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


def _way_back(request: HttpRequest) -> str:
    """The page the form names, if it is ours; else the first page."""
    page = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if ours else "/"
