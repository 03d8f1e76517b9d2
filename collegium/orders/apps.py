from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "collegium.orders"
    label = "orders"
