"""Translations: the catalogues people write (.po) made into those the machine reads (.mo)."""

import os
from pathlib import Path

from confianza.web.project import settings


def compile_catalogues() -> list[Path]:
    """Compile the catalogues of rooms and of /locale newer than their compiled twins; return those compiled.

    Safe to call at every start and from several processes: a compiled file appears whole or not at all.
    """
    return [catalogue for catalogue in stale() if _compile(catalogue)]


def stale() -> list[Path]:
    """Return the catalogues that were changed since they were compiled."""
    return [catalogue for catalogue in catalogues() if _is_stale(catalogue)]


def catalogues() -> list[Path]:
    """Return every .po file of the rooms and of /locale."""
    rooms = settings.PACKAGE.glob("**/locale/*/LC_MESSAGES/django.po")
    shared = settings.LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.po")
    return sorted({*rooms, *shared})


def _is_stale(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def _compile(catalogue: Path) -> bool:
    import polib

    fresh = catalogue.with_suffix(f".mo.{os.getpid()}")
    polib.pofile(str(catalogue)).save_as_mofile(str(fresh))
    fresh.replace(catalogue.with_suffix(".mo"))
    return True
