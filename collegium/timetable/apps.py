from django.apps import AppConfig


class TimetableConfig(AppConfig):
    name = "collegium.timetable"
    label = "timetable"
