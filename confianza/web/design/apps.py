from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "confianza.web.design"
    label = "design"
