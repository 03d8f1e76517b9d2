from django.urls import path

from collegium.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("college/<int:pk>/", views.college_choose, name="college_choose"),
]
