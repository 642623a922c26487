"""Tables as data: what a page hands over to be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column's heading; `decimals` makes it numeric: right-aligned and written in the reader's language."""

    label: Any
    decimals: int | None = None

    @property
    def numeric(self) -> bool:
        return self.decimals is not None


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere."""

    text: Any
    url: str


@dataclass(frozen=True)
class Interval:
    """A cell with two ends, written "low to high" with the decimals of its column."""

    low: float | None
    high: float | None


@dataclass(frozen=True)
class Table:
    """A captioned table.

    A row has one cell per column: text, number, None (a dash), date, Link, Interval or SafeString; its first
    cell is its heading. `note` says what a reader must know: source, period, as known on.
    """

    caption: Any
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    note: Any = ""
