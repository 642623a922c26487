"""The columns of a table of points, each as an array; what cannot be read is said with its row."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.hotspots import moments
from confianza.analysis.hotspots.findings import PointsRefused, finding
from confianza.analysis.vocabulary.folding import fold
from confianza.analysis.vocabulary.problems import Problem

# How offices and programs write that they do not know.
NOT_KNOWN = (
    "",
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "nat",
    "-",
    "--",
    "s/d",
    "sd",
    "sin dato",
    "sin_dato",
    "nd",
    "n/d",
)
# A place or a day so many times further from the middle than 95 of 100 others is a slip of the pen, if such
# are few.
FAR_TIMES, FAR_QUANTILE, FAR_SHARE = 20.0, 0.95, 0.01
LEAST_FOR_STRAYS = 20
LEAST_DAYS = 366.0
A_COMMA = r"^[+-]?\d+,\d+$"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Column:
    """A column as numbers: `values` (float64, NaN where not known)."""

    name: str
    values: Floats


@dataclass
class Columns:
    """Reads columns of `frame` one by one; `readable` says which rows are good in all that were read so far.

    Rows are called by their number in the file, the first being `first_row`. With `skip_unreadable` a value
    that cannot be read costs its row, else it is a PointsRefused.
    """

    frame: pl.DataFrame
    first_row: int
    skip_unreadable: bool
    notes: list[Problem] = field(default_factory=list)
    lacking: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    unreadable: dict[int, str] = field(default_factory=dict)

    @property
    def readable(self) -> NDArray[np.bool_]:
        """Which rows have all that was asked for."""
        good = np.ones(len(self.frame), dtype=bool)
        for rows in self.lacking.values():
            good &= ~rows
        good[list(self.unreadable)] = False
        return good

    def name(self, asked: str) -> str:
        """Return the column that is meant: by its name, its name written otherwise, or its place from 1."""
        if asked in self.frame.columns:
            return asked
        alike = [column for column in self.frame.columns if fold(column) == fold(asked) != ""]
        if len(alike) == 1:
            return alike[0]
        if asked.isdigit() and 1 <= int(asked) <= self.frame.width:
            return self.frame.columns[int(asked) - 1]
        nameless = [str(place + 1) for place in range(self.frame.width)] == self.frame.columns
        if nameless:
            raise PointsRefused("points_no_header", column=asked, count=self.frame.width)
        raise PointsRefused("points_unknown_column", column=asked, columns=", ".join(self.frame.columns))

    def numbers(self, asked: str) -> Column:
        """Return a column of coordinates."""
        name, cells, values = self._floats(asked)
        self._refuse("not_a_number", name, cells, cells.is_not_null().to_numpy() & np.isnan(values))
        self._refuse("not_finite", name, cells, np.isinf(values))
        self._lack("without_place", cells.is_null().to_numpy())
        return Column(name, values)

    def weights(self, asked: str) -> Floats:
        """Return a column of weights: zero or more."""
        name, cells, values = self._floats(asked)
        known = cells.is_not_null().to_numpy()
        self._refuse("not_a_weight", name, cells, known & ~((values >= 0) & np.isfinite(values)))
        self._lack("without_weight", ~known)
        return values

    def times(self, asked: str) -> NDArray[np.datetime64]:
        """Return a column of days or moments (datetime64[s], NaT where not known)."""
        name = self.name(asked)
        cells = self._known(self.frame[name])
        read = moments.read(cells)
        self._refuse("not_a_day", name, cells, (cells.is_not_null() & read.values.is_null()).to_numpy())
        self._lack("without_day", cells.is_null().to_numpy())
        self.notes += [finding(code, column=name, value=example) for code, example in read.notes]
        seconds = np.array(read.values.cast(pl.Datetime("ms")).to_numpy().astype("datetime64[s]"))
        far = _far_away(seconds)
        self._lack("far_days", far)
        seconds[far] = np.datetime64("NaT")
        return seconds

    def leave_out(self) -> tuple[Problem, ...]:
        """Return what was left out, and what to know, as findings."""
        told = list(self.notes)
        for code, rows in self.lacking.items():
            if rows.any():
                first = int(np.argmax(rows))
                told.append(finding(code, count=int(rows.sum()), row=first + self.first_row))
        if self.unreadable:
            row = min(self.unreadable)
            value = self.unreadable[row]
            count = len(self.unreadable)
            told.append(finding("unreadable_rows", count=count, row=row + self.first_row, value=value))
        return tuple(told)

    def _known(self, cells: pl.Series) -> pl.Series:
        """Return cells with nothing where somebody wrote that it is not known."""
        if cells.dtype.is_float():
            return cells.fill_nan(None)
        if cells.dtype != pl.String:
            return cells
        bare = cells.str.strip_chars()
        return bare.set(bare.str.to_lowercase().is_in(list(NOT_KNOWN)), None)

    def _floats(self, asked: str) -> tuple[str, pl.Series, Floats]:
        """Return the name, the cells and the numbers of a column; NaN where there is none."""
        name = self.name(asked)
        cells = self._known(self.frame[name])
        if cells.dtype != pl.String:
            return name, cells, _floats(cells)
        commas = cells.str.contains(A_COMMA).fill_null(False)
        if commas.any():
            self.notes.append(finding("decimal_commas", column=name))
            replaced = cells.str.replace(",", ".", literal=True)
            return name, cells, _floats(cells.zip_with(~commas, replaced))
        return name, cells, _floats(cells)

    def _refuse(self, code: str, name: str, cells: pl.Series, bad: NDArray[np.bool_]) -> None:
        rows = np.flatnonzero(bad)
        if not len(rows):
            return
        if not self.skip_unreadable:
            first = int(rows[0])
            told: dict[str, Any] = {"row": first + self.first_row, "value": str(cells[first]), "column": name}
            raise PointsRefused(code, **told)
        for row in rows.tolist():
            self.unreadable.setdefault(row, str(cells[row]))

    def _lack(self, code: str, rows: NDArray[np.bool_]) -> None:
        self.lacking[code] = self.lacking.get(code, np.zeros(len(rows), dtype=bool)) | rows


def _far_away(moments: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """Say which moments lie so far from all others that they are mistakes, as 9999-12-31 or 1900-01-01; none
    where these are many.
    """
    known = ~np.isnat(moments)
    far = np.zeros(len(moments), dtype=bool)
    if known.sum() < LEAST_FOR_STRAYS:
        return far
    days = moments[known].astype("datetime64[D]").astype(float)
    away = np.abs(days - np.median(days))
    far[known] = away > FAR_TIMES * max(float(np.quantile(away, FAR_QUANTILE)), LEAST_DAYS)
    return far if far.sum() <= max(1, FAR_SHARE * known.sum()) else np.zeros(len(moments), dtype=bool)


def _floats(cells: pl.Series) -> Floats:
    """Return cells as float64, NaN where they are no number."""
    return np.array(cells.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy(), dtype=float)
