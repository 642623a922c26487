"""Where the workspace keeps what was published: publications/<kind>/<version>/, never changed.

Beside it, and never handed out, audited/<version>/: the cells of a release with what was hidden of them.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from confianza.store import durable

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.disclosure.rules import Rule
    from confianza.analysis.releases.places import Snapped
    from confianza.analysis.releases.protecting import Protected


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


def figures(version: str) -> "dict[str, pl.DataFrame]":
    """Return the figures of a release by grain, as they were published."""
    import polars as pl

    return {
        grain: pl.read_parquet(file("release", version, f"figures_{grain}.parquet"))
        for grain in ("month", "quarter", "year")
    }


def keep_audited(version: str, protected: "Protected", snapped: "Snapped") -> None:
    """Keep what was hidden of a release, for the audit of the next ones. Never leaves the house."""
    place = _audited(version)
    durable.folder(place)
    for name, table in (
        ("cells", protected.cells), ("sums", protected.sums),
        ("points", snapped.points), ("records", snapped.records),
    ):  # fmt: skip
        aside = place / f".{name}"
        table.write_parquet(aside)
        durable.flush(aside)
        durable.publish(aside, place / f"{name}.parquet")


def audited(version: str) -> "Protected":
    """Return what `keep_audited` kept. Raises FileNotFoundError."""
    import polars as pl

    from confianza.analysis.releases.protecting import Protected

    place = _audited(version)
    return Protected(pl.read_parquet(place / "cells.parquet"), pl.read_parquet(place / "sums.parquet"))


def snapped(version: str) -> "Snapped":
    """Return where a release put its facts; its counts are left out, being made anew each time."""
    import polars as pl

    from confianza.analysis.releases import places

    place = _audited(version)
    told = places.nothing()
    return places.Snapped(
        pl.read_parquet(place / "points.parquet"), pl.read_parquet(place / "records.parquet"), told.counted
    )


def _audited(version: str) -> Path:
    place: Path = settings.WORKSPACE.root / "audited" / version
    return place


def sources(version: str) -> dict[str, str]:
    """Return which source a release quotes for each indicator."""
    told: dict[str, str] = json.loads(file("release", version, "release.json").read_bytes())["sources"]
    return told


def own_rules() -> "tuple[Rule, ...] | None":
    """Return the rules of disclosure with those of this workspace; None where it has none of its own."""
    from confianza.analysis.disclosure import rules

    own = settings.WORKSPACE.root / rules.OWN_FILE
    return rules.own(own.read_text(encoding="utf-8")) if own.exists() else None
