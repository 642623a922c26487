"""The language of the terminal, known before Django is started so that --help stays quick."""

import gettext
import os
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def chosen() -> str:
    """Return "es" or "en": what CONFIANZA_LANGUAGE, else LC_ALL, LC_MESSAGES or LANG says."""
    for variable in ("CONFIANZA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "es" if value.lower().startswith("es") else "en"
    return "en"


@cache
def _translations(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", LOCALE, [language], fallback=True)


def _(message: str) -> str:
    """Say the message in the language of the terminal."""
    return _translations(chosen()).gettext(message)
