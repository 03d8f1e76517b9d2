"""The day that a page is asked for: every list can be read as it was and as it will be."""

from __future__ import annotations

from datetime import date

from django.utils.dateparse import parse_date

from collegium.accounts.request import Request


def asked_day(request: Request) -> date:
    """`?on=2026-09-01`; today on the college's calendar when it is left out or makes no sense."""
    try:
        day = parse_date(request.GET.get("on", ""))
    except ValueError:
        day = None
    return day or request.college.today()
