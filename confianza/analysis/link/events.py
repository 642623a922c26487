"""Which victims are victims of one event: the same day at the same spot.

A double homicide is one event with two victims.

A spot is a point, or a locality where so little happens that two facts on one day would be a coincidence. A
municipality alone is no spot.
"""

from collections.abc import Iterable

import polars as pl

from confianza.analysis.link.profile import LinkProfile

NEAR_KM = 0.15  # two telephones' receivers, side by side
COINCIDENCE = 0.05  # chance of a second fact on the same day that a locality may have and still be a spot
KM_PER_DEGREE = 111.32
NEEDED = ("day_first", "municipality", "locality", "latitude", "longitude")


def of(prepared: pl.DataFrame, victims: pl.DataFrame, profile: LinkProfile) -> pl.DataFrame:
    """Return `victim, event`, each event under its smallest victim.

    Where the profile has no events, each victim is alone.

    `prepared` are the records as the profile compares them, `victims` says whose they are.
    """
    names = victims["victim"].unique().sort()
    if not profile.events:
        return pl.DataFrame({"victim": names, "event": names})
    told = prepared.select("record", *NEEDED).join(victims, on="record").drop_nulls("day_first")
    links = pl.concat([_at_one_locality(told), _at_one_point(told)]).unique().sort("victim", "other")
    event = _smallest(names.to_list(), links.iter_rows())
    return pl.DataFrame({"victim": names, "event": [event[name] for name in names]})


def _at_one_locality(told: pl.DataFrame) -> pl.DataFrame:
    """Return pairs of victims told of for the same day in the same quiet locality."""
    there = told.drop_nulls(["municipality", "locality"])
    days = int(there["day_first"].max() or 0) - int(there["day_first"].min() or 0) + 1  # type: ignore[arg-type]
    spot = ["municipality", "locality"]
    quiet = (
        there.group_by(spot).agg(pl.col("victim").n_unique()).filter(pl.col("victim") <= COINCIDENCE * days)
    )
    return _met(there.join(quiet.select(spot), on=spot, how="semi"), [*spot, "day_first"])


def _at_one_point(told: pl.DataFrame) -> pl.DataFrame:
    """Return pairs of victims told of for the same day within a few steps of each other."""
    there = told.drop_nulls(["municipality", "latitude", "longitude"])
    both = there.join(there, on=["municipality", "day_first"], suffix="_b").filter(
        pl.col("victim") < pl.col("victim_b")
    )
    north = (pl.col("latitude") - pl.col("latitude_b")) * KM_PER_DEGREE
    east = (pl.col("longitude") - pl.col("longitude_b")) * KM_PER_DEGREE * pl.col("latitude").radians().cos()
    near = both.filter((north.pow(2) + east.pow(2)).sqrt() <= NEAR_KM)
    return near.select("victim", other="victim_b")


def _met(told: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Return each victim with the smallest victim of the same keys, where that is another."""
    least = told.select("victim", other=pl.col("victim").min().over(keys))
    return least.filter(pl.col("victim") != pl.col("other"))


def _smallest(names: list[str], links: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Return for each name the smallest of those it is linked to, directly or through others."""
    parent = {name: name for name in names}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for one, other in links:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return {name: root(name) for name in names}
