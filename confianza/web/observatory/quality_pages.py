"""What the quality pages show: the whole, one source, one delivery, a letter, and where sources disagree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import charts, writing
from confianza.web.observatory import (
    discrepancy_sentences,
    labels,
    permissions,
    quality_sentences,
    quality_sheets,
    requests,
)  # fmt: skip
from confianza.web.observatory.queries import discrepancies, quality
from confianza.web.records import queries as records

if TYPE_CHECKING:
    from confianza.analysis.quality.discrepancy import Lack, Pair, Report
    from confianza.analysis.quality.measures import Measured
    from confianza.analysis.quality.scorecard import Finding
    from confianza.store.deliveries import Delivery

# Status tags: a verdict is never told by colour alone.
TAGS = {
    "met": "good", "partly": "attention", "not_met": "attention", "to_be_answered": "working",
    "not_measurable": "neutral",
}  # fmt: skip
MEASURED_TAGS = ("good", "attention")
LACKS_SHOWN = 12
LEGEND_LETTERS = 32


@dataclass(frozen=True)
class Criterion:
    """One line of the scorecard, ready to be read."""

    id: str
    number: int
    name: str
    tag: str
    verdict: str
    sentence: str
    limit: str
    may_answer: bool


@dataclass(frozen=True)
class Letter:
    """A letter to an institution: points with the criterion each serves; no data of any person."""

    to: str
    subject: str
    opening: str
    points: tuple[tuple[str, str], ...]
    closing: str
    on: date


def whole(user: Any) -> dict[str, Any]:
    """Show every source, the scorecard of all together, and how far sources agree."""
    told = quality.examined(records.sight(user))
    if not told.measured:
        return {"empty": True}
    answers = permissions.can_answer(user)
    return {
        "sources": quality_sheets.sources(told),
        "criteria": [_criterion(found, quality_sentences.whole(found), answers) for found in told.whole],
        "agreement": quality_sheets.agreement(told),
        "linked_at": told.linked_at,
        "version": told.version,
    }


def source(user: Any, name: str) -> dict[str, Any]:
    """Show one source. Raises Http404 for one that is not among what the person may know of."""
    sight = records.sight(user)
    told = _examined(sight, name)
    answers = permissions.can_answer(user)
    return {
        **_judged(told, name, answers),
        "deliveries": quality_sheets.deliveries(quality.deliveries_of(name, sight)),
        "revisions": quality_sheets.revisions(told.measured[name]),
        "revisions_sentence": _revised(told.measured[name]),
        "residues": quality_sheets.residues(told.measured[name]),
        "timeliness": _timeliness(told.measured[name]),
        **_monthly(told.measured[name]),
    }


def delivery(user: Any, delivery_id: str) -> dict[str, Any]:
    """Show what is wrong in one delivery."""
    found = _seen(user, delivery_id)
    told = quality.of_delivery(found)
    name = quality.voice(found)
    if name not in told.measured:
        return {"delivery": found, "title": labels.source(name), "nothing": True}
    shown = _judged(told, name, answers=False)
    # Of one file only what can be measured in it is told; the rest is a matter of the source.
    shown["criteria"] = [each for each in shown["criteria"] if each.tag in MEASURED_TAGS]
    return {**shown, "delivery": found, "counts": found.counts}


def letter(user: Any, name: str) -> Letter:
    """Write to the institution of a source what it is asked for."""
    told = _examined(records.sight(user), name)
    measured = told.measured[name]
    opening = _(
        "To work with the same figures as you, we looked at what you delivered from "
        "%(period)s by the criteria of "
        "the Bogotá Protocol. We thank you for it, and ask for the following:"
    )
    period = quality_sentences.span(measured.basics.first, measured.basics.last)
    return _letter(told, name, _("Quality of your data on homicides"), opening % {"period": period})


def delivery_letter(user: Any, delivery_id: str) -> Letter:
    """Write to the institution of a delivery what is wrong in this file."""
    found = _seen(user, delivery_id)
    told, name = quality.of_delivery(found), quality.voice(found)
    if name not in told.measured:
        raise Http404
    values = {"delivery": found.id, "files": ", ".join(found.files), "date": writing.day(found.received_on)}
    subject = _("Your delivery received on %(date)s") % values
    opening = _(
        "We read your delivery (%(files)s), which we keep as %(delivery)s, and ask for the following:"
    )
    return _letter(told, name, subject, opening % values)


def asked(user: Any, criterion: str, source: str) -> dict[str, Any]:
    """Return the question of an answer's form. Raises Http404 for what is measured, or a source not seen."""
    from confianza.analysis.quality import criteria

    told = {each.id: each for each in criteria.protocol().criteria}.get(criterion)
    if told is None or told.answered_by != "person":
        raise Http404
    if source:
        _examined(records.sight(user), source)
    back = reverse("observatory:quality_source", args=[source]) if source else reverse("observatory:quality")
    return {
        "criterion": told.name(labels.language()), "source": source, "back": back,
        "title": labels.source(source) if source else _("All sources together"),
    }  # fmt: skip


def comparison(user: Any, asked: Mapping[str, str]) -> dict[str, Any]:
    """Show where sources disagree; `asked` names the two to look at (a, b)."""
    try:
        report = discrepancies.delivered(records.sight(user))
    except discrepancies.NothingToCompare:
        return {"empty": True}
    pair = chosen(report, asked)
    return {
        "pairs": quality_sheets.pairs(report),
        "choices": [(each, _named(each)) for each in report.pairs],
        "pair": pair,
        "pair_name": _named(pair),
        "sentence": discrepancy_sentences.pair(pair),
        "honesty": discrepancy_sentences.honesty(),
        "lacks": [discrepancy_sentences.lack(each) for each in _lacks(report, pair)[:LACKS_SHOWN]],
        "cells": quality_sheets.cells(report, pair.a, pair.b),
        "months": quality_sheets.totals(report, pair.a, pair.b),
        "drawing": _two_lines(report, pair),
    }


def chosen(report: "Report", asked: Mapping[str, str]) -> "Pair":
    """Return the pair asked for, else the one that differs most. Raises Http404 for one that is not there."""
    if not asked.get("a") and not asked.get("b"):
        return max(report.pairs, key=lambda pair: pair.beyond_chance / max(1, pair.cells) + pair.difference)
    wanted = {asked.get("a"), asked.get("b")}
    for pair in report.pairs:
        if {pair.a, pair.b} == wanted:
            return pair
    raise Http404


def _examined(sight: Any, name: str) -> quality.Examined:
    told = quality.examined(sight)
    if name not in told.measured:
        raise Http404
    return told


def _seen(user: Any, delivery_id: str) -> "Delivery":
    try:
        return records.seen(delivery_id, records.sight(user))
    except LookupError as unknown:
        raise Http404 from unknown


def _judged(told: quality.Examined, name: str, answers: bool) -> dict[str, Any]:
    measured = told.measured[name]
    found = told.findings[name]
    return {
        "name": name,
        "title": labels.source(name),
        "measured": measured,
        "family": quality_sentences.FAMILIES[measured.basics.family],
        "scope": quality_sentences.SCOPES[measured.scope],
        "span": quality_sentences.span(measured.basics.first, measured.basics.last),
        "criteria": [_criterion(each, quality_sentences.finding(each), answers) for each in found],
        "completeness": quality_sheets.completeness(measured),
        "missing_drawing": _bars(measured),
        "missing_sentence": _most_missing(measured),
        "heaps": quality_sheets.heaps(measured),
        "requests": [requests.sentence(each) for each in told.asks(name)],
        "version": told.version,
    }


def _criterion(found: "Finding", sentence: str, answers: bool) -> Criterion:
    told = found.criterion
    return Criterion(
        id=told.id,
        number=told.number,
        name=told.name(labels.language()),
        tag=TAGS[found.verdict],
        verdict=quality_sentences.verdict(found),
        sentence=sentence,
        limit=quality_sentences.limit(found),
        may_answer=answers and told.answered_by == "person",
    )


def _letter(told: quality.Examined, name: str, subject: str, opening: str) -> Letter:
    by_id = {found.criterion.id: found.criterion for found in told.whole}
    points = tuple(
        (by_id[each.criterion].name(labels.language()), requests.sentence(each)) for each in told.asks(name)
    )
    closing = _(
        "If something here is a misunderstanding of ours, tell us and we will correct how we read your files."
    )
    return Letter(institution(name), subject, opening, points, closing, timezone.localdate())


def institution(name: str) -> str:
    """Name whom a letter about a source goes to: its office where any may use the layout, else its
    institution.
    """
    from confianza.analysis.sources import catalogue

    layout, _slash, more = name.partition("/")
    try:
        profile = catalogue.get(layout)
    except catalogue.UnknownSource:
        return name
    return more if more and not profile.country else profile.institution


def _bars(measured: "Measured") -> SafeString | None:
    told = [each for each in measured.missing.values() if each.has_column and each.missing]
    if not told:
        return None
    ordered = sorted(told, key=lambda each: -each.share)
    items = [
        charts.Bar(str(quality_sentences.VARIABLES[each.variable]), 100 * each.share) for each in ordered
    ]
    measure = _("Missing, per cent of victims")
    return charts.svg(charts.bars(items, measure=measure, decimals=1), alt=_most_missing(measured))


def _most_missing(measured: "Measured") -> str:
    told = [each for each in measured.missing.values() if each.has_column]
    worst = max(told, key=lambda each: each.share, default=None)
    if worst is None or not worst.missing:
        return _("Nothing is missing of what the layout asks for.")
    values = {
        "variable": quality_sentences.VARIABLES[worst.variable],
        "share": quality_sentences.percent(worst.share, 1),
    }
    return _("Of what the layout asks for, most is missing of: %(variable)s (%(share)s).") % values


def _monthly(measured: "Measured") -> dict[str, Any]:
    if len(measured.monthly) < 2:
        return {}
    moments = [charts.Moment(month, count) for month, count in measured.monthly]
    sentence = _breaks(measured)
    drawing = charts.svg(charts.trend(moments, measure=_("Victims by month")), alt=sentence)
    return {
        "monthly": drawing,
        "breaks_sentence": sentence,
        "monthly_table": quality_sheets.monthly(measured),
    }


def _breaks(measured: "Measured") -> str:
    if not measured.breaks:
        return _("No sudden break: nothing here that chance would not do.")
    told = [
        _("%(month)s (from %(before)s to %(after)s a month)")
        % {
            "month": writing.month(measured.monthly[each.at][0]),
            "before": writing.number(each.before, 1), "after": writing.number(each.after, 1),
        }
        for each in measured.breaks
    ]  # fmt: skip
    return _("The level changes suddenly, by more than chance, in: %(months)s.") % {"months": "; ".join(told)}


def _timeliness(measured: "Measured") -> Sequence[str]:
    said = []
    for lag, sentence in (
        (
            measured.to_registration,
            _("From the fact to its registration: half within %(p50)s days, nine tenths within %(p90)s."),
        ),
        (
            measured.to_delivery,
            _(
                "From the end of the month to the delivery: half within %(p50)s days, nine tenths "
                "within %(p90)s."
            ),
        ),
    ):
        if lag is not None:
            said.append(sentence % {"p50": writing.number(lag.p50), "p90": writing.number(lag.p90)})
    return said


def _revised(measured: "Measured") -> str:
    from confianza.analysis.quality import revisions

    told = revisions.of_a_source(measured.triangle)
    if told.is_empty():
        return ""
    values = {
        "months": writing.number(told.height),
        "revised": writing.number(int((told["changes"] > 0).sum())),
    }
    return _("Later deliveries changed the figure of %(revised)s of %(months)s months.") % values


def _named(pair: "Pair") -> str:
    return f"{labels.source(pair.a)} – {labels.source(pair.b)}"


def _lacks(report: "Report", pair: "Pair") -> "list[Lack]":
    both = {pair.a, pair.b}
    return [lack for lack in report.lacks if lack.source in both and lack.other in both | {""}]


def _short(name: str) -> str:
    """Cut a name so that a legend fits a phone; the text beside the chart tells it whole."""
    return name if len(name) <= LEGEND_LETTERS else name[:LEGEND_LETTERS].rstrip() + "…"


def _two_lines(report: "Report", pair: "Pair") -> SafeString:
    rows = [
        (_short(labels.source(source)), month, count)
        for month, *counts in quality_sheets.by_month(report, pair.a, pair.b)
        for source, count in zip((pair.a, pair.b), counts, strict=True)
    ]
    return charts.svg(
        charts.lines(rows, measure=labels.indicator("homicide")), alt=discrepancy_sentences.pair(pair)
    )
