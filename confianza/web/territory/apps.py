from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "confianza.web.territory"
    label = "territory"
