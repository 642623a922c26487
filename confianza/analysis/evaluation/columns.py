"""From a plain table to numbers: every cell is read or refused by its row, its column and its value."""

import re
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.evaluation.counts import MOST_APART, MOST_COUNTED
from confianza.analysis.evaluation.problems import EvaluationRefused

Reals = NDArray[np.float64]
BLANKS = frozenset({"", "na", "nan", "null", "."})
MOST_TOLD, MOST_SHOWN = 20, 40
# Larger is no number of people, money or cases of any place; it was pasted or multiplied.
LARGEST = 1e15
# 1.234 and 12,345 are thousands to some and decimals to others.
THOUSANDS = re.compile(r"\d{1,3}([.,]\d{3})+")
# How a column is called that says what its row counts.
UNITS = frozenset({"unit", "unidad", "measure", "medida", "scope", "ámbito", "ambito"})


@dataclass(frozen=True)
class Table:
    """A frame, and how people call its first row."""

    frame: pl.DataFrame
    first_row: int = 2

    @property
    def size(self) -> int:
        return self.frame.height

    def texts(self, column: str) -> list[str]:
        """Return the cells as text, "" where blank. Raises EvaluationRefused no_column, no_rows."""
        if column not in self.frame.columns:
            named = ", ".join(name[:MOST_SHOWN] for name in self.frame.columns[:MOST_TOLD])
            raise EvaluationRefused("no_column", column=column, columns=named)
        if not self.size:
            raise EvaluationRefused("no_rows")
        return [_text(cell) for cell in self.frame[column].to_list()]

    def of_one_unit(self, *used: str) -> None:
        """Raise EvaluationRefused different_units where a column says that rows count different things.

        `used`: columns that mean something else, such as the name of the area.
        """
        for column in self.frame.columns:
            if column.strip().casefold() not in UNITS or column in used:
                continue
            texts = self.texts(column)
            odd = next((place for place, text in enumerate(texts) if text != texts[0]), None)
            if odd is not None:
                told = {"row": odd + self.first_row, "value": texts[odd], "first": texts[0]}
                raise EvaluationRefused("different_units", **told)

    def numbers(self, column: str, *, blank: float | None = None) -> Reals:
        """Return the cells as numbers; blank ones as `blank`, or refused (blank_cell, not_a_number)."""
        found = np.empty(self.size)
        for place, text in enumerate(self.texts(column)):
            row = place + self.first_row
            if not text and blank is None:
                raise EvaluationRefused("blank_cell", row=row, column=column)
            found[place] = blank if not text and blank is not None else self._number(text, column, row)
        return found

    def counts(self, column: str) -> Reals:
        """Return the cells as counts: whole, zero or more. Raises EvaluationRefused."""
        self._refuse_thousands(column)
        found = self.numbers(column)
        for place, value in enumerate(found):
            row = place + self.first_row
            if value > MOST_COUNTED:
                raise EvaluationRefused("too_large_cell", row=row, column=column, value=f"{value:g}")
            if value < 0:
                raise EvaluationRefused("negative_count", row=row, column=column, value=f"{value:g}")
            if value != round(value):
                raise EvaluationRefused("not_whole_cell", row=row, column=column, value=f"{value:.12g}")
        return found

    def flags(self, column: str) -> NDArray[np.bool_]:
        """Return the cells as yes (1) or no (0). Raises EvaluationRefused zero_or_one."""
        found = self.numbers(column)
        for place, value in enumerate(found):
            if value not in (0, 1):
                row = place + self.first_row
                raise EvaluationRefused("zero_or_one", row=row, column=column, value=f"{value:g}")
        told: NDArray[np.bool_] = found == 1
        return told

    def exposures(self, column: str) -> Reals:
        """Return the cells as exposures, above zero; without a column, 1. Raises EvaluationRefused."""
        if not column:
            return np.ones(self.size)
        if any(text.isdigit() for text in self.texts(column)):
            self._refuse_thousands(column)
        found = self.numbers(column)
        for place, value in enumerate(found):
            if value <= 0:
                row = place + self.first_row
                raise EvaluationRefused("exposure_cell", row=row, column=column, value=f"{value:g}")
        if found.max() > MOST_APART * found.min():
            raise EvaluationRefused("exposures_apart", least=f"{found.min():g}", most=f"{found.max():g}")
        return found

    def once(self, column: str) -> list[str]:
        """Return the cells as names that each stand once. Raises EvaluationRefused area_twice."""
        found, seen = self.texts(column), set[str]()
        for place, text in enumerate(found):
            if text in seen:
                raise EvaluationRefused("area_twice", row=place + self.first_row, area=text[:40])
            seen.add(text)
        return found

    def _refuse_thousands(self, column: str) -> None:
        for place, text in enumerate(self.texts(column)):
            if THOUSANDS.fullmatch(text):
                told = {"row": place + self.first_row, "column": column, "value": text[:40]}
                raise EvaluationRefused("thousands_cell", **told)

    def _number(self, text: str, column: str, row: int) -> float:
        # Python reads 1_000 as a thousand; nobody else does.
        for written in (text, text.replace(",", ".", 1)) if "_" not in text else ():
            try:
                value = float(written)
            except ValueError:
                continue
            if abs(value) > LARGEST and np.isfinite(value):
                raise EvaluationRefused("too_large_cell", row=row, column=column, value=f"{value:g}")
            if np.isfinite(value):
                return value
        raise EvaluationRefused("not_a_number", row=row, column=column, value=text[:40])


def _text(cell: object) -> str:
    if cell is None or cell != cell:
        return ""
    text = f"{cell:g}" if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e6 else str(cell)
    return "" if text.strip().casefold() in BLANKS else text.strip()
