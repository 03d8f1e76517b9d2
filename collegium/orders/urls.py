from django.urls import path, re_path

from collegium.orders import views

app_name = "orders"
urlpatterns = [
    path("orders/", views.order_list, name="order_list"),
    path("orders/<int:pk>/", views.order_detail, name="order_detail"),
    path("orders/of-student/<int:pk>/", views.student_orders, name="student_orders"),
    path("orders/import/", views.group_import, name="group_import"),
    re_path(
        r"^orders/import/template\.(?P<kind>xlsx|csv)$",
        views.template_download,
        name="template_download",
    ),
    path("orders/import/<int:pk>/", views.upload_detail, name="upload_detail"),
    path("orders/import/<int:pk>/replace/", views.upload_replace, name="upload_replace"),
    path("orders/import/<int:pk>/enact/", views.upload_enact, name="upload_enact"),
    path("orders/import/<int:pk>/discard/", views.upload_discard, name="upload_discard"),
]
