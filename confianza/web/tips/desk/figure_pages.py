"""The page of figures: a chart with its table and its sentence, and a table of how tips ended."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confianza.web.design.tables import Column, Table
from confianza.web.design.writing import month, number
from confianza.web.tips.desk import words
from confianza.web.tips.queries.figures import Figures


def shown(figures: Figures) -> dict[str, Any]:
    """Return what the page of figures needs."""
    if not figures.total:
        return {"figures": figures}
    sentence = _sentence(figures)
    return {"figures": figures, "sentence": sentence, "months": _months(figures), "ends": _ends(figures)}


def _sentence(figures: Figures) -> str:
    in_time = sum(one.in_time for one in figures.months)
    told = ngettext(
        "Of the one tip you may read, %(in_time)s was answered within three days.",
        "Of the %(total)s tips you may read, %(in_time)s were answered within three days.",
        figures.total,
    )
    return told % {"total": number(figures.total), "in_time": number(in_time)}


def _months(figures: Figures) -> Table:
    return Table(
        caption=_("Tips by the month in which they were told"),
        columns=[
            Column(_("Month")),
            Column(_("Told"), 0),
            Column(_("Answered within 3 days"), 0),
            Column(_("Answered later"), 0),
            Column(_("Not answered yet"), 0),
        ],
        rows=[[month(one.first), one.received, one.in_time, one.late, one.not_yet] for one in figures.months],
    )


def _ends(figures: Figures) -> Table:
    named = dict(words.OUTCOMES)
    return Table(
        caption=_("What came of the closed ones"),
        columns=[Column(_("What came of it")), Column(_("Tips"), 0)],
        rows=[[str(named.get(code, code)), count] for code, count in figures.outcomes],
    )
