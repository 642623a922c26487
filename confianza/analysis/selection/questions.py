"""What can be asked of a table of municipalities, and what is to be known of the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Gaps = Literal["refuse", "any"]
# A sentence names no more columns than a person reads.
MOST_NAMED = 8

NOTES: dict[str, str] = {
    "note_blank_columns": "%(number)s columns were left out, as more than 5 %% of them is blank: "
    "%(columns)s.",
    "note_constant_columns": "%(number)s columns were left out, as they are the same everywhere: "
    "%(columns)s.",
    "note_any": "“%(column)s”: %(blanks)s blank cells (the first in row %(row)s) may be anything the others "
    "are.",
    "note_people_found": "How many people there are is not told, and the shares of the table give it away: "
    "%(people)s in "
    "all (or a multiple, in some places). With them these are whole numbers of cases, and their noise is "
    "known: %(columns)s.",
    "note_no_noise": "How noisy these are is not told: %(columns)s. Their part of the intervals is of "
    "weights alone, and "
    "too narrow. Say it with per=, se=, n= or cv= of --indicator.",
    "note_assumed": "The noise of these is assumed, not known: %(columns)s.",
    "note_alike": "The municipalities do not differ in “%(name)s” by more than chance: it decides nothing.",
    "note_few_years": "%(years)s years are too few for a direction: four at least.",
    "note_no_slope": "%(number)s municipalities have no direction of their own (nothing counted in most "
    "years).",
    "note_no_return": "What those chosen would do by themselves cannot be told: that needs counts, or "
    "values with their "
    "noise.",
    "note_all_columns": "Nobody said by what to choose: every column of numbers was taken, high values "
    "first (or as the "
    "sheet says), with equal weights.",
}


@dataclass(frozen=True)
class Note:
    """Something to know: one of NOTES, and the values of its sentence."""

    code: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Indicator:
    """A column to choose by. `high` and `weight`: as the sheet says, or high and 1, where None. At most one
    of
    assumed coefficient of variation).
    """

    column: str
    high: bool | None = None
    weight: float | None = None
    error: str = ""
    asked: str = ""
    relative: float | None = None
    per: float | None = None


@dataclass(frozen=True)
class Question:
    """What somebody asks of a table. `also`: indicators of which to say what they would
    change.

    `shares`: columns that are shares of all people, from which their number is found where nobody tells it.
    """

    name: str = ""
    code: str = ""
    counts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    also: tuple[Indicator, ...] = ()
    shares: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    gaps: Gaps = "refuse"
    units_checked: bool = False


def named(names: Sequence[str]) -> str:
    """Name the first few, and say how many more there are."""
    more = f" … (+{len(names) - MOST_NAMED})" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
