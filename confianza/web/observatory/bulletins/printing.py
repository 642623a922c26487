"""From data and pictures to a PDF: PDF/UA-1 for who cannot see it, PDF/A-2a for who reads it in 30 years."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

LAYOUT = Path(__file__).with_name("bulletin.typ")
STANDARDS = ("ua-1", "a-2a")
PAGES = 4


def pdf(data: Mapping[str, Any], svgs: Mapping[str, str], made_at: datetime) -> bytes:
    """Lay out the four pages; the same data give the same bytes. `made_at` is the date of the document.

    The layout reads `data` as a file of values: no text in it is ever read as code.
    """
    import typst

    made: bytes = typst.compile(
        _files(data, svgs), format="pdf", pdf_standards=list(STANDARDS), ignore_system_fonts=True,
        timestamp=_whole_second(made_at),
    )  # fmt: skip
    return made


def pictures(data: Mapping[str, Any], svgs: Mapping[str, str], *, ppi: float = 110) -> list[bytes]:
    """Draw the same pages as PNG, to look at."""
    import typst

    drawn = typst.compile(_files(data, svgs), format="png", ppi=ppi, ignore_system_fonts=True)
    return drawn if isinstance(drawn, list) else [drawn]


def _files(data: Mapping[str, Any], svgs: Mapping[str, str]) -> dict[str, bytes]:
    written = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    return {
        "main.typ": _layout(), "data.json": written, **{name: svg.encode() for name, svg in svgs.items()}
    }  # fmt: skip


@cache
def _layout() -> bytes:
    return LAYOUT.read_bytes()


def _whole_second(made_at: datetime) -> datetime:
    return made_at.astimezone(UTC).replace(microsecond=0)
