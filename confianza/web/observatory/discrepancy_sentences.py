"""What a comparison of sources says, in words: how far two agree, what each lacks, where they differ most."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from confianza.web.design import writing
from confianza.web.observatory import labels
from confianza.web.observatory.quality_sentences import percent

if TYPE_CHECKING:
    from confianza.analysis.quality.discrepancy import Lack, Pair, Report

AREAS_NAMED = 3
MONTHS_NAMED = 4
DAYS_NAMED = 6
KINDS = {
    "period": gettext_lazy("months outside its period"),
    "months": gettext_lazy("whole months"),
    "areas": gettext_lazy("whole areas"),
    "area_months": gettext_lazy("months of an area"),
    "part": gettext_lazy("part of the count"),
    "days": gettext_lazy("days"),
    "nowhere": gettext_lazy("the place"),
}
STATUSES = {
    "equal": gettext_lazy("the same"),
    "within_chance": gettext_lazy("within chance"),
    "beyond_chance": gettext_lazy("more than chance"),
    "a_silent": gettext_lazy("the first has no word"),
    "b_silent": gettext_lazy("the second has no word"),
    "a_outside": gettext_lazy("the first has no word"),
    "b_outside": gettext_lazy("the second has no word"),
}

Named = Callable[[str], str]


def pair(told: "Pair", named: Named = labels.source) -> str:
    """Say how far two sources agree over what both speak of."""
    values = {
        "a": named(told.a), "b": named(told.b), "count_a": writing.number(told.count_a),
        "count_b": writing.number(told.count_b), "cells": writing.number(told.cells),
        "share": percent(told.difference),
    }  # fmt: skip
    said = _(
        "Where both speak (%(cells)s areas and months), %(a)s counts %(count_a)s and %(b)s %(count_b)s: "
        "their totals differ by %(share)s."
    )
    return " ".join(filter(None, (said % values, _alike(told), _one_sided(told, named))))


def _alike(told: "Pair") -> str:
    values = {
        name: writing.number(getattr(told, name)) for name in ("equal", "within_chance", "beyond_chance")
    }
    return _(
        "In %(equal)s they say the same, in %(within_chance)s they differ by no more than chance could, "
        "in %(beyond_chance)s by more."
    ) % values  # fmt: skip


def _one_sided(told: "Pair", named: Named) -> str:
    if not told.lower:
        return ""
    return _(
        "Almost wherever they differ, %(lower)s counts fewer: it counts something narrower, or misses a part "
        "everywhere. Ask both what they count."
    ) % {"lower": named(told.lower)}  # fmt: skip


def lack(told: "Lack", named: Named = labels.source) -> str:
    """Say what one source lacks, and how much that is by the other."""
    values = {
        "source": named(told.source), "other": named(told.other) if told.other else "",
        "missing": writing.number(told.missing), "areas": _areas(told.areas), "months": _months(told.months),
        "count": writing.number(len(told.months)), "days": _days(told.days),
    }  # fmt: skip
    return _LACKS[told.kind](told) % values


_LACKS: Mapping[str, Callable[[Any], str]] = {
    "period": lambda told: _(
        "%(source)s has no word on %(months)s, outside its period; %(other)s counts %(missing)s there."
    ),
    "months": lambda told: _(
        "%(source)s lacks whole months: %(months)s. %(other)s counts %(missing)s in them."
    ),
    "areas": lambda told: _("%(source)s never speaks of %(areas)s; %(other)s counts %(missing)s there."),
    "area_months": lambda told: _(
        "%(source)s lacks %(areas)s in %(months)s; %(other)s counts %(missing)s there."
    ),
    "part": lambda told: ngettext(
        "%(source)s lacks part of %(areas)s: %(missing)s fewer than %(other)s in %(count)s "
        "month (%(months)s).",
        "%(source)s lacks part of %(areas)s: %(missing)s fewer than %(other)s, low in %(count)s months "
        "(%(months)s).",
        len(told.months),
    ),
    "days": lambda told: _("%(source)s told nothing on %(days)s, though it tells of several a day."),
    "nowhere": lambda told: _("%(source)s places %(missing)s victims nowhere."),
}


def cell(row: Mapping[str, Any], named: Named = labels.source) -> str:
    """Say one disagreement: an area, a month, two counts, and whether chance could be it."""
    values = {
        "area": row["area"], "month": writing.month(row["month"]), "a": named(row["a"]), "b": named(row["b"]),
        "count_a": _count(row["count_a"]), "count_b": _count(row["count_b"]),
        "judged": STATUSES[row["status"]],
    }  # fmt: skip
    return _("%(area)s, %(month)s: %(a)s %(count_a)s, %(b)s %(count_b)s (%(judged)s).") % values


def _count(count: float | None) -> str:
    return _("no word") if count is None else writing.number(count)


def matches(report: "Report") -> Iterator[str]:
    """Yield which names of areas were taken for others, for a person to look at."""
    for each in report.matches:
        values = {"name": each.name, "taken_for": each.taken_for}
        yield _("“%(name)s” was taken for “%(taken_for)s”.") % values


def honesty() -> str:
    """Say what "within chance" means and what it does not."""
    return _(
        "Two sources that count the same victims should agree to the last one. “More than chance” means that "
        "not even luck could part them so far; “within chance” means that luck could, not that it did."
    )


def _areas(names: Sequence[str]) -> str:
    return _listed(list(names), AREAS_NAMED)


def _months(months: Sequence[date]) -> str:
    """Write months, those in a row as one span."""
    spans: list[list[date]] = []
    for month in months:
        follows = (
            spans and (month.year * 12 + month.month) - (spans[-1][1].year * 12 + spans[-1][1].month) == 1
        )
        if follows:
            spans[-1][1] = month
        else:
            spans.append([month, month])
    return _listed([writing.period(first, last) for first, last in spans], MONTHS_NAMED)


def _days(days: Sequence[date]) -> str:
    return _listed([writing.day(day) for day in days], DAYS_NAMED)


def _listed(names: Sequence[str], most: int) -> str:
    if len(names) <= most:
        return ", ".join(names)
    values = {"names": ", ".join(names[:most]), "more": writing.number(len(names) - most)}
    return _("%(names)s and %(more)s more") % values
