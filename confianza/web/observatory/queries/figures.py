"""The figures of a page as plain values: what was counted, how sure it is, and what it was before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from confianza.web.observatory.queries.question import Question

if TYPE_CHECKING:
    from confianza.analysis.indicators.change import Change
    from confianza.analysis.indicators.direction import Direction


@dataclass(frozen=True)
class Figure:
    """A count with its rate per 100,000 a year; null rate: no denominator; null count: nobody tells it.

    `months`: how many months its source speaks of. `estimated`: the part of the count a crosswalk carried.
    `smoothed`: the rate drawn towards that of the areas beside it (null: not one of several areas).
    """

    source: str = ""
    count: float | None = None
    count_low: float | None = None
    count_high: float | None = None
    rate: float | None = None
    rate_low: float | None = None
    rate_high: float | None = None
    months: int = 0
    person_years: float | None = None
    estimated: float = 0.0
    smoothed: float | None = None
    smoothed_low: float | None = None
    smoothed_high: float | None = None


@dataclass(frozen=True)
class Month:
    """A month of the trend, and what that calendar month was like in the five years before."""

    on: date
    count: float | None
    low: float | None = None
    median: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Place:
    """An area by its identity and name; no identity: everywhere, or nowhere."""

    area_id: str
    name: str
    level: str = ""
    geography: str = "administrative"
    above: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class AreaFigure:
    """One area of the table and the map; `stands_out`: it changed by more than chance, judged with all the
    others.
    """

    place: Place
    figure: Figure
    change: "Change | None" = None
    stands_out: bool = False


@dataclass(frozen=True)
class Share:
    """One kind (a mechanism, a sex, …) and its count; code None: not told."""

    code: str | None
    count: float


@dataclass(frozen=True)
class Split:
    """A count divided into its kinds, as one source tells them."""

    source: str
    shares: Sequence[Share]


@dataclass(frozen=True)
class IndicatorFigure:
    """One indicator of a place."""

    indicator_id: str
    figure: Figure
    change: "Change | None"


@dataclass(frozen=True)
class Behind:
    """A delivery behind a figure, and how much of it comes from there; nameless to who may not know."""

    delivery: str
    source: str
    office: str
    count: float
    first: date | None
    last: date | None

    def nameless(self) -> "Behind":
        """Return it as told to somebody who may not know of the delivery."""
        return replace(self, delivery="", office="")


@dataclass(frozen=True)
class Answer:
    """Everything a page shows. `question` has its open choices filled in; without data `figure.count` is
    None.
    """

    question: Question
    place: Place
    figure: Figure
    before: Figure | None
    change: "Change | None"
    months: Sequence[Month]
    direction: "Direction | None"
    years: Sequence[int]
    areas: Sequence[AreaFigure]
    elsewhere: float
    kinds: dict[str, Split]
    voices: Sequence[Figure]
    voice_months: Sequence[tuple[str, date, float | None]]
    populations: Sequence[dict[str, Any]]
    shapes: dict[str, bytes]
    choices: "Choices"
    direction_of_rate: "Direction | None" = None


@dataclass(frozen=True)
class Choices:
    """What can be chosen on the form, with data behind it."""

    areas: Sequence[tuple[str, str, int]]
    geographies: Sequence[str]
    levels: Sequence[str]
    sources: Sequence[str]
    ages: Sequence[str]


def figure(row: dict[str, Any] | None) -> Figure:
    """Make a figure of a row of `Ground.table`."""
    if row is None:
        return Figure()
    names = Figure.__dataclass_fields__
    return Figure(**{name: row[name] for name in names if name in row})
