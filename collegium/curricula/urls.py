from django.urls import path

from collegium.curricula import views

app_name = "curricula"
urlpatterns = [
    path("curricula/", views.curriculum_list, name="curriculum_list"),
    path("curricula/<int:pk>/", views.curriculum_detail, name="curriculum_detail"),
    path("curricula/import/", views.curriculum_import, name="curriculum_import"),
    path("curricula/import/<int:pk>/", views.upload_detail, name="upload_detail"),
    path("curricula/import/<int:pk>/confirm/", views.upload_confirm, name="upload_confirm"),
    path("curricula/import/<int:pk>/discard/", views.upload_discard, name="upload_discard"),
]
