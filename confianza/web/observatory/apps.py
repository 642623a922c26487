from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    name = "confianza.web.observatory"
    label = "observatory"
