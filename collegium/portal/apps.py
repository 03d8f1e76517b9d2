from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "collegium.portal"
    label = "portal"
