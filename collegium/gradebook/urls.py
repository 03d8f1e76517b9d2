from django.urls import path

from collegium.gradebook import views

app_name = "gradebook"
urlpatterns = [
    path("journal/", views.journal_list, name="journal_list"),
    path("journal/<int:pk>/", views.section_detail, name="section_detail"),
    path("journal/<int:pk>/table/", views.section_table, name="section_table"),
    path("journal/<int:pk>/cells/", views.cells_put, name="cells_put"),
    path("journal/<int:pk>/changes/", views.changes_list, name="changes_list"),
    path("journal/<int:pk>/history/", views.history_list, name="history_list"),
    path("journal/<int:pk>/lessons/<int:lesson>/", views.lesson_record, name="lesson_record"),
]
