"""Interviews of a wave as the analysis takes them: a table, the design, and what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confianza.web.fieldwork.queries.answers import Question
from confianza.web.surveys import rules, weights
from confianza.web.surveys.models import Wave, Weighting
from confianza.web.surveys.queries import visits
from confianza.web.surveys.queries.visits import LeftOut, Visits
from confianza.web.territory import queries as territory

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.surveys.columns import Table
    from confianza.analysis.surveys.design import Design


@dataclass(frozen=True)
class Interviews:
    """The people who answered in a wave, one row each.

    `table` holds the answers under the names of the form (codes; the survey's codes of no answer are
    missing) and beside them `_stratum` and `_cluster` (labels that stay the same from wave to wave: in the
    same clusters two waves can stand under each other), `_area` (stable_id of the neighbourhood, "" where
    none is known), `_base` (how many people a row stands for by the draw alone) and `_weight` (by the
    weighting, else `_base`).

    `design` belongs to the rows of the table, in their order; None until the wave was weighed. `areas`: the
    neighbourhoods of all clusters drawn, by stable_id, also those where nobody answered.
    """

    wave: Wave
    table: "Table"
    design: "Design | None"
    weighting: Weighting | None
    areas: Mapping[str, str]
    left_out: tuple[LeftOut, ...]
    questions: tuple[Question, ...]

    @property
    def size(self) -> int:
        """How many people answered."""
        return self.table.size

    def question(self, column: str) -> Question | None:
        """Return the question of a column as its newest version words it, None where there is none."""
        return next((each for each in self.questions if each.column == column and not each.repeat), None)


def interviews(wave: Wave, *, weighting: Weighting | None = None) -> Interviews:
    """Return the interviews of a wave, weighed by `weighting`, or by the latest one; by the draw alone where
    there is none. Only what reviewers approved counts.
    """
    found = visits.visits(wave)
    return weighed(wave, found, weighting or wave.weightings.first())


def by_the_draw(wave: Wave, found: Visits | None = None) -> Interviews:
    """Return the interviews of a wave as if nobody had weighed them yet."""
    return weighed(wave, found or visits.visits(wave), None)


def weighed(wave: Wave, found: Visits, weighting: Weighting | None) -> Interviews:
    """Return the interviews among visits, weighed by a weighting."""
    from confianza.analysis.surveys.columns import Table

    frame, left_out = answered(found), list(found.left_out)
    design = None
    if weighting is not None:
        kept = weights.read(weighting.sha256)
        frame, later = _of_weighting(frame, kept)
        left_out += later
        design = weights.design(frame, kept) if frame.height else None
    return Interviews(
        wave=wave,
        table=Table(frame, frozenset(wave.survey.missing)),
        design=design,
        weighting=weighting,
        areas=areas(wave),
        left_out=tuple(left_out),
        questions=found.questions,
    )


def answered(found: Visits) -> "pl.DataFrame":
    """Return who answered, with `_base`: the people of the dwelling by the chances of cluster and dwelling.

    The chance of a dwelling is the share of its cluster's that were interviewed: these stand for the
    neighbours who were not at home or did not want to (Valliant and Dever 2018, chapter 13).
    """
    import polars as pl

    told = found.frame.filter(pl.col("_outcome").is_in(list(rules.INTERVIEWS)))
    heard = pl.len().over("_cluster")
    # A cluster has at least as many dwellings as were visited, whatever its list said.
    dwellings = pl.max_horizontal(pl.col("_size"), heard)
    base = dwellings / heard / pl.col("_chance") * pl.col("_adults")
    return told.with_columns(_base=base).with_columns(_weight=pl.col("_base"))


def areas(wave: Wave) -> dict[str, str]:
    """Return the names of the neighbourhoods in which clusters of a wave were drawn, by stable_id."""
    drawn = wave.sampled.exclude(cluster__area=None).values_list("cluster__area__stable_id", flat=True)
    wanted = sorted(set(drawn))
    names = territory.names_of(wanted)
    return {stable_id: names.get(stable_id, stable_id) for stable_id in wanted}


def _of_weighting(frame: "pl.DataFrame", kept: weights.Weighed) -> "tuple[pl.DataFrame, list[LeftOut]]":
    """Return the rows that were weighed, with their weights, and those that came afterwards."""
    import polars as pl

    told_of = {"instance_id": list(kept.instances), "_kept": list(kept.weights)}
    known = pl.DataFrame(told_of, schema={"instance_id": pl.String, "_kept": pl.Float64})
    joined = frame.join(known, on="instance_id", how="left", maintain_order="left")
    late = joined.filter(pl.col("_kept").is_null())
    told = [
        LeftOut(row["instance_id"], "not_weighed", row["_cluster"], row["_dwelling"])
        for row in late.iter_rows(named=True)
    ]
    own = joined.filter(pl.col("_kept").is_not_null())
    return own.with_columns(_weight=pl.col("_kept")).drop("_kept"), told
