"""The product's routes and two lists of reference data, for the tests of Crud."""

from django.urls import include, path

from collegium.core.access import ALLOW, Decision, Role, deny
from collegium.organization.models import Room, Term
from collegium.ui.crud import Crud
from collegium.urls import urlpatterns as routes


def can_change_rooms(user, college) -> Decision:
    if user.has_role(Role.COORDINATOR, college_id=college.pk):
        return ALLOW
    return deny("not-coordinator", "Аудитории ведёт координатор.")


rooms = Crud(
    Room,
    fields=["campus", "number", "kind", "capacity"],
    columns=["number", "campus", "kind", "capacity"],
    can_change=can_change_rooms,
    title="Аудитории",
    hint="Где проходят занятия.",
)
terms = Crud(Term, fields=["year", "number", "span"], can_change=can_change_rooms, title="Семестры")

# The app's own lists step aside: these two stand under its name.
others = [route for route in routes if getattr(route, "app_name", "") != "organization"]
urlpatterns = [
    *others,
    path("reference/", include(([*rooms.urls, *terms.urls], "organization"))),
]
