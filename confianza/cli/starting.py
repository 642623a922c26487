"""Starting Django, which takes a while and knows one workspace per process."""

import os

from confianza.cli import language
from confianza.web.lib import workspaces
from confianza.web.lib.workspaces import Workspace

SETTINGS = "confianza.web.project.settings"


def start(place: Workspace, settings: str = "") -> None:
    """Start Django on a workspace and speak the language of the terminal; `settings` are those of another
    service than the staff's.
    """
    os.environ[workspaces.VARIABLE] = str(place.root)
    if settings:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.apps import apps
    from django.utils import translation

    if not apps.ready:
        language.compile_catalogues()
        django.setup()
    translation.activate(language.chosen())
