"""Which claims a judgement is about: homicides where the source says which they are, else everything it
tells.

A coroner who states no intent cannot single out homicides; then all its victims are judged, and the judgement
says so.
"""

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import ibis

HOMICIDE_CLASS = "0101"
HOMICIDES, EVERYTHING = "homicides", "everything"
# Below this share of a source's claims, homicides are stray rows and not what the source is about.
FEWEST_SHARE = 0.001


def is_homicide(claims: "ibis.Table") -> "ibis.expr.types.BooleanValue":
    """Say which claims are intentional homicides by their class or their stated intent."""
    by_class = claims.iccs.cast("string").startswith(HOMICIDE_CLASS).fill_null(False)
    return by_class | (claims.intent.cast("string") == "homicide").fill_null(False)


def scopes(claims: "ibis.Table") -> dict[str, str]:
    """Return for each source what it is judged by: "homicides" or "everything"."""
    told = claims.select("source", homicide=is_homicide(claims).cast("int64"))
    counted = collected(told.group_by("source").aggregate(homicides=told.homicide.sum(), claims=told.count()))
    return {
        str(source): HOMICIDES if homicides >= max(1, FEWEST_SHARE * rows) else EVERYTHING
        for source, homicides, rows in counted.select("source", "homicides", "claims").iter_rows()
    }


def judged(claims: "ibis.Table", scopes: dict[str, str]) -> "ibis.Table":
    """Return the claims that sources are judged by."""
    whole = sorted(source for source, scope in scopes.items() if scope == EVERYTHING)
    if not whole:
        return claims.filter(is_homicide(claims))
    return claims.filter(is_homicide(claims) | claims.source.cast("string").isin(whole))


def collected(table: "ibis.Table") -> pl.DataFrame:
    """Run an expression on its own engine and return its rows."""
    frame: pl.DataFrame = table.to_polars()
    return frame


def by_source(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the rows of each source of a frame."""
    return {str(key[0]): rows for key, rows in frame.partition_by("source", as_dict=True).items()}
