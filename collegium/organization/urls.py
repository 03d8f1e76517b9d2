"""Plain lists that everybody at the college may read and the coordinator keeps."""

from django.utils.translation import gettext_lazy as _

from collegium.organization.models import Campus, DayOff, Room
from collegium.organization.permissions import can_change_places
from collegium.ui.crud import Crud

campuses = Crud(
    Campus,
    fields=["name", "address"],
    can_change=can_change_places,
    title=_("Campuses"),
    hint=_("The buildings of the college."),
)
rooms = Crud(
    Room,
    fields=["campus", "number", "title", "kind", "capacity"],
    columns=["number", "title", "kind", "capacity", "campus"],
    can_change=can_change_places,
    title=_("Rooms"),
    hint=_("Where lessons are held."),
)
days_off = Crud(
    DayOff,
    fields=["date", "title"],
    can_change=can_change_places,
    title=_("Days off"),
    hint=_("Public holidays and days on which the college has no lessons."),
)

app_name = "organization"
urlpatterns = [*campuses.urls, *rooms.urls, *days_off.urls]
