from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "confianza.web.plans"
    label = "plans"
