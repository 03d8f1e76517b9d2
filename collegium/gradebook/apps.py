from django.apps import AppConfig


class GradebookConfig(AppConfig):
    name = "collegium.gradebook"
    label = "gradebook"
