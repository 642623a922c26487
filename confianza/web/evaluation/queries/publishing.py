"""What of an evaluation may leave the house: as finely as `telling` lets it, and nobody's name."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from confianza.web.evaluation.models import Critique, Evaluation, Method, Result
from confianza.web.evaluation.queries import numbers, telling
from confianza.web.evaluation.queries.telling import Telling
from confianza.web.territory import queries as territory

FORMAT = "confianza-evaluation/2"
# Of an answer, what is no number of anything counted: told whatever is held back.
ALWAYS = (
    "format", "method", "periods", "before", "periods_a_year", "stood_out", "direction", "strength",
    "sentence", "refused", "cautions",
)  # fmt: skip
# The smallest fall that could be seen tells how many were counted before: in tens of per cent it tells them
# within five, where there are so many times it.
MOST_TELLING = 25
TENTHS = 10


def content(evaluation: Evaluation, result: Result, told: Telling) -> dict[str, Any]:
    """Return an evaluation as it is published, as JSON takes it.

    Keys: `question` (words of its author), `design`, `registration`, `deviations`, `data`, `told` (how
    finely, and why not more), `answer` (as `recorded.answer`, what may be told of it), `path` ({"period",
    "counted", "expected"}, maybe none), `totals`, `critique` and `objections`, without who wrote them.

    No digest of series or result: who knows all counts but a few small ones would try these out.
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
        },
        "told": told.plain,
        "answer": _answer(result, told),
        "path": path(result.content, told),
        "totals": totals(result.content, told),
        "computed_on": result.computed_at.date().isoformat(),
        **_criticism(result),
    }  # fmt: skip


def path(answer: Mapping[str, Any], told: Telling) -> list[dict[str, Any]]:
    """Return counted and expected by period or by whole years; nothing where neither is told."""
    spans = {
        telling.PERIODS: [range(at, at + 1) for at in range(len(answer["periods"]))],
        telling.YEARS: numbers.years(answer),
    }.get(told.level, [])
    expected = told.numbers["path"] or [None] * len(spans)
    return [
        {
            "period": answer["periods"][span[0]],
            "counted": sum(answer["counted"][at] for at in span),
            "expected": by,
        }
        for span, by in zip(spans, expected, strict=True)
    ]


def totals(answer: Mapping[str, Any], told: Telling) -> dict[str, float | None]:
    """Return what was counted before and with the programme, and expected with it; None where not told."""
    if not told.has_counts:
        return {"before": None, "after": None, "expected": None}
    series, starts = answer["counted"], answer["before"]
    sums = {"before": sum(series[:starts]), "after": sum(series[starts:])}
    return sums | {"expected": told.numbers["expected"]}


def power(told: Mapping[str, Any], method: str) -> dict[str, Any]:
    """Return what may be told of what could be seen at all: {"smallest"} in tenths, upward; None where
    nothing could. Empty where it would tell how many were counted.
    """
    if not told or "smallest" not in told:
        return {}
    share = told["smallest_by_series"] if method == Method.SERIES else told["smallest"]
    if share is None:
        return {"smallest": None} if told["smallest"] is None else {}
    if told["per_period"] * told["before"] < MOST_TELLING * share:
        return {}
    return {"smallest": math.ceil(round(share * TENTHS, 6)) / TENTHS}


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
    compared, around = result.design["comparison"], list(getattr(evaluation, "around", []))
    names = names_of([*evaluation.treated, *compared, *around])
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
        "power": power(evaluation.power, evaluation.method),
        "around": [{"id": each, "name": names[each]} for each in around],
        "starts": [[names.get(area, area), on] for area, on in result.content.get("starts") or []],
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


def _answer(result: Result, told: Telling) -> dict[str, Any]:
    answer = result.content
    rounded = told.numbers
    names = names_of([area for area, _weight in rounded["weights"]])
    kept = {name: answer[name] for name in ALWAYS}
    return kept | {
        "ways": rounded["ways"],
        "misfit": rounded["misfit"],
        "before_p": rounded["before_p"],
        "placebo": rounded["placebo"],
        "weights": [[names[area], weight] for area, weight in rounded["weights"]],
        "evidence": dict(answer["evidence"]) | {"placebo_p": rounded["placebo_p"]},
        "nearby": _nearby(answer.get("nearby")),
    }


def _nearby(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return what may be said of the neighbours: words, never their counts; nothing where there is no answer,
    for why not may tell a count.
    """
    if not found or found["refused"]:
        return None
    return {"around": found["around"], "together": found["together"], "refused": "", "details": {}}


def _criticism(result: Result) -> dict[str, Any]:
    critique = Critique.objects.filter(result=result).first()
    said = {"verdict": critique.verdict, "words": critique.words} if critique else None
    objections = [
        {"text": each.text, "answer": each.answer, "standing": each.standing, "last_word": each.last_word}
        for each in result.objections.all()
    ]
    return {"critique": said, "objections": objections}


def names_of(areas: Sequence[str]) -> dict[str, str]:
    """Return the name of every area, its identity where nobody knows it."""
    known = territory.names_of(areas)
    return {area: known.get(area, area) for area in areas}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
