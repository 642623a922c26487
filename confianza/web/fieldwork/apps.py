from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "confianza.web.fieldwork"
    label = "fieldwork"
