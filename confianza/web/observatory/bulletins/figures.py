"""What a bulletin shows, as plain values free of any language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from confianza.web.observatory.bulletins.release import Indicator

if TYPE_CHECKING:
    from confianza.analysis.indicators.change import Change
    from confianza.analysis.indicators.direction import Direction
    from confianza.analysis.indicators.usual import Usual


@dataclass(frozen=True)
class Cell:
    """A published figure: hidden, untold (no count, not hidden) or told. Rates are per multiplier a year."""

    count: float | None = None
    hidden: bool = False
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    source: str = ""
    months: int = 0
    complete: bool = False

    @property
    def told(self) -> bool:
        return self.count is not None


@dataclass(frozen=True)
class Month:
    """A month of a series, and what was usual for it."""

    on: date
    cell: Cell
    usual: "Usual | None" = None


@dataclass(frozen=True)
class Year:
    """A year of a series."""

    year: int
    cell: Cell


@dataclass(frozen=True)
class Series:
    """One indicator of the place: its months up to the bulletin's own (the last), and its years.

    `change` compares the month with what is usual; `stands_out`: it does so even when all indicators are
    judged together. `direction` is that of the whole years told, which `directed` names. `monthly` is false
    for what is published by year only.
    """

    indicator: Indicator
    months: Sequence[Month]
    years: Sequence[Year]
    monthly: bool = True
    change: "Change | None" = None
    stands_out: bool = False
    direction: "Direction | None" = None
    directed: Sequence[int] = ()

    @property
    def month(self) -> Month:
        """The bulletin's own month."""
        return self.months[-1]

    @property
    def year(self) -> Cell:
        """The year of the bulletin's month, as far as it is told."""
        return next((each.cell for each in self.years if each.year == self.month.on.year), Cell())

    @property
    def last_whole_year(self) -> Year | None:
        """The last year told, or hidden, to its end."""
        return next((year for year in reversed(self.years) if year.cell.complete), None)

    @property
    def drawn(self) -> bool:
        """Whether there is anything to draw of it."""
        return any(each.cell.told for each in (*self.months, *self.years))


@dataclass(frozen=True)
class Row:
    """One area of the map and the table."""

    area_id: str
    name: str
    month: Cell
    year: Cell


@dataclass(frozen=True)
class Ground:
    """The areas shown side by side: those inside the place, or its neighbours where nothing lies inside.

    `indicator` is the one mapped, `year` the year of its figures. `borders` are GeoJSON geometries.
    """

    indicator: Indicator
    year: int
    inside: bool
    level: str
    rows: Sequence[Row]
    borders: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Voice:
    """What one source counts of an indicator in one year, in the whole place."""

    indicator: Indicator
    year: int
    source: str
    cell: Cell


@dataclass(frozen=True)
class Corrected:
    """An earlier correction: when, of what, and why."""

    made_at: datetime
    kind: str
    version: str
    corrects: str
    reason: str


@dataclass(frozen=True)
class Correction:
    """What this bulletin corrects: the version, the day it was published, why, and both sets of figures."""

    version: str
    made_at: datetime
    reason: str
    figures: dict[str, Any]


@dataclass(frozen=True)
class Contents:
    """All that four pages say. `series` with the most important first; `year` is that of the month."""

    area_id: str
    area_name: str
    level: str
    month: date
    version: str
    release: str
    release_sha256: str
    released_at: datetime
    as_of: date
    series: Sequence[Series]
    ground: Ground | None
    voices: Sequence[Voice]
    corrections: Sequence[Corrected] = ()
    correction: Correction | None = None

    @property
    def monthly(self) -> Sequence[Series]:
        """What is published by month."""
        return [series for series in self.series if series.monthly]

    @property
    def yearly_only(self) -> Sequence[Series]:
        """What is published by year only."""
        return [series for series in self.series if not series.monthly]
