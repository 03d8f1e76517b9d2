from django.apps import AppConfig


class CurriculaConfig(AppConfig):
    name = "collegium.curricula"
    label = "curricula"
