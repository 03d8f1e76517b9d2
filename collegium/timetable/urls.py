from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from collegium.timetable.forms import SlotForm
from collegium.timetable.models import LessonSlot
from collegium.timetable.permissions import can_change_bells
from collegium.timetable.views import grid, lessons, week
from collegium.ui.crud import Crud

bells = Crud(
    LessonSlot,
    fields=["number", "starts", "ends"],
    can_change=can_change_bells,
    title=_("Bells"),
    hint=_("The pairs of the day and their times."),
    form=SlotForm,
)

app_name = "timetable"
urlpatterns = [
    path("timetable/", week.week, name="week"),
    path("timetable/grid/", grid.week_edit, name="week_edit"),
    path("timetable/grid/<int:term>/<int:group>/add/", grid.entry_add, name="entry_add"),
    path("timetable/grid/<int:term>/<int:group>/<int:pk>/", grid.entry_change, name="entry_change"),
    path(
        "timetable/grid/<int:term>/<int:group>/<int:pk>/move/", grid.entry_move, name="entry_move"
    ),
    path(
        "timetable/grid/<int:term>/<int:group>/<int:pk>/remove/",
        grid.entry_remove,
        name="entry_remove",
    ),
    path(
        "timetable/grid/<int:term>/<int:group>/<int:pk>/join/", grid.entry_join, name="entry_join"
    ),
    path("timetable/lessons/<int:term>/", lessons.lessons_generate, name="lessons_generate"),
    path("timetable/", include(bells.urls)),
]
