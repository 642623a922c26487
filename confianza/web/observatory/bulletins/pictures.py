"""The charts and the map of a bulletin, as SVG for paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from confianza.web.design import charts, drawing, paper
from confianza.web.design.maps import Shape
from confianza.web.observatory.bulletins.figures import Ground, Series

# A font that typst carries with it, so that no machine draws it differently.
FAMILY = "Libertinus Serif"
# In points, as wide as they stand on the page.
MONTHS_WIDE, MONTHS_TALL = 320, 66
YEARS_WIDE, YEARS_TALL = 172, 62


@dataclass(frozen=True)
class Pictures:
    """Drawings by the name the layout asks for them, and the keys of the map's legend."""

    svgs: Mapping[str, str]
    keys: tuple[paper.Key, ...] = ()


def months(series: Series) -> str:
    """Draw the months over the band that chance explains."""
    moments = [
        charts.Moment(month.on, month.cell.count, *_band(month.usual, month.on)) for month in series.months
    ]
    spec = charts.trend(moments, measure="", observed="-", band="–", height=MONTHS_TALL)
    return drawing.for_paper(spec, width=MONTHS_WIDE, family=FAMILY)


def _band(usual: object, on: date) -> tuple[float | None, float | None, float | None]:
    if usual is None:
        return None, None, None
    return usual.low, usual.middle, usual.high  # type: ignore[attr-defined]


def years(series: Series) -> str:
    """Draw the years: rates with their intervals, or counts where there is no population."""
    by_rate = has_rates(series)
    bars = [
        charts.Bar(
            f"{year.year}" if year.cell.complete or not year.cell.told else f"{year.year}*",
            *((year.cell.rate, year.cell.low, year.cell.high) if by_rate else (year.cell.count, None, None)),
        )
        for year in series.years
    ]
    spec = charts.columns(bars, measure="", decimals=_decimals(series), height=YEARS_TALL)
    # Each bar has its number: no scale beside it, and every year below it.
    spec["encoding"]["y"]["axis"] = None
    spec["encoding"]["x"]["axis"]["labelOverlap"] = False
    return drawing.for_paper(spec, width=YEARS_WIDE, family=FAMILY)


def _decimals(series: Series) -> int:
    """A decimal where rates are small enough for it to mean something, and short enough to fit."""
    rates = [year.cell.rate for year in series.years if year.cell.rate is not None]
    return 1 if rates and max(rates) < 100 else 0


def has_rates(series: Series) -> bool:
    """Whether its years are drawn as rates."""
    return any(year.cell.rate is not None for year in series.years)


def area_map(ground: Ground, *, measure: str, absent: str, here: str) -> paper.Drawn | None:
    """Draw the areas by the rate of the year (by its count where there is no population); `here` is outlined
    where the place itself is one of them. None without borders.
    """
    import shapely
    from shapely.geometry import shape

    rows = [row for row in ground.rows if row.area_id in ground.borders]
    if not rows:
        return None
    by_rate = mapped_by_rate(ground)
    wkb = {row.area_id: shapely.to_wkb(shape(ground.borders[row.area_id])) for row in rows}
    return paper.choropleth(
        [Shape(row.area_id, row.name, wkb[row.area_id]) for row in rows],
        values={row.area_id: row.year.rate if by_rate else row.year.count for row in rows},
        title=measure, absent=absent, family=FAMILY, decimals=1 if by_rate else 0,
        outlines=[wkb[here]] if here in wkb else [],
    )  # fmt: skip


def mapped_by_rate(ground: Ground) -> bool:
    """Whether the map shows rates."""
    return any(row.year.rate is not None for row in ground.rows)
