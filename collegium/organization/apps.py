from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "collegium.organization"
    label = "organization"
