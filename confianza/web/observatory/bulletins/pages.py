"""The four pages as data: every word and number the layout sets, and the pictures it places."""

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from confianza.web.design import palette, writing
from confianza.web.observatory import labels
from confianza.web.observatory.bulletins import changes, pictures, sentences
from confianza.web.observatory.bulletins.figures import Contents, Ground, Row, Series
from confianza.web.observatory.bulletins.pictures import Pictures

# What fits on its page in type that can be read; the release has everything.
MOST_CARDS = 4
MOST_GLANCED = 10
MOST_ROWS = 24
MOST_TRENDS = 4
MOST_CAVEATS = 6
MOST_CORRECTIONS = 6
# How wide the columns of each table are, in shares.
GLANCED = (2.2, 1.1, 1.2, 1.7, 1, 1.6)
PLACED, PLACED_BY_YEAR = (2, 1.2, 1.8, 1, 1.6), (2.4, 1.6, 1.2, 1.6)
VOICED = (1.3, 3.4, 0.7, 0.9, 1.2)
# The map's height, in the size of the letters: it gives way to a long table.
TALLEST_MAP, LOWEST_MAP, MAP_AND_TABLE, A_ROW = 34, 18, 44, 1.5
LICENCE = "CC BY 4.0"
PALETTE = {
    "ink": palette.INK, "soft": palette.INK_SOFT, "accent": palette.ACCENT, "pale": palette.ACCENT_SOFT,
    "second": palette.SECOND, "line": palette.LINE, "unknown": palette.NO_DATA,
}  # fmt: skip


def laid_out(told: Contents, language: str) -> tuple[dict[str, Any], Pictures]:
    """Return the data of the four pages in `es` or `en`, and the pictures they name."""
    with override(language):
        measure = _measure(told.ground) if told.ground else ""
        drawn = _area_map(told, measure)
        svgs = {"map.svg": drawn.svg} if drawn else {}
        for place, series in enumerate(_drawn(told)):
            svgs[f"months-{place}.svg"] = pictures.months(series)
            svgs[f"years-{place}.svg"] = pictures.years(series)
        keys = tuple(drawn.keys) if drawn else ()
        data = {
            "language": language, "palette": PALETTE, **_head(told), "month": _the_month(told),
            "where": _where(told, measure, keys), "trends": _trends(told), "account": _account(told),
        }  # fmt: skip
        return data, Pictures(svgs, keys)


def _head(told: Contents) -> dict[str, Any]:
    month = writing.month(told.month)
    facts = {
        "version": told.version, "release": told.release, "date": writing.day(told.released_at.date())
    }  # fmt: skip
    return {
        "title": _("Bulletin of %(place)s, %(month)s") % {"place": told.area_name, "month": month},
        "name": _("Citizen security bulletin"),
        "place": told.area_name,
        "period": month,
        "fictional": _("Fictional data: no person, place or event in it is real.")
        if settings.FICTIONAL_DATA
        else "",
        "foot": _("Bulletin %(version)s, of release %(release)s of %(date)s") % facts,
        "page": _("Page"),
        "about": _(
            "Crime figures of one month, after protection, with how sure they are and where they come from."
        ),
    }


def _the_month(told: Contents) -> dict[str, Any]:
    return {
        "correction": changes.told(told) if told.correction else None,
        "cards": [_card(series) for series in told.monthly[:MOST_CARDS]],
        "heading": _("The month in five sentences"),
        "sentences": [
            {"label": label, "text": text}
            for label, text in (
                (_("What happened"), sentences.happened(told)),
                (_("Where"), sentences.where(told.ground)),
                (_("What is not known"), sentences.unknown(told)),
                (_("What sources disagree on"), sentences.disagreement(told.voices)),
                (_("What you can do"), sentences.neighbour(settings.EMERGENCY_NUMBER)),
            )
        ],
        "table": _glance(told),
    }


def _card(series: Series) -> dict[str, Any]:
    return {
        "name": series.indicator.name(labels.language()),
        "value": sentences.figure(series.month.cell),
        "verdict": sentences.verdict(series),
        "usual": _("usual: %(span)s") % {"span": sentences.span(series.month.usual)},
        "clear": bool(series.change and series.change.verdict != "no_clear_change"),
    }


def _glance(told: Contents) -> dict[str, Any]:
    columns = (
        _("Offence"),
        _("This month"),
        _("Usual"),
        _("How it compares"),
        _("This year*"),
        _("Last whole year"),
    )
    rows = [
        [
            series.indicator.name(labels.language()),
            sentences.figure(series.month.cell) if series.monthly else _("by year only"),
            sentences.span(series.month.usual) if series.monthly else "",
            sentences.verdict(series) if series.monthly else "",
            sentences.figure(series.year),
            _whole_year(series),
        ]
        for series in told.series[:MOST_GLANCED]
    ]
    months = max((series.year.months for series in told.series), default=0)
    note = _("* Told so far, in whole quarters: %(span)s.") % {
        "span": sentences.year_so_far(told.month.year, months)
    }
    return _table(_("The month at a glance"), columns, rows, note, numbers=(1, 2, 4, 5), widths=GLANCED)


def _whole_year(series: Series) -> str:
    last = series.last_whole_year
    return f"{sentences.figure(last.cell)} ({last.year})" if last else writing.MISSING


def _where(told: Contents, measure: str, keys: Sequence[Any]) -> dict[str, Any]:
    ground = told.ground
    if ground is None:
        return {"heading": _("Where"), "text": sentences.where(None), "map": None, "table": None}
    return {
        "heading": _("Where"),
        "text": sentences.where(ground),
        "map": _map(ground, measure, keys) if keys else None,
        "table": _areas(ground, told),
    }


def _map(ground: Ground, measure: str, keys: Sequence[Any]) -> dict[str, Any]:
    return {
        "title": f"{measure}, {sentences.so_far(ground)}",
        "alt": sentences.area_map(ground, measure),
        "tall": min(max(MAP_AND_TABLE - A_ROW * len(ground.rows), LOWEST_MAP), TALLEST_MAP),
        "keys": [{"label": key.label, "colour": key.colour} for key in keys],
        "note": _("A darker area has a higher rate, not worse people; few events make a rate that jumps."),
    }


def _areas(ground: Ground, told: Contents) -> dict[str, Any]:
    name = ground.indicator.name(labels.language())
    by_month = any(row.month.told or row.month.hidden for row in ground.rows)
    columns = (
        labels.level(ground.level), *([writing.month(told.month)] if by_month else []),
        sentences.so_far(ground), _("Rate a year"), _("95 % interval"),
    )  # fmt: skip
    shown = sorted(ground.rows, key=lambda row: (-(row.year.count or 0), _in_order(row.name)))
    rows = [_area(row, by_month=by_month) for row in shown[:MOST_ROWS]]
    values = {"mark": sentences.HIDDEN, "per": writing.number(ground.indicator.multiplier)}
    note = _place_note() % values
    if more := len(shown) - len(rows):
        note += " " + _("%(n)s more areas are in the release.") % {"n": more}
    return _table(
        _("%(indicator)s by area") % {"indicator": name},
        columns,
        rows,
        note,
        numbers=range(1, len(columns)),
        widths=PLACED if by_month else PLACED_BY_YEAR,
    )


def _place_note() -> str:
    return _(
        "%(mark)s: hidden. A dash: not told, or not published so finely. Rates: per %(per)s people a year."
    )


def _in_order(name: str) -> list[tuple[int, str]]:
    """Zona 2 before Zona 10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]


def _area(row: Row, *, by_month: bool) -> list[str]:
    month = [sentences.figure(row.month)] if by_month else []
    year = row.year
    return [
        row.name, *month, sentences.figure(year), sentences.rate(year), sentences.interval(year)
    ]  # fmt: skip


def _area_map(told: Contents, measure: str) -> Any:
    if told.ground is None:
        return None
    return pictures.area_map(told.ground, measure=measure, absent=_("No figure published"), here=told.area_id)


def _measure(ground: Ground) -> str:
    name = ground.indicator.name(labels.language())
    if not pictures.mapped_by_rate(ground):
        return name
    values = {"indicator": name, "per": writing.number(ground.indicator.multiplier)}
    return _("%(indicator)s per %(per)s people a year") % values


def _trends(told: Contents) -> dict[str, Any]:
    return {
        "heading": _("Since when"),
        "text": _(
            "Line: what was counted each month. Band: what chance alone explains, from the same month of the "
            "years before; a point inside it is no news. Bars: the yearly rate, with its 95 % interval; * "
            "the "
            "year is not over. Gaps are months that are hidden or not told."
        ),
        "charts": [
            {
                "name": series.indicator.name(labels.language()),
                "per": _per(series),
                "direction": sentences.direction(series),
                "months": f"months-{place}.svg", "months_alt": sentences.month_chart(series),
                "years": f"years-{place}.svg", "years_alt": sentences.year_chart(series),
            }
            for place, series in enumerate(_drawn(told))
        ],
        "per_month": _("by month, number"),
        "none": "" if _drawn(told) else _nothing_drawn(),
        "voices": _voices(told),
    }  # fmt: skip


def _nothing_drawn() -> str:
    return _("Nothing can be drawn: every figure of this place is hidden or not told.")


def _drawn(told: Contents) -> Sequence[Series]:
    return [series for series in told.monthly if series.drawn][:MOST_TRENDS]


def _per(series: Series) -> str:
    if not pictures.has_rates(series):
        return _("by year, number")
    return _("by year, per %(per)s people") % {"per": writing.number(series.indicator.multiplier)}


def _voices(told: Contents) -> dict[str, Any]:
    rows = [
        [voice.indicator.name(labels.language()), labels.source(voice.source), str(voice.year),
         sentences.figure(voice.cell), _months_of(voice.cell.months)]
        for voice in told.voices
    ]  # fmt: skip
    columns = (_("Offence"), _("Source"), _("Year"), _("Counted"), _("Months told"))
    return {
        "heading": _("What the sources disagree on"),
        "text": sentences.disagreement(told.voices),
        "table": _table(_("The sources side by side"), columns, rows, "", numbers=(2, 3, 4), widths=VOICED)
        if rows
        else None,
    }


def _months_of(months: int) -> str:
    return _("%(n)s of 12") % {"n": months}


def _account(told: Contents) -> dict[str, Any]:
    return {
        "promised": {"heading": _("What was promised and done"), "text": _promised()},
        "reading": {"heading": _("How to read this"), "items": _reading()},
        "counted": {"heading": _("What is counted"), "items": _counted(told)},
        "origin": {"heading": _("Where the numbers come from"), "rows": _origin(told)},
        "corrections": {"heading": _("Corrections so far"), "items": _corrections(told)},
    }


def _promised() -> str:
    """Say where promises are told: they change every day, and a bulletin is made once."""
    return _(
        "Who promised what, by which day, and whether it was done changes every day: it stands on the public "
        "site under “What was promised”, with the problems being worked on and the prevention plans."
    )


def _reading() -> list[str]:
    return [
        _(
            "Two dots (%(mark)s) are a hidden figure. It is small, or it is kept back so that a small one "
            "beside "
            "it cannot be worked out; the mark does not say which. It is not a zero."
        )
        % {"mark": sentences.HIDDEN},
        _("A dash is a figure nobody tells, or that is not published so finely. It is not a zero either."),
        _(
            "“Usual” is what the same month brought in up to five years before (where months are hidden, "
            "what "
            "an average month of whole years brought), and the span within which chance alone moves it in "
            "95 of "
            "100 months. Violence that breeds violence leaves it a little more often."
        ),
        _(
            "A rate divides by the people who live there, and multiplies to a whole year. Its interval says "
            "how "
            "sure it is: where two intervals overlap widely, the areas may be alike."
        ),
        _(
            "More reports can mean more crime, or more people who trust the police enough to report it. A "
            "change "
            "is not an effect: these pages say that something changed, not why."
        ),
    ]


def _counted(told: Contents) -> list[dict[str, str]]:
    language = labels.language()
    caveats = ((each.indicator.name(language), each.indicator.caveat(language)) for each in told.series)
    return [{"name": name, "text": caveat} for name, caveat in caveats if caveat][:MOST_CAVEATS]


def _origin(told: Contents) -> list[list[str]]:
    said = sorted({labels.source(cell.source) for cell in _cells(told) if cell.source})
    made = {"version": told.release, "date": writing.day(told.released_at.date())}
    return [
        [_("Sources"), "; ".join(said) or writing.MISSING],
        [_("As known on"), writing.day(told.as_of)],
        [_("Coverage"), _coverage(told)],
        [_("Release"), _("%(version)s, of %(date)s") % made],
        [_("Checksum"), told.release_sha256],
        [
            _("Licence"),
            _("%(licence)s: copy it, change it, and say where it is from.") % {"licence": LICENCE},
        ],
    ]


def _cells(told: Contents) -> list[Any]:
    return [month.cell for series in told.series for month in series.months] + [
        year.cell for series in told.series for year in series.years
    ]


def _coverage(told: Contents) -> str:
    met = [month.cell for series in told.monthly for month in series.months]
    values = {
        "told": writing.number(sum(cell.told for cell in met)), "all": writing.number(len(met)),
        "hidden": writing.number(sum(cell.hidden for cell in met)),
    }  # fmt: skip
    return _("%(told)s of the %(all)s monthly figures shown here are told, %(hidden)s hidden.") % values


def _corrections(told: Contents) -> list[str]:
    shown = told.corrections[:MOST_CORRECTIONS]
    if not shown:
        return [_("None until this release.")]
    return [
        _("%(date)s: %(version)s corrects %(corrects)s. %(reason)s") % {
            "date": writing.day(each.made_at.date()), "version": each.version, "corrects": each.corrects,
            "reason": each.reason,
        }
        for each in shown
    ]  # fmt: skip


def _table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    note: str,
    *,
    numbers: Sequence[int],
    widths: Sequence[float],
) -> dict[str, Any]:
    """Return a table for the layout: `numbers` are the columns set right, `widths` their shares."""
    return {
        "caption": caption,
        "columns": list(columns),
        "rows": [list(row) for row in rows],
        "note": note,
        "numbers": list(numbers),
        "widths": list(widths),
    }
