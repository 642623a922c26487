"""Homicides of the whole municipality by year, for the home page until it reads a release.

Nothing finer than one municipality × one year leaves here: no zones, no months, no sex, no age, no mechanism.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from confianza.web.observatory import labels, memory, queries

MONTHS_IN_YEAR = 12
SMALLEST_PUBLISHED = ("municipality", "department", "region", "country")


@dataclass(frozen=True)
class YearlyCount:
    """Victims of homicide in one year; `complete`: its source speaks of all twelve months.

    `rate_per_100k` and its interval are null without a population; an incomplete year's rate is per
    person-year of the months told.
    """

    year: int
    area: str
    count: float
    rate_per_100k: float | None
    ci_low: float | None
    ci_high: float | None
    complete: bool
    sources: Sequence[str]
    as_of: date


def yearly_counts() -> list[YearlyCount]:
    """Return homicides by year of the municipality the data are about, the first year first; empty without
    data.
    """
    from django.utils import timezone

    today = timezone.localdate()
    return memory.remembered(f"published|{queries.state(None)}|{today}", lambda: _yearly_counts(today))


def source_title(source: str) -> str:
    """Name one of the `sources` in the reader's language."""
    return labels.source(source)


def _yearly_counts(today: date) -> list[YearlyCount]:
    ground = queries.Ground(None)
    place = _published_place(ground)
    if place is None:
        return []
    question = queries.settled(queries.Question(area=place.area_id))
    table = ground.table(question, "year", first=None, last=None)
    told = [row for row in table.iter_rows(named=True) if row["period"] and row["months"]]
    return [
        YearlyCount(
            year=int(row["period"]),
            area=place.name,
            count=row["count"],
            rate_per_100k=row["rate"],
            ci_low=row["rate_low"],
            ci_high=row["rate_high"],
            complete=row["months"] == MONTHS_IN_YEAR,
            sources=(row["source"],),
            as_of=today,
        )
        for row in told
    ]


def _published_place(ground: queries.Ground) -> queries.Place | None:
    """The municipality around the heart of the data; where these are wider, the area they are about."""
    heart = ground.place(ground.coverage("administrative").heart)
    if heart is None or heart.level in SMALLEST_PUBLISHED:
        return heart
    above = (ground.place(area_id) for area_id, _ in reversed(heart.above))
    return next((place for place in above if place and place.level in SMALLEST_PUBLISHED), None)
