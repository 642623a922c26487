"""What the page of the unseen shows: a range in words, its spread across models, and the overlaps."""

import textwrap
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from confianza.web.design import charts, writing
from confianza.web.design.tables import Column, Interval, Table
from confianza.web.observatory import labels, permissions, queries, sentences
from confianza.web.observatory.queries import unseen

if TYPE_CHECKING:
    from confianza.analysis.undercount.bounds import Estimate
    from confianza.analysis.undercount.estimation import Undercount
    from confianza.analysis.vocabulary.problems import Problem

KINDS = {
    "police": gettext_lazy("police"),
    "coroner": gettext_lazy("coroner"),
    "health": gettext_lazy("health services"),
    "civil_register": gettext_lazy("civil register"),
    "prosecutor": gettext_lazy("prosecutor"),
    "other": gettext_lazy("other sources"),
}
# The models a reader can tell apart, in the order of how much dependence they allow: as the chart calls them,
# and what each assumes.
METHODS = {
    "independence": (gettext_lazy("Independent sources"), gettext_lazy("No source hears from another.")),
    "chao_lower_bound": (
        gettext_lazy("Lower bound"),
        gettext_lazy("Chao's bound: the least there were, also if people differ."),
    ),
    "loglinear_min_bic_two_way": (
        gettext_lazy("Sources in pairs"),
        gettext_lazy("Sources depend on each other two by two."),
    ),
    "loglinear_min_aic": (
        gettext_lazy("With more terms"),
        gettext_lazy("Sources may depend on each other three by three too."),
    ),
    "loglinear_min_bic_with_selection": (
        gettext_lazy("The best, anew"),
        gettext_lazy("The model that fits best, chosen anew from every drawn table."),
    ),
    "stepwise_overlap_with_selection": (
        gettext_lazy("Step by step, anew"),
        gettext_lazy("Dependences let in one at a time, anew from every drawn table."),
    ),
    "heterogeneity_darroch": (
        gettext_lazy("People differ"),
        gettext_lazy("Some people are easier to see than others, for every source."),
    ),
    "decomposable_bma": (
        gettext_lazy("Average of all"),
        gettext_lazy("The average over all decomposable graphs, each by how likely it is."),
    ),
}
# Letters of a line beside the chart, on a phone too.
LINE = 18


def shown(user: Any, form: Any) -> dict[str, Any]:
    """Show what no source saw in the place and period of a form. Raises Http404 for a place beyond reach."""
    if not form.is_valid():
        return {"form": form, "unclear": True}
    try:
        found = unseen.unseen(form.asked(), queries.horizon(permissions.reach(user)))
    except unseen.NoSuchPlace as error:
        raise Http404 from error
    if found is None:
        return {"empty": True}
    return {"form": form.answered(found), **_told(found)}


def _told(found: unseen.Unseen) -> dict[str, Any]:
    told = found.told
    spread = told.range is not None
    return {
        "headline": _headline(found),
        "period": sentences.period(found.asked.first, found.asked.last),
        "place": labels.place(found.place.name),
        "reasons": [sentence(each) for each in told.refused if _forbids(each)],
        "range": [writing.number(end) for end in told.range] if told.range else None,
        "share": _share(told),
        "drawing": _drawing(told) if spread else None,
        "spread": _spread(told) if spread else None,
        "models": _models(told) if spread else None,
        "overlaps": _overlaps(told),
        "alone": _alone(told),
        "left_out": _listed(found.left_out),
        "linked_on": writing.day(found.linked_on),
        "warnings": [sentence(each) for each in told.warnings],
    }


def sentence(problem: "Problem") -> str:
    """Say a finding in the reader's language; lists are called as people call them."""
    from confianza.analysis.undercount.findings import KINDS as FOUND

    details = dict(problem.details)
    if "list" in details:
        details["list"] = _kind(details["list"])
    return _(FOUND[problem.code].sentence) % details


def _forbids(problem: "Problem") -> bool:
    from confianza.analysis.undercount import findings

    return findings.refuses(problem)


def _headline(found: unseen.Unseen) -> str:
    told = found.told
    values = {
        "observed": writing.number(told.observed),
        "lists": _listed(told.histories.lists),
        "what": labels.indicator(found.asked.series),
        "place": labels.place(found.place.name),
        "period": sentences.period(found.asked.first, found.asked.last),
    }
    if told.observed == 0:
        return _("%(what)s, %(place)s: no source tells of anybody here.") % values
    if told.range is None:
        return (
            _("%(what)s, %(place)s, %(period)s: at least one of %(lists)s knows %(observed)s victims.")
            % values
        )
    low, high = (writing.number(end) for end in told.range)
    said = _(
        "%(what)s, %(place)s, %(period)s: at least one of %(lists)s knows %(observed)s victims. With those "
        "whom none of them saw there were between %(low)s and %(high)s."
    )
    return said % {**values, "low": low, "high": high}


def _share(told: "Undercount") -> str:
    """Say how many of a hundred nobody saw."""
    if told.range is None:
        return ""
    low, high = (100 * (1 - told.observed / end) for end in told.range)
    if round(low) == round(high):
        return _("Of every 100 victims the sources missed about %(high)s.") % {
            "high": writing.number(round(high))
        }
    values = {"low": writing.number(max(round(low), 0)), "high": writing.number(round(high))}
    return _("Of every 100 victims all the sources together missed between %(low)s and %(high)s.") % values


def _kind(name: str) -> str:
    return str(KINDS.get(name, name))


def _listed(kinds: Sequence[str]) -> str:
    """Write the kinds one after the other, the last with "and"."""
    names = [_kind(kind) for kind in kinds]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _methods(told: "Undercount") -> "list[Estimate]":
    found = {each.method: each for each in told.estimates}
    return [found[method] for method in METHODS if method in found]


def _drawing(told: "Undercount") -> SafeString:
    each = [
        charts.Bar(textwrap.fill(str(METHODS[one.method][0]), LINE), one.estimate, one.ci_low, one.ci_high)
        for one in _methods(told)
    ]
    alt = _("Estimates of all victims by model, with their intervals, beside those known.")
    measure = _("Victims; the dashed line stands at those known")
    return charts.svg(charts.intervals(each, measure=measure, mark=told.observed), alt=alt)


def _spread(told: "Undercount") -> str:
    totals = sorted(each.estimate for each in _methods(told))
    values = {"low": writing.number(totals[0]), "high": writing.number(totals[-1])}
    return (
        _("The same overlaps give from %(low)s to %(high)s, as one or another dependence is assumed.")
        % values
    )


def _models(told: "Undercount") -> Table:
    columns = (
        Column(_("Model")),
        Column(_("Estimate"), 0),
        Column(_("95 % interval"), 0),
        Column(_("What it assumes")),
    )
    rows = [
        (name, each.estimate, Interval(each.ci_low, each.ci_high), assumes)
        for each in _methods(told)
        for name, assumes in [METHODS[each.method]]
    ]
    return Table(_("What each model says"), columns, rows)


def _overlaps(told: "Undercount") -> Table:
    table = told.histories
    columns = (
        Column(_("Two sources")),
        Column(_("One knows"), 0),
        Column(_("The other"), 0),
        Column(_("Both"), 0),
    )
    rows = [
        (
            capfirst(f"{_kind(table.lists[i])} – {_kind(table.lists[j])}"),
            table.sizes[i],
            table.sizes[j],
            table.overlaps[i, j],
        )
        for i, j in combinations(range(table.k), 2)
    ]
    return Table(_("Victims that two sources share"), columns, rows)


def _alone(told: "Undercount") -> Table:
    table = told.histories
    columns = (Column(_("Known to how many sources")), Column(_("Victims"), 0))
    rows = [(writing.number(times), seen) for times, seen in enumerate(table.seen_times, 1)]
    return Table(_("How many sources know each victim"), columns, rows)
