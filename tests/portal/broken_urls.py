"""A page that writes and then breaks."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from collegium.timetable.models import Lesson


def break_off(request: HttpRequest, pk: int) -> HttpResponse:
    Lesson.objects.filter(pk=pk).update(topic="наполовину")
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("break/<int:pk>/", break_off),
    path("", include("collegium.urls")),
]
