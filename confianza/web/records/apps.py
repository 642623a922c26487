from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "confianza.web.records"
    label = "records"
