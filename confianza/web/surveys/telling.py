"""What is told of a question, in plain values: what pages and files say, and what is frozen to publish."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import get_language

TOLD = ("shown", "with_caution")
# What everybody sees of whatever may not be told, for whichever reason.
HIDDEN = "hidden"
NUMBER = re.compile(r"^\d+\.\s*")

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """A question in a wave. Shares are from 0 to 1. `status`: a verdict of analysis.surveys.publishing, or
    HIDDEN. `is_comparable`: asked on the scale of the last wave.
    """

    wave: int
    begins_on: str
    ends_on: str
    mode: str
    status: str
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    is_comparable: bool = True

    @property
    def is_told(self) -> bool:
        return self.estimate is not None and self.status in TOLD

    @property
    def first_day(self) -> date:
        return date.fromisoformat(self.begins_on)


@dataclass(frozen=True)
class Moved:
    """A change from wave `earlier` to wave `later`. `is_sure`: more than noise, also as one of all questions;
    `is_clear`: its own interval leaves out no change. `refused`: the two scales, where they differ.
    """

    earlier: int
    later: int
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    stars: str = ""
    is_sure: bool = False
    is_clear: bool = False
    cautions: Sequence[str] = ()
    same_clusters: bool = False
    refused: Sequence[Sequence[float]] = ()


@dataclass(frozen=True)
class Place:
    """A question in a neighbourhood."""

    area: str
    name: str
    status: str
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None

    @property
    def is_told(self) -> bool:
        return self.estimate is not None and self.status in TOLD


@dataclass(frozen=True)
class Question:
    """A question and all that is told of it. `apart`: pairs of neighbourhoods, the lower first, that
    differ by more than chance.
    """

    key: str
    name: Mapping[str, str]
    wording: Mapping[str, str]
    measure: str
    scale: Sequence[float]
    higher_is_better: bool | None
    source: str
    figures: Sequence[Figure]
    steps: Sequence[Moved] = ()
    moved: Moved | None = None
    places: Sequence[Place] = ()
    apart: Sequence[Sequence[str]] = field(default=())

    @property
    def is_share(self) -> bool:
        return self.measure == "share"

    @property
    def last(self) -> Figure:
        return self.figures[-1]

    @property
    def title(self) -> str:
        return said(self.name) or self.key

    @property
    def asked(self) -> str:
        """Its wording in the reader's language, without its number in the form."""
        return NUMBER.sub("", said(self.wording))

    def in_wave(self, number: int) -> Figure | None:
        return next((each for each in self.figures if each.wave == number), None)


@dataclass(frozen=True)
class Survey:
    """What a wave of a survey is: of whom, when, how, by how many; who made it, and who paid for it."""

    title: str
    population: str
    area: str
    place: str
    wave: int
    begins_on: str
    ends_on: str
    mode: str
    interviews: int
    clusters: int
    margin: float
    response_rate: float | None
    unreached: Sequence[str]
    earlier: int | None
    known_on: str
    made_by: str = ""
    paid_by: str = ""
    questions: Sequence[Question] = ()

    @property
    def first_day(self) -> date:
        return date.fromisoformat(self.begins_on)

    @property
    def last_day(self) -> date:
        return date.fromisoformat(self.ends_on)

    @property
    def sure(self) -> list[Question]:
        """The questions whose answers changed by more than noise."""
        return [each for each in self.questions if each.moved and each.moved.is_sure]


def said(texts: Mapping[str, str]) -> str:
    """Return a text in the reader's language, or in whatever there is."""
    language = (get_language() or "es")[:2]
    return texts.get(language) or texts.get("es") or next(iter(texts.values()), "")


def plain(survey: Survey) -> dict[str, Any]:
    """Return a survey as JSON takes it."""
    return asdict(survey)


def read(told: Mapping[str, Any]) -> Survey:
    """Return a survey from what `plain` made of it."""
    return Survey(**{**told, "questions": tuple(_question(each) for each in told["questions"])})


def _question(told: Mapping[str, Any]) -> Question:
    parts = {
        "figures": tuple(Figure(**each) for each in told["figures"]),
        "steps": tuple(Moved(**each) for each in told["steps"]),
        "moved": Moved(**told["moved"]) if told["moved"] else None,
        "places": tuple(Place(**each) for each in told["places"]),
    }
    return Question(**{**told, **parts})
