"""What was noticed about claims when they were read: impossible values, lost thousands points, the like."""

from typing import TYPE_CHECKING

import polars as pl

from confianza.analysis.quality import subjects
from confianza.analysis.vocabulary.problems import KINDS

if TYPE_CHECKING:
    import ibis

THOUSANDS_POINT = "thousands_point"


def noticed(claims: "ibis.Table") -> pl.DataFrame:
    """Return [source, code, claims, victims]: how many claims carry each flag of `vocabulary.problems`."""
    rows = claims.filter(claims.flags.notnull())
    grouped = rows.group_by("source", "flags").aggregate(claims=rows.count(), victims=rows.weight.sum())
    split = subjects.collected(grouped).select(
        pl.col("source").cast(pl.String),
        pl.col("flags").cast(pl.String).str.split(";").alias("code"),
        pl.col("claims").cast(pl.Int64),
        pl.col("victims").cast(pl.Float64),
    )
    summed = split.explode("code").group_by("source", "code").agg(pl.col("claims", "victims").sum())
    known = summed.filter(pl.col("code").is_in(list(KINDS)))
    return known.sort("source", "claims", descending=[False, True])
