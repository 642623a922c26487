"""Reading a table of capture histories: one row per history with its count, or one row per victim.

A column of zeros and ones is a list; a column of whole numbers with a name for it is the count; other columns
(identifiers, areas, years) are left alone, unless somebody asks for them as strata.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.undercount.findings import TableRefused
from confianza.analysis.undercount.hierarchy import MOST_LISTS
from confianza.analysis.undercount.histories import Histories, Numbers
from confianza.analysis.vocabulary.folding import fold

# What the column of counts is called in published tables and in our region's.
COUNT_NAMES = (
    "count", "counts", "n", "freq", "frequency", "frequencies", "cantidad", "conteo", "frecuencia", "total",
    "casos", "victimas", "victims", "people", "personas", "nobs", "weight", "num", "number", "numero",
)  # fmt: skip
# A list is written as 1 or 0, or in words that mean the same.
KNOWN = {"1": 1, "1.0": 1, "true": 1, "yes": 1, "si": 1, "x": 1}
NOT_KNOWN = {"0": 0, "0.0": 0, "false": 0, "no": 0, "": 0}
WORDS = KNOWN | NOT_KNOWN
# How Polars calls the second of two columns of one name.
RENAMED = "_duplicated_"
Whole = NDArray[np.int64]


def read(content: bytes, file: str) -> pl.DataFrame:
    """Read comma, semicolon or tab separated text as text cells; blanks around them are dropped.

    Raises TableRefused where there is no table in it.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    header = text.partition("\n")[0]
    separator = max((",", ";", "\t"), key=header.count)
    try:
        frame = pl.read_csv(
            text.encode(), separator=separator, infer_schema=False, truncate_ragged_lines=False
        )
    except pl.exceptions.NoDataError:
        raise TableRefused("empty_table", file=file) from None
    except pl.exceptions.PolarsError as error:
        raise TableRefused("not_readable", file=file, detail=str(error).partition("\n")[0]) from None
    if frame.is_empty():
        raise TableRefused("empty_table", file=file)
    alike = [column.partition(RENAMED)[0] for column in frame.columns if RENAMED in column]
    if alike:
        raise TableRefused("columns_alike", file=file, column=alike[0])
    if all(column.strip().replace(".", "", 1).isdigit() for column in frame.columns):
        raise TableRefused("no_header", file=file)
    return cells(frame)


def cells(frame: pl.DataFrame) -> pl.DataFrame:
    """Return every column as text without blanks around it, nothing as an empty text."""
    texts = frame.with_columns(pl.all().cast(pl.String).fill_null("").str.strip_chars())
    return texts.rename(str.strip)


def histories(frame: pl.DataFrame, file: str, *, lists: Sequence[str] = (), count: str = "") -> Histories:
    """Return the table of histories of a frame of text cells (`read`, `cells`).

    `lists` and `count` name columns; without them they are found: the count by its name, lists by holding
    nothing but zeros and ones. Rows of the same history are added up, rows on no list dropped. Raises
    TableRefused.
    """
    counted = _count_column(frame, file, count, lists)
    named = tuple(lists) or _list_columns(frame, file, counted)
    if len(named) > MOST_LISTS:
        raise TableRefused("too_many_lists", file=file, count=len(named), most=MOST_LISTS)
    for column in named:
        _require(frame, file, column)
    seen = np.column_stack([_zeros_and_ones(frame, file, column) for column in named])
    weights = _counts(frame, file, counted) if counted else np.ones(len(frame))
    places = seen @ (1 << np.arange(len(named)))
    told = np.bincount(places, weights=weights, minlength=1 << len(named)).astype(float)
    told[0] = 0
    if not told.any():
        raise TableRefused("nobody_seen", file=file)
    return Histories(named, told)


def strata(
    frame: pl.DataFrame, file: str, by: str, *, lists: Sequence[str] = (), count: str = ""
) -> dict[str, Histories]:
    """Return the table of every group that the column `by` tells apart, by its value. Raises TableRefused."""
    _require(frame, file, by)
    counted = _count_column(frame, file, count, lists)
    named = tuple(lists) or _list_columns(frame.drop(by), file, counted)
    parts = frame.partition_by(by, as_dict=True, maintain_order=True)
    told = {str(value[0]): part for value, part in parts.items()}
    return {value: histories(part, file, lists=named, count=counted) for value, part in told.items()}


def _count_column(frame: pl.DataFrame, file: str, count: str, lists: Sequence[str]) -> str:
    """Return the name of the column of counts, or "" where every row is one victim."""
    if count:
        _require(frame, file, count)
        return count
    others = [column for column in frame.columns if column not in lists]
    exact = [column for column in others if fold(column) in COUNT_NAMES]
    named = exact or [column for column in others if set(fold(column).split()) & set(COUNT_NAMES)]
    named = [column for column in named if not _is_list(frame[column])] or named
    if len(named) > 1:
        raise TableRefused("which_count", file=file, columns=", ".join(named))
    return named[0] if named else _unnamed_count(frame, others)


def _unnamed_count(frame: pl.DataFrame, others: Sequence[str]) -> str:
    """Return the last column where it alone holds other whole numbers and every history stands once."""
    histories = [column for column in frame.columns if _is_list(frame[column])]
    last = frame.columns[-1]
    once = bool(histories) and not frame.select(histories).is_duplicated().any()
    whole = frame[last].str.contains(r"^\d+$").all()
    alone = [column for column in others if column not in histories] == [last]
    return last if once and whole and alone and len(frame) > 1 else ""


def _list_columns(frame: pl.DataFrame, file: str, counted: str) -> tuple[str, ...]:
    """Return the columns that hold nothing but zeros and ones, and something at all."""
    written = [column for column in frame.columns if column != counted]
    named = tuple(column for column in written if _is_list(frame[column]))
    if len(named) >= 2:
        return named
    doubtful = [column for column in written if column not in named and _nearly_list(frame[column])]
    for column in doubtful:
        _zeros_and_ones(frame, file, column)
    raise TableRefused("no_lists", file=file)


def _is_list(cells: pl.Series) -> bool:
    told = cells.str.to_lowercase()
    return bool(told.is_in(list(WORDS)).all() and told.is_in(list(KNOWN)).any())


def _nearly_list(cells: pl.Series) -> bool:
    """Say whether most cells are zeros and ones, so that the others are likelier slips than another kind."""
    return float(cells.str.to_lowercase().is_in(list(WORDS)).mean() or 0.0) > 0.5  # type: ignore[arg-type]


def _zeros_and_ones(frame: pl.DataFrame, file: str, column: str) -> Whole:
    told = frame[column].str.to_lowercase()
    wrong = (~told.is_in(list(WORDS))).arg_true()
    if len(wrong):
        value = frame[column][int(wrong[0])]
        raise TableRefused("not_zero_or_one", file=file, row=int(wrong[0]) + 2, column=column, value=value)
    return np.asarray(told.replace_strict(WORDS, return_dtype=pl.Int64).to_numpy(), dtype=np.int64)


def _counts(frame: pl.DataFrame, file: str, column: str) -> Numbers:
    numbers = frame[column].cast(pl.Float64, strict=False)
    wrong = (numbers.is_null() | ~numbers.is_finite() | (numbers < 0) | (numbers % 1 != 0)).arg_true()
    if len(wrong):
        value = frame[column][int(wrong[0])]
        raise TableRefused("not_a_count", file=file, row=int(wrong[0]) + 2, column=column, value=value)
    return np.asarray(numbers.to_numpy(), dtype=float)


def _require(frame: pl.DataFrame, file: str, column: str) -> None:
    if column not in frame.columns:
        raise TableRefused("unknown_column", file=file, column=column, columns=", ".join(frame.columns))
