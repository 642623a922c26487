from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "confianza.web.surveys"
    label = "surveys"
