"""Weights worked out, step by step, and what each step did: as a preview, and as what is kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from confianza.analysis.surveys import intervals, weighting
from confianza.analysis.surveys.problems import SurveyRefused
from confianza.web.surveys import rules
from confianza.web.surveys.margins import UNKNOWN, Margin, of_told
from confianza.web.surveys.models import Wave
from confianza.web.surveys.queries import visits
from confianza.web.surveys.queries.visits import Visits
from confianza.web.surveys.weights import Weighed

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

# By what those who did not answer are taken to be like those who did.
CLASSES = ("stratum", "area", "cluster")
# What classes with too few answers are joined into.
OTHERS = "+"


@dataclass(frozen=True)
class Parameters:
    """How a wave is weighed. `classes`: one of CLASSES; `trims`: whether the largest weights are cut."""

    classes: str = "stratum"
    margins: tuple[Margin, ...] = ()
    trims: bool = True

    @property
    def told(self) -> dict[str, Any]:
        """The parameters as plain data; `parameters_of` reads them."""
        told = [each.told for each in self.margins]
        return {"classes": self.classes, "margins": told, "trims": self.trims}


@dataclass(frozen=True)
class Worked:
    """Weights, and what came of working them out (Weighting.told)."""

    weighed: Weighed
    told: dict[str, Any]


def parameters_of(told: Mapping[str, Any]) -> Parameters:
    """Return parameters from plain data."""
    return Parameters(told["classes"], tuple(of_told(each) for each in told["margins"]), told["trims"])


def worked_out(wave: Wave, parameters: Parameters, found: Visits | None = None) -> Worked:
    """Return the weights of the approved interviews of a wave. Raises SurveyRefused.

    A dwelling stands for those of its cluster and chance; those who answered stand for their class; each
    person for all adults of the dwelling; the largest are cut; and sums are made to agree with the margins.
    """
    import polars as pl

    told: dict[str, Any] = {}
    eligible = (found or visits.visits(wave)).frame
    eligible = eligible.with_columns(_drawn=_by_the_draw())
    eligible = eligible.filter(pl.col("_outcome") != rules.NOT_ELIGIBLE)
    answered = eligible["_outcome"].is_in(list(rules.INTERVIEWS))
    if not answered.any():
        raise SurveyRefused("no_answers")
    # Where nobody at all answered, no weight can speak for the people there: that is shown, not hidden.
    told["unreached"] = sorted(set(eligible["_stratum"]) - set(eligible.filter(answered)["_stratum"]))
    reached = ~eligible["_stratum"].is_in(told["unreached"])
    eligible, answered = eligible.filter(reached), answered.filter(reached)
    labels = classes_of(eligible, answered, parameters.classes)
    told["joined"] = any(label.endswith(OTHERS) for label in labels)
    dwellings = weighting.for_nonresponse(eligible["_drawn"].to_numpy(), answered.to_numpy(), labels)
    told["classes"] = len(set(labels))
    people = eligible.with_columns(_people=pl.Series(dwellings) * pl.col("_adults")).filter(answered)
    before, told["trimmed"] = _trimmed(people["_people"].to_numpy(), parameters.trims)
    weighed = _agreed(wave, people, before, parameters.margins, told)
    told |= _spread(weighed.weights)
    return Worked(weighed, told)


def _by_the_draw() -> "pl.Expr":
    """The weight of a dwelling by the draw: its cluster's chance, and how many of it were gone to."""
    import polars as pl

    gone_to = pl.len().over("_cluster")
    return pl.max_horizontal(pl.col("_size"), gone_to) / gone_to / pl.col("_chance")


def classes_of(eligible: "pl.DataFrame", answered: "pl.Series", by: str) -> list[str]:
    """Return the class of each dwelling. Classes in which too few answered are joined: with each other inside
    their stratum, then over all strata; and what is still too small takes in the next smallest.
    """
    strata = [str(each) for each in eligible["_stratum"]]
    labels = strata
    if by != "stratum":
        finer = [f"{stratum} · {each}" for stratum, each in zip(strata, eligible[f"_{by}"], strict=True)]
        labels = _wider(finer, [f"{stratum} · {OTHERS}" for stratum in strata], _small(finer, answered))
        touched = {strata[place] for place in _places(labels, _small(labels, answered))}
        labels = [
            stratum if stratum in touched else label for label, stratum in zip(labels, strata, strict=True)
        ]
    labels = _wider(labels, [OTHERS] * len(labels), _small(labels, answered))
    return _enough(labels, answered)


def _small(labels: Sequence[str], answered: "pl.Series") -> set[str]:
    counts = _answers(labels, answered)
    return {name for name, count in counts.items() if count < weighting.FEWEST_ANSWERS}


def _places(labels: Sequence[str], wanted: set[str]) -> list[int]:
    return [place for place, label in enumerate(labels) if label in wanted]


def _wider(labels: Sequence[str], wider: Sequence[str], small: set[str]) -> list[str]:
    return [wide if label in small else label for label, wide in zip(labels, wider, strict=True)]


def _enough(labels: list[str], answered: "pl.Series") -> list[str]:
    """Return the labels, what was joined over all strata filled up by the smallest others."""
    counts = _answers(labels, answered)
    while 0 <= counts.get(OTHERS, -1) < weighting.FEWEST_ANSWERS and len(counts) > 1:
        smallest = min((name for name in counts if name != OTHERS), key=lambda name: (counts[name], name))
        counts[OTHERS] += counts.pop(smallest)
        labels = _wider(labels, [OTHERS] * len(labels), {smallest})
    return labels


def _answers(labels: Sequence[str], answered: "pl.Series") -> dict[str, int]:
    counts = Counter(label for label, yes in zip(labels, answered, strict=True) if yes)
    return {name: counts[name] for name in dict.fromkeys(labels)}


def _trimmed(told: "np.ndarray", wanted: bool) -> "tuple[np.ndarray, int]":
    if not wanted:
        return told, 0
    try:
        found = weighting.trimmed(told)
    except SurveyRefused:
        # All weigh nearly the same: there is nothing that stands out.
        return told, 0
    return found, int((found < told * (1 - 1e-9)).sum())


def _agreed(
    wave: Wave, people: "pl.DataFrame", before: "np.ndarray", margins: Sequence[Margin], told: dict[str, Any]
) -> Weighed:
    from confianza.analysis.surveys import design

    classes = [_class_of_each(wave, people, margin) for margin in margins]
    weights, told["margins"] = before, []
    if margins:
        _check_same_people(margins)
        known = [_known(margin, labels, before) for margin, labels in zip(margins, classes, strict=True)]
        plain = design.of(before, lonely="certainty")
        weights = weighting.raked(plain, list(zip(classes, known, strict=True))).weights
        told["margins"] = [
            _of_margin(margin, labels, before, weights)
            for margin, labels in zip(margins, classes, strict=True)
        ]
    instances = tuple(people["instance_id"].to_list())
    told["people_by_the_draw"] = float(before.sum())
    return Weighed(
        instances, tuple(map(float, weights)), tuple(map(float, before)), tuple(map(tuple, classes))
    )


def _class_of_each(wave: Wave, people: "pl.DataFrame", margin: Margin) -> list[str]:
    columns, blank = wave.survey.columns, [None] * people.height
    sexes = people[columns["sex"]].to_list() if columns.get("sex") in people.columns else blank
    ages = people[columns["age"]].to_list() if columns.get("age") in people.columns else blank
    return [
        margin.class_of(sex=str(sex or ""), age=age, stratum=str(stratum))
        for sex, age, stratum in zip(sexes, ages, people["_stratum"], strict=True)
    ]


def _check_same_people(margins: Sequence[Margin]) -> None:
    sums = [sum(margin.known.values()) for margin in margins]
    if max(sums) - min(sums) > 1e-6 * max(sums):
        raise SurveyRefused("margins_disagree", sums=sums)


def _known(margin: Margin, labels: Sequence[str], before: "np.ndarray") -> dict[str, float]:
    """Return the people of each class; those in none of them keep the share they have."""
    lost = sum(weight for weight, label in zip(before, labels, strict=True) if label == UNKNOWN)
    share = float(lost / before.sum())
    if not share:
        return margin.known
    everybody = sum(margin.known.values())
    return {name: people * (1 - share) for name, people in margin.known.items()} | {
        UNKNOWN: everybody * share
    }


def _of_margin(
    margin: Margin, labels: Sequence[str], before: "np.ndarray", weights: "np.ndarray"
) -> dict[str, Any]:
    rows = [
        {
            "class": each.label,
            "known": each.people,
            "answers": sum(label == each.label for label in labels),
            "before": _sum(before, labels, each.label),
            "after": _sum(weights, labels, each.label),
        }
        for each in margin.classes
    ]
    unknown = sum(label == UNKNOWN for label in labels)
    return {"kind": margin.kind, "source": margin.source, "rows": rows, "unknown": unknown}


def _sum(weights: "np.ndarray", labels: Sequence[str], wanted: str) -> float:
    return float(sum(weight for weight, label in zip(weights, labels, strict=True) if label == wanted))


def _spread(weights: Sequence[float]) -> dict[str, Any]:
    least, most = min(weights), max(weights)
    squares = sum(weight**2 for weight in weights)
    return {
        "interviews": len(weights),
        "people": sum(weights),
        "least": least,
        "most": most,
        "ratio": most / least,
        "deff": intervals.kish(squares, sum(weights), len(weights)),
    }
