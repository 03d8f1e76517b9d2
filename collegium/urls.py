"""Each app's own routes, under its own prefix."""

from django.urls import include, path

urlpatterns = [
    path("", include("collegium.accounts.urls")),
]
