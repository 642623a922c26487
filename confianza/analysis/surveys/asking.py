"""One question to a table of interviews, as the command line and the pages put it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from confianza.analysis.surveys import association, change, estimates, intervals, replicates, weighting
from confianza.analysis.surveys.association import Association
from confianza.analysis.surveys.change import Change
from confianza.analysis.surveys.columns import Table
from confianza.analysis.surveys.design import Design, Reals
from confianza.analysis.surveys.estimates import Estimate, Rows
from confianza.analysis.surveys.problems import SurveyRefused
from confianza.analysis.vocabulary.folding import fold

What = Literal["mean", "total", "proportion", "ratio", "quantile"]
Replication = Literal["", "jackknife", "bootstrap"]


@dataclass(frozen=True)
class Question:
    """What is asked of which columns: `column` (of a ratio, above), `below` (of a ratio), `answer` (of a
    proportion; "": yes), `part` (of a quantile).
    """

    what: What
    column: str
    below: str = ""
    answer: str = ""
    part: float = 0.5
    method: intervals.Method = "logit"

    @property
    def is_share(self) -> bool:
        return self.what == "proportion"


@dataclass(frozen=True)
class Known:
    """What is known of everybody: `classes` of a column and how many people each has, one margin each; or
    `totals` of columns ("1": how many people there are).
    """

    margins: tuple[tuple[str, dict[str, float]], ...] = ()
    totals: dict[str, float] | None = None


def answered(design: Design, table: Table, question: Question, *, domain: Rows | None = None) -> Estimate:
    """Return the answer to a question, of everybody or of some. Raises SurveyRefused."""
    if question.what == "ratio":
        above, below = table.numbers(question.column), table.numbers(question.below)
        return estimates.ratio(design, above, below, domain=domain)
    if question.what == "proportion":
        said = table.said(question.column, question.answer)
        return estimates.share(design, said, domain=domain, method=question.method)
    values = table.numbers(question.column)
    if question.what == "quantile":
        return estimates.quantile(design, values, question.part, domain=domain)
    return (estimates.mean if question.what == "mean" else estimates.total)(design, values, domain=domain)


def answered_by(
    design: Design, table: Table, question: Question, column: str, only: Sequence[str] = ()
) -> tuple[tuple[str, Estimate | None], ...]:
    """Return the answer in every domain, None where nobody was asked.

    Domains are the classes that somebody has and those that the file names; with `only` those of them that
    are called so, by code or label, and what nobody here is called: there too nobody was asked.
    """
    found: list[tuple[str, Estimate | None]] = []
    held = estimates.by(np.array(table.texts(column), dtype=object))
    for name in _called(table.classes(column), only) if only else table.classes(column):
        rows = held.get(name)
        if rows is None:
            found.append((name, None))
            continue
        try:
            found.append((name, answered(design, table, question, domain=rows)))
        except SurveyRefused as refused:
            if refused.code != "no_answers":
                raise
            found.append((name, None))
    return tuple(found)


def _called(classes: Mapping[str, str], only: Sequence[str]) -> list[str]:
    """Return the classes of these names, in their order; a name that no class has stands for itself."""
    folded = {code: {fold(code), fold(label)} for code, label in classes.items()}
    return [next((code for code, names in folded.items() if fold(name) in names), name) for name in only]


def answers(design: Design, table: Table, question: Question) -> tuple[tuple[str, Estimate], ...]:
    """Return the share of every answer to a question, in the order of the answers."""
    values = estimates.by(np.array(table.texts(question.column), dtype=object))
    return tuple(
        (value, answered(design, table, Question("proportion", question.column, answer=value)))
        for value in values
    )


def adjusted(design: Design, table: Table, known: Known) -> Design:
    """Return the design with weights that agree with what is known. Raises SurveyRefused."""
    if known.margins:
        margins = [(table.texts(column), dict(classes)) for column, classes in known.margins]
        design = weighting.raked(design, margins)
    if known.totals:
        columns = [np.ones(table.size) if name == "1" else _x(table, name) for name in known.totals]
        design = weighting.calibrated(design, np.stack(columns, axis=1), list(known.totals.values()))
    return design


def replicated(
    design: Design, table: Table, question: Question, how: Replication, *, seed: int = 1
) -> replicates.Replicated:
    """Return a mean or ratio with the standard error of replicates. Raises SurveyRefused one_question."""
    drawn = replicates.jackknife(design) if how == "jackknife" else replicates.bootstrap(design, seed=seed)
    if question.what == "ratio":
        statistic = replicates.ratio_of(table.numbers(question.column), table.numbers(question.below))
    elif question.what == "proportion":
        statistic = replicates.mean_of(table.said(question.column, question.answer))
    elif question.what == "mean":
        statistic = replicates.mean_of(table.numbers(question.column))
    else:
        raise SurveyRefused("one_question")
    return replicates.estimated(design, drawn, statistic)


def associated(design: Design, table: Table, rows: str, columns: str) -> Association:
    """Return whether two questions go together. Raises SurveyRefused."""
    one, other = (np.array(table.texts(name), dtype=object) for name in (rows, columns))
    return association.of_table(design, one, other)


def changed(
    design: Design, table: Table, question: Question, *, wave: str, earlier: str, later: str
) -> tuple[Estimate, Estimate, Change]:
    """Return two waves of one table, in the same clusters wherever these have the same label, and the change
    from one to the other. Raises SurveyRefused no_wave.
    """
    waves = estimates.by(np.array(table.texts(wave), dtype=object))
    for asked in (earlier, later):
        if asked not in waves:
            raise SurveyRefused("no_wave", wave=asked, waves=", ".join(waves))
    first, second = (answered(design, table, question, domain=waves[asked]) for asked in (earlier, later))
    return first, second, change.in_same_clusters(design, first, second)


def _x(table: Table, name: str) -> Reals:
    """Return a column of a calibration: a number, or "COLUMN:CLASS" for who is in a class."""
    column, _, value = name.partition(":")
    if value:
        return table.rows_of(column, value).astype(float)
    found = table.numbers(column)
    if np.isnan(found).any():
        row = int(np.argmax(np.isnan(found))) + table.first_row
        raise SurveyRefused("not_a_number", column=column, row=row)
    return found
