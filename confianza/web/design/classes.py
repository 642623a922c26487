"""Which values share a colour: a few classes of about equal size, cut at numbers people can say."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from confianza.web.design import palette, writing

MOST = 5


@dataclass(frozen=True)
class Classes:
    """Classes of the positive values: `cuts` are their lower ends, the first the smallest value shown.

    Zero is a class of its own and no value is None: "nothing happened" never looks like "nobody knows".
    """

    cuts: Sequence[float]
    decimals: int = 0

    @property
    def unit(self) -> float:
        return float(10**-self.decimals)

    @property
    def colours(self) -> tuple[str, ...]:
        return palette.steps(len(self.cuts)) if self.cuts else ()

    def of(self, value: float | None) -> int | None:
        """Return the class of `value` as it is written: 0 for zero, 1 for the lowest, None for None."""
        if value is None or math.isnan(value):
            return None
        shown = round(value, self.decimals)
        return max(bisect_right(self.cuts, shown), 1) if shown > 0 else 0

    def colour(self, value: float | None) -> str | None:
        """Return the colour of `value`; white for zero, None where there is no value."""
        place = self.of(value)
        return place if place is None else (palette.PAPER, *self.colours)[place]

    def labels(self) -> list[str]:
        """Write the span of each class, lowest first, without gap or overlap."""
        ends = [round(cut - self.unit, self.decimals) for cut in self.cuts[1:]]
        spans = [self._span(low, high) for low, high in zip(self.cuts, ends, strict=False)]
        last = [_("%(low)s or more") % {"low": writing.number(low, self.decimals)} for low in self.cuts[-1:]]
        return spans + last

    def _span(self, low: float, high: float) -> str:
        ends = [writing.number(end, self.decimals) for end in (low, high)]
        return ends[0] if low == high else " – ".join(ends)


def classify(values: Iterable[float | None], *, decimals: int = 0, most: int = MOST) -> Classes:
    """Cut the positive values into at most `most` classes of about equal size, at round numbers."""
    known = (round(value, decimals) for value in values if value is not None and not math.isnan(value))
    shown = sorted(value for value in known if value > 0)
    different = sorted(set(shown))
    if len(different) <= most:
        return Classes(different, decimals)
    cuts = [10.0**-decimals]
    # Where most share the lowest values, cuts fall together: those above share what colours are left.
    while (left := most - len(cuts)) and (rest := [value for value in shown if value > cuts[-1]]):
        first = [rest[0]] if len(cuts) > 1 else []
        quantiles = (rest[len(rest) * place // (left + 1)] for place in range(1, left + 1))
        told = {_round(value, decimals) for value in [*first, *quantiles]}
        fresh = sorted(cut for cut in told if cuts[-1] < cut <= shown[-1])[:left]
        if not fresh:
            break
        cuts += fresh
    return Classes(cuts, decimals)


def _round(value: float, decimals: int) -> float:
    """Round to two figures, never finer than values are written: 1,234 becomes 1,200."""
    magnitude = math.floor(math.log10(value))
    return round(value, min(decimals, 1 - magnitude))
