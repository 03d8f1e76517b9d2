from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "collegium.roster"
    label = "roster"
