"""Routes of the teaching load; part of the app's own."""

from django.urls import path

from collegium.roster.views import sections as views

urlpatterns = [
    path("load/", views.section_list, name="section_list"),
    path("load/teachers/", views.load_list, name="load_list"),
    path("load/<int:term>/<int:group>/<slug:key>/", views.section_assign, name="section_assign"),
]
