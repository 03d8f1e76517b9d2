from django.urls import path

from collegium.ui import views

app_name = "ui"

urlpatterns = [
    path("appearance/language/", views.language_set, name="language_set"),
    path("appearance/theme/", views.theme_set, name="theme_set"),
]
