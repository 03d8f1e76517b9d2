"""What the frame of every page shows: where one may go, which college and term, who one is."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from collegium.accounts.models import User
from collegium.core.access import Role
from collegium.organization.models import College, Term
from collegium.organization.queries import is_demo_base
from collegium.portal.demo.accounts import LOGINS, PASSWORD
from collegium.portal.navigation import links


def frame(request: HttpRequest) -> dict[str, Any]:
    """The variables of `ui/base.html` (docs/ui.md); one query, made only if a page asks for it."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"demo": SimpleLazyObject(_demo)}
    college: College | None = getattr(request, "college", None)
    roles = user.roles_at(college.pk) if college else []
    return {
        "navigation": links(roles, request.path, _page(request)),
        "college": college,
        "period": SimpleLazyObject(lambda: _period(college)),
        "person": {"name": str(user), "roles": _roles_text(roles)},
        "colleges": [
            {"name": other.name, "url": reverse("accounts:college_choose", args=[other.pk])}
            for other in user.colleges
            if other != college
        ],
        "sign_out_url": reverse("accounts:sign_out"),
    }


def _demo() -> dict[str, Any]:
    """The published logins, in a base of made-up people; empty in every other."""
    if not is_demo_base():
        return {}
    accounts = [{"role": role.label, "login": login} for role, login in LOGINS.items()]
    return {"accounts": accounts, "password": PASSWORD}


def _page(request: HttpRequest) -> str:
    """The route's name; an address that leads nowhere has none."""
    return request.resolver_match.view_name if request.resolver_match else ""


def _period(college: College | None) -> str:
    """The term that is on, or between terms the one to come; empty after the last."""
    if college is None:
        return ""
    terms = Term.objects.filter(college=college, span__endswith__gt=college.today())
    term = terms.select_related("year").order_by("span").first()
    return str(term) if term else ""


def _roles_text(roles: list[Role]) -> str:
    return ", ".join(str(role.label) for role in roles)
