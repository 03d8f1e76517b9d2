"""Groups, students, employees, and who teaches what to whom."""

from django.urls import path

from collegium.roster.section_urls import urlpatterns as section_patterns
from collegium.roster.views import employees, groups, students

app_name = "roster"
urlpatterns = [
    path("groups/", groups.group_list, name="group_list"),
    path("groups/new/", groups.group_create, name="group_create"),
    path("groups/<int:pk>/", groups.group_detail, name="group_detail"),
    path("groups/<int:pk>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<int:pk>/advisor/", groups.advisor_put, name="advisor_put"),
    path("students/<int:pk>/", students.student_detail, name="student_detail"),
    path("students/<int:pk>/edit/", students.student_edit, name="student_edit"),
    path("students/<int:pk>/guardians/new/", students.guardian_create, name="guardian_create"),
    path("guardianships/<int:pk>/", students.guardian_edit, name="guardian_edit"),
    path("employees/", employees.employee_list, name="employee_list"),
    path("employees/new/", employees.employee_create, name="employee_create"),
    path("employees/<int:pk>/", employees.employee_edit, name="employee_edit"),
    *section_patterns,
]
