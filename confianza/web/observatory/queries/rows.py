"""Figures as plain rows, for the command line and whoever reads it by machine."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from confianza.web.observatory.queries import places
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.question import Question

if TYPE_CHECKING:
    import polars as pl

SAFE_DECIMALS = 4
PER_100K = 100_000
KINDS = ("offence", "sex", "age_band", "mechanism")
SMOOTHED = {
    "smoothed": "smoothed_per_100k",
    "smoothed_low": "smoothed_low",
    "smoothed_high": "smoothed_high",
}


class NothingToSmooth(ValueError):
    """Rates can be smoothed only among areas, and none were asked for."""


def indicator_rows(
    *,
    by: Sequence[str],
    offence: str,
    filters: dict[str, Any] | None = None,
    as_of: date | None = None,
    smoothed: bool = False,
) -> list[dict[str, Any]]:
    """Return one row per combination of `by` (area, month | quarter | year, offence, sex, age_band,
    mechanism, source).

    Keys: area, period, count, rate_per_100k, ci_low, ci_high (of the rate), sources, as_of, and those of the
    other dimensions asked for; with `smoothed` also smoothed_per_100k, smoothed_low and smoothed_high, of the
    rate drawn towards that of the areas beside it (see `indicators.smoothing`). `offence` is an indicator, an
    ICCS code or a word; `filters` are fields of `analysis.indicators.filters.Filters` but the indicator, and
    `area` may be an identity, a code or a name.

    Sources are never added: each row quotes one (`sources` names it), the one that speaks of most areas and
    months, or the next that speaks of that area and period; by `source`, there is a row for each. What no
    source speaks of has no row; what one speaks of and tells nothing about is a row of zero. "" is the area
    of what could not be placed and the period of what has no date. Without a territory, areas are the names
    as the sources wrote them.

    Raises UnknownIndicator, UnknownDimension, UnknownPlace, NothingToSmooth.
    """
    if smoothed and "area" not in by:
        raise NothingToSmooth
    from confianza.analysis.indicators import registry

    ground = Ground(as_of)
    question = Question(indicator_id=registry.resolve(offence).id, as_of=as_of)
    asked = dict(filters or {})
    if asked.get("area"):
        asked["area"] = places.found(ground.territory, asked["area"])
    table = ground.table(replace(question, **asked), *by)
    if smoothed:
        table = _smoothed(table, by, question.indicator.multiplier)
    told = [row for row in table.iter_rows(named=True) if row["count"] is not None]
    named = places.names(ground.territory, sorted({row["area"] for row in told if row.get("area")}))
    return [_row(row, by, named, as_of, question.indicator.multiplier) for row in told]


def _smoothed(table: "pl.DataFrame", by: Sequence[str], multiplier: int) -> "pl.DataFrame":
    """Smooth over the areas of each period and kind, as one voice tells them."""
    import polars as pl

    from confianza.analysis.indicators.smoothing import with_smoothed

    known = table.with_row_index("_order")
    held = ["source", *(column for column in ("period", *KINDS) if column in table.columns)]
    parts = [
        with_smoothed(part, multiplier=multiplier) for part in known.partition_by(held, include_key=True)
    ]
    return pl.concat(parts).sort("_order").drop("_order") if parts else table


def _row(
    row: dict[str, Any], by: Sequence[str], named: dict[str, str], as_of: date | None, multiplier: int
) -> dict[str, Any]:
    per_100k = PER_100K / multiplier
    others = [name for name in by if name in KINDS]
    return {
        "area": named.get(row.get("area") or "", ""),
        "period": row.get("period") or "",
        **{name: row[name] for name in others},
        "count": _whole(row["count"]),
        "rate_per_100k": _rounded(row["rate"], per_100k),
        "ci_low": _rounded(row["rate_low"], per_100k),
        "ci_high": _rounded(row["rate_high"], per_100k),
        **{key: _rounded(row[name], per_100k) for name, key in SMOOTHED.items() if name in row},
        "sources": [row["source"]],
        "as_of": as_of.isoformat() if as_of else _today(),
    }


def _whole(count: float) -> float:
    """Counts are whole but where a crosswalk split an area."""
    return int(count) if float(count).is_integer() else round(count, SAFE_DECIMALS)


def _rounded(value: float | None, times: float = 1.0) -> float | None:
    return None if value is None else round(value * times, SAFE_DECIMALS)


def _today() -> str:
    from django.utils import timezone

    return timezone.localdate().isoformat()
