"""The claim guard: from the evidence to the strongest sentence it carries, and what a stronger one needs.

Rules, not taste: each strength has a list of requirements, and a requirement asks one thing of the evidence.
More or better evidence never weakens what may be said; what is not known counts as the worst it could be.
The rules follow patrol-evaluation practice: a fall after a peak comes by itself (regression to the mean),
one to three years are a short time (the report of 2011), and a counterfactual is worth what its path before
and its placebos are worth (Abadie 2021, JEL 59:391-425).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.indicators import change

# Placebos go as far in one case of twenty at most: so often is a claim allowed where nothing was done.
RARE = 0.05
# The report of 2011 warns of falls of one to three years; fewer periods are no path either.
FEWEST_AFTER, FEWEST_YEARS_AFTER = 3, 3.0
# Two periods before compare, five show a direction, eight can be followed (Abadie 2021, section 5).
FEWEST_TO_COMPARE, FEWEST_TO_FOLLOW, FEWEST_TO_TRUST = 2, 5, 8

# A peak is suspected sooner than a change is claimed: outside an interval of so much confidence.
PEAK = 0.80

Direction = Literal["fall", "rise", "none"]
DIRECTIONS: tuple[Direction, ...] = ("fall", "rise", "none")


class Strength(IntEnum):
    """How strong a sentence is. Each stands for a sentence in SENTENCES."""

    REPORTED = 0
    COUNTED = 1
    CHANGED = 2
    DIFFERS = 3
    FITS = 4
    LOWERED = 5
    CAUSED = 6


@dataclass(frozen=True)
class Evidence:
    """What stands behind a result. Every default is the weakest case, and None is "not known".

    `counts`: numbers that were counted, not percentages somebody tells. `interval`: one that holds what it
    says; `clear`: it leaves out no change. `before`, `after`: periods; `years_after`: how long they are
    together. `same_area`: the counts are of the area where the programme was. `selected_for_being_high`: it
    got the programme because its numbers were high; `selection_left_out`: the period it was chosen on is in
    no comparison; `control_chosen_alike`: the comparison areas were as high on the same count.
    `specifications_agree`: other reasonable ways of computing it say the same. `registered`: question,
    outcome and method were fixed before the data came, and kept to.
    """

    counts: bool = False
    interval: bool = False
    clear: bool = False
    control: bool = False
    control_chosen_alike: bool = False
    before: int = 0
    after: int = 0
    years_after: float = 0.0
    path_shown: bool = False
    fit_is_good: bool = False
    placebo_p: float | None = None
    same_area: bool | None = None
    selected_for_being_high: bool | None = None
    selection_left_out: bool = False
    specifications_agree: bool = False
    registered: bool = False


@dataclass(frozen=True)
class Refusal:
    """A word that may not be used, and the requirements (keys of NEEDS) that would carry it."""

    word: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Allowed:
    """The strongest sentence: a key of SENTENCES. `refused`: what may not be said, and what would carry it.

    `cautions`: keys of CAUTIONS, to be said beside it whatever the strength.
    """

    strength: Strength
    sentence: str
    refused: tuple[Refusal, ...]
    cautions: tuple[str, ...]

    def may_say(self, word: str) -> bool:
        """Say whether a word of WORDS (or "interval") may be used."""
        return all(refusal.word != word for refusal in self.refused)


def _more_than_chance(told: Evidence) -> bool:
    return (told.interval and told.clear) or (told.control and _placebo(told))


def _placebo(told: Evidence) -> bool:
    return told.placebo_p is not None and told.placebo_p <= RARE


def _no_peak(told: Evidence) -> bool:
    return told.selected_for_being_high is False or told.selection_left_out


REQUIREMENTS: dict[str, Callable[[Evidence], bool]] = {
    "counts": lambda told: told.counts,
    "interval": lambda told: told.interval,
    "more_than_chance": _more_than_chance,
    "clear_interval": lambda told: told.interval and told.clear,
    "no_peak": _no_peak,
    "fair_comparison": lambda told: _no_peak(told) or told.control_chosen_alike,
    "comparison": lambda told: told.control,
    "same_area": lambda told: told.same_area is True,
    "two_before": lambda told: told.before >= FEWEST_TO_COMPARE,
    "five_before": lambda told: told.before >= FEWEST_TO_FOLLOW,
    "eight_before": lambda told: told.before >= FEWEST_TO_TRUST,
    "one_after": lambda told: told.after >= 1,
    "three_after": lambda told: told.after >= FEWEST_AFTER and told.years_after >= FEWEST_YEARS_AFTER,
    "path": lambda told: told.path_shown,
    "fit": lambda told: told.fit_is_good,
    "placebo": _placebo,
    "agreement": lambda told: told.specifications_agree,
    "registration": lambda told: told.registered,
}

_DIFFERS = (
    "counts",
    "comparison",
    "same_area",
    "more_than_chance",
    "fair_comparison",
    "two_before",
    "one_after",
)
_FITS = (*_DIFFERS, "path", "fit", "placebo", "five_before")
_LOWERED = (*_FITS, "clear_interval", "three_after", "eight_before", "agreement")
NEEDED: dict[Strength, tuple[str, ...]] = {
    Strength.REPORTED: (),
    Strength.COUNTED: ("counts",),
    Strength.CHANGED: ("counts", "more_than_chance", "no_peak"),
    Strength.DIFFERS: _DIFFERS,
    Strength.FITS: _FITS,
    Strength.LOWERED: _LOWERED,
    Strength.CAUSED: (*_LOWERED, "registration"),
}
# Words that promise a strength; the interval has a rule of its own.
WORDS: dict[str, Strength] = {
    "changed": Strength.CHANGED,
    "more_than_elsewhere": Strength.DIFFERS,
    "consistent_with_effect": Strength.FITS,
    "reduced_by": Strength.LOWERED,
    "caused": Strength.CAUSED,
}
# Requirements that a stricter one of the same kind makes idle to ask for.
_STRICTER = {
    "two_before": "eight_before",
    "five_before": "eight_before",
    "one_after": "three_after",
    "more_than_chance": "clear_interval",
}


def allowed(told: Evidence, direction: Direction) -> Allowed:
    """Return the strongest sentence about a result that went in a direction; "none": neither way."""
    reached = strength(told)
    if direction == "none":
        reached = min(reached, Strength.COUNTED)
    refused = [Refusal(word, missing(told, of)) for word, of in WORDS.items() if reached < of]
    if not (told.counts and told.interval):
        needs = tuple(code for code in ("counts", "interval") if not REQUIREMENTS[code](told))
        refused.append(Refusal("interval", needs))
    return Allowed(reached, _sentence(told, reached, direction), tuple(refused), _cautions(told))


def direction(written: str) -> Direction:
    """Return a direction as it was written. Raises EvaluationRefused not_a_direction."""
    for each in DIRECTIONS:
        if written == each:
            return each
    raise EvaluationRefused("not_a_direction", value=written[:40])


def strength(told: Evidence) -> Strength:
    """Return the greatest strength whose every requirement is met."""
    return max(of for of, needed in NEEDED.items() if all(REQUIREMENTS[code](told) for code in needed))


def missing(told: Evidence, of: Strength) -> tuple[str, ...]:
    """Return the requirements of a strength that the evidence does not meet, the strictest of each kind."""
    unmet = [code for code in NEEDED[of] if not REQUIREMENTS[code](told)]
    return tuple(code for code in unmet if _STRICTER.get(code) not in unmet)


def stands_out(before: list[int]) -> bool:
    """Say whether the last count before stands above the earlier ones by more than chance would in one
    series of ten.

    Then it is taken for a peak, whatever was declared: who is chosen in a bad year does better in the next.
    """
    if len(before) < FEWEST_TO_COMPARE:
        return False
    *earlier, last = before
    found = change.compare(last, sum(earlier), exposure_before=len(earlier), confidence=PEAK)
    return found.verdict == "up"


def _sentence(told: Evidence, reached: Strength, direction: Direction) -> str:
    if reached == Strength.REPORTED:
        return "reported"
    if reached == Strength.COUNTED:
        if direction != "none" and _more_than_chance(told) and not _no_peak(told):
            return "after_a_peak"
        return "within_chance" if told.interval or told.placebo_p is not None else "counted"
    return f"{reached.name.lower()}_{direction}"


def _cautions(told: Evidence) -> tuple[str, ...]:
    found = {
        "other_area": told.same_area is not True,
        "regression_to_the_mean": told.selected_for_being_high is not False,
        "short_time": told.after > 0 and not REQUIREMENTS["three_after"](told),
        "no_placebo": told.control and told.placebo_p is None,
        "not_registered": not told.registered,
    }
    return tuple(code for code, holds in found.items() if holds)
