"""What a crime weighs: harm by weights that the municipality decides, never by a table of another country.

A count takes a homicide and a stolen bicycle for equals. A harm index weighs them (Sherman, Neyroud & Neyroud
2016 by days of prison); whose days, is for those who live there to say. Without a weight nothing is assumed:
the offence is named, and no total is given.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from confianza.analysis.vocabulary import iccs
from confianza.analysis.vocabulary.folding import fold

OFFENCES = ("iccs", "offence", "delito", "ofensa", "codigo", "code")
WEIGHTS = ("weight", "peso", "ponderacion", "harm", "dano")
DECISIONS = ("author", "autor", "reason", "razon", "motivo", "decided_on", "fecha")


class NotWeights(ValueError):
    """The table holds no weights; the message is one sentence that says where and what to do."""


@dataclass(frozen=True)
class Weights:
    """What one case weighs, by ICCS code (also a broader one) or by the folded words of the offence."""

    values: Mapping[str, float]

    def of(self, code: str | None, label: str | None = None) -> float | None:
        """Return the weight of a case: of its words, else of its class or the nearest class above it."""
        if label is not None and (own := self.values.get(fold(label))) is not None:
            return own
        above = iccs.ancestors(code) if code and len(code) in iccs.LEVELS else []
        return next((self.values[each] for each in above if each in self.values), None)

    def weighed(self, cases: pl.DataFrame) -> pl.Series:
        """Return what each row weighs (`iccs`, `offence_label`, `count`); null where nobody said."""
        kinds = cases.select(pl.col("iccs", "offence_label").cast(pl.String)).unique()
        told = [self.of(code, label) for code, label in kinds.iter_rows()]
        by_kind = kinds.with_columns(pl.Series("weight", told, dtype=pl.Float64))
        rows = cases.select(pl.col("iccs", "offence_label").cast(pl.String), "count")
        found = rows.join(
            by_kind, on=["iccs", "offence_label"], how="left", nulls_equal=True, maintain_order="left"
        )
        return (found["weight"] * found["count"]).rename("harm")

    def total(self, cases: pl.DataFrame) -> float | None:
        """Return what all cases weigh together; None where one of them has no weight."""
        each = self.weighed(cases)
        return None if each.null_count() else float(each.sum())

    def lacking(self, cases: pl.DataFrame) -> list[str]:
        """Name the offences that have no weight, the most frequent first."""
        without = cases.filter(self.weighed(cases).is_null())
        named = pl.coalesce(pl.col("offence_label").cast(pl.String), pl.col("iccs").cast(pl.String))
        counted = without.group_by(named.alias("offence")).agg(pl.col("count").sum())
        return counted.sort("count", "offence", descending=[True, False])["offence"].drop_nulls().to_list()


def of_table(table: pl.DataFrame) -> Weights:
    """Read weights from a table with a column of offences (ICCS codes, or the words of the file), one of
    weights, and who decided them, when and why (`author`, `reason`, `decided_on`). Raises NotWeights.
    """
    columns = {fold(name): name for name in table.columns}
    offence = next((columns[name] for name in OFFENCES if name in columns), None)
    weight = next((columns[name] for name in WEIGHTS if name in columns), None)
    if offence is None or weight is None:
        raise NotWeights("A table of weights has a column “iccs” or “offence”, and one “weight”.")
    if not any(fold(name).replace(" ", "_") in DECISIONS for name in table.columns):
        raise NotWeights("A table of weights says who decided them and why: columns “author” and “reason”.")
    values: dict[str, float] = {}
    for row, (of, weighs) in enumerate(table.select(offence, weight).iter_rows(), 2):
        values[_key(of)] = _number(weighs, row)
    if not values:
        raise NotWeights("The table of weights is empty.")
    return Weights(values)


def _key(offence: object) -> str:
    told = str(offence).strip()
    return told.replace(".", "") if told.replace(".", "").isdigit() else fold(told)


def _number(told: object, row: int) -> float:
    try:
        value = float(str(told).replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise NotWeights(f"Row {row} has “{told}” as a weight; write a number of zero or more.")
    return value
