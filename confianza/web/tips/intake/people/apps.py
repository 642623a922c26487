from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "confianza.web.tips.intake.people"
    label = "accounts"
