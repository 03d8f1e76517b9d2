"""The first page of everybody's day."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collegium.accounts.request import Request


@require_safe
def home(request: Request) -> HttpResponse:
    """A desk by role: what this person can do now."""
    return render(request, "portal/home.html")
