"""A release made by hand, with the doors of a real one: a town, six zones, a police sub-station, offences."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

TOWN, ZONES, STATION = (
    "municipality-9901",
    [f"zone-9901{place:02d}" for place in range(1, 7)],
    "substation-9.1",
)
FIRST, LAST = (2020, 1), (2026, 9)
HIDDEN_BELOW = 3

FIGURES = {
    "area_id": pl.String, "indicator_id": pl.String, "period": pl.String, "count": pl.Float64,
    "hidden": pl.Boolean, "rate": pl.Float64, "rate_low": pl.Float64, "rate_high": pl.Float64,
    "smoothed": pl.Float64, "source": pl.String, "months_told": pl.Int64, "complete": pl.Boolean,
    "status": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class Offence:
    id: str
    names: tuple[str, str]
    often: float
    version: int = 1
    multiplier: int = 100_000
    basis: str = "occurrence"

    def name(self, language: str) -> str:
        return self.names[0 if language == "es" else 1]

    def caveat(self, language: str) -> str:
        return "Solo lo denunciado." if language == "es" else "Only what was reported."


OFFENCES = (
    Offence("homicide", ("Homicidios", "Homicides"), 0.6),
    Offence("robbery", ("Robos", "Robberies"), 4.0),
    Offence("domestic_violence", ("Violencia doméstica", "Domestic violence"), 3.0),
    Offence("assault", ("Lesiones", "Assaults"), 2.0),
)
NEVER_FINE = "domestic_violence"


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    size: int
    sha256: str

    def title(self, language: str) -> str:
        return {"es": "Cifras por mes", "en": "Figures by month"}[language]


@dataclass(frozen=True)
class Bulletin:
    """The doors of one of `observatory.published.bulletins()`."""

    folder: Path
    version: str = "2026-09-municipality-9901-es.1"
    period: str = "2026-09"
    area_id: str = TOWN
    language: str = "es"
    made_at: datetime = datetime(2026, 10, 5, 13, 0, tzinfo=UTC)
    corrects: str | None = None
    reason: str = ""

    def path(self) -> Path:
        return self.folder / "bulletin.pdf"


@dataclass
class Release:
    """The doors of `observatory.published.PublishedRelease`."""

    version: str = "2026-10-05.1"
    made_at: datetime = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
    as_of: date = date(2026, 10, 4)
    corrects: str | None = None
    reason: str = ""
    folder: Path | None = None
    words: Mapping[str, Sequence[str]] = field(
        default_factory=lambda: {"es": ("Septiembre de 2026 es nuevo.",), "en": ("September 2026 is new.",)}
    )

    def changes(self, language: str) -> tuple[str, ...]:
        return tuple(self.words[language])

    def indicators(self) -> tuple[Offence, ...]:
        return OFFENCES

    def areas(self) -> pl.DataFrame:
        zones = [
            (zone, f"Zona {place}", "zone", TOWN, "administrative") for place, zone in enumerate(ZONES, 1)
        ]
        return pl.DataFrame(
            [
                (TOWN, "Valle Ficticio", "municipality", None, "administrative"),
                *zones,
                (STATION, "Subestación Ficticia", "substation", None, "police"),
            ],
            schema=["area_id", "name", "level", "parent_id", "geography"],
            orient="row",
        )

    def shapes(self) -> dict[str, Any]:
        squares = [self._square(zone, place % 3, place // 3) for place, zone in enumerate(ZONES)]
        town = self._square(TOWN, 0, 0, wide=3, tall=2)
        return {"type": "FeatureCollection", "features": [town, *squares]}

    def figures(
        self, *, area: str | None = None, indicator: str | None = None, grain: str = "month"
    ) -> pl.DataFrame:
        rows = self._rows[grain]
        if area:
            rows = rows.filter(area_id=area)
        return rows.filter(indicator_id=indicator) if indicator else rows

    def points(self, indicator: str) -> pl.DataFrame:
        rows = [(f"p{place}", -89.0 + place / 300, 13.9, indicator, "2026-09", 4.0) for place in range(3)]
        schema = ["snap_id", "longitude", "latitude", "indicator_id", "period", "count"]
        return pl.DataFrame(rows if indicator == "robbery" else [], schema=schema, orient="row")

    def files(self) -> tuple[File, ...]:
        return (File("figures.csv", "text/csv", 1234, "ab" * 32),)

    def path(self, name: str) -> Path:
        if name not in {file.name for file in self.files()} or self.folder is None:
            raise FileNotFoundError(name)
        return self.folder / name

    @cached_property
    def _rows(self) -> dict[str, pl.DataFrame]:
        chance, months, years = random.Random(7), [], []  # noqa: S311 - no secret, a picture
        for area, offence in ((a, o) for a in (TOWN, *ZONES, STATION) for o in OFFENCES):
            if offence.id == NEVER_FINE and area != TOWN:
                continue
            size = 6 if area in (TOWN, STATION) else 1
            counts = {
                month: sum(chance.random() < offence.often / 9 for _ in range(9 * size))
                for month in _months()
            }
            if offence.id != NEVER_FINE:
                months += [_row(area, offence.id, f"{y}-{m:02d}", n, size, 1) for (y, m), n in counts.items()]
            for year in range(FIRST[0], LAST[0] + 1):
                told = [n for (y, _), n in counts.items() if y == year]
                years.append(_row(area, offence.id, str(year), sum(told), size, len(told)))
        frames = {"month": months, "quarter": [], "year": years}
        return {grain: pl.DataFrame(rows, schema=FIGURES, orient="row") for grain, rows in frames.items()}

    def _square(self, area: str, column: int, row: int, wide: int = 1, tall: int = 1) -> dict[str, Any]:
        west, south, side = -89.0 + column / 50, 13.9 + row / 50, 1 / 50
        east, north = west + wide * side, south + tall * side
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        properties = {"area_id": area, "name": area}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "properties": properties, "geometry": geometry}


def _months() -> list[tuple[int, int]]:
    first, last = FIRST[0] * 12 + FIRST[1] - 1, LAST[0] * 12 + LAST[1] - 1
    return [(month // 12, month % 12 + 1) for month in range(first, last + 1)]


def _row(area: str, offence: str, period: str, count: int, size: int, months: int) -> tuple[Any, ...]:
    hidden = 0 < count < HIDDEN_BELOW
    rate = None if hidden else round(count * 12 / months / (size * 9000) * 100_000, 2)
    ends = (None, None) if rate is None else (round(rate * 0.7, 2), round(rate * 1.4, 2))
    complete = len(period) > 4 or months == 12
    told = None if hidden else float(count)
    return (
        area,
        offence,
        period,
        told,
        hidden,
        rate,
        *ends,
        rate,
        "gt_pnc_victims",
        months,
        complete,
        "reported",
    )


def publish(patch: Any, *releases: Release, bulletins: Sequence[Bulletin] = ()) -> None:
    """Have these be all that is published, the newest first; nothing if none."""
    from confianza.web.observatory import published
    from confianza.web.public_site import memory

    by_version = {each.version: each for each in releases}
    patch.setattr(published, "latest", lambda: releases[0] if releases else None)
    patch.setattr(published, "releases", lambda: list(releases))
    patch.setattr(published, "release", by_version.get)
    patch.setattr(published, "corrections", lambda: [each for each in releases if each.corrects])
    patch.setattr(published, "bulletins", lambda area_id=None: list(bulletins), raising=False)
    memory.forget()
