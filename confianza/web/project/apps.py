from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "confianza.web.project"
    label = "project"

    def ready(self) -> None:
        from confianza.web.project import checks, engine_checks, wall_checks  # noqa: F401 - registers them
