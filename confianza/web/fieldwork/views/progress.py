"""How fieldwork with a form goes."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from confianza.web.design import charts, icons, writing
from confianza.web.design.charts import Bar
from confianza.web.design.tables import Column, Table
from confianza.web.fieldwork import permissions, sentences
from confianza.web.fieldwork.queries import forms as forms_queries
from confianza.web.fieldwork.queries import progress as queries
from confianza.web.fieldwork.queries.progress import OfTelephone, Progress
from confianza.web.lib.doors import open_when

# As many days of work as fit on the screen of a telephone.
DAYS_DRAWN, DAYS_ACROSS = 10, 7


@require_safe
@open_when(permissions.can_keep_forms)
def progress(request: HttpRequest, form_id: int) -> HttpResponse:
    """Show by telephone and by day what came, where it stands, and what is worth a second look."""
    form = get_object_or_404(forms_queries.kept_by(request.user), pk=form_id)
    told: dict[str, Any] = {"form": form, "progress": queries.of(form), "rules": sentences.ODD.values()}
    if told["progress"].days:
        told |= _drawn(told["progress"])
    return render(request, "fieldwork/progress.html", told)


def _drawn(found: Progress) -> dict[str, Any]:
    words = _(
        "Filled in: %(filled)s. Days of work: %(days)s. Telephones: %(phones)s. Most on %(best)s: %(most)s."
    )
    sentence = words % {
        "filled": writing.number(found.whole.sent),
        "days": writing.number(len(found.days)),
        "phones": writing.number(len(found.telephones)),
        "best": writing.day(found.best.on),
        "most": writing.number(found.best.pile.sent),
    }
    bars = [Bar(_short(day.on), day.pile.sent) for day in found.days[-DAYS_DRAWN:]]
    drawing = charts.svg(charts.bars(bars, measure=_("Filled forms")), alt=sentence)
    return {
        "sentence": sentence,
        "drawing": drawing,
        "by_day": _by_day(found),
        "by_telephone": _by_telephone(found),
        "across": _across(found),
    }


def _by_day(found: Progress) -> Table:
    columns = [Column(_("Day")), *_counted(), Column(_("Telephones"), 0)]
    rows = [[day.on, *_cells(day.pile), len(day.by_telephone)] for day in reversed(found.days)]
    return Table(_("By day"), columns, rows)


def _by_telephone(found: Progress) -> Table:
    columns = [Column(_("Telephone")), *_counted(), Column(_("Days of work"), 0), Column(_("Last on"))]
    rows = [[_named(one), *_cells(one.pile), one.days, _short(one.last)] for one in found.telephones]
    note = _("What is worth a second look says nothing about whoever held the telephone.")
    return Table(_("By telephone"), columns, rows, note)


def _across(found: Progress) -> Table:
    days = found.days[-DAYS_ACROSS:]
    columns = [Column(_("Telephone")), *(Column(_short(day.on), 0) for day in days)]
    rows = [
        [one.label or _("without a telephone"), *(day.by_telephone.get(one.label, 0) for day in days)]
        for one in found.telephones
    ]
    return Table(_("Filled in by telephone, the last days of work"), columns, rows)


def _short(on: date) -> str:
    # Translators: a day as Django writes dates, short enough for a chart on a telephone.
    return date_format(on, _("D j M"))


def _counted() -> list[Column]:
    named = (_("Filled in"), _("To be reviewed"), _("Approved"), _("Rejected"))
    return [
        *(Column(name, 0) for name in named),
        Column(_("Worth a second look, %"), 0),
        Column(_("Median minutes"), 0),
    ]


def _cells(pile: queries.Pile) -> list[Any]:
    return [pile.sent, pile.waiting, pile.approved, pile.rejected, pile.odd_share, pile.minutes]


def _named(one: OfTelephone) -> Any:
    """Name a telephone, with what stands out beside the others below it."""
    name = one.label or _("without a telephone")
    if not one.flags:
        return name
    told = format_html_join("", "<li>{}</li>", ((sentences.odd(flag),) for flag in one.flags))
    words = _("Look twice")
    return format_html(
        '{}<details class="why-odd"><summary>{} {}</summary><ul>{}</ul></details>',
        name,
        icons.icon("info"),
        words,
        told,
    )
