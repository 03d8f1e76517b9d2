from django.urls import path

from collegium.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("late/", views.late_list, name="late_list"),
    path("diary/", views.diary, name="diary"),
    path("diary/subjects/", views.diary_subjects, name="diary_subjects"),
    path("diary/absences/", views.diary_absences, name="diary_absences"),
    path("diary/<int:pk>/", views.diary, name="diary"),
    path("diary/<int:pk>/subjects/", views.diary_subjects, name="diary_subjects"),
    path("diary/<int:pk>/absences/", views.diary_absences, name="diary_absences"),
    path("diary/<int:pk>/subjects/<int:section>/", views.diary_subject, name="diary_subject"),
]
