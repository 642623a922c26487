"""Where the workspace keeps what was published: publications/<kind>/<version>/, never changed.

Beside it, and never handed out, audited/<version>/: the cells of a release with what was hidden of them; and
audited/beside/<name>/: the same of what was told beside releases, such as an evaluation.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from confianza.store import durable

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.disclosure.rules import Rule
    from confianza.analysis.releases.places import Snapped
    from confianza.analysis.releases.protecting import Protected


# Where what was told beside releases is kept; no version begins with a letter.
BESIDE = "beside"
OF_SOURCE = "|"


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
    _write(place, cells=protected.cells, sums=protected.sums, points=snapped.points, records=snapped.records)


def audited(version: str) -> "Protected":
    """Return what `keep_audited` kept. Raises FileNotFoundError."""
    return _protected(_audited(version))


def keep_beside(name: str, protected: "Protected", source: str) -> None:
    """Keep what was told beside releases, by one source, for the audit of whatever is published later."""
    import polars as pl

    own = protected.cells.with_columns(
        pl.col("indicator_id").str.split(OF_SOURCE).list.first() + OF_SOURCE + source
    )
    place = _audited(BESIDE) / name
    durable.folder(place)
    _write(place, cells=own, sums=protected.sums)


def beside(voices: Mapping[str, str]) -> "Sequence[Protected]":
    """Return what was told beside releases, in the order of names. An indicator goes by its own name where it
    is told by the source that releases quote for it (`voices`), else by `called`.
    """
    from confianza.analysis.releases.protecting import Protected

    place = _audited(BESIDE)
    folders = sorted(place.iterdir()) if place.is_dir() else []
    kept = [_protected(folder) for folder in folders]
    return [Protected(_as_called(each.cells, voices), each.sums) for each in kept]


def called(indicator: str, source: str, voices: Mapping[str, str]) -> str:
    """Name an indicator as told by a source: as releases name it, where they quote the same source."""
    return indicator if voices.get(indicator) == source else f"{indicator}{OF_SOURCE}{source}"


def _as_called(cells: "pl.DataFrame", voices: Mapping[str, str]) -> "pl.DataFrame":
    import polars as pl

    told = [(name, *name.split(OF_SOURCE, 1)) for name in cells["indicator_id"].unique()]
    names = {name: called(indicator, source, voices) for name, indicator, source in told}
    return cells.with_columns(pl.col("indicator_id").replace_strict(names, return_dtype=pl.String))


def _protected(place: Path) -> "Protected":
    import polars as pl

    from confianza.analysis.releases.protecting import Protected

    return Protected(pl.read_parquet(place / "cells.parquet"), pl.read_parquet(place / "sums.parquet"))


def _write(place: Path, **tables: "pl.DataFrame") -> None:
    for name, table in tables.items():
        aside = place / f".{name}"
        table.write_parquet(aside)
        durable.flush(aside)
        durable.publish(aside, place / f"{name}.parquet")


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
