from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "collegium.planning"
    label = "planning"
