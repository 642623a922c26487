"""What the public pages show, made from what the rooms publish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from confianza.web.design import charts, writing
from confianza.web.design.tables import Column, Interval, Table
from confianza.web.lib.spreadsheets import csv_line

if TYPE_CHECKING:
    from confianza.web.observatory.published import YearlyCount

CSV_HEADER = ("area", "year", "victims", "rate_per_100k", "ci_low", "ci_high", "complete", "sources", "as_of")


@dataclass(frozen=True)
class Homicides:
    """Homicides by year: oldest first, never empty."""

    years: "Sequence[YearlyCount]"

    @property
    def latest(self) -> "YearlyCount":
        """The last year that is complete, or the last at all."""
        return next((year for year in reversed(self.years) if year.complete), self.years[-1])

    @property
    def area(self) -> str:
        return self.latest.area

    @property
    def as_of(self) -> date:
        return max(year.as_of for year in self.years)

    @property
    def sources(self) -> str:
        """The names of every source, in the reader's language."""
        from confianza.web.observatory import published

        names = {published.source_title(source) for year in self.years for source in year.sources}
        return ", ".join(sorted(names))

    @property
    def sentence(self) -> str:
        """Say what the chart shows, in words."""
        values = {
            "first": self._compared[0].year,
            "last": self._compared[-1].year,
            "low": writing.number(min(year.count for year in self._compared)),
            "high": writing.number(max(year.count for year in self._compared)),
        }
        return _("Between %(first)s and %(last)s, from %(low)s to %(high)s victims a year.") % values

    @property
    def _compared(self) -> "Sequence[YearlyCount]":
        """The complete years (an unfinished one would always be the lowest); all, where none is complete."""
        return [year for year in self.years if year.complete] or self.years

    @property
    def chart(self) -> str:
        counts = [charts.Bar(f"{year.year}{'' if year.complete else '*'}", year.count) for year in self.years]
        return charts.svg(charts.columns(counts, measure=_("Victims")), alt=self.sentence)

    @property
    def table(self) -> Table:
        columns = (
            Column(_("Year")),
            Column(_("Victims"), decimals=0),
            Column(_("Per 100,000 inhabitants"), decimals=1),
            Column(_("95 % interval of the rate"), decimals=1),
        )
        rows = [
            (label(year), year.count, year.rate_per_100k, Interval(year.ci_low, year.ci_high))
            for year in self.years
        ]
        return Table(
            _("Victims of homicide in %(area)s") % {"area": self.area}, columns, rows, note=self.sources
        )


def label(year: "YearlyCount") -> str:
    """Write a year, and that it is not over where it is not."""
    return str(year.year) if year.complete else _("%(year)s (incomplete)") % {"year": year.year}


def homicides() -> Homicides | None:
    """Return homicides by year as published today, or None where nothing is published yet."""
    # At need: the observatory brings the data engines, which the other public pages do not wait for.
    from confianza.web.observatory import published

    years = published.yearly_counts()
    return Homicides(years) if years else None


def homicides_csv() -> str:
    """Write the published years as CSV, with the same column names in every language."""
    from confianza.web.observatory import published

    rows = (CSV_HEADER, *map(_csv_row, published.yearly_counts()))
    return "".join(csv_line(row, end="\n") for row in rows)


def _csv_row(year: "YearlyCount") -> tuple[object, ...]:
    figures = (year.count, year.rate_per_100k, year.ci_low, year.ci_high)
    return (
        *(year.area, year.year),
        *("" if figure is None else f"{figure:.2f}".rstrip("0").rstrip(".") for figure in figures),
        *(year.complete, "; ".join(year.sources), year.as_of),
    )
