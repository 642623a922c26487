from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "confianza.web.community"
    label = "community"
