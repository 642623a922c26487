from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "confianza.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        from confianza.web.accounts import watch
        from confianza.web.lib import doors

        doors.watch(watch.write_down)
