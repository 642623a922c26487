"""Where the workspace keeps what was published: publications/<kind>/<version>/, never changed."""

from pathlib import Path

from django.conf import settings


def folder(kind: str, version: str) -> Path:
    """Return the folder of one publication."""
    place: Path = settings.WORKSPACE.root / "publications" / kind / version
    return place


def file(kind: str, version: str, name: str) -> Path:
    """Return one file of a publication. Raises FileNotFoundError where there is none of that name in it."""
    place = folder(kind, version)
    found = (place / name).resolve()
    if not found.is_relative_to(place.resolve()) or not found.is_file():
        raise FileNotFoundError(name)
    return found
