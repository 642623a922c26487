"""What of an evaluation may leave the house: everything but small counts, and nobody's name."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from confianza.web.evaluation.models import Critique, Evaluation, Result
from confianza.web.evaluation.queries import delivered
from confianza.web.observatory.queries.horizon import OPEN_LEVELS
from confianza.web.territory import queries as territory

# Counts below are told to nobody (disclosure.anonymity.LEAST_K): with a place and a month they are persons.
FEWEST_TOLD = 5
FORMAT = "confianza-evaluation/1"


def content(evaluation: Evaluation, result: Result) -> dict[str, Any]:
    """Return an evaluation as it is published, as JSON takes it.

    Keys: `question` (words of its author), `design`, `registration`, `deviations`, `data`, `answer` (as
    `recorded.answer`, without the counts), `path` ({"period", "counted", "expected"}, maybe none), `totals`,
    `critique` and `objections`, without the names of who wrote them.
    """
    return {
        "format": FORMAT,
        "question": _question(evaluation),
        "design": _design(evaluation, result),
        "registration": _registration(evaluation),
        "deviations": [
            {"field": each.field, "registered": each.registered, "done": each.done, "reason": each.reason,
             "made_on": each.made_on.isoformat()}
            for each in evaluation.deviations.all()
        ],
        "data": {
            "known_on": result.vintage.known_on.isoformat(),
            "deliveries": len(result.vintage.deliveries),
            "sha256": result.vintage.sha256,
        },
        "answer": _answer(result),
        "path": path(result.content, is_open=_is_open(evaluation)),
        "totals": totals(result.content),
        "result_sha256": result.sha256,
        "computed_on": result.computed_at.date().isoformat(),
        **_criticism(result),
    }  # fmt: skip


def path(answer: dict[str, Any], *, is_open: bool) -> list[dict[str, Any]]:
    """Return counted and expected, period by period in a town or wider, else by whole years; nothing where
    one of them is too small to tell.
    """
    rows = list(zip(answer["periods"], answer["counted"], answer["expected"], strict=True))
    if is_open and all(counted >= FEWEST_TOLD for _period, counted, _expected in rows):
        return [_step(period, counted, expected) for period, counted, expected in rows]
    years = _by_years(answer, rows)
    return years if all(each["counted"] >= FEWEST_TOLD for each in years) else []


def totals(answer: dict[str, Any]) -> dict[str, float | None]:
    """Return what was counted before and after, and expected after; None for what is too small to tell."""
    at = answer["before"]
    sums = {"before": sum(answer["counted"][:at]), "after": sum(answer["counted"][at:])}
    told: dict[str, float | None] = {
        name: (value if value >= FEWEST_TOLD else None) for name, value in sums.items()
    }
    return told | {"expected": round(sum(answer["expected"][at:]), 1)}


def _by_years(answer: dict[str, Any], rows: Sequence[tuple[str, float, float]]) -> list[dict[str, Any]]:
    """Add up years, counted from the beginning of the programme both ways; parts of years are left out."""
    size, at = answer["periods_a_year"], answer["before"]
    starts = range(at % size, len(rows) - size + 1, size)
    years = [rows[start : start + size] for start in starts]
    return [_step(year[0][0], sum(row[1] for row in year), sum(row[2] for row in year)) for year in years]


def _step(period: str, counted: float, expected: float) -> dict[str, Any]:
    return {"period": period, "counted": counted, "expected": round(expected, 1)}


def _question(evaluation: Evaluation) -> dict[str, Any]:
    names = (
        "title", "question", "programme", "run_by", "does", "hopes", "because", "wrong_if", "why_here",
        "chosen_high",
    )  # fmt: skip
    told = {name: getattr(evaluation, name) for name in names}
    return told | {
        "area": evaluation.area.stable_id,
        "place": names_of([evaluation.area.stable_id])[evaluation.area.stable_id],
        "begins_on": evaluation.begins_on.isoformat(),
    }


def _design(evaluation: Evaluation, result: Result) -> dict[str, Any]:
    compared = result.design["comparison"]
    names = names_of([*evaluation.treated, *compared])
    return {
        "indicator": evaluation.indicator,
        "source": evaluation.source,
        "step": evaluation.step,
        "treated": [{"id": each, "name": names[each]} for each in evaluation.treated],
        "comparison": [{"id": each, "name": names[each]} for each in compared],
        "first_day": _iso(evaluation.first_on),
        "last_day": result.design["last_day"],
        "method": result.design["method"],
        "direction": evaluation.direction,
        "smallest_effect": evaluation.smallest_effect,
        "power": {
            name: evaluation.power.get(name) for name in ("smallest", "smallest_by_series", "before", "after")
        },
    }


def _registration(evaluation: Evaluation) -> dict[str, Any]:
    frozen = evaluation.registration
    return {
        "sha256": frozen.sha256,
        "content": frozen.content,
        "timing": frozen.timing,
        "known_until": _iso(frozen.known_until),
        "registered_on": frozen.registered_on.isoformat(),
        "entry": frozen.entry,
    }


def _answer(result: Result) -> dict[str, Any]:
    hidden = ("counted", "expected", "areas", "weights")
    names = names_of([area for area, _weight in result.content["weights"]])
    told = {name: value for name, value in result.content.items() if name not in hidden}
    return told | {"weights": [[names[area], weight] for area, weight in result.content["weights"]]}


def _criticism(result: Result) -> dict[str, Any]:
    critique = Critique.objects.filter(result=result).first()
    said = {"verdict": critique.verdict, "words": critique.words} if critique else None
    objections = [
        {"text": each.text, "answer": each.answer, "standing": each.standing, "last_word": each.last_word}
        for each in result.objections.all()
    ]
    return {"critique": said, "objections": objections}


def _is_open(evaluation: Evaluation) -> bool:
    return all(delivered.level_of(area) in OPEN_LEVELS for area in evaluation.treated)


def names_of(areas: Sequence[str]) -> dict[str, str]:
    """Return the name of every area, its identity where nobody knows it."""
    known = territory.names_of(areas)
    return {area: known.get(area, area) for area in areas}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
