"""The Bogotá scorecard: every criterion for every source and for the whole, measured, answered or open.

The criteria complement each other and are met by degrees; there is no total and nobody passes or fails. What
only a person can know stays "to be answered" until somebody answers with name, reason and date.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from confianza.analysis.quality.criteria import Criterion, Protocol
from confianza.analysis.quality.measures import Measured

Verdict = Literal["met", "partly", "not_met", "to_be_answered", "not_measurable"]
Reply = Literal["yes", "partly", "no"]
WHOLE = ""
NAME = "name"
REPLIES: dict[str, Verdict] = {"yes": "met", "partly": "partly", "no": "not_met"}
# What stands for the whole: the worst of what the sources show.
_WORST_FIRST: tuple[Verdict, ...] = ("not_met", "partly", "to_be_answered", "met", "not_measurable")


@dataclass(frozen=True)
class Answer:
    """What a person answered about one criterion of one source ("" is the whole): by whom, why and when."""

    criterion: str
    source: str
    reply: Reply
    author: str
    reason: str
    on: date


@dataclass(frozen=True)
class Finding:
    """One criterion of one source: the verdict, the value against its limit, and what it is made of.

    `parts` holds a value for each variable or the counts behind a share. A person's `answer` overrules what
    was measured only where the criterion is a person's to answer.
    """

    criterion: Criterion
    source: str
    verdict: Verdict
    value: float | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)
    answer: Answer | None = None


def of_source(measured: Measured, protocol: Protocol, answers: Iterable[Answer] = ()) -> list[Finding]:
    """Return the findings of one source, in the order of the criteria."""
    known = _latest(answers)
    return [_finding(each, measured, known) for each in protocol.criteria]


def of_whole(
    findings: Mapping[str, Sequence[Finding]], protocol: Protocol, answers: Iterable[Answer] = ()
) -> list[Finding]:
    """Return the findings of the whole: the worst of the sources, or what was answered for all of them.

    `parts` says for each verdict which sources have it.
    """
    known = _latest(answers)
    return [_whole(each, findings, known.get((each.id, WHOLE))) for each in protocol.criteria]


def _whole(criterion: Criterion, findings: Mapping[str, Sequence[Finding]], answer: Answer | None) -> Finding:
    told = [each for found in findings.values() for each in found if each.criterion.id == criterion.id]
    by_verdict: dict[str, list[str]] = {}
    for each in told:
        by_verdict.setdefault(each.verdict, []).append(each.source)
    if answer is not None:
        return Finding(criterion, WHOLE, REPLIES[answer.reply], None, by_verdict, answer)
    worst: Verdict = next((verdict for verdict in _WORST_FIRST if verdict in by_verdict), "not_measurable")
    values = [each.value for each in told if each.verdict == worst and each.value is not None]
    extreme = min if criterion.sense == "at_least" else max
    return Finding(criterion, WHOLE, worst, extreme(values) if values else None, by_verdict)


def _latest(answers: Iterable[Answer]) -> dict[tuple[str, str], Answer]:
    return {(each.criterion, each.source): each for each in sorted(answers, key=lambda each: each.on)}


def _finding(criterion: Criterion, measured: Measured, known: Mapping[tuple[str, str], Answer]) -> Finding:
    answer = known.get((criterion.id, measured.source)) or known.get((criterion.id, WHOLE))
    value, parts, met = _MEASURES[criterion.measure](criterion, measured)
    if criterion.answered_by == "person":
        verdict: Verdict = REPLIES[answer.reply] if answer else "to_be_answered"
        return Finding(criterion, measured.source, verdict, value, parts, answer)
    if met is None:
        return Finding(criterion, measured.source, "not_measurable", value, parts)
    return Finding(criterion, measured.source, "met" if met else "not_met", value, parts)


# A value, what it is made of, and whether the limit is kept (None: it could not be measured).
Measure = tuple[float | None, Mapping[str, Any], bool | None]


def _judged(criterion: Criterion, value: float | None, **parts: Any) -> Measure:
    return value, parts, None if value is None else criterion.is_met(value)


def _classified(criterion: Criterion, measured: Measured) -> Measure:
    victims, classified = measured.basics.victims, measured.basics.classified
    return _judged(
        criterion, classified / victims if victims else None, classified=classified, victims=victims
    )


def _victim_grain(criterion: Criterion, measured: Measured) -> Measure:
    victims, single = measured.basics.victims, measured.basics.single
    return _judged(criterion, single / victims if victims else None, single=single, victims=victims)


def _duplicates(criterion: Criterion, measured: Measured) -> Measure:
    conflicting = measured.noticed.get("conflicting_ids", (0, 0.0))[0]
    rows, repeated = measured.rows_read, measured.duplicates
    value = (repeated + conflicting) / rows if rows else None
    return _judged(
        criterion, value, duplicates=repeated, conflicting_ids=conflicting, rows_read=rows,
        identified=measured.basics.identified, claims=measured.basics.claims,
    )  # fmt: skip


def _variables(criterion: Criterion, measured: Measured) -> Measure:
    told = {name: _is_told(name, measured) for name in criterion.variables}
    return _judged(criterion, sum(told.values()) / len(told), **told)


def _is_told(name: str, measured: Measured) -> bool:
    if name == NAME:
        return measured.tells_names
    missing = measured.missing[name]
    return missing.missing < missing.count


def _missing(criterion: Criterion, measured: Measured) -> Measure:
    shares = {name: measured.missing[name].share for name in criterion.limits if measured.missing[name].count}
    if not shares:
        return None, {}, None
    kept = [criterion.is_met(share, criterion.limits[name]) for name, share in shares.items()]
    return max(shares.values()), shares, all(kept)


def _undetermined(criterion: Criterion, measured: Measured) -> Measure:
    found = measured.undetermined
    if found is None:
        return None, {}, None
    return _judged(
        criterion,
        found.share,
        undetermined=found.undetermined,
        external=found.external,
        by_code=found.by_code,
    )


def _coverage(criterion: Criterion, measured: Measured) -> Measure:
    return _judged(criterion, measured.known_share)


def _convergence(criterion: Criterion, measured: Measured) -> Measure:
    """Compare with the source of the other family, security or health, that differs most."""
    across = [pair for pair in measured.counts if {pair.a, pair.b} & measured.other_family]
    worst = max(across, key=lambda pair: pair.difference, default=None)
    if worst is None:
        return None, {}, None
    parts = {name: getattr(worst, name) for name in ("a", "b", "months", "count_a", "count_b", "p")}
    return _judged(criterion, worst.difference, **parts)


def _gap(criterion: Criterion, measured: Measured) -> Measure:
    days = measured.deliveries
    gaps = sorted((later - sooner).days for sooner, later in itertools.pairwise(days))
    return _judged(criterion, float(gaps[len(gaps) // 2]) if gaps else None, deliveries=len(days))


def _timeliness(criterion: Criterion, measured: Measured) -> Measure:
    lag = measured.to_delivery or measured.to_registration
    to = "delivery" if measured.to_delivery else "registration"
    if lag is None:
        return None, {}, None
    return _judged(criterion, lag.p90, p50=lag.p50, p90=lag.p90, to=to, count=lag.count)


def _revisions(criterion: Criterion, measured: Measured) -> Measure:
    months = measured.triangle["month"].n_unique()
    if len(measured.deliveries) < 2 or not months:
        return None, {}, None
    from confianza.analysis.quality import revisions

    told = revisions.of_a_source(measured.triangle)
    revised = int((told["changes"] > 0).sum())
    return revised / months, {"revised": revised, "months": months}, None


def _only_answered(criterion: Criterion, measured: Measured) -> Measure:
    return None, {}, None


_MEASURES: dict[str, Callable[[Criterion, Measured], Measure]] = {
    "classified": _classified,
    "victim_grain": _victim_grain,
    "duplicates": _duplicates,
    "variables": _variables,
    "missing": _missing,
    "undetermined": _undetermined,
    "coverage": _coverage,
    "convergence": _convergence,
    "gap_days": _gap,
    "p90_days": _timeliness,
    "revisions": _revisions,
    "answer": _only_answered,
}
