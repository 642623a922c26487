"""What facts weigh by the decisions of the municipality, and which decisions are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from confianza.web.observatory import memory, weights
from confianza.web.observatory.queries import incidents
from confianza.web.observatory.queries.ground import Ground, layout
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.weights import Decision

if TYPE_CHECKING:
    from confianza.analysis.hotspots.harm import Weights

MOST_NAMED = 5
CASES = {"weight": "count"}


@dataclass(frozen=True)
class Weighing:
    """The weights that hold (None where nobody decided any), and the offences that have none (codes of the
    ICCS or the words of the file, the most frequent first). `wrong` says what is wrong with the data file.
    """

    weights: "Weights | None"
    lacking: Sequence[str]
    wrong: str = ""

    @property
    def complete(self) -> bool:
        """Whether every fact has a weight; nothing is assumed of those that have none."""
        return self.weights is not None and not self.lacking

    def weighed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return facts whose `weight` is the harm they do."""
        if self.weights is None:
            raise ValueError("Nobody decided what a crime weighs.")
        return rows.with_columns(weight=self.weights.weighed(rows.rename(CASES)))


@dataclass(frozen=True)
class Offence:
    """A class of the ICCS that facts are told of: how many, the weight that holds and whose it is, or that of
    a broader class.
    """

    code: str
    facts: int
    decision: Decision | None
    inherited: float | None


def state() -> str:
    """Name the state of the decisions."""
    return weights.state()


def weighing(found: Incidents) -> Weighing:
    """Return what the facts asked for and those before them weigh, and what is missing to say so."""
    return of_rows(found.everything)


def of_rows(rows: pl.DataFrame) -> Weighing:
    """Return what facts (iccs, offence_label, weight) weigh, and what is missing to say so."""
    from confianza.analysis.hotspots.harm import NotWeights

    try:
        held = weights.weights()
    except NotWeights as error:
        return Weighing(None, (), str(error))
    cases = rows.rename(CASES)
    if held is None:
        return Weighing(None, _kinds(cases))
    return Weighing(held, held.lacking(cases.with_columns(offence_label=pl.lit(None, pl.String))))


def _kinds(cases: pl.DataFrame) -> list[str]:
    counted = cases.group_by(pl.col("iccs").cast(pl.String)).agg(pl.col("count").sum()).drop_nulls("iccs")
    return counted.sort("count", "iccs", descending=[True, False])["iccs"].to_list()


def offences() -> list[Offence]:
    """Return the classes that can be weighed: those that facts are told of and those decided, the most
    frequent first. Raises `analysis.hotspots.harm.NotWeights` where the data file cannot be read.
    """
    counted = memory.remembered(f"offences|{Ground(None).state}", _counted)
    held, decided = weights.weights(), weights.standing()
    codes = sorted({*counted, *decided}, key=lambda code: (-counted.get(code, 0), code))
    return [
        Offence(code, counted.get(code, 0), decided.get(code), held.of(code) if held else None)
        for code in codes
    ]


def _counted() -> dict[str, int]:
    """Count the facts of every class that may stand on a map."""
    from confianza.analysis.indicators import numerator, registry
    from confianza.store import claims

    table = claims.visible(layout())
    counted: dict[str, int] = {}
    finds = [each for each in incidents.OFFERED if each in incidents.FOUND_BY_PATROLS]
    for indicator_id in (*incidents.REPORTED, *finds):
        told = numerator.of_indicator(table, registry.get(indicator_id))
        kinds = told.group_by("iccs").aggregate(facts=told.count()).to_polars()
        counted |= dict(kinds.select(pl.col("iccs").cast(pl.String), "facts").drop_nulls().iter_rows())
    return counted
