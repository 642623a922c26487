"""What happened next door to a programme: in sentences, and in its two tables."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from confianza.web.design import tables, writing
from confianza.web.evaluation import sentences
from confianza.web.evaluation.queries import publishing

PARTS: Mapping[str, Any] = {
    "here": gettext_lazy("In the areas of the programme"),
    "around": gettext_lazy("Next door"),
    "together": gettext_lazy("Both together"),
}
STANDS: Mapping[str, Any] = {
    "more": gettext_lazy("More than the comparison lets expect"),
    "fewer": gettext_lazy("Fewer than the comparison lets expect"),
    "": gettext_lazy("No clear difference"),
}


def said(answer: Mapping[str, Any]) -> list[str]:
    """Say what happened next door, and inside and next door together: displacement and a spread of the
    benefit alike. Also that nobody looked, or why nothing can be told.
    """
    from confianza.analysis.evaluation import guard_words

    found = answer.get("nearby")
    if not found:
        return [
            _(
                "Nobody watched the areas around it: whether it moved next door, or fell there too, is not "
                "known."
            )
        ]
    if found.get("refused"):
        return [
            _("What happened next door cannot be told.")
            + " "
            + sentences.analysis_refused(found["refused"], found["details"])
        ]
    return [_(guard_words.NEARBY[found[part]]) for part in ("around", "together")]


def left_out(answer: Mapping[str, Any]) -> str:
    """Name the areas that were to be watched and are not told of as a whole; "" where there are none."""
    found = answer.get("nearby")
    if not found or not found["left_out"]:
        return ""
    areas = {"areas": sentences.named(found["left_out"])}
    return _("Left out, since the source does not tell of the whole time there: %(areas)s.") % areas


def parts_table(answer: Mapping[str, Any], note: str) -> tables.Table | None:
    """Return inside, next door and both together; None where there is nothing to tell."""
    found = answer.get("nearby")
    if not found or not found["parts"]:
        return None
    rows = [
        (
            str(PARTS[each["part"]]),
            each["before"],
            each["after"],
            each["expected"],
            sentences.percent(each["ratio"]),
            sentences.interval(each),
            sentences.chance(each["p"]),
            _cases(each),
        )
        for each in found["parts"]
    ]
    columns = (
        tables.Column(_("Part")),
        tables.Column(_("Before it began"), 0),
        tables.Column(_("Since then"), 0),
        tables.Column(_("Expected without it"), 1),
        tables.Column(_("Difference")),
        tables.Column(_("Interval (95 %)")),
        tables.Column("p"),
        tables.Column(_("Cases more (+) or fewer (−)")),
    )
    by = _("Cases more or fewer: the weighted displacement difference, against the areas compared with.")
    return tables.Table(_("Inside, next door, and both together"), columns, rows, f"{note} {by}")


def areas_table(answer: Mapping[str, Any], note: str) -> tables.Table | None:
    """Return every area next door by itself; None where there is nothing to tell."""
    found = answer.get("nearby")
    if not found or not found["areas"]:
        return None
    names = publishing.names_of([each["area"] for each in found["areas"]])
    rows = [
        (
            names[each["area"]],
            each["before"],
            each["after"],
            _ratio(each),
            sentences.interval(each),
            _stands(each),
        )
        for each in found["areas"]
    ]
    columns = (
        tables.Column(_("Area")),
        tables.Column(_("Before it began"), 0),
        tables.Column(_("Since then"), 0),
        tables.Column(_("Difference")),
        tables.Column(_("Interval (95 %)")),
        tables.Column(_("Judged together with the others")),
    )
    return tables.Table(_("Next door, area by area"), columns, rows, note)


def _cases(part: Mapping[str, Any]) -> str:
    """Write a displacement difference with its interval, in cases."""
    ends = {"low": _signed(part["cases_low"]), "high": _signed(part["cases_high"])}
    return f"{_signed(part['cases'])} ({_('%(low)s to %(high)s') % ends})"


def _signed(value: float) -> str:
    shown = writing.number(abs(value))
    return shown if shown == "0" else f"{'+' if value > 0 else '−'}{shown}"


def _ratio(area: Mapping[str, Any]) -> str:
    return writing.MISSING if area["ratio"] is None else sentences.percent(area["ratio"])


def _stands(area: Mapping[str, Any]) -> str:
    return _("Too few cases to say") if area["ratio"] is None else str(STANDS[area["stands"]])
