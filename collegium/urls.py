"""Each app's own routes, under its own prefix."""

from django.urls import include, path

urlpatterns = [
    path("", include("collegium.accounts.urls")),
    path("", include("collegium.curricula.urls")),
    path("", include("collegium.gradebook.urls")),
    path("", include("collegium.orders.urls")),
    path("", include("collegium.organization.urls")),
    path("", include("collegium.portal.urls")),
    path("", include("collegium.roster.urls")),
    path("", include("collegium.timetable.urls")),
    path("", include("collegium.ui.urls")),
]
