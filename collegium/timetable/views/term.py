"""Which term, and from which day: read from an address the same way on every page."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.dateparse import parse_date

from collegium.accounts.request import Request
from collegium.organization.models import Term


def terms_of(request: Request) -> list[Term]:
    """The college's terms, latest first."""
    terms = Term.objects.visible_to(request.user).filter(college=request.college)
    return list(terms.select_related("year", "college").order_by("-span"))


def chosen_term(request: Request, terms: list[Term]) -> Term | None:
    """The term named in the address, else the present or the next one."""
    named = next((term for term in terms if str(term.pk) == request.GET.get("term")), None)
    today = request.college.today()
    ahead = [term for term in terms if term.span.upper > today] or terms[:1]
    return named or (ahead[-1] if ahead else None)


def chosen_day(text: str, otherwise: date) -> date:
    """An ISO date as typed or linked; `otherwise` when it is none."""
    try:
        return parse_date(text) or otherwise
    except ValueError:
        return otherwise


def changes_from(term: Term, today: date, *, has_lessons: bool) -> date:
    """From which day a change of the grid is in force, unless the page is told another.

    Once there are lessons the past stays as it was held: tomorrow. Before, the whole term.
    """
    first: date = term.span.lower
    last: date = term.span.upper - timedelta(days=1)
    return min(max(today + timedelta(days=1), first), last) if has_lessons else first
