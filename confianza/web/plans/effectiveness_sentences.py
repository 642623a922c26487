"""What the report of a quarter says in words. Of what was counted it tells a change, never an effect."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from confianza.web.design import writing
from confianza.web.observatory import labels
from confianza.web.surveys import telling

Told = Mapping[str, Any]
# What may become of a promise for a day of the quarter, each in one of these.
SETTLED = ("in_time", "kept_late", "broken", "waiting", "released")
VERDICTS = {
    "fell": pgettext_lazy("of an assessment", "fell"),
    "no_evidence_of_change": pgettext_lazy("of an assessment", "no evidence of change"),
    "rose": pgettext_lazy("of an assessment", "rose"),
    "too_few_to_tell": pgettext_lazy("of an assessment", "too few to tell"),
    "refused": pgettext_lazy("of an assessment", "could not be computed"),
}


def quarter(written: str) -> str:
    """Write a quarter as people say it."""
    year, _q, number = written.partition("-Q")
    return _("quarter %(number)s of %(year)s") % {"number": number, "year": year}


def promises(told: Told) -> str:
    """Say what became of what was promised for the quarter."""
    values = {name: writing.number(told[name]) for name in (*SETTLED, "moved")}
    if not due(told):
        return _("Nothing was promised for a day of this quarter.")
    said = ngettext(
        "%(due)s promise was for a day of this quarter: %(in_time)s kept by that day, %(kept_late)s later, "
        "%(broken)s not kept, %(waiting)s still open, %(released)s released with a reason. Days were moved "
        "%(moved)s times.",
        "%(due)s promises were for a day of this quarter: %(in_time)s kept by that day, %(kept_late)s later, "
        "%(broken)s not kept, %(waiting)s still open, %(released)s released with a reason. Days were moved "
        "%(moved)s times.",
        due(told),
    )
    return said % {**values, "due": writing.number(due(told))}


def due(told: Told) -> int:
    """Return how many promises were for a day of the quarter."""
    return sum(told[name] for name in SETTLED)


def problems(told: Told) -> str:
    """Say how many problems were opened and closed."""
    values = {name: writing.number(told[name]) for name in ("opened", "closed")}
    return _("Problems opened in the quarter: %(opened)s; closed: %(closed)s.") % values


def verdicts(told: Told) -> str:
    """Say what the assessments of the quarter found."""
    if not told["assessed"]:
        return _("No problem was assessed in this quarter.")
    found = "; ".join(
        f"{writing.number(count)} {VERDICTS[code]}" for code, count in told["verdicts"].items() if count
    )
    said = ngettext(
        "Of %(count)s problem assessed: %(found)s.",
        "Of %(count)s problems assessed: %(found)s.",
        told["assessed"],
    )
    return said % {"count": writing.number(told["assessed"]), "found": found}


def requests(told: Told) -> str:
    """Say what was asked for, and how much of it was answered by its day."""
    values = {name: writing.number(told[name]) for name in ("asked", "in_time", "late", "overdue")}
    return (
        _(
            "Requests of the community: %(asked)s asked. First answers: %(in_time)s by their day, %(late)s "
            "later. Without an answer past their day: %(overdue)s."
        )
        % values
    )


def meetings(told: Told) -> str:
    """Say how many meetings were held, and to how many the highest officer came."""
    values = {name: writing.number(told[name]) for name in ("planned", "held", "highest")}
    return (
        _(
            "Meetings with the community: %(held)s held of %(planned)s called; the precinct's highest "
            "officer came to %(highest)s."
        )
        % values
    )


def weekly(told: Told) -> str:
    """Say how many weekly meetings were held."""
    values = {name: writing.number(told[name]) for name in ("held", "left_out", "decisions")}
    return (
        _("Weekly meetings of this place: %(held)s held, %(left_out)s left out; decisions: %(decisions)s.")
        % values
    )


def perception(told: Told | None) -> list[str]:
    """Say what people said changed, where a wave was published."""
    if told is None:
        return [_("No survey of this place was published for this quarter or before.")]
    days = {name: writing.day(date.fromisoformat(told[name])) for name in ("begins_on", "ends_on")}
    asked = _("The last survey published asked %(people)s people from %(begins_on)s to %(ends_on)s.") % {
        **days,
        "people": writing.number(told["interviews"]),
    }
    if told["earlier"] is None:
        return [asked, _("It is the first one: no change can be told.")]
    sure = [each for each in told["questions"] if each["is_sure"]]
    if not sure:
        return [asked, _("Nothing people said changed by more than chance since the wave before.")]
    return [asked, *(_("%(question)s: %(way)s.") % {"question": telling.said(each["name"]), "way": way(each)}
                     for each in sure)]  # fmt: skip


def way(question: Told) -> str:
    """Say which way an answer moved, and how sure that is."""
    if question["change"] is None:
        return ""
    if not question["is_sure"]:
        return _("can be chance")
    return _("rose by more than chance") if question["change"] > 0 else _("fell by more than chance")


def counted(row: Told) -> str:
    """Say how a count compares with the same quarter a year before: a change, whatever brought it."""
    what = capfirst(labels.indicator(row["indicator"]))
    if row["now"] is None or row["before"] is None:
        return _("%(what)s: not all months of both years are told, so nothing is compared.") % {"what": what}
    values = {"what": what, "now": writing.number(row["now"]), "before": writing.number(row["before"])}
    said = _("%(what)s: %(now)s, against %(before)s in the same quarter a year before.") % values
    return f"{said} {verdict(row)}"


def verdict(row: Told) -> str:
    """Say whether a difference is more than chance."""
    if not row["stands_out"]:
        return _("A difference like this can be chance.")
    return _("That is more than chance would explain; what brought it, this report cannot say.")
