"""Signing in and out, and choosing the college to work in."""

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from collegium.accounts.forms import SignInForm
from collegium.accounts.middleware import SESSION_COLLEGE
from collegium.accounts.request import Request


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "GET" and request.user.is_authenticated:
        return redirect("portal:home")
    form = SignInForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid() and form.user:
        login(request, form.user)
        return redirect(_next_page(request))
    return render(
        request,
        "accounts/sign_in.html",
        {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")},
        status=422 if form.errors else 200,
    )


def _next_page(request: HttpRequest) -> str:
    """Where the person was going, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else resolve_url("portal:home")


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("accounts:sign_in")


@require_POST
def college_choose(request: Request, pk: int) -> HttpResponse:
    """Work in another of the person's colleges from now on."""
    if pk not in request.user.college_ids:
        raise Http404
    request.session[SESSION_COLLEGE] = pk
    return redirect("portal:home")
