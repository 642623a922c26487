"""Releases as the public reads them: everything comes from the release's own files, nothing from the counts.

A release is immutable; each is read once and kept in memory by its version.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from confianza.store import packages
from confianza.web.observatory import archive, labels
from confianza.web.observatory.models import Kind, Publication

if TYPE_CHECKING:
    import polars as pl

Grain = Literal["month", "quarter", "year"]
# Releases kept open: the last ones are asked for all day, the old ones now and then.
KEPT_OPEN = 8


@dataclass(frozen=True)
class PublishedIndicator:
    """An indicator as this release defines it. `multiplier`: rates are per so many person-years."""

    id: str
    version: int
    names: dict[str, str]
    caveats: dict[str, str]
    multiplier: int
    basis: str

    def name(self, language: str) -> str:
        """The name in `es` or `en`."""
        return self.names[_known(language)]

    def caveat(self, language: str) -> str:
        """What the reader must know, in `es` or `en`; empty where nothing."""
        return self.caveats[_known(language)]


@dataclass(frozen=True)
class PublishedFile:
    """One file of a release. `name` is relative to its folder (sdmx/figures.csv)."""

    name: str
    media_type: str
    size: int
    sha256: str
    titles: dict[str, str]

    def title(self, language: str) -> str:
        """What is in it, in `es` or `en`."""
        return self.titles[_known(language)]


@dataclass(frozen=True)
class PublishedRelease:
    """One release. `corrects` is the version it corrects, or None; then `reason` says why.

    Areas and figures are those the rules let be published; a figure that is hidden has a null count and
    rate, whether it is hidden for itself or to protect another.
    """

    version: str
    made_at: datetime
    as_of: date
    corrects: str | None
    reason: str
    sha256: str
    folder: Path = field(repr=False)

    def changes(self, language: str) -> tuple[str, ...]:
        """What is different from the release before, in sentences; one sentence for the first."""
        return tuple(self._told["changes"][_known(language)])

    def indicators(self) -> tuple[PublishedIndicator, ...]:
        """The indicators with figures in this release, in the order of the registry."""
        return tuple(PublishedIndicator(**told) for told in self._told["indicators"])

    def areas(self) -> "pl.DataFrame":
        """area_id, name, level, parent_id (null at the top), geography ("administrative" or "police")."""
        return self._areas

    def shapes(self) -> dict[str, Any]:
        """The areas as GeoJSON, simplified; properties are the columns of `areas`."""
        return self._shapes

    def figures(
        self, *, area: str | None = None, indicator: str | None = None, grain: Grain = "month"
    ) -> "pl.DataFrame":
        """Figures, by area, indicator and period, in the order of periods.

        Columns: area_id, indicator_id, period (2026-01, 2026-Q1 or 2026), count (Float64; null where hidden
        or untold), hidden (Boolean), rate, rate_low, rate_high (per `multiplier` a year), smoothed, source,
        months_told, complete (all its months are told), status (reported, hidden, not_told). The year that
        is not over counts its whole quarters so far (`months_told` of them).
        """
        import polars as pl

        chosen = [
            pl.col(column) == value
            for column, value in (("area_id", area), ("indicator_id", indicator))
            if value is not None
        ]
        table = self._figures[grain]
        return table.filter(chosen) if chosen else table

    def kinds(self, table: Literal["sex_age", "mechanism"]) -> "pl.DataFrame":
        """Homicides of a year by sex and age band, or by mechanism: the columns of the file of that name."""
        import polars as pl

        return pl.read_parquet(self.path(f"homicide_{table}.parquet"))

    def points(self, indicator: str) -> "pl.DataFrame":
        """Snapped places: snap_id, longitude, latitude, indicator_id, period, count.

        Each stands for eight homes or more. Only indicators that may be mapped have any.
        """
        import polars as pl

        return self._points.filter(pl.col("indicator_id") == indicator)

    def files(self) -> tuple[PublishedFile, ...]:
        """Every file, with its checksum, in the order of names."""
        return self._files

    def path(self, name: str) -> Path:
        """Where a file stands. Raises FileNotFoundError for a name that is not one of `files`."""
        return archive.file(Kind.RELEASE, self.version, name)

    @cached_property
    def _told(self) -> dict[str, Any]:
        return cast(dict[str, Any], json.loads(self.path("release.json").read_text(encoding="utf-8")))

    @cached_property
    def _areas(self) -> "pl.DataFrame":
        import polars as pl

        return pl.read_parquet(self.path("areas.parquet"))

    @cached_property
    def _shapes(self) -> dict[str, Any]:
        return cast(dict[str, Any], json.loads(self.path("areas.geojson").read_text(encoding="utf-8")))

    @cached_property
    def _figures(self) -> "dict[str, pl.DataFrame]":
        import polars as pl

        known = pl.Series(self._areas["area_id"])
        tables = {
            grain: pl.read_parquet(self.path(f"figures_{grain}.parquet"))
            for grain in ("month", "quarter", "year")
        }
        return {
            grain: table.filter(pl.col("area_id").is_in(known.implode())).with_columns(
                hidden=pl.col("status") == "hidden"
            )
            for grain, table in tables.items()
        }

    @cached_property
    def _points(self) -> "pl.DataFrame":
        import polars as pl

        return pl.read_parquet(self.path("points.parquet"))

    @cached_property
    def _files(self) -> tuple[PublishedFile, ...]:
        titles = self._told["files"]
        return tuple(
            PublishedFile(name, _media_type(name), size, sha256, titles.get(name, {"es": name, "en": name}))
            for name, size, sha256 in packages.listing(self.folder)
        )


def latest() -> PublishedRelease | None:
    """Return what is published now; None before the first release."""
    found = Publication.objects.releases().first()
    return _opened(found) if found else None


def release(version: str) -> PublishedRelease | None:
    """Return a release by its version, or None."""
    found = Publication.objects.releases().filter(version=version).first()
    return _opened(found) if found else None


def releases() -> list[PublishedRelease]:
    """Return every release, the newest first; none is read before it is asked for something."""
    return [_opened(found) for found in Publication.objects.releases().select_related("corrects")]


@dataclass(frozen=True)
class Correction:
    """A publication that corrects another: of which kind, which, by which, when and why."""

    kind: str
    version: str
    corrects: str
    made_at: datetime
    reason: str
    area_id: str = ""
    period: str = ""
    language: str = ""


def corrections() -> Sequence[Correction]:
    """Return everything published as a correction, the newest first."""
    rows = Publication.objects.filter(corrects__isnull=False).select_related("corrects")
    return [
        Correction(
            row.kind, row.version, row.corrects.version if row.corrects else "", row.made_at, row.reason,
            row.area_id, row.period, row.language,
        )
        for row in rows
    ]  # fmt: skip


def _opened(row: Publication) -> PublishedRelease:
    return _open(
        row.version, row.made_at, row.as_of, row.corrects.version if row.corrects else None, row.reason,
        row.sha256, archive.folder(Kind.RELEASE, row.version),
    )  # fmt: skip


@lru_cache(maxsize=KEPT_OPEN)
def _open(*told: Any) -> PublishedRelease:
    return PublishedRelease(*told)


def _known(language: str) -> str:
    return "es" if language.startswith("es") else "en"


def _media_type(name: str) -> str:
    return packages.MEDIA_TYPES.get(Path(name).suffix.removeprefix("."), "text/plain")


def source_title(source: str) -> str:
    """Name a source of a release in the reader's language."""
    return labels.source(source)
