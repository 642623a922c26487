"""What weights did, as tables; and why some cannot be worked out, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from confianza.analysis.surveys.problems import SurveyRefused
from confianza.web.design.tables import Column, Table
from confianza.web.surveys.margins import KINDS

REFUSED: Mapping[str, Any] = {
    "no_answers": gettext_lazy("No interview of this wave is approved yet: there is nothing to weigh."),
    "few_answers": gettext_lazy(
        "Only %(answers)s people answered; with fewer than %(fewest)s nothing can be weighed."
    ),
    "class_without_rows": gettext_lazy(
        "Nobody of “%(name)s” was interviewed: weights cannot make up for it. Join the line with another, or "
        "leave these people out of all lines."
    ),
    "margins_disagree": gettext_lazy(
        "The lines of one table add up to other people than those of the other. Let both speak of the same."
    ),
    "does_not_settle": gettext_lazy("The weights do not settle: the tables ask for what was not found."),
}


def refusal(refused: SurveyRefused) -> str:
    """Say why weights cannot be worked out."""
    return str(REFUSED.get(refused.code, refused)) % refused.details


def margins(told: Mapping[str, Any]) -> list[Table]:
    """Return a table for each margin: what is known, and what the interviews stand for before and after."""
    return [_margin(each) for each in told["margins"]]


def _margin(told: Mapping[str, Any]) -> Table:
    columns = (
        Column(str(KINDS[told["kind"]])),
        Column(_("Interviews"), 0),
        Column(_("People by the draw"), 0),
        Column(_("People known"), 0),
        Column(_("People by these weights"), 0),
    )
    rows = [(row["class"], row["answers"], row["before"], row["known"], row["after"]) for row in told["rows"]]
    note = _("Source: %(source)s.") % {"source": told["source"]}
    if told["unknown"]:
        note += " " + ngettext(
            "%(n)s interview belongs to none of these lines and keeps its share.",
            "%(n)s interviews belong to none of these lines and keep their share.",
            told["unknown"],
        ) % {"n": told["unknown"]}  # fmt: skip
    return Table(_("What is known, and what the interviews stand for"), columns, rows, note)
