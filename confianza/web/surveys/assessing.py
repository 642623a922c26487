"""What the three prongs of a participatory assessment say of the same things, in plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from confianza.web.surveys.models import Prong
from confianza.web.surveys.telling import said

# Answers to "how far do you agree?": from 1, not at all, to 4, very much; from 3 on somebody agrees.
LOWEST, HIGHEST, AGREES = 1, 4, 3
# Of fewer answers nothing is told: the officers of a small station would know each other's.
FEWEST = 10
# Shares are told in steps of this; nearly nobody and nearly everybody are not told apart from all and none.
STEP = 0.05
NEARLY = 0.1


@dataclass(frozen=True)
class Answered:
    """What one prong answered to one thing. `mean` from 1 to 4 and `agree` (a share, in steps, 0.1 for at
    most that and 0.9 for at least that) are None below ten answers.
    """

    prong: str
    n: int | None
    mean: float | None = None
    agree: float | None = None

    @property
    def is_told(self) -> bool:
        return self.mean is not None


@dataclass(frozen=True)
class Shared:
    """One thing that all three were asked, in the words of its form."""

    column: str
    wording: Mapping[str, str]
    answers: Sequence[Answered]

    @property
    def title(self) -> str:
        return said(self.wording) or self.column

    def of(self, prong: str) -> Answered:
        return next(each for each in self.answers if each.prong == prong)

    @property
    def gap(self) -> tuple[Answered, Answered] | None:
        """Who agrees least and who most, where two prongs are told and differ as they are written."""
        told = sorted((each for each in self.answers if each.mean is not None), key=_mean)
        if len(told) < 2 or told[0].mean == told[-1].mean:
            return None
        return told[0], told[-1]


@dataclass(frozen=True)
class Side:
    """How many of a prong answered: None for fewer than ten."""

    prong: str
    n: int | None


@dataclass(frozen=True)
class Report:
    """What the three prongs say, side by side."""

    sides: Sequence[Side]
    shared: Sequence[Shared]

    @property
    def is_empty(self) -> bool:
        return not any(side.n for side in self.sides)


def told(prong: str, values: Sequence[float]) -> Answered:
    """Return what is told of answers from 1 to 4."""
    n = len(values)
    if n < FEWEST:
        return Answered(prong, None)
    agree = sum(value >= AGREES for value in values) / n
    agree = min(max(round(agree / STEP) * STEP, NEARLY), 1 - NEARLY)
    return Answered(prong, n, round(sum(values) / n, 1), round(agree, 2))


def counted(n: int) -> int | None:
    """Return how many answered, None for fewer than ten."""
    return n if n >= FEWEST else None


def plain(report: Report) -> dict[str, Any]:
    """Return a report as JSON takes it."""
    return asdict(report)


def read(found: Mapping[str, Any]) -> Report:
    """Return a report from what `plain` made of it."""
    shared = [
        Shared(each["column"], each["wording"], [Answered(**one) for one in each["answers"]])
        for each in found["shared"]
    ]
    return Report([Side(**each) for each in found["sides"]], shared)


def name(prong: str) -> str:
    """Name a prong, or all three."""
    return str(dict(Prong.choices).get(prong, prong))


def _mean(answered: Answered) -> float:
    return answered.mean if answered.mean is not None else 0.0
