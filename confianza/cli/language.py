"""The language of the terminal, known before Django is started so that --help stays quick."""

import gettext
import os
from functools import cache
from pathlib import Path

OWN = Path(__file__).resolve().parent / "locale"
SHARED = Path(__file__).resolve().parents[2] / "locale"
# What the analysis finds in a table is worded once, for the pages that show it.
OBSERVATORY = Path(__file__).resolve().parents[1] / "web" / "observatory" / "locale"
# What the floor finds (draws) is worded once too, for every room.
PROJECT = Path(__file__).resolve().parents[1] / "web" / "project" / "locale"


def chosen() -> str:
    """Return "es" or "en": what CONFIANZA_LANGUAGE, else LC_ALL, LC_MESSAGES or LANG says."""
    for variable in ("CONFIANZA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "es" if value.lower().startswith("es") else "en"
    return "en"


@cache
def _translations(language: str) -> gettext.NullTranslations:
    compiled = [
        path
        for folder in (OWN, SHARED, OBSERVATORY, PROJECT)
        if (path := gettext.find("django", folder, [language]))
    ]
    if language != "en" and not compiled:
        compile_catalogues()
    spoken = gettext.translation("django", OWN, [language], fallback=True)
    for folder in (SHARED, OBSERVATORY, PROJECT):
        spoken.add_fallback(gettext.translation("django", folder, [language], fallback=True))
    return spoken


def compile_catalogues() -> None:
    """Make the catalogues the machine reads, where they are missing or older than what people wrote."""
    from confianza.web.project import messages

    messages.compile_catalogues()


def _(message: str) -> str:
    """Say the message in the language of the terminal."""
    return _translations(chosen()).gettext(message)
