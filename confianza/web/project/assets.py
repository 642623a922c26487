"""Style sheets and scripts: gathered once, named by their content, compressed, served from the workspace."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

MARK = "gathered"
# Of the library of the maps we draw with nothing but itself.
LEFT_OUT = [
    "leaflet/draw/*",
    "leaflet/leaflet-src*",
    "leaflet/proj4*",
    "leaflet/*extras*",
    "leaflet/*forms*",
    "leaflet/Control*",
]


def gather() -> bool:
    """Gather the static files into the workspace unless nothing has changed since; say whether it gathered.

    Must run before the server starts: pages name files by the manifest this writes.
    """
    mark = Path(settings.STATIC_ROOT) / MARK
    newest = str(_newest_source())
    if mark.exists() and mark.read_text() == newest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=LEFT_OUT)
    mark.write_text(newest)
    return True


def _newest_source() -> tuple[int, float]:
    sources = [
        Path(storage.path(name)) for finder in finders.get_finders() for name, storage in finder.list(None)
    ]
    return len(sources), max(source.stat().st_mtime for source in sources)
