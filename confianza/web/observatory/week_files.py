"""The weekly sheet as a PDF that everybody at the table can read (PDF/UA-1)."""

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from confianza.web.design import palette, writing
from confianza.web.design.tables import Interval, Table
from confianza.web.observatory import analysis_files, labels, week_pages
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory.queries.week import Week

LAYOUT = Path(__file__).with_name("week.typ")
PICTURE = "map.svg"


def pdf(told: Week) -> bytes:
    """Lay the sheet out; the same data give the same bytes. No text in it is read as code."""
    import typst

    files = {"main.typ": _layout(), "data.json": json.dumps(_data(told), sort_keys=True).encode()}
    if told.found and told.told:
        files[PICTURE] = analysis_files.svg(told.found, told.told).encode()
    made: bytes = typst.compile(
        files, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True,
        timestamp=datetime.combine(told.last, time(), UTC),
    )  # fmt: skip
    return made


@cache
def _layout() -> bytes:
    return LAYOUT.read_bytes()


def _data(told: Week) -> dict[str, Any]:
    days = {"days": said.days(told.first, told.last)}
    return {
        "title": _("This week in %(place)s") % {"place": told.place},
        "lead": _("For the weekly coordination meeting: the last week told, %(days)s.") % days,
        "language": labels.language(),
        "foot": f"{labels.source(told.source)} · {week_pages.decided(told)}",
        "palette": {
            "ink": palette.INK,
            "soft": palette.INK_SOFT,
            "accent": palette.ACCENT,
            "line": palette.LINE,
        },
        "parts": [_happened(told), *_where(told), *_next(told), _agreed()],
    }


def _part(title: str, *sentences: str, tables: tuple[Table, ...] = (), **picture: str) -> dict[str, Any]:
    drawn = {"picture": "", "alt": "", "caption": ""} | picture
    told = [_listing(each) for each in tables if each.rows]
    return {"title": title, "sentences": [each for each in sentences if each], "tables": told, **drawn}


def _happened(told: Week) -> dict[str, Any]:
    tables = [week_pages.events(told.reports, _("What people reported"))]
    if told.finds:
        tables.append(week_pages.events(told.finds, _("What patrols found")))
    new = week_pages.new_hot_spots(told)
    return _part(_("What happened"), *week_pages.happened(told), new, tables=tuple(tables))


def _where(told: Week) -> list[dict[str, Any]]:
    if told.found is None or told.told is None:
        return []
    sentence, title = said.hot_spots(told.told), labels.indicator(told.found.asked.indicator_id)
    drawn = {"picture": PICTURE, "alt": sentence, "caption": said.with_a_place(told.found)}
    return [_part(_("Where: %(what)s") % {"what": title}, sentence, said.chains(told.told), **drawn)]


def _next(told: Week) -> list[dict[str, Any]]:
    if told.forecast is None:
        return []
    tables = week_pages.places(told.forecast), week_pages.methods(told.forecast)
    return [_part(_("Next week"), week_pages.forecast(told.forecast), tables=tables)]


def _agreed() -> dict[str, Any]:
    return _part(
        _("To be agreed in the meeting"),
        _("What did we promise last week, and what was done?"),
        _("What will each of us do this week, where, and until when?"),
        _("What will tell us next week whether it worked?"),
    )


def _listing(table: Table) -> dict[str, Any]:
    rows = [
        [_written(value, column.decimals) for column, value in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    columns = [str(column.label) for column in table.columns]
    return {"caption": str(table.caption), "columns": columns, "rows": rows, "note": str(table.note)}


def _written(value: Any, decimals: int | None) -> str:
    match value:
        case None | "":
            return writing.MISSING
        case Interval(low, high):
            return writing.interval(low, high, decimals or 0)
        case int() | float() if decimals is not None:
            return writing.number(value, decimals)
    return str(value)
