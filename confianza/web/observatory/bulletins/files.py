"""The two files of a published bulletin: the pages, and the figures they show as data."""

import json
from dataclasses import dataclass
from typing import Any

from confianza.web.observatory import archive
from confianza.web.observatory.models import Kind

PDF = "bulletin.pdf"
FIGURES = "figures.json"


@dataclass(frozen=True)
class Kept:
    """What a published bulletin shows: of which release, and every figure (see `changes.figures`)."""

    release: str
    figures: dict[str, Any]

    def written(self) -> bytes:
        """Write it as the file it is kept in."""
        told = {"release": self.release, "figures": self.figures}
        return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def kept(version: str) -> Kept:
    """Read what a published bulletin shows. Raises FileNotFoundError where its files are gone."""
    told = json.loads(archive.file(Kind.BULLETIN, version, FIGURES).read_text(encoding="utf-8"))
    return Kept(told["release"], told["figures"])


def pages(version: str) -> bytes:
    """Read the PDF of a published bulletin. Raises FileNotFoundError where its files are gone."""
    return archive.file(Kind.BULLETIN, version, PDF).read_bytes()
