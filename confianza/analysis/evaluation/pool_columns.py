"""From a plain table, a row for each unit and period, to one treated unit and its donors.

Nothing is guessed: a blank cell, a row told twice, a period that is missing for one unit or for all is
refused by its row or by its name, since a counterfactual that is made of holes looks like any other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from confianza.analysis.evaluation import pool as pools
from confianza.analysis.evaluation.columns import Table
from confianza.analysis.evaluation.pool import Pool
from confianza.analysis.evaluation.predictors import Predictors
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.simplex import Reals

MONTH = re.compile(r"(\d{4})-(\d{1,2})")
MONTHS_A_YEAR, DAYS_A_YEAR = 12, 365.25
MOST_TOLD = 20
# Steps between days that are months or quarters differ by a few days: no gap.
UNEVEN_DAYS = 1.5


@dataclass(frozen=True)
class Asked:
    """Columns of unit, period and outcome; `treated`: a unit, or a column of 0 and 1. `first`: the first
    period with the programme. `donors`: only these; `left_out`: units that are no comparison (other
    programmes). `gaps`: periods that are missing for all are known.
    """

    unit: str
    time: str
    outcome: str
    treated: str
    first: str = ""
    donors: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    gaps: bool = False


@dataclass(frozen=True)
class Read:
    """The pool, the place in time of each period, and how many periods make a year (1 where unknown)."""

    pool: Pool
    moments: tuple[float, ...]
    periods_a_year: float = 1.0
    units: dict[str, int] = field(default_factory=dict)


def read(table: Table, asked: Asked) -> Read:
    """Return the treated unit and its donors. Raises EvaluationRefused."""
    units, moments = table.texts(asked.unit), _moments(table, asked.time)
    treated, first = _treated(table, asked, units, moments)
    names = _chosen(asked, units, treated)
    periods = sorted({moment for moment, unit in zip(moments, units, strict=True) if unit in names})
    labels = {at: _label(text) for at, text in zip(moments, table.texts(asked.time), strict=True)}
    if not asked.gaps:
        _refuse_gaps(periods, labels)
    values = _grid(table, asked, names, periods, labels)
    before = sum(moment < first for moment in periods)
    pool = Pool(
        treated,
        tuple(name for name in names if name != treated),
        tuple(labels[moment] for moment in periods),
        values[:, names[treated]],
        np.delete(values, names[treated], axis=1),
        before,
    )
    return Read(pools.checked(pool), tuple(periods), _a_year(periods, labels), names)


@dataclass(frozen=True)
class Span:
    """Periods: those that are listed or, where they are the two `ends` of a stretch, all between them."""

    moments: tuple[float, ...]
    ends: bool

    def holds(self, at: float) -> bool:
        return self.moments[0] <= at <= self.moments[1] if self.ends else at in self.moments


def predictors(
    table: Table, asked: Asked, told: Read, written: Sequence[str], fitted: str = ""
) -> Predictors:
    """Return predictors from lines such as "schooling=1964:1969": means over those periods, per unit.

    `fitted`: the periods before whose misfit is the loss, such as "1960:1969"; empty: all.
    """
    named = [_span(text) for text in written]
    units = (told.pool.treated, *told.pool.donors)
    found = np.array([_means(table, asked, column, span, units) for column, span in named])
    inside = _span(f"path={fitted}")[1] if fitted else None
    rows = [at for at in range(told.pool.before) if inside is None or inside.holds(told.moments[at])]
    if not rows:
        raise EvaluationRefused("predictor_not_understood", text=fitted)
    return Predictors(tuple(written), found[:, 1:], found[:, 0], tuple(rows))


def moment(text: str) -> float | None:
    """Return a period as a place in time: years and months in months, days in days; None for what is none."""
    if found := MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        return float(year * MONTHS_A_YEAR + month - 1) if 1 <= month <= MONTHS_A_YEAR else None
    try:
        return float(date.fromisoformat(text).toordinal()) if "-" in text[1:] else float(text)
    except ValueError:
        return None


def _moments(table: Table, column: str) -> list[float]:
    found = []
    for place, text in enumerate(table.texts(column)):
        at = moment(text)
        if at is None:
            row = place + table.first_row
            raise EvaluationRefused("not_a_period", row=row, column=column, value=text[:40])
        found.append(at)
    return found


def _label(text: str) -> str:
    """Return a period as people write it: spreadsheets write the year 1955 as 1955.0."""
    return text.removesuffix(".0") if text.removesuffix(".0").isdigit() else text


def _treated(table: Table, asked: Asked, units: list[str], moments: list[float]) -> tuple[str, float]:
    """Return the treated unit and the first moment with the programme."""
    names = [name.strip() for name in asked.treated.split(",")]
    if asked.treated in units or asked.treated not in table.frame.columns:
        if asked.treated not in units:
            if len(names) > 1 and set(names) <= set(units):
                raise EvaluationRefused("two_treated", units=", ".join(names))
            raise _no_unit(asked, asked.treated, units)
        return asked.treated, _beginning(asked.first)
    ones = _ones(table, asked, units, moments)
    if len(ones) > 1:
        raise EvaluationRefused("two_treated", units=", ".join(sorted(ones)[:MOST_TOLD]))
    if not ones:
        raise EvaluationRefused("nobody_treated", column=asked.treated)
    ((unit, begins),) = ones.items()
    return unit, _beginning(asked.first) if asked.first else begins


def _ones(table: Table, asked: Asked, units: list[str], moments: list[float]) -> dict[str, float]:
    """Return the units of a column of 0 and 1 with their first moment of 1; units left out do not count."""
    begun: dict[str, float] = {}
    cells = table.texts(asked.treated)
    for place in np.argsort(moments, kind="stable").tolist():
        unit, cell, row = units[place], cells[place], place + table.first_row
        if cell not in ("0", "1"):
            raise EvaluationRefused("not_zero_or_one", row=row, column=asked.treated, value=cell[:40])
        if unit in asked.left_out:
            continue
        if cell == "1":
            begun.setdefault(unit, moments[place])
        elif unit in begun:
            raise EvaluationRefused("treatment_ends", row=row, column=asked.treated, unit=unit)
    return begun


def _beginning(first: str) -> float:
    if not first:
        raise EvaluationRefused("no_beginning")
    at = moment(first.strip())
    if at is None:
        raise EvaluationRefused("not_a_beginning", value=first[:40])
    return at


def _chosen(asked: Asked, units: list[str], treated: str) -> dict[str, int]:
    """Return the places of the units that count, in the order of the table."""
    there = dict.fromkeys(units)
    for name in (*asked.donors, *asked.left_out):
        if name not in there:
            raise _no_unit(asked, name, units)
    if treated in asked.donors:
        raise EvaluationRefused("treated_among_donors", unit=treated)
    wanted = {treated, *asked.donors} if asked.donors else set(there)
    if both := sorted(set(asked.donors) & set(asked.left_out)):
        raise EvaluationRefused("treated_donor", unit=both[0])
    kept = [name for name in there if name in wanted and (name == treated or name not in asked.left_out)]
    return {name: place for place, name in enumerate(kept)}


def _grid(
    table: Table, asked: Asked, names: dict[str, int], periods: list[float], labels: dict[float, str]
) -> Reals:
    """Return the outcome, a row for each period and a column for each unit; every cell told once."""
    units, moments = table.texts(asked.unit), _moments(table, asked.time)
    wanted = [unit in names for unit in units]
    kept = Table(table.frame.with_row_index("confianza row").filter(np.array(wanted)), 0)
    rows = [int(row) + table.first_row for row in kept.frame["confianza row"].to_list()]
    numbers = _numbers(kept, asked.outcome, rows)
    _refuse_negative_counts(numbers, asked.outcome, rows)
    places = {moment: place for place, moment in enumerate(periods)}
    seen = np.zeros((len(periods), len(names)), dtype=int)
    grid = np.zeros((len(periods), len(names)))
    told = ((unit, at) for unit, at, keeps in zip(units, moments, wanted, strict=True) if keeps)
    for (unit, at), row, value in zip(told, rows, numbers, strict=True):
        cell = places[at], names[unit]
        if seen[cell]:
            details = {"row": int(seen[cell]), "again": row, "unit": unit, "period": labels[at]}
            raise EvaluationRefused("told_twice", **details)
        seen[cell], grid[cell] = row, value
    if not seen.all():
        at, who = np.argwhere(seen == 0)[0]
        unit = next(name for name, place in names.items() if place == who)
        raise EvaluationRefused("missing_period", unit=unit, period=labels[periods[at]])
    return grid


def _numbers(kept: Table, column: str, rows: list[int]) -> Reals:
    """Return numbers, refusing cells by the row they had before units were left out."""
    try:
        return kept.numbers(column)
    except EvaluationRefused as refused:
        if "row" in refused.details:
            told = {**refused.details, "row": rows[refused.details["row"]]}
            raise EvaluationRefused(refused.code, **told) from None
        raise


def _refuse_negative_counts(numbers: Reals, column: str, rows: list[int]) -> None:
    """Refuse what lies below zero among whole numbers: counts. Rates of change and logarithms may."""
    if (numbers < 0).any() and (numbers == np.round(numbers)).all():
        at = int(np.argmax(numbers < 0))
        raise EvaluationRefused("negative_count", row=rows[at], column=column, value=f"{numbers[at]:g}")


def _refuse_gaps(periods: list[float], labels: dict[float, str]) -> None:
    steps = np.diff(periods)
    if len(steps) < 2:
        return
    usual = float(np.median(steps))
    wide = steps > usual * (UNEVEN_DAYS if usual > MONTHS_A_YEAR else 1)
    if wide.any():
        at = int(np.argmax(wide))
        raise EvaluationRefused("gap_for_all", earlier=labels[periods[at]], later=labels[periods[at + 1]])


def _a_year(periods: list[float], labels: dict[float, str]) -> float:
    """Return how many periods make a year, from how they are written."""
    step, written = float(np.median(np.diff(periods))), labels[periods[0]]
    if MONTH.fullmatch(written):
        return MONTHS_A_YEAR / step
    return DAYS_A_YEAR / step if "-" in written[1:] else 1.0 / step


def _span(text: str) -> tuple[str, Span]:
    """Return a column and its periods from "column=first:last" or "column=one,two"."""
    name, sign, when = text.rpartition("=")
    told = [moment(part.strip()) for part in re.split("[:,]", when)]
    known = tuple(at for at in told if at is not None)
    if not sign or not name.strip() or len(known) != len(told) or (":" in when and len(told) != 2):
        raise EvaluationRefused("predictor_not_understood", text=text[:60])
    return name.strip(), Span(known, ":" in when)


def _means(table: Table, asked: Asked, column: str, span: Span, wanted: Sequence[str]) -> list[float]:
    """Return the mean of each unit over the periods; blank cells do not count."""
    cells = table.texts(column)
    where: dict[str, list[int]] = {unit: [] for unit in wanted}
    for place, (unit, at) in enumerate(
        zip(table.texts(asked.unit), _moments(table, asked.time), strict=True)
    ):
        if unit in where and cells[place] and span.holds(at):
            where[unit].append(place)
    for unit, places in where.items():
        if not places:
            periods = ", ".join(f"{at:g}" for at in span.moments)
            raise EvaluationRefused("predictor_blank", unit=unit, column=column, periods=periods)
    return [_mean(table, column, places) for places in where.values()]


def _mean(table: Table, column: str, places: list[int]) -> float:
    some = Table(table.frame[places], 0)
    return float(_numbers(some, column, [place + table.first_row for place in places]).mean())


def _no_unit(asked: Asked, name: str, units: list[str]) -> EvaluationRefused:
    there = ", ".join(list(dict.fromkeys(units))[:MOST_TOLD])
    return EvaluationRefused("no_unit", unit=name, column=asked.unit, units=there)
