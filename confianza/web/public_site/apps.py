from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    name = "confianza.web.public_site"
    label = "public_site"
