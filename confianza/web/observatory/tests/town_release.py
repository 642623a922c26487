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
        rows = [
            (TOWN, indicator, year, count, False, None, None, None, None, source, 12, True, "reported")
            for (source, year), count in told.items()
        ]
        pl.DataFrame(rows, schema=SCHEMA, orient="row").write_parquet(
            self.folder / "figures_by_source.parquet"
        )

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
        months, years = [], []
        for area in self.areas()["area_id"]:
            people = PEOPLE if area == TOWN else PEOPLE / len(self.zones)
            for indicator in self.offences:
                told = {month: self.count(area, indicator, month) for month in range(FIRST, LAST + 1)}
                if indicator != BY_YEAR_ONLY:
                    months += [
                        self._row(area, indicator, f"{m // 12}-{m % 12 + 1:02d}", n, people, 1)
                        for m, n in told.items()
                    ]
                for year in range(FIRST // 12, LAST // 12 + 1):
                    # A year that is not over counts its whole quarters.
                    known = [
                        told[m]
                        for m in range(year * 12, min(year * 12 + 12, LAST // 3 * 3))
                        if told[m] is not None
                    ]
                    years.append(
                        self._row(
                            area, indicator, str(year), sum(known) if known else None, people, len(known)
                        )
                    )
        frames = {"month": months, "year": years}
        return {grain: pl.DataFrame(rows, schema=SCHEMA, orient="row") for grain, rows in frames.items()}

    def _row(
        self, area: str, indicator: str, period: str, count: float | None, people: float, months: int
    ) -> tuple[Any, ...]:
        told = count is not None
        hidden = told and (self.hide_all or 0 < (count or 0) < THRESHOLD)
        status = "hidden" if hidden else "reported" if told else "not_told"
        shown = None if hidden else count
        table = pl.DataFrame(
            {"count": [shown], "person_years": [people * months / 12]}, schema_overrides={"count": pl.Float64}
        )
        rated = rates.with_rates(table).row(0, named=True)
        ends = tuple(rated[name] for name in ("rate", "rate_low", "rate_high"))
        complete = told and (len(period) > 4 or months == 12)
        return (
            area,
            indicator,
            period,
            shown,
            hidden,
            *ends,
            ends[0],
            POLICE if told else None,
            months,
            complete,
            status,
        )

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
