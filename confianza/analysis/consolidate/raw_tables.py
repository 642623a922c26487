"""A table as it stands in a file, before anybody knows what its columns mean."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from confianza.analysis.vocabulary.problems import Problem

# How far down a header may stand: offices put logos, titles and notes above their tables.
HEAD_ROWS = 150

Row = Sequence[str]


@dataclass(frozen=True)
class Stray:
    """A row that does not fit the table: where it stands, what it says, its fields, and which problem it
    has.
    """

    row: int
    text: str
    fields: int
    problem: str


@dataclass(frozen=True)
class Body:
    """The rows below the header, all text: `cells` has columns "0", "1", … with blanks as null.

    `rows` are their numbers in the file as a person counts them, from 1; `strays` are the rows that do not
    fit. `is_stripped`: no cell begins or ends with a blank.
    """

    cells: pl.DataFrame
    rows: pl.Series
    strays: tuple[Stray, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_stripped: bool = True


@dataclass(frozen=True)
class RawTable:
    """A table in a file: its first rows (at most HEAD_ROWS, blanks as ""), and how to read what follows them.

    `first_row` is the number of the head's first row in the file. `body(n)` reads everything below the
    first n rows of the head.
    """

    file: str
    sheet: str
    head: Sequence[Row]
    body: Callable[[int], Body] = field(repr=False)
    first_row: int = 1


def column(position: int) -> str:
    """Return the name under which a Body holds the column at a position, from 0."""
    return str(position)


def text_frame(columns: Sequence[Sequence[str | None]]) -> pl.DataFrame:
    """Return columns of text as the cells of a Body."""
    return pl.DataFrame(
        [pl.Series(column(place), values, dtype=pl.String) for place, values in enumerate(columns)]
    )


def rows_frame(rows: Sequence[Sequence[str | None]], width: int) -> pl.DataFrame:
    """Return rows of text, all of the same width, as the cells of a Body."""
    return text_frame(list(zip(*rows, strict=True)) if rows else [()] * width)


def row_numbers(first: int, height: int) -> pl.Series:
    """Return the numbers of consecutive rows."""
    return pl.int_range(first, first + height, dtype=pl.UInt32, eager=True).alias("_row")
