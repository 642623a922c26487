"""What became of a month's figure in later deliveries: the revision triangle, and residues that get resolved.

Both need only counts by delivery and month, and which delivery spoke for which month on which day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from confianza.analysis.quality import subjects
from confianza.analysis.quality.subjects import HOMICIDE_CLASS
from confianza.analysis.vocabulary import missing
from confianza.analysis.vocabulary.folding import folded

if TYPE_CHECKING:
    import ibis

# Ages of a month, in days after its end, at which residues are looked at.
AGES = (0, 30, 90, 365)
UNDETERMINED = "undetermined"
# Words of offices for a death whose class is still open.
OPEN_WORDS = r"\b(por establecer|por determinar|en investigacion|en estudio|pendiente|sin determinar)\b"
UNKNOWN_MECHANISM = "unknown"

TRIANGLE: dict[str, pl.DataType | type[pl.DataType]] = {
    "source": pl.String, "month": pl.Date, "as_of": pl.Date, "count": pl.Float64, "residual": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class Residue:
    """How much was still open `age` days after the end of a month: `share` of `count`, in `months` months."""

    age: int
    share: float
    count: float
    months: int


def told(claims: "ibis.Table") -> pl.DataFrame:
    """Return [source, delivery, month, count, residual] of the claims of every delivery, superseded ones too.

    Residual: the intent is undetermined, the offence is named as still to be established, or neither a cause
    nor a mechanism is told.
    """
    grouped = claims.mutate(month=claims.occurred_on.truncate("M"))
    keys = ("source", "delivery", "month", "offence_label", "iccs", "intent", "mechanism", "icd10")
    summed = subjects.collected(grouped.group_by(*keys).aggregate(count=grouped.weight.sum()))
    named = summed.with_columns(pl.col(name).cast(pl.String) for name in keys if name != "month")
    counted = named.with_columns(pl.col("month").cast(pl.Date), pl.col("count").cast(pl.Float64))
    residual = pl.when(is_residual()).then("count").otherwise(0.0).alias("residual")
    return counted.with_columns(residual).group_by("source", "delivery", "month").agg(
        pl.col("count").sum(), pl.col("residual").sum()
    )  # fmt: skip


def is_residual() -> pl.Expr:
    """Say which rows of kinds (offence_label, iccs, intent, mechanism, icd10) leave the death unexplained."""
    label = folded(pl.col("offence_label")).fill_null("")
    open_label = label.str.contains(OPEN_WORDS) | label.is_in(
        [word for word, reason in missing.WORDS.items() if word and reason == missing.UNKNOWN]
    )
    intent = pl.col("intent").fill_null("")
    nothing = (
        (intent == "")
        & ~pl.col("iccs").fill_null("").str.starts_with(HOMICIDE_CLASS)
        & (pl.col("mechanism").fill_null(UNKNOWN_MECHANISM) == UNKNOWN_MECHANISM)
        & pl.col("icd10").is_null()
        & pl.col("offence_label").is_null()
    )
    return (intent == UNDETERMINED) | open_label | nothing


def triangle(told: pl.DataFrame, speaking: pl.DataFrame) -> pl.DataFrame:
    """Return what each month was known to be on each day something came: columns of TRIANGLE.

    `told`: [source, delivery, month, count, residual]; `speaking`: [as_of, delivery, month], who speaks for
    which month as of which day. A month enters with the first delivery that speaks for it.
    """
    joined = told.drop_nulls("month").join(speaking, on=["delivery", "month"])
    summed = joined.group_by("source", "month", "as_of").agg(pl.col("count", "residual").sum())
    return summed.select(pl.col(name).cast(dtype) for name, dtype in TRIANGLE.items()).sort(
        "source", "month", "as_of"
    )


def of_a_source(triangle: pl.DataFrame) -> pl.DataFrame:
    """Return [month, first_known, first, last_known, last, changes] of one source's triangle."""
    changed = (pl.col("count") != pl.col("count").shift()).fill_null(value=False)
    ordered = triangle.sort("month", "as_of")
    return ordered.group_by("month", maintain_order=True).agg(
        pl.col("as_of").first().alias("first_known"),
        pl.col("count").first().alias("first"),
        pl.col("as_of").last().alias("last_known"),
        pl.col("count").last().alias("last"),
        changed.sum().alias("changes"),
    )


def residues(triangle: pl.DataFrame, known_on: date, ages: Sequence[int] = AGES) -> list[Residue]:
    """Return the residual share of one source's months at each age, as it was then known.

    `known_on`: the day of the last delivery; younger months are not asked for an age they have not reached.
    """
    found = []
    for age in ages:
        at = (pl.col("month").dt.month_end() + timedelta(days=age)).alias("at")
        dated = triangle.with_columns(at).filter(pl.col("as_of") <= pl.col("at"), pl.col("at") <= known_on)
        then = dated.sort("as_of").group_by("month").agg(pl.col("count", "residual").last())
        count = float(then["count"].sum())
        if count:
            found.append(Residue(age, float(then["residual"].sum()) / count, count, then.height))
    return found
