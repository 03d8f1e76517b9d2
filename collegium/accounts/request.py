"""The request as our views have it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from collegium.accounts.models import User
from collegium.organization.models import College


class Request(HttpRequest):
    """A signed-in person's request: who, at which college, and whether htmx asks for a part.

    Middleware guarantees the fields on every view that is not marked `login_not_required`.
    """

    user: User
    college: College
    htmx: HtmxDetails
