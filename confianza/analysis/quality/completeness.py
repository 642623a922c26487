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
    told = {variable.name: _told(claims, variable) for variable in VARIABLES}
    rows = claims.select("source", "missing", "weight", **told)
    # Millions of claims have few patterns of what is told; the reasons are then read off each pattern once.
    patterns = rows.group_by("source", "missing", *told).aggregate(count=rows.weight.sum())
    return _by_reason(subjects.collected(patterns))


def _told(claims: "ibis.Table", variable: Variable) -> "ibis.Value":
    if variable.name == DATE:
        exact = (claims.date_precision.cast("string") == "day").fill_null(False)
        return claims.occurred_on.notnull() & exact
    told = claims[variable.columns[0]].notnull()
    for column in variable.columns[1:]:
        told = told | claims[column].notnull()
    return told


def _by_reason(patterns: pl.DataFrame) -> pl.DataFrame:
    bounded = pl.format(";{};", pl.col("missing").cast(pl.String).fill_null(""))
    ready = patterns.with_columns(
        bounded.alias("missing"), pl.col("source").cast(pl.String), pl.col("count").cast(pl.Float64)
    )
    parts = [_of_variable(ready, variable) for variable in VARIABLES]
    return pl.concat(parts).sort("source", "variable")


def _of_variable(patterns: pl.DataFrame, variable: Variable) -> pl.DataFrame:
    lacking = pl.when(~pl.col(variable.name)).then("count").otherwise(0.0)
    reason = pl.coalesce(
        pl.when(_says(variable, reason)).then(pl.lit(reason)) for reason in MISSING_REASONS
    ).fill_null(UNSAID)
    summed = patterns.with_columns(reason=reason, lacking=lacking).group_by("source").agg(
        pl.col("count").sum(),
        pl.col("lacking").sum().alias("missing"),
        *(pl.col("lacking").filter(pl.col("reason") == each).sum().alias(each) for each in REASONS),
    )  # fmt: skip
    told = summed.with_columns(pl.lit(variable.name).alias("variable"))
    return told.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())


def _says(variable: Variable, reason: str) -> pl.Expr:
    said = [
        pl.col("missing").str.contains(f";{column}={reason};", literal=True)
        for column in variable.explained_by
    ]
    return pl.any_horizontal(said)
