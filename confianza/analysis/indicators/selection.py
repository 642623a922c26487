"""Which part of the counts a question is about: its kinds of claims, its persons, its place, its months, its
voice.

Everything here is an Ibis condition, so that the engine reads and sums no more rows than it must.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from confianza.analysis.indicators import numerator
from confianza.analysis.indicators.coverage import voice
from confianza.analysis.indicators.filters import Filters
from confianza.analysis.indicators.periods import Grain
from confianza.analysis.territory.areas import Territory, ancestry

_TRUNCATED = {"year": "Y", "quarter": "Q", "month": "M"}


def asked(counts: Any, territory: Territory, filters: Filters) -> Any:
    """Return the rows of an Ibis table of monthly counts that a question is about, with their `voice`.

    A year told as a whole lies in a window only when all of it does; the undated only when no window is asked
    for.
    """
    here = numerator.of_indicator(counts.filter(counts.geography == filters.geography), filters.indicator)
    named = here.mutate(voice=voice(here), whole_year=here.date_precision == "year")
    wanted = {
        "sex": filters.sex,
        "age_band": filters.age_band,
        "mechanism": filters.mechanism,
        "voice": filters.source,
    }
    conditions = [named[column] == value for column, value in wanted.items() if value]
    conditions += _window(named, filters.first, filters.last)
    if filters.area:
        conditions.append(named.area_id.isin(_inside(territory, filters.area)))
    return named.filter(conditions) if conditions else named


def _window(named: Any, first: date | None, last: date | None) -> list[Any]:
    import ibis

    december = ibis.date(named.month.year(), 12, 1)
    end = ibis.ifelse(named.whole_year, december, named.month)
    return ([named.month >= ibis.literal(first)] if first else []) + (
        [end <= ibis.literal(last)] if last else []
    )


def _inside(territory: Territory, area: str) -> list[str]:
    """Return the identities of an area and of everything in it."""
    return ancestry(territory).filter(pl.col("ancestor_id") == area)["area_id"].to_list()


def with_period(named: Any, grain: Grain) -> Any:
    """Add `begins`, the first day of the period of each row; null where it is told less finely than that."""
    import ibis

    begins = named.month.truncate(_TRUNCATED[grain])
    too_coarse = named.whole_year if grain != "year" else ibis.literal(False)
    return named.mutate(begins=ibis.ifelse(too_coarse, ibis.null("date"), begins.cast("date")))


def voices(counts: Any, filters: Filters) -> list[str]:
    """Return the voices that ever told this indicator: the silence of any other about it means nothing."""
    told = numerator.of_indicator(counts, filters.indicator)
    names: Sequence[str] = told.select(source=voice(told)).distinct().to_polars()["source"]
    return sorted(names)
