"""What a month usually brings, and the band within which chance alone moves its count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl

from confianza.analysis.indicators.intervals import CONFIDENCE

YEARS_BEFORE = 5
FEWEST_YEARS = 3
MONTHS_BEFORE = 12
FEWEST_MONTHS = 6

Basis = Literal["same_month", "months_before", "whole_years"]


@dataclass(frozen=True)
class Usual:
    """What to expect of a month: `middle` on average, `low` to `high` by chance.

    It rests on `total` events counted in `months` earlier months: the same calendar month of the years
    before, or, where too few of those are told, the twelve months before; or whole years, where months are
    withheld.
    """

    low: float
    middle: float
    high: float
    total: float
    months: int
    basis: Basis


def of_month(monthly: pl.DataFrame, month: date, *, confidence: float = CONFIDENCE) -> Usual | None:
    """Return what is usual in `month` (its first day), from the months before it.

    `monthly` has `month`, `count` (null: nobody tells it) and, where counts may be withheld, `hidden`. Months
    nobody tells are left out. A withheld count is a small one, and leaving out the small ones would raise
    what is usual: where one is among the months compared with, there is no answer (None). Nor is there with
    fewer than three such calendar months and fewer than six of the twelve months before.
    """
    known = _known(monthly)
    for basis, months, fewest in _compared_with(month):
        found = [known[each] for each in months if each in known]
        if len(found) >= fewest:
            told = [count for count in found if count is not None]
            return _usual(told, basis, confidence) if len(told) == len(found) else None
    return None


def of_whole_years(
    yearly: Mapping[int, float], month: date, *, confidence: float = CONFIDENCE
) -> Usual | None:
    """Return what is usual in `month` from the counts of whole years before it; None without any.

    For a series of which some months are withheld: its whole years count them. It knows no season.
    """
    counts = [yearly[year] for year in range(month.year - YEARS_BEFORE, month.year) if year in yearly]
    if not counts:
        return None
    total, months = sum(counts), len(counts) * MONTHS_BEFORE
    low, high = band(total, months, confidence=confidence)
    return Usual(low, total / months, high, total, months, "whole_years")


def band(total: float, months: float, *, confidence: float = CONFIDENCE) -> tuple[int, int]:
    """Return the lowest and the highest count of one month that is no clear change from `total` in `months`.

    It turns the exact test of two Poisson counts round (Przyborowski & Wilenski 1940): a count lies in the
    band exactly where `change.compare(count, total, exposure_before=months)` finds no clear change. It holds
    for events independent of each other; violence that breeds violence leaves it more often than this says.
    """
    from scipy.special import betainc

    share, tail, before = 1 / (1 + months), (1 - confidence) / 2, round(total)
    counts = np.arange(1, _farther_than_chance(before, months))
    # I_p(x, b + 1) is the chance that of x + b events x or more fall into the month.
    high = int((betainc(counts, before + 1, share) >= tail).sum())
    if not before:
        return 0, high
    low = int((betainc(before, np.arange(high + 1) + 1, 1 - share) < tail).sum())
    return low, high


def _known(monthly: pl.DataFrame) -> dict[date, float | None]:
    """Return the count of every month that is told; None where it is withheld."""
    hidden = monthly["hidden"].to_list() if "hidden" in monthly.columns else [False] * monthly.height
    rows = zip(monthly["month"], monthly["count"], hidden, strict=True)
    return {
        month: None if withheld else count for month, count, withheld in rows if withheld or count is not None
    }


def _compared_with(month: date) -> Iterator[tuple[Basis, Sequence[date], int]]:
    """Yield the months to compare with, the best first, and how many of them are enough."""
    years = range(1, YEARS_BEFORE + 1)
    yield "same_month", [month.replace(year=month.year - back) for back in years], FEWEST_YEARS
    before = range(1, MONTHS_BEFORE + 1)
    yield "months_before", [_earlier(month, back) for back in before], FEWEST_MONTHS


def _usual(told: Sequence[float], basis: Basis, confidence: float) -> Usual:
    total = sum(told)
    low, high = band(total, len(told), confidence=confidence)
    return Usual(low, total / len(told), high, total, len(told), basis)


def _earlier(month: date, months: int) -> date:
    place = month.year * 12 + month.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def _farther_than_chance(before: int, months: float) -> int:
    """Return a count that no confidence in use reaches: ten standard deviations off, and a few more."""
    middle = (before + 1) / months
    return int(middle + 10 * np.sqrt(middle * (1 + 1 / months)) + 60)
