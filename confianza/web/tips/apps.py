from django.apps import AppConfig


class TipsConfig(AppConfig):
    name = "confianza.web.tips"
    label = "tips"
