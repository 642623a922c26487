"""From a plain table of interviews to numbers, labels and a design.

Cells may be text, as in a CSV, or typed, as in files of statistics programs. Blank cells, and the codes that
are named as missing, are no answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.surveys import design, estimates
from confianza.analysis.surveys.design import Design, Lonely, Reals
from confianza.analysis.surveys.problems import SurveyRefused

# How yes is written where a question has two answers, folded.
YES = frozenset({"1", "yes", "y", "si", "sí", "s", "true", "verdadero"})
NO = frozenset({"0", "2", "no", "n", "false", "falso"})
BLANKS = frozenset({"", "na", "nan", "null", "."})


@dataclass(frozen=True)
class Columns:
    """Which columns hold the design. Without `weights` every row stands for one."""

    weights: str = ""
    strata: str = ""
    clusters: tuple[str, ...] = ()
    fpc: tuple[str, ...] = ()
    lonely: Lonely = "refuse"
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """Interviews: a frame, what counts as no answer, and how people call its first row.

    `labels`: of a column what each code of its own means, where the file tells it; codes that nobody has too.
    """

    frame: pl.DataFrame
    missing: frozenset[str] = frozenset()
    first_row: int = 2
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # Columns as text, once they were asked for: a report asks for the same one a hundred times.
    _read: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def size(self) -> int:
        return self.frame.height

    def texts(self, column: str) -> list[str]:
        """Return the cells of a column as text, "" where there is no answer. Raises no_column."""
        if column not in self.frame.columns:
            raise SurveyRefused("no_column", column=column, columns=", ".join(self.frame.columns))
        if column not in self._read:
            self._read[column] = [self._text(cell) for cell in self.frame[column].to_list()]
        return self._read[column]

    def numbers(self, column: str) -> Reals:
        """Return the cells of a column as numbers, nan where there is no answer. Raises not_a_cell."""
        found = np.full(self.size, np.nan)
        for place, text in enumerate(self.texts(column)):
            if text:
                found[place] = self._number(text, column, place)
        return found

    def said(self, column: str, answer: str = "") -> Reals:
        """Return 1 where that was the answer, 0 where another was, nan where none; without `answer`, of a
        question with yes and no. Raises SurveyRefused nobody_said, not_a_yes_or_no.
        """
        texts = self.texts(column)
        values = sorted({text for text in texts if text})
        if answer and answer not in values:
            told = ", ".join(values[:12])
            raise SurveyRefused("nobody_said", column=column, value=answer, values=told)
        wanted = {answer} if answer else self._yes(values)
        return np.array([float(text in wanted) if text else np.nan for text in texts])

    def is_yes_or_no(self, column: str) -> bool:
        """Say whether all answers of a column are yes or no."""
        try:
            return bool(self._yes([text for text in self.texts(column) if text]))
        except SurveyRefused as refused:
            if refused.code == "not_a_yes_or_no":
                return False
            raise

    def rows_of(self, column: str, value: str) -> NDArray[np.bool_]:
        """Return which rows have a value."""
        return np.array([text == value for text in self.texts(column)])

    def narrowed(self, rows: NDArray[np.bool_]) -> "Table":
        """Return the rows alone; for estimates of some people use a domain instead."""
        return Table(self.frame.filter(pl.Series(rows)), self.missing, self.first_row, self.labels)

    def classes(self, column: str) -> dict[str, str]:
        """Return the classes of a column, in their order, with their labels ("" where the file has none):
        those that somebody has, and those that the file names though nobody has them.
        """
        labels = self.labels.get(column, {})
        held = {text for text in self.texts(column) if text}
        named = {code for code in labels if code not in self.missing}
        return {code: labels.get(code, "") for code in sorted(held | named, key=estimates.in_order)}

    def _yes(self, values: Sequence[str]) -> set[str]:
        folded = {value: value.casefold() for value in values}
        held = set(folded.values())
        # 1 and 2 are yes and no, 0 and 1 no and yes; all three are something else.
        if not held <= YES | NO or {"0", "2"} <= held:
            raise SurveyRefused("not_a_yes_or_no")
        return {value for value, fold in folded.items() if fold in YES}

    def _number(self, text: str, column: str, place: int) -> float:
        try:
            return float(text)
        except ValueError:
            pass
        try:
            return float(text.replace(",", ".", 1))
        except ValueError:
            raise SurveyRefused(
                "not_a_cell", row=place + self.first_row, column=column, value=text[:40]
            ) from None

    def _text(self, cell: object) -> str:
        if cell is None or cell != cell:
            return ""
        text = f"{cell:g}" if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
        return "" if text.casefold() in BLANKS or text in self.missing else text


def design_of(table: Table, columns: Columns) -> Design:
    """Return the design that some columns of a table tell. Raises SurveyRefused, naming rows as people do."""
    weights = table.numbers(columns.weights) if columns.weights else np.ones(table.size)
    try:
        return design.of(
            weights,
            strata=table.texts(columns.strata) if columns.strata else None,
            clusters=[table.texts(name) for name in columns.clusters],
            fpc=[table.numbers(name) for name in columns.fpc],
            lonely=columns.lonely,
        )
    except SurveyRefused as refused:
        raise _as_people_count(refused, table.first_row, columns) from None


def _as_people_count(refused: SurveyRefused, first_row: int, columns: Columns) -> SurveyRefused:
    details = dict(refused.details)
    if "row" in details:
        details["row"] += first_row - 1
    if details.get("column") == "weights":
        details["column"] = columns.weights
    return SurveyRefused(refused.code, **details)
