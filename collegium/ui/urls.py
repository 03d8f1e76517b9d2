from django.urls import path

from collegium.ui import views

app_name = "ui"

urlpatterns = [
    path("language/", views.language_set, name="language_set"),
    path("theme/", views.theme_set, name="theme_set"),
]
