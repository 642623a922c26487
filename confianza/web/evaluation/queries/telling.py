"""How finely a result is told: so that nobody learns from it what releases, or other evaluations, hide."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import polars as pl

from confianza.web.evaluation.models import Evaluation, Result
from confianza.web.evaluation.models.evaluations import Step
from confianza.web.evaluation.queries import answering, delivered, numbers
from confianza.web.evaluation.queries.numbers import Rounding
from confianza.web.observatory import memory
from confianza.web.observatory.queries import released
from confianza.web.observatory.queries.horizon import OPEN_LEVELS

if TYPE_CHECKING:
    from confianza.analysis.releases.beside import Figure, Gate
    from confianza.analysis.releases.protecting import Protected

# What is told, the finest first: counts period by period, by whole years, before and with the programme; else
# only the difference, rounded; else only the sentence.
PERIODS, YEARS, TOTALS, ROUNDED, SENTENCE = "periods", "years", "totals", "rounded", "sentence"
# Why it is not told more finely.
SMALL, RULE, AHEAD, LEAKS, APART, UNKNOWN = "small", "rule", "ahead", "leaks", "apart", "unknown"
NO_ANSWER = {"cannot": ""}
GRAIN = {Step.MONTH: "month", Step.QUARTER: "quarter", Step.YEAR: "year"}
MONTHS_IN_YEAR, MONTHS_IN_QUARTER = 12, 3


@dataclass(frozen=True)
class Telling:
    """What of a result is told: `level` and `rounding`; `why` not more (a code, "" where all of it is).

    `numbers`: those that are told, as `numbers.fine` has them.

    `kept`: what later publications are audited along with, told by `source`; it never leaves the house.
    """

    level: str
    rounding: str
    why: str
    kept: "Protected | None"
    source: str
    numbers: Mapping[str, Any] = field(default_factory=lambda: numbers.NO_NUMBERS)

    @property
    def plain(self) -> dict[str, str]:
        """How finely, and why not more, as JSON takes it."""
        return {"level": self.level, "rounding": self.rounding, "why": self.why}

    @property
    def has_counts(self) -> bool:
        """Whether any count is told."""
        return self.level in (PERIODS, YEARS, TOTALS)


def telling(evaluation: Evaluation, result: Result) -> Telling:
    """Return how finely a result may be told today: audited with all releases and all evaluations that were
    published before it, as `analysis.releases.beside` does it.
    """
    public = released.everything()
    beside = public.beside()
    state = (result.pk, result.sha256, public.as_of, len(public.releases), len(beside), released.threshold())
    key = f"telling|{'|'.join(map(str, state))}"
    return memory.remembered(key, lambda: _chosen(_Laid(evaluation, result, public, beside)))


def _chosen(laid: "_Laid") -> Telling:
    why, source = "", laid.evaluation.source
    for level, rounding in laid.ways_to_tell:
        found = laid.refused(level, rounding)
        if not found:
            kept = laid.gate.protected(laid.figures(level))
            return Telling(level, rounding, why, kept, source, laid.told_as(level, rounding) or {})
        why = why or found
    return Telling(SENTENCE, Rounding.NOTHING, why, None, laid.evaluation.source)


@dataclass(frozen=True)
class _Laid:
    """A result laid beside all that everybody has already."""

    evaluation: Evaluation
    result: Result
    public: released.Released
    beside: "Sequence[Protected]"

    # --- what there is to tell --------------------------------------------------------------------------

    @property
    def ways_to_tell(self) -> Iterator[tuple[str, str]]:
        is_open = all(delivered.level_of(area) in OPEN_LEVELS for area in self.evaluation.treated)
        for level in (PERIODS, YEARS, TOTALS) if is_open else (YEARS, TOTALS):
            yield from ((level, rounding) for rounding in (Rounding.FINE, Rounding.COARSE))
        yield ROUNDED, Rounding.COARSE

    def figures(self, level: str) -> "list[Figure]":
        """Return the counts that are told at a level."""
        if level not in (PERIODS, YEARS, TOTALS):
            return []
        sides = [self._figure(lambda at, start: at < start), self._figure(lambda at, start: at >= start)]
        if level == PERIODS:
            steps = range(len(self.series["periods"]))
            return [*sides, *(self._figure(lambda at, _start, own=step: at == own) for step in steps)]
        if level == YEARS:
            spans = numbers.years(self.result.content)
            return [*sides, *(self._figure(lambda at, _start, own=span: at in own) for span in spans)]
        return sides

    def _figure(self, wanted: Any) -> "Figure":
        from confianza.analysis.releases.beside import Figure

        parts = [
            (area, period)
            for area, start in self.treated
            for at, period in enumerate(self.periods)
            if wanted(at, start)
        ]
        return Figure(self.called, tuple(parts))

    @property
    def _sides_of_others(self) -> "Iterator[Figure]":
        """Yield what was counted of each area compared with, on both sides: told to nobody."""
        from confianza.analysis.releases.beside import Figure

        mine = {area for area, _start in self.treated}
        for (area, *_more), side in product(self.rows, self._sides):
            if area not in mine:
                yield Figure(self.called, tuple((area, period) for period in side))

    # --- what holds it back -----------------------------------------------------------------------------

    def refused(self, level: str, rounding: str) -> str:
        """Return why a result is not told like this; "" where it may be."""
        if not self._is_allowed(level):
            return RULE
        if not self.gates:
            return UNKNOWN
        figures = self.figures(level)
        if figures and not self._are_large(level):
            return SMALL
        if figures and (self.is_running or self.gate.is_behind):
            return AHEAD
        return self._audited(level, rounding)

    def _audited(self, level: str, rounding: str) -> str:
        from confianza.analysis.disclosure.findings import CannotProtect

        figures = self.figures(level)
        try:
            if figures and any(gate.leaks(figures) for gate in self.gates):
                return LEAKS
            return "" if self.told_as(level, rounding) else APART
        except CannotProtect:
            return UNKNOWN

    def _is_allowed(self, level: str) -> bool:
        """Say whether the rule of the indicator lets such places and times be told."""
        months = min(map(len, self._sides)) * delivered.MONTHS_OF[Step(self.evaluation.step)]
        whole = "year" if months >= MONTHS_IN_YEAR else "quarter" if months >= MONTHS_IN_QUARTER else "month"
        grain = {PERIODS: GRAIN[Step(self.evaluation.step)], YEARS: "year"}.get(level, whole)
        places = {delivered.level_of(area) for area in self.evaluation.treated}
        rule = released.rule(self.evaluation.indicator)
        return all(rule.allows(level=place, period=grain) for place in places)

    @property
    def _sides(self) -> tuple[list[str], list[str]]:
        at = self.result.content["before"]
        return self.periods[:at], self.periods[at:]

    def _are_large(self, level: str) -> bool:
        """Say whether no count that is told is small."""
        sums = self._sums(level)
        return bool(sums) and min(sums) >= released.threshold()

    def _sums(self, level: str) -> list[float]:
        counts = self._told_by_vintage
        return [sum(counts[part] for part in each.parts) for each in self.figures(level)]

    @cached_property
    def is_running(self) -> bool:
        """Whether the last year is not over: told in full one day, it tells its rest by subtraction."""
        last = self.periods[-1][:4]
        counted = self.gate.system.cells.filter(pl.col("period") == last)["area_id"]
        return not {area for area, _start in self.treated} <= set(counted)

    def told_as(self, level: str, rounding: str) -> dict[str, Any] | None:
        """Return the numbers that are no counts as they are told; None where they would tell hidden cells."""
        own, others = self.result.content, self._others(level)
        if any("cannot" in each for each in others):
            return None
        return numbers.fine(own, others, level) if rounding == Rounding.FINE else numbers.coarse(own, others)

    def _others(self, level: str) -> list[dict[str, Any]]:
        """Return the answers that tables give which fit all that is told at a level; one that is none where
        no such table was found.
        """
        if level not in self._answers:
            pairs = list(self.gate.pairs(self.figures(level)))
            tables = [table for pair in pairs if pair for table in (pair.low, pair.high)]
            missing = [NO_ANSWER] if None in pairs else []
            self._answers[level] = [*missing, *(self._answered(self.gate.values(each)) for each in tables)]
        return self._answers[level]

    @cached_property
    def _answers(self) -> dict[str, list[dict[str, Any]]]:
        return {}

    def _answered(self, counts: Mapping[tuple[str, str, str], float]) -> dict[str, Any]:
        """Return the answer, had these been the counts."""
        rows = [
            [sum(counts[self.called, area, period] for area in areas) for period in self.periods]
            for areas in self.rows
        ]
        return answering.answer(self.series | {"counts": rows}, self.result.design)

    # --- cells ------------------------------------------------------------------------------------------

    @property
    def series(self) -> dict[str, Any]:
        told: dict[str, Any] = self.result.vintage.series
        return told

    @cached_property
    def called(self) -> str:
        return self.public.called(self.evaluation.indicator, self.evaluation.source)

    @cached_property
    def periods(self) -> list[str]:
        """The periods as releases write them."""
        return [_written(date.fromisoformat(each), self.evaluation.step) for each in self.series["periods"]]

    @cached_property
    def rows(self) -> list[tuple[str, ...]]:
        """The areas of each row of the series: the treated ones first, added up where they begin together."""
        names = self.series["areas"]
        starts = self.series.get("starts") or []
        together = tuple(self.evaluation.treated) if self._is_in_store else (names[0],)
        return [(each,) for each in names] if starts else [together, *((each,) for each in names[1:])]

    @cached_property
    def treated(self) -> list[tuple[str, int]]:
        """The treated areas, and the number of the first period of each with the programme."""
        starts = self.series.get("starts") or []
        if starts:
            return list(zip(self.series["areas"], starts, strict=False))
        return [(area, self.series["before"]) for area in self.rows[0]]

    @property
    def gate(self) -> "Gate":
        return self.gates[0]

    @cached_property
    def gates(self) -> "list[Gate]":
        """What is told as known on the day of the result, and as the last release knew it: who takes one for
        the other is not far off. Empty where the store no longer tells what the result was computed from.
        """
        if not self._agrees:
            return []
        known = self.result.vintage.known_on
        found = [self._gate(self._counted)]
        if self._is_in_store and self.public.as_of and self.public.as_of != known:
            other = self._from_store(self.public.as_of)
            if self._covers(other) and not other.equals(self._counted):
                found.append(self._gate(other))
        return found

    def _gate(self, counted: pl.DataFrame) -> "Gate":
        from confianza.analysis.releases import beside

        told = [each for level in (PERIODS, YEARS) for each in self.figures(level)]
        every = {each.key: each for each in (*told, *self._sides_of_others)}
        system = beside.system(counted, every.values(), self._parents, self._families)
        return beside.Gate(system, released.threshold(), self.public.releases, self.beside)

    @cached_property
    def _counted(self) -> pl.DataFrame:
        """indicator_id, area_id, period, value of the day of the result."""
        return self._stored if self._is_in_store else self._from_vintage()

    @cached_property
    def _is_in_store(self) -> bool:
        return not self._stored.is_empty()

    @cached_property
    def _stored(self) -> pl.DataFrame:
        return self._from_store(self.result.vintage.known_on)

    def _from_store(self, as_of: date) -> pl.DataFrame:
        """Return the counts of all areas in question, and of what they lie in, of whole calendar years."""
        areas = self._areas
        parts = [self._told_by_store(each, areas, as_of) for each in self._indicators]
        first, last = self.periods[0][:4], self.periods[-1][:4]
        return pl.concat(parts).filter(
            pl.col("period").str.slice(0, 4).is_between(pl.lit(first), pl.lit(last))
        )

    def _told_by_store(self, indicator: str, areas: Sequence[str], as_of: date) -> pl.DataFrame:
        geography, source = released.geography(self.evaluation.treated[0]), self.evaluation.source
        told = released.counted(indicator, source, areas, geography, as_of)
        fine = told if self.evaluation.step == Step.MONTH else told.filter(~_is_month())
        named = pl.lit(self.public.called(indicator, source)).alias("indicator_id")
        return fine.select(named, "area_id", "period", "value").sort("area_id", "period")

    def _from_vintage(self) -> pl.DataFrame:
        """Return the counts of the frozen series itself, and of its whole years."""
        size = numbers.a_year(self.evaluation.step)
        rows = []
        for name, counts in zip(self.series["areas"], self.series["counts"], strict=True):
            cells = list(zip(self.periods, map(int, counts), strict=True))
            rows += [(self.called, name, *cell) for cell in cells]
            for year in sorted({period[:4] for period in self.periods}) if size > 1 else ():
                inside = [count for period, count in cells if period[:4] == year]
                rows += [(self.called, name, year, sum(inside))] if len(inside) == size else []
        columns = {"indicator_id": pl.String, "area_id": pl.String, "period": pl.String, "value": pl.Int64}
        return pl.DataFrame(rows, schema=columns, orient="row")

    @cached_property
    def _areas(self) -> list[str]:
        own = [*self.evaluation.treated, *(each for each in self.series["areas"] if " + " not in each)]
        above = set(self._parents["area_id"]) - set(own)
        told = {area for last in self.public.releases[-1:] for area in last.cells["area_id"].unique()}
        return [*dict.fromkeys(own), *sorted(above & told)]

    @cached_property
    def _parents(self) -> pl.DataFrame:
        return released.parents([*self.evaluation.treated, *self.evaluation.comparison])

    @cached_property
    def _indicators(self) -> list[str]:
        """The indicator, and those of its family that were told beside releases."""
        told = {name.split("|")[0] for each in self.beside for name in each.cells["indicator_id"].unique()}
        return released.family(self.evaluation.indicator, told)

    @cached_property
    def _families(self) -> list[tuple[str, tuple[str, ...]]]:
        source = self.evaluation.source
        return [
            (self.public.called(whole, source), tuple(self.public.called(part, source) for part in parts))
            for whole, parts in released.families(self._indicators)
        ]

    @cached_property
    def _told_by_vintage(self) -> dict[tuple[str, str], float]:
        own = self._counted.filter(pl.col("indicator_id") == self.called)
        return {
            (area, period): value for area, period, value in own.select("area_id", "period", "value").rows()
        }

    @cached_property
    def _agrees(self) -> bool:
        """Whether the cells add up to the series that was frozen."""
        cells, rows = self._told_by_vintage, zip(self.rows, self.series["counts"], strict=True)
        return all(
            sum(cells.get((area, period), -1.0) for area in areas) == count
            for areas, counts in rows
            for period, count in zip(self.periods, counts, strict=True)
        )

    def _covers(self, counted: pl.DataFrame) -> bool:
        """Whether counts of another day tell every cell of the series."""
        there = set(counted.filter(pl.col("indicator_id") == self.called).select("area_id", "period").rows())
        return all((area, period) in there for row in self.rows for area in row for period in self.periods)


def _is_month() -> pl.Expr:
    return pl.col("period").str.contains(r"^\d{4}-\d{2}$")


def _written(day: date, step: str) -> str:
    """Write a period as releases do: 2026-01, 2026-Q1 or 2026."""
    if step == Step.MONTH:
        return f"{day:%Y-%m}"
    return f"{day.year}-Q{(day.month + 2) // MONTHS_IN_QUARTER}" if step == Step.QUARTER else str(day.year)
