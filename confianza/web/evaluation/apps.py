from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "confianza.web.evaluation"
    label = "evaluation"
