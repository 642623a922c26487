"""What a release says of one month of one place, with what was usual and whether it changed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from confianza.web.observatory.bulletins.asking import area_of, month_of
from confianza.web.observatory.bulletins.figures import (
    Cell,
    Contents,
    Corrected,
    Ground,
    Month,
    Row,
    Series,
    Voice,
    Year,
)
from confianza.web.observatory.bulletins.release import Indicator, Release

if TYPE_CHECKING:
    import polars as pl

# What people ask for first: lives, then what is suffered most and reported least, then property.
PRIORITY = (
    "homicide", "extortion", "robbery", "assault", "sexual_violence", "domestic_violence", "kidnapping",
    "vehicle_theft", "burglary", "theft", "threat", "road_death",
)  # fmt: skip
MONTHS_SHOWN = 36
YEARS_SHOWN = 6
MONTHS_IN_YEAR = 12
# Two areas at least, or there is nothing to compare.
FEWEST_AREAS = 2
FEWEST_VOICES = 2
# A map that is mostly hatched shows nothing.
SHARE_TOLD = 0.5
# What a release holds of each source on its own.
VOICES = "figures_by_source.parquet"


def gather(
    release: Release,
    area: str,
    month: date | None,
    *,
    version: str = "",
    corrections: Sequence[Corrected] = (),
) -> Contents:
    """Read everything a bulletin says. `area` is an identity, code or name; no month asks for the last one.

    Raises UnknownPlace for an area that is not in the release, and NoBulletin for one of which nothing is
    published by month, or for a month that is not in it.
    """
    place = area_of(release, area)
    on = month_of(release, place["area_id"], month)
    series = _judged([_series(release, place["area_id"], each, on) for each in _told_of(release, place)])
    return Contents(
        area_id=place["area_id"], area_name=place["name"], level=place["level"], month=on, version=version,
        release=release.version, release_sha256=release.sha256, released_at=release.made_at,
        as_of=release.as_of, series=series, ground=_ground(release, place, series, on),
        voices=_voices(release, place["area_id"], on, release.indicators()), corrections=corrections,
    )  # fmt: skip


def _told_of(release: Release, place: dict[str, str]) -> list[Indicator]:
    """Return the indicators published of the place, the most important first."""
    met = {
        name for grain in ("month", "year")
        for name in release.figures(area=place["area_id"], grain=grain)["indicator_id"]  # type: ignore[arg-type]
    }  # fmt: skip
    known = {indicator.id: indicator for indicator in release.indicators() if indicator.id in met}
    return [known[name] for name in PRIORITY if name in known]


def _series(release: Release, area_id: str, indicator: Indicator, month: date) -> Series:
    months = _by_month(release.figures(area=area_id, indicator=indicator.id, grain="month"))
    years = _by_year(release.figures(area=area_id, indicator=indicator.id, grain="year"), month.year)
    expected = _usual_of(months, years)
    shown = [_earlier(month, back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
    told = [Month(on, months.get(on, Cell()), expected(on)) for on in shown]
    direction, directed = _direction(years)
    return Series(
        indicator=indicator, months=told, years=years[-YEARS_SHOWN:], monthly=bool(months),
        change=_change(told[-1]), direction=direction, directed=directed,
    )  # fmt: skip


def _by_month(figures: "pl.DataFrame") -> dict[date, Cell]:
    return {date.fromisoformat(f"{row['period']}-01"): _cell(row) for row in figures.iter_rows(named=True)}


def _by_year(figures: "pl.DataFrame", last: int) -> list[Year]:
    rows = figures.sort("period").iter_rows(named=True)
    years = [Year(int(row["period"]), _whole(_cell(row))) for row in rows if int(row["period"]) <= last]
    return [year for year in years if year.cell.told or year.cell.hidden]


def _whole(cell: Cell) -> Cell:
    """Take a year for complete only where each of its months is told."""
    return replace(cell, complete=cell.complete and cell.months == MONTHS_IN_YEAR)


def _cell(row: dict[str, Any]) -> Cell:
    return Cell(
        count=row["count"], hidden=bool(row["hidden"]), rate=row["rate"], low=row["rate_low"],
        high=row["rate_high"], source=row["source"] or "", months=row["months_told"] or 0,
        complete=bool(row["complete"]),
    )  # fmt: skip


def _as_table(months: dict[date, Cell]) -> "pl.DataFrame":
    import polars as pl

    rows = [(on, cell.count, cell.hidden) for on, cell in months.items()]
    schema = {"month": pl.Date, "count": pl.Float64, "hidden": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _usual_of(months: dict[date, Cell], years: Sequence[Year]) -> Callable[[date], Any]:
    """Return what says what is usual in a month: by its months, or by whole years where some are hidden."""
    from confianza.analysis.indicators import usual

    if any(cell.hidden for cell in months.values()):
        whole = {year.year: year.cell.count for year in years if year.cell.complete and year.cell.told}
        return partial(usual.of_whole_years, cast("dict[int, float]", whole))
    return partial(usual.of_month, _as_table(months))


def _change(month: Month) -> Any:
    from confianza.analysis.indicators import change

    if month.cell.count is None or month.usual is None:
        return None
    return change.compare(month.cell.count, month.usual.total, exposure_before=month.usual.months)


def _direction(years: Sequence[Year]) -> tuple[Any, Sequence[int]]:
    """Return the direction of the last whole years in a row, of the rate where every one has one."""
    from confianza.analysis.indicators import direction

    whole: list[Year] = []
    for year in reversed([each for each in years if each.cell.complete and each.cell.told]):
        if whole and year.year != whole[0].year - 1:
            break
        whole.insert(0, year)
    counts = [year.cell.count or 0.0 for year in whole]
    return direction.of_years(counts, _exposures(whole)), [year.year for year in whole]


def _exposures(years: Sequence[Year]) -> list[float] | None:
    """Return relative person-years: the count over its rate; None where some year has no rate to tell."""
    told = [year.cell for year in years]
    if not all(cell.count and cell.rate for cell in told):
        return None
    return [(cell.count or 0) / (cell.rate or 1) for cell in told]


def _judged(series: Sequence[Series]) -> list[Series]:
    """Mark which changes stand out when all are judged together."""
    from confianza.analysis.indicators import change

    compared = [each for each in series if each.change is not None]
    out = change.holm([each.change.p for each in compared if each.change])
    marked = {each.indicator.id for each, stands in zip(compared, out, strict=True) if stands}
    return [replace(each, stands_out=each.indicator.id in marked) for each in series]


def _ground(release: Release, place: dict[str, str], series: Sequence[Series], month: date) -> Ground | None:
    """Return the areas inside the place (or around it) by the first indicator that tells them apart."""
    inside, areas = _beside(release, place)
    if len(areas) < FEWEST_AREAS:
        return None
    ids = [area["area_id"] for area in areas]
    found = _mapped(release, series, ids, month.year)
    if found is None:
        return None
    indicator, year, years = found
    months = _of_areas(release, indicator, ids, f"{month:%Y-%m}", "month")
    rows = [
        Row(
            area["area_id"],
            area["name"],
            months.get(area["area_id"], Cell()),
            years.get(area["area_id"], Cell()),
        )
        for area in areas
    ]
    return Ground(indicator, year, inside, areas[0]["level"], rows, _borders(release, ids))


def _mapped(
    release: Release, series: Sequence[Series], ids: Sequence[str], last: int
) -> tuple[Indicator, int, dict[str, Cell]] | None:
    """Return the first indicator of which most areas are told, in this year or the last; else the one of
    which most are.
    """
    met = [
        (each.indicator, year, told)
        for year in (last, last - 1)
        for each in series
        if (told := _of_areas(release, each.indicator, ids, f"{year}", "year"))
    ]
    enough = (found for found in met if _says(found[2]) >= max(FEWEST_AREAS, len(ids) * SHARE_TOLD))
    return next(enough, max(met, key=lambda found: _says(found[2]), default=None))


def _beside(release: Release, place: dict[str, str]) -> tuple[bool, list[dict[str, str]]]:
    """Return the areas directly inside the place, or, where there are none, those it lies among."""
    import polars as pl

    areas = release.areas().filter(pl.col("geography") == place["geography"]).sort("area_id")
    inside = areas.filter(pl.col("parent_id") == place["area_id"])
    if not inside.is_empty():
        return True, inside.filter(pl.col("level") == inside["level"][0]).to_dicts()
    around = pl.col("parent_id") == place["parent_id"] if place["parent_id"] else pl.lit(value=False)
    return False, areas.filter(around, pl.col("level") == place["level"]).to_dicts()


def _of_areas(
    release: Release, indicator: Indicator, ids: Sequence[str], period: str, grain: Any
) -> dict[str, Cell]:
    import polars as pl

    table = release.figures(indicator=indicator.id, grain=grain)
    chosen = table.filter(pl.col("period") == period, pl.col("area_id").is_in(list(ids)))
    return {row["area_id"]: _cell(row) for row in chosen.iter_rows(named=True)}


def _says(cells: dict[str, Cell]) -> int:
    return sum(cell.told for cell in cells.values())


def _borders(release: Release, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    drawn = {each["properties"]["area_id"]: each["geometry"] for each in release.shapes()["features"]}
    return {area_id: drawn[area_id] for area_id in ids if drawn.get(area_id)}


def _voices(release: Release, area_id: str, month: date, indicators: Sequence[Indicator]) -> list[Voice]:
    """Return what each source counts of an indicator in the last whole year that two or more tell."""
    import polars as pl

    try:
        table = pl.read_parquet(release.path(VOICES))
    except FileNotFoundError:
        return []
    names = {each.id: each for each in indicators}
    told = table.filter(pl.col("area_id") == area_id, pl.col("indicator_id").is_in(list(names)))
    return [
        Voice(
            names[row["indicator_id"]],
            int(row["period"]),
            row["source"],
            Cell(row["count"], source=row["source"], months=row["months_told"], complete=True),
        )
        for row in _side_by_side(told.to_dicts(), month.year)
    ]


def _side_by_side(rows: Sequence[dict[str, Any]], last: int) -> list[dict[str, Any]]:
    """Return the rows of the first indicator and the last year that two sources or more tell."""
    met: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in rows:
        if int(row["period"]) <= last:
            rank = PRIORITY.index(row["indicator_id"]) if row["indicator_id"] in PRIORITY else len(PRIORITY)
            met.setdefault((-rank, int(row["period"])), []).append(row)
    several = {key: found for key, found in met.items() if len(found) >= FEWEST_VOICES}
    return sorted(several[max(several)], key=lambda row: (-row["count"], row["source"])) if several else []


def _earlier(month: date, months: int) -> date:
    place = month.year * MONTHS_IN_YEAR + month.month - 1 - months
    return date(place // MONTHS_IN_YEAR, place % MONTHS_IN_YEAR + 1, 1)
