"""The numbers of an answer that are no counts, as they are told: rounded, so that they give no count away."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from confianza.web.evaluation.models.evaluations import Step
from confianza.web.evaluation.queries import delivered

MONTHS_IN_YEAR = 12
# Why a way says nothing that has an answer.
HELD_BACK = "held_back"


class Rounding:
    """`FINE`: per cent; `COARSE`: tens of per cent, intervals widened to them; `NOTHING`: no number."""

    FINE, COARSE, NOTHING = "fine", "coarse", "nothing"


Answer = Mapping[str, Any]
# Ratios to hundredths are whole per cent, as the page writes them; p to thousandths.
PER_CENT, THOUSANDTHS = 2, 3
# Ratios are told in the first of these steps in which they are the same wherever hidden cells are otherwise.
STEPS = (0.1, 0.2, 0.5)
STEP = STEPS[0]
NO_NUMBERS: dict[str, Any] = {
    "ways": [], "misfit": None, "before_p": None, "placebo": None, "placebo_p": None, "weights": [],
    "expected": None, "path": [],
}  # fmt: skip


def fine(answer: Answer, others: Sequence[Answer], level: str) -> dict[str, Any] | None:
    """Return the numbers of an answer to per cent: those that are the same in all `others`, which fit what is
    told at the level as well; None where those of the way that speaks are not.

    Keys: `ways`, `misfit`, `before_p`, `placebo`, `placebo_p`, `weights` (by area), `expected` (with the
    programme) and `path` (expected, by period or year).
    """
    own = _fine(answer, level)
    seen = [_fine(each, level) for each in others]
    told = {name: value if _is_same(name, own, seen) else NO_NUMBERS[name] for name, value in own.items()}
    ways = [way if _is_same(at, own["ways"], [each["ways"] for each in seen]) else _silent(way)
            for at, way in enumerate(own["ways"])]  # fmt: skip
    return None if ways[0]["refused"] else told | {"ways": ways}


def coarse(answer: Answer, others: Sequence[Answer]) -> dict[str, Any] | None:
    """Return no number but the ways, in tens of per cent: their intervals hold those of all `others`, so that
    what is said is as true of them. None where nothing can be said of the way that speaks.
    """
    every = [answer, *others]
    ways = [_hull(way, [each["ways"][at] for each in every]) for at, way in enumerate(answer["ways"])]
    return None if ways[0]["refused"] else NO_NUMBERS | {"ways": ways}


def _is_same(at: Any, own: Any, others: Sequence[Any]) -> bool:
    return all(each[at] == own[at] for each in others)


def _fine(answer: Answer, level: str) -> dict[str, Any]:
    return {
        "ways": [_way(each) for each in answer["ways"]],
        "misfit": _rounded(answer["misfit"], PER_CENT),
        "before_p": _rounded(answer["before_p"], PER_CENT),
        "placebo": _placebo(answer["placebo"]),
        "placebo_p": _rounded(answer["evidence"].get("placebo_p"), PER_CENT),
        "weights": [[area, round(share, PER_CENT)] for area, share in answer["weights"]],
        **_expected(answer, level),
    }


def _way(way: Answer) -> dict[str, Any]:
    ends = {name: _rounded(way[name], PER_CENT) for name in ("ratio", "low", "high")}
    return _named(way) | ends | {"p": _rounded(way["p"], THOUSANDTHS)}


def _named(way: Answer) -> dict[str, Any]:
    """Return a way without why it has no answer in words: some of these tell a count."""
    return {"name": way["name"], "reference": way["reference"], "refused": way["refused"]}


def _silent(way: Answer) -> dict[str, Any]:
    refused = way["refused"] or HELD_BACK
    return _named(way) | {"ratio": None, "low": None, "high": None, "p": None, "refused": refused}


def _hull(way: Answer, same: Sequence[Answer]) -> dict[str, Any]:
    """Return a way as it can be told of all these answers alike."""
    if any(each["refused"] for each in same):
        return _silent(way)
    ratio, low = _alike([each["ratio"] for each in same]), _end([each["low"] for each in same], math.floor)
    if ratio is None and low is None:
        return _silent(way)
    high = _end([each["high"] for each in same], math.ceil)
    return _named(way) | {"ratio": ratio, "low": low, "high": high, "p": None}


def _alike(ratios: Sequence[float | None]) -> float | None:
    """Return what all ratios are in the finest step in which they are the same; None where in none."""
    known = [each for each in ratios if each is not None]
    if len(known) < len(ratios):
        return None
    for step in STEPS:
        if len(told := {round(round(each / step) * step, PER_CENT) for each in known}) == 1:
            return told.pop()
    return None


def _end(ends: Sequence[float | None], to: Callable[[float], int]) -> float | None:
    """Return the end of an interval that holds all of them, in tenths; None where one has no end."""
    known = [each for each in ends if each is not None]
    if len(known) < len(ends):
        return None
    # What is a tenth but for the last digit of a machine is that tenth.
    tenths = [to(round(each / STEP, 6)) for each in known]
    return round((min(tenths) if to is math.floor else max(tenths)) * STEP, PER_CENT)


def _placebo(told: Answer | None) -> dict[str, Any] | None:
    return dict(told) | {"p": round(told["p"], PER_CENT)} if told else None


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _expected(answer: Answer, level: str) -> dict[str, Any]:
    expected = answer["expected"]
    if level not in ("periods", "years", "totals"):
        return {"expected": None, "path": []}
    spans = {"periods": [range(at, at + 1) for at in range(len(expected))], "years": years(answer)}
    sums = [sum(expected[at] for at in span) for span in spans.get(level, [])]
    with_it = float(round(sum(expected[answer["before"] :])))
    return {"expected": with_it, "path": [float(round(each)) for each in sums]}


def years(answer: Mapping[str, Any]) -> list[range]:
    """Return the places of the periods of whole years, counted from the beginning of the programme both ways;
    parts of years are left out.
    """
    size, at, count = answer["periods_a_year"], answer["before"], len(answer["periods"])
    return [range(start, start + size) for start in range(at % size, count - size + 1, size)]


def a_year(step: str) -> int:
    """Return how many periods make a year."""
    return MONTHS_IN_YEAR // delivered.MONTHS_OF[Step(step)]
