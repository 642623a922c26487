"""A release made by hand, with the doors a bulletin asks of a real one: a town, its zones, eight offences.

Counts follow a fixed rule with some spread; figures below the threshold are hidden as a release hides them.
"""

import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from confianza.analysis.indicators import rates, registry

TOWN, POLICE, CORONER = "municipality-0701", "gt_pnc_victims", "gt_inacif_necropsies"
FIRST, LAST = 2021 * 12, 2026 * 12 + 9
THRESHOLD = 5
PEOPLE = 48_000
SCHEMA = {
    "area_id": pl.String, "indicator_id": pl.String, "period": pl.String, "count": pl.Float64,
    "hidden": pl.Boolean, "rate": pl.Float64, "rate_low": pl.Float64, "rate_high": pl.Float64,
    "smoothed": pl.Float64, "source": pl.String, "months_told": pl.Int64, "complete": pl.Boolean,
    "status": pl.String,
}  # fmt: skip
OFTEN = {
    "homicide": 11, "extortion": 24, "robbery": 46, "assault": 31, "burglary": 17, "theft": 39, "threat": 14,
    "sexual_violence": 6,
}  # fmt: skip
BY_YEAR_ONLY = "sexual_violence"


@dataclass(frozen=True)
class Indicator:
    id: str
    multiplier: int = 100_000

    def name(self, language: str) -> str:
        return registry.get(self.id).name(language)

    def caveat(self, language: str) -> str:
        return registry.get(self.id).caveat(language)


@dataclass
class Release:
    """`zones` names the areas inside; `counts` overrides (area, indicator, month); all is hidden or untold on
    request.
    """

    folder: Path
    name: str = "Villa Ficticia"
    zones: tuple[str, ...] = tuple(f"Zona {number}" for number in range(1, 9))
    version: str = "2026-11-05.1"
    made_at: datetime = datetime(2026, 11, 5, 15, 30, tzinfo=UTC)
    as_of: date = date(2026, 11, 4)
    corrects: str | None = None
    reason: str = ""
    sha256: str = "5a" * 32
    counts: dict[tuple[str, str, str], float | None] = field(default_factory=dict)
    hide_all: bool = False
    offences: tuple[str, ...] = tuple(OFTEN)
    with_borders: bool = True

    def changes(self, language: str) -> tuple[str, ...]:
        return ("Octubre de 2026 es nuevo.",)

    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(Indicator(name) for name in self.offences)

    def areas(self) -> pl.DataFrame:
        inside = [
            (self.zone(n), name, "zone", TOWN, "administrative") for n, name in enumerate(self.zones, 1)
        ]
        rows = [(TOWN, self.name, "municipality", None, "administrative"), *inside]
        return pl.DataFrame(rows, schema=["area_id", "name", "level", "parent_id", "geography"], orient="row")

    @staticmethod
    def zone(number: int) -> str:
        return f"zone-0701-{number}"

    def shapes(self) -> dict[str, Any]:
        if not self.with_borders:
            return {"type": "FeatureCollection", "features": []}
        features = [self._feature(TOWN, 0)]
        features += [self._feature(self.zone(number), number) for number in range(1, len(self.zones) + 1)]
        return {"type": "FeatureCollection", "features": features}

    def figures(
        self, *, area: str | None = None, indicator: str | None = None, grain: str = "month"
    ) -> pl.DataFrame:
        table = self._tables[grain]
        if area:
            table = table.filter(pl.col("area_id") == area)
        return table.filter(pl.col("indicator_id") == indicator) if indicator else table

    def path(self, name: str) -> Path:
        found = self.folder / name
        if not found.is_file():
            raise FileNotFoundError(name)
        return found

    def tell_by_source(self, told: dict[tuple[str, str], float], indicator: str = "homicide") -> None:
        """Keep what each (source, year) counts of an indicator in the town."""
        rows = [(TOWN, indicator, year, source, count, 12) for (source, year), count in told.items()]
        columns = ["area_id", "indicator_id", "period", "source", "count", "months_told"]
        table = pl.DataFrame(rows, schema=columns, orient="row")
        table.write_parquet(self.folder / "figures_by_source.parquet")

    def count(self, area: str, indicator: str, month: int) -> float | None:
        period = f"{month // 12}-{month % 12 + 1:02d}"
        if (area, indicator, period) in self.counts:
            return self.counts[area, indicator, period]
        if area == TOWN:
            return float(round(OFTEN[indicator] * (1 + 0.22 * math.sin(month * 2.399 + len(indicator)))))
        place = int(area.rpartition("-")[2])
        return float(round(OFTEN[indicator] * (0.24 / place) * (1 + 0.5 * math.sin(month * 1.7 + place))))

    @cached_property
    def _tables(self) -> dict[str, pl.DataFrame]:
        months: list[tuple[Any, ...]] = []
        years: list[tuple[Any, ...]] = []
        for area in self.areas()["area_id"]:
            people = PEOPLE if area == TOWN else PEOPLE / len(self.zones)
            for indicator in self.offences:
                told = {month: self.count(area, indicator, month) for month in range(FIRST, LAST + 1)}
                if indicator != BY_YEAR_ONLY:
                    rows = ((f"{m // 12}-{m % 12 + 1:02d}", count) for m, count in told.items())
                    months += [(area, indicator, period, count, people, 1) for period, count in rows]
                years += [(area, indicator, *year, people) for year in self._years(told)]
        base = {name: SCHEMA[name] for name in ("area_id", "indicator_id", "period", "count")}
        by_month = base | {"people": pl.Float64, "months_told": pl.Int64}
        by_year = base | {"months_told": pl.Int64, "people": pl.Float64}
        return {"month": self._protected(months, by_month), "year": self._protected(years, by_year)}

    @staticmethod
    def _years(told: dict[int, float | None]) -> list[tuple[str, float | None, int]]:
        """Sum each year; the one that is not over counts its whole quarters."""
        found = []
        for year in range(FIRST // 12, LAST // 12 + 1):
            months = range(year * 12, min(year * 12 + 12, LAST // 3 * 3))
            known = [count for month in months if (count := told[month]) is not None]
            found.append((str(year), sum(known) if known else None, len(known)))
        return found

    def _protected(self, rows: list[tuple[Any, ...]], columns: dict[str, Any]) -> pl.DataFrame:
        """Add rates and hide what is small, with the neutral status of a release."""
        told = pl.DataFrame(rows, schema=columns, orient="row")
        small = pl.col("count").is_between(0, THRESHOLD, closed="none")
        hidden = pl.col("count").is_not_null() & (pl.lit(self.hide_all) | small)
        shown = told.with_columns(hidden=hidden, person_years=pl.col("people") * pl.col("months_told") / 12)
        shown = shown.with_columns(count=pl.when(~pl.col("hidden")).then("count"))
        known = pl.col("count").is_not_null() | pl.col("hidden")
        whole = (pl.col("period").str.len_chars() > 4) | (pl.col("months_told") == 12)
        rated = rates.with_rates(shown).with_columns(
            smoothed=pl.col("rate"),
            source=pl.when(known).then(pl.lit(POLICE)),
            complete=known & whole,
            status=pl.when("hidden").then(pl.lit("hidden")).when(known).then(pl.lit("reported"))
            .otherwise(pl.lit("not_told")),
        )  # fmt: skip
        return rated.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())

    def _feature(self, area: str, number: int) -> dict[str, Any]:
        across = max(math.isqrt(max(len(self.zones), 1)), 1)
        west, south, side = -90.5 + (number - 1) % across / 40, 14.5 + (number - 1) // across / 40, 1 / 40
        lean = 0.004 * math.sin(number)
        ring = [
            [west, south],
            [west + side, south],
            [west + side, south + side],
            [west + lean, south + side],
            [west, south],
        ]
        return {
            "type": "Feature", "properties": {"area_id": area},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }  # fmt: skip
