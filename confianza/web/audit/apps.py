from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "confianza.web.audit"
    label = "audit"
