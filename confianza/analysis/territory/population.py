"""Population by area and year: given, interpolated, extrapolated, or derived from the areas that make up
another.

Between two given years the change is taken as even (arithmetic interpolation, United Nations, Manual I:
Methods of Estimating Total Population for Current Dates, ST/SOA/Series A/10, 1952). It is the one rule under
which the parts of an area still sum to the whole in every year, so that rates of municipalities and of their
department agree.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import polars as pl

from confianza.analysis.territory import areas
from confianza.analysis.territory.areas import NOWHERE, Dtype, Territory
from confianza.analysis.territory.crosswalks import NESTED

# Beyond this many years from the nearest given one no population is told: a rate would rest on a guess.
FURTHEST_EXTRAPOLATION = 5

GIVEN, INTERPOLATED, EXTRAPOLATED = "given", "interpolated", "extrapolated"
KINDS = (GIVEN, INTERPOLATED, EXTRAPOLATED)  # from the surest to the least sure
_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}

FOR_YEARS: dict[str, Dtype] = {
    "area_id": pl.String, "year": pl.Int32, "population": pl.Float64, "kind": pl.String, "source": pl.String,
}  # fmt: skip


class Estimate(NamedTuple):
    """The population of one area in one year and how it is known."""

    population: float
    kind: str


def for_years(
    territory: Territory, area_ids: Sequence[str] | None = None, years: Sequence[int] = ()
) -> pl.DataFrame:
    """Return [area_id, year, population, kind, source] for the areas (all if None) and years; unknown ones
    have no row.

    `kind` is "given", "interpolated" or "extrapolated" (the yearly change of the two nearest given years, or
    the only given figure, carried on for at most `FURTHEST_EXTRAPOLATION` years). An area with no figures of
    its own has the sum of its children where every one of them is known; failing that, what the crosswalk
    brings from areas that are known (police areas from municipalities, new municipalities from former ones),
    where they cover all of it. A sum is as sure as its least sure part, and at best "interpolated" where an
    area was divided.
    """
    wanted = sorted(set(years))
    told = _told(territory.populations, wanted)
    summed = _with_parents(told, territory)
    crossed = _with_crosswalk(summed, territory)
    chosen = crossed if area_ids is None else crossed.filter(pl.col("area_id").is_in(list(area_ids)))
    return chosen.select(pl.col(name).cast(dtype) for name, dtype in FOR_YEARS.items()).sort(
        "area_id", "year"
    )


def estimate(given: Sequence[tuple[int, float]], year: int) -> Estimate | None:
    """Return the population in `year` from given (year, population) pairs; None too far from any of them."""
    known = dict(given)
    if year in known:
        return Estimate(known[year], GIVEN)
    pairs = sorted(known.items())
    for earlier, later in pairwise(pairs):
        if earlier[0] < year < later[0]:
            return Estimate(_on_line(earlier, later, year), INTERPOLATED)
    return _extrapolated(pairs, year)


def _extrapolated(pairs: Sequence[tuple[int, float]], year: int) -> Estimate | None:
    if not pairs:
        return None
    nearest = pairs[:2] if year < pairs[0][0] else pairs[-2:]
    if min(abs(year - known) for known, _ in nearest) > FURTHEST_EXTRAPOLATION:
        return None
    figure = nearest[0][1] if len(nearest) == 1 else _on_line(nearest[0], nearest[1], year)
    return Estimate(max(figure, 0.0), EXTRAPOLATED)


def _on_line(earlier: tuple[int, float], later: tuple[int, float], year: int) -> float:
    step = (later[1] - earlier[1]) / (later[0] - earlier[0])
    return earlier[1] + step * (year - earlier[0])


def _told(populations: pl.DataFrame, years: Sequence[int]) -> pl.DataFrame:
    """Return `FOR_YEARS` of the areas that have figures of their own."""
    by_area = populations.sort("year").group_by("area_id", maintain_order=True)
    figures = by_area.agg("year", "population", source=pl.col("source").unique().sort().str.join("; "))
    rows = list(_estimates(figures, years))
    return pl.DataFrame(rows, schema=FOR_YEARS, orient="row").with_columns(_rank())


def _estimates(figures: pl.DataFrame, years: Sequence[int]) -> Iterator[tuple[str, int, float, str, str]]:
    for area, given_years, given, source in figures.iter_rows():
        for year in years:
            found = estimate(list(zip(given_years, given, strict=True)), year)
            if found is not None:
                yield area, year, found.population, found.kind, source


def _rank() -> pl.Expr:
    return pl.col("kind").replace_strict(_RANKS, return_dtype=pl.Int8).alias("rank")


def _with_parents(known: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Add the areas whose living children are all known, from the lowest level up."""
    living = areas.current(territory.areas).filter(pl.col("parent_id") != NOWHERE)
    sizes = living.group_by("parent_id").len("children")
    for levels in areas.LEVELS.values():
        for level in reversed(levels):
            parts = living.filter(pl.col("level") == level).select("area_id", "parent_id", "geography")
            known = _add(known, _sums_of_children(known, parts, sizes))
    return known


def _sums_of_children(known: pl.DataFrame, parts: pl.DataFrame, sizes: pl.DataFrame) -> pl.DataFrame:
    """Return the sums over `parts` by parent and year, where no child is missing."""
    weighted = known.join(parts, on="area_id").with_columns(area_id="parent_id", weight=pl.lit(1.0))
    sums = _weighted_sum(weighted).join(sizes, left_on="area_id", right_on="parent_id")
    return sums.filter(pl.col("parts") == pl.col("children")).select(known.columns)


def _with_crosswalk(known: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Add what the crosswalk brings: to newer generations from former ones, then to the other geography."""
    lives = territory.areas.select("area_id", "geography", former=pl.col("valid_to").is_not_null())
    shares = (
        territory.crosswalk.join(lives, left_on="from_area", right_on="area_id")
        .join(lives, left_on="to_area", right_on="area_id", suffix="_to")
        .filter(~pl.col("former_to"))
    )
    same = pl.col("geography") == pl.col("geography_to")
    renewed = _add(known, _brought(known, shares.filter(same & pl.col("former")), territory, former=True))
    renewed = _with_parents(renewed, territory)
    across = shares.filter(~same & ~pl.col("former"))
    return _with_parents(_add(renewed, _brought(renewed, across, territory, former=False)), territory)


def _brought(
    known: pl.DataFrame, shares: pl.DataFrame, territory: Territory, *, former: bool
) -> pl.DataFrame:
    """Return what the smallest known areas bring to the areas they cover wholly, and to those above them."""
    givers = _finest(
        known.join(_able_to_give(shares, territory, former), on="area_id", how="semi"), territory
    )
    spread = pl.when(pl.col("share") < NESTED).then(_RANKS[INTERPOLATED]).otherwise(_RANKS[GIVEN])
    weighted = (
        givers.join(shares.select("from_area", "to_area", "share"), left_on="area_id", right_on="from_area")
        .join(areas.ancestry(territory), left_on="to_area", right_on="area_id")
        .with_columns(
            area_id="ancestor_id", weight="share", rank=pl.max_horizontal("rank", spread.cast(pl.Int8))
        )
    )
    brought = _weighted_sum(weighted).select(known.columns)
    return brought.join(_covered(known, territory), on=["area_id", "year"], how="semi")


def _able_to_give(shares: pl.DataFrame, territory: Territory, former: bool) -> pl.DataFrame:
    """Return the areas of a time of which it is known where they lie.

    Those that give nothing here (they touch no area of the other geography) are among them: without them
    their sisters would be too few to stand for the area above, which is far less sure where its people live.
    """
    of_that_time = territory.areas.filter(pl.col("valid_to").is_not_null() == former)
    giving = pl.col("area_id").is_in(shares["from_area"].unique().implode())
    return of_that_time.filter(pl.col("wkb").is_not_null() | giving).select("area_id")


def _covered(known: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Return [area_id, year] of the areas that the crosswalk shows to lie wholly in known ones."""
    inside = areas.ancestry(territory).join(known, left_on="ancestor_id", right_on="area_id")
    ground = inside.select("area_id", "year").unique()
    parts = territory.crosswalk.join(ground, left_on="to_area", right_on="area_id")
    totals = parts.group_by("year", area_id="from_area").agg(pl.col("share").sum())
    return totals.filter(pl.col("share") >= NESTED)


def _finest(known: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Keep the known areas that count each person once: none of which all children are known."""
    parts = areas.current(territory.areas).select("area_id", "parent_id")
    sizes = parts.filter(pl.col("parent_id") != NOWHERE).group_by("parent_id").len("children")
    whole = (
        known.join(parts, on="area_id")
        .group_by("parent_id", "year")
        .len("known")
        .join(sizes, on="parent_id")
        .filter(pl.col("known") == pl.col("children"))
    )
    kept = known.join(whole, left_on=["area_id", "year"], right_on=["parent_id", "year"], how="anti")
    return _without_covered(kept, territory)


def _without_covered(known: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Drop the areas that lie under another one that is kept: the few zones known of a municipality known
    whole.
    """
    above = areas.ancestry(territory).filter(pl.col("area_id") != pl.col("ancestor_id"))
    covered = known.join(above, on="area_id").join(
        known.select("area_id", "year"),
        left_on=["ancestor_id", "year"],
        right_on=["area_id", "year"],
        how="semi",
    )
    return known.join(covered, on=["area_id", "year"], how="anti")


def _weighted_sum(weighted: pl.DataFrame) -> pl.DataFrame:
    """Sum population × weight by area and year, with the least sure kind, every source and the number of
    parts.
    """
    sums = weighted.group_by("area_id", "year").agg(
        population=(pl.col("population") * pl.col("weight")).sum(),
        rank=pl.col("rank").max(),
        source=pl.col("source").unique().sort().str.join("; "),
        parts=pl.len(),
    )
    kinds = dict(enumerate(KINDS))
    return sums.with_columns(kind=pl.col("rank").replace_strict(kinds, return_dtype=pl.String))


def _add(known: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """Add the area-years that are not known yet."""
    return pl.concat([known, more.join(known, on=["area_id", "year"], how="anti").select(known.columns)])
