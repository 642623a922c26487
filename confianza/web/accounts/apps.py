from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "confianza.web.accounts"
    label = "accounts"
