"""Recorded voices, heard on the pages: voices/<language>/<name>.ogg in the workspace."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from confianza.web.lib import doors

ENDING, KIND = ".ogg", "audio/ogg"
NAME = re.compile(r"[a-z0-9_-]{1,60}")


def address(language: str, name: str) -> str:
    """Return where a recording is heard, or "" where there is none."""
    if not (NAME.fullmatch(language) and NAME.fullmatch(name)):
        return ""
    return f"/voz/{language}/{name}" if (settings.VOICES / language / (name + ENDING)).is_file() else ""


@doors.open_without_register
def listen(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """Let a recording be heard."""
    if not address(language, name):
        raise Http404
    return HttpResponse((settings.VOICES / language / (name + ENDING)).read_bytes(), content_type=KIND)
