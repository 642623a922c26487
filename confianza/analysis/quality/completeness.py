"""How much is missing of each variable, and why, in one pass over the claims on any engine."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from confianza.analysis.quality import subjects
from confianza.analysis.vocabulary.claims import MISSING_REASONS

if TYPE_CHECKING:
    import ibis

# Nothing was written and no reason is known: the layout has no such column, or the row none of its cells.
UNSAID = "unsaid"
REASONS = (*MISSING_REASONS, UNSAID)


@dataclass(frozen=True)
class Variable:
    """A variable of the protocol: told when any of `columns` is; `reasons_of`: where its reasons stand."""

    name: str
    columns: tuple[str, ...]
    reasons_of: tuple[str, ...] = ()

    @property
    def explained_by(self) -> tuple[str, ...]:
        return self.reasons_of or self.columns


DATE = "date"
VARIABLES = (
    Variable("sex", ("sex",)),
    Variable("age", ("age_from", "age_to"), ("age_from",)),
    Variable(DATE, ("occurred_on",)),
    Variable("time", ("minute_of_day",)),
    Variable("place", ("municipality_code", "municipality_name")),
    Variable("fine_place", ("zone", "locality", "police_code", "latitude"), ("zone", "locality", "latitude")),
    Variable("place_type", ("place_type",)),
    Variable("mechanism", ("mechanism",)),
    Variable("context", ("context_label",)),
    Variable("relationship", ("relationship_label",)),
    Variable("died_on", ("died_on",)),
    Variable("registered_on", ("registered_on",)),
    Variable("record_id", ("source_record_id",)),
    Variable("cause", ("icd10",)),
)
NAMES = tuple(variable.name for variable in VARIABLES)

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "source": pl.String, "variable": pl.String, "count": pl.Float64, "missing": pl.Float64,
    **dict.fromkeys(REASONS, pl.Float64),
}  # fmt: skip


def of(claims: "ibis.Table") -> pl.DataFrame:
    """Return for each source and variable how many victims there are and how many lack it, by reason.

    Columns: `SCHEMA`. `claims` has source and the columns of the canonical claim. A date told only to the
    month or the year counts as missing (reason `unsaid`): without the day nothing can be matched.
    """
    summed = [
        _sum(claims, f"{variable.name}/{reason}", _because(claims, variable, reason))
        for variable in VARIABLES
        for reason in REASONS
    ]
    counted = claims.group_by("source").aggregate([claims.weight.sum().name("count"), *summed])
    wide = subjects.collected(counted)
    return _long(wide)


def _told(claims: "ibis.Table", variable: Variable) -> "ibis.Value":
    if variable.name == DATE:
        return claims.occurred_on.notnull() & (claims.date_precision.cast("string") == "day").fill_null(False)
    told = claims[variable.columns[0]].notnull()
    for column in variable.columns[1:]:
        told = told | claims[column].notnull()
    return told


def _because(claims: "ibis.Table", variable: Variable, reason: str) -> "ibis.Value":
    """Say where a variable is missing for this reason, the first reason named in REASONS."""
    lacking = ~_told(claims, variable)
    earlier = REASONS[: REASONS.index(reason)]
    for other in earlier:
        lacking = lacking & ~_says(claims, variable, other)
    return lacking if reason == UNSAID else lacking & _says(claims, variable, reason)


def _says(claims: "ibis.Table", variable: Variable, reason: str) -> "ibis.Value":
    import ibis

    bounded = ibis.literal(";") + claims.missing.cast("string").fill_null("") + ibis.literal(";")
    said = ibis.literal(value=False)
    for column in variable.explained_by:
        said = said | bounded.contains(f";{column}={reason};")
    return said


def _sum(claims: "ibis.Table", name: str, where: "ibis.Value") -> "ibis.Value":
    import ibis

    return ibis.ifelse(where, claims.weight, 0).sum().name(name)


def _long(wide: pl.DataFrame) -> pl.DataFrame:
    parts = [
        wide.select(
            pl.col("source").cast(pl.String),
            pl.lit(name).alias("variable"),
            "count",
            pl.sum_horizontal(pl.col(f"{name}/{reason}") for reason in REASONS).alias("missing"),
            *(pl.col(f"{name}/{reason}").alias(reason) for reason in REASONS),
        )
        for name in NAMES
    ]
    long = pl.concat(parts).select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    return long.sort("source", "variable")
