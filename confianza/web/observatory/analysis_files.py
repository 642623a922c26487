"""The pages of analysis as files: PDF and PNG with the words of the page, CSV with its tables, GeoJSON."""

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from confianza.web.design.tables import Table
from confianza.web.lib.spreadsheets import csv_line
from confianza.web.observatory import analysis_drawings as drawings
from confianza.web.observatory import (
    analysis_pages,
    forecast_pages,
    labels,
    map_features,
    sheet_files,
    week_pages,
)
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory import analysis_sheets as tables
from confianza.web.observatory import forecast_sentences as words
from confianza.web.observatory.pages import UTF8_MARK
from confianza.web.observatory.queries.forecasts import Forecast
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.patterns import Concentrated, Mapped
from confianza.web.observatory.queries.timing import Times
from confianza.web.observatory.queries.week import Week
from confianza.web.observatory.sheet_files import Paper, Part
from confianza.web.observatory.sheets import written


class File(NamedTuple):
    """A file: its bytes, what they are, and what it is called."""

    content: bytes
    media_type: str
    name: str


def of_map(user: Any, form: analysis_pages.Form, kind: str) -> File | None:
    """Return the map as `pdf`, `png` or `csv` (all its cells); None where there is nothing to draw."""
    _context, found, told = analysis_pages.asked_map(user, form)
    if found is None or told is None:
        return None
    told = analysis_pages.only(told, form.kind)
    listed = [tables.cells(told, None), tables.gatherings(told)]
    return _file(_("map"), found, kind, lambda: map_paper(found, told), [each for each in listed if each])


def of_times(user: Any, form: analysis_pages.Form, kind: str) -> File | None:
    """Return when incidents happen as `pdf`, `png` or `csv`."""
    _context, found, told = analysis_pages.asked_times(user, form)
    if found is None or told is None:
        return None
    return _file(
        _("when"), found, kind, lambda: _times_paper(found, told), [tables.months(told), tables.week(told)]
    )


def of_concentration(user: Any, form: analysis_pages.Form, kind: str) -> File | None:
    """Return how concentrated incidents are as `pdf`, `png` or `csv`."""
    _context, found, told = analysis_pages.asked_concentration(user, form)
    if found is None or told is None:
        return None
    listed = [tables.concentration(told)]
    return _file(_("concentration"), found, kind, lambda: _concentration_paper(found, told), listed)


def of_forecast(user: Any, form: forecast_pages.Form, kind: str) -> File | None:
    """Return a forecast as `pdf`, `png`, `csv` or `geojson`."""
    both = forecast_pages.of(user, form)
    if both is None:
        return None
    found, told = both
    if kind == "geojson":
        features = json.dumps(map_features.features_ahead(found, told)).encode()
        return File(features, "application/geo+json", sheet_files.name(_("forecast"), found, kind))
    listed = [forecast_pages.methods(told), forecast_pages.places(told)]
    return _file(_("forecast"), found, kind, lambda: _forecast_paper(found, told), listed)


def of_week(user: Any, form: analysis_pages.Form, kind: str) -> File | None:
    """Return the sheet of the weekly meeting as `pdf`, `png` or `csv`."""
    told = week_pages.sheet(user, form)
    if told is None:
        return None
    listed = [week_pages.reports(told), *week_pages.finds(told)]
    return _file(_("week"), told.found, kind, lambda: week_paper(told), listed)


def _file(
    page: str, found: Incidents, kind: str, paper: Callable[[], Paper], listed: Sequence[Table]
) -> File:
    called = sheet_files.name(page, found, kind)
    if kind == "csv":
        return File(_csv(found, listed).encode(), "text/csv; charset=utf-8", called)
    make, media_type = sheet_files.MADE[kind]
    return File(make(paper()), media_type, called)


def _csv(found: Incidents, listed: Sequence[Table]) -> str:
    """Write tables one below the other, with last lines that say source, days and until when it is told."""
    rows: list[Sequence[Any]] = []
    for table in listed:
        rows += [[table.caption], *written(table), []]
    rows.append([_("Source"), " · ".join(tables.source(found))])
    return UTF8_MARK + "".join(map(csv_line, rows))


def _paper(title: str, found: Incidents, *parts: Part, more: str = "") -> Paper:
    _first, last = found.days
    lead = f"{said.headline(found)} {more}".strip()
    return Paper(title, lead, " · ".join(tables.source(found)), last, parts)


def map_paper(found: Incidents, told: Mapped) -> Paper:
    """Lay the map out on a sheet."""
    values = {"what": labels.indicator(found.asked.indicator_id), "place": found.place.name}
    changed = [analysis_pages.change(told)]
    return _paper(
        _("Map: %(what)s in %(place)s") % values,
        found,
        sheet_files.map_of(
            _("Where"),
            [*analysis_pages.map_sentences(told), *changed],
            drawings.still(found, told),
            *analysis_pages.map_tables(told),
        ),
        *_over_time(found, told),
        more=said.with_a_place(found),
    )


def _over_time(found: Incidents, told: Mapped) -> list[Part]:
    if not any(each.kind for each in told.cells):
        return []
    title, picture = _("Which hot spots stay, and which are new"), drawings.over_time(found, told)
    return [sheet_files.map_of(title, [said.over_time(told)], picture)]


def _times_paper(found: Incidents, told: Times) -> Paper:
    values = {"what": labels.indicator(found.asked.indicator_id), "place": found.place.name}
    weeks = {"weeks": said.days(*told.weeks)}
    return _paper(
        _("When: %(what)s in %(place)s") % values,
        found,
        Part(_("The last four weeks told (%(weeks)s)") % weeks, analysis_pages.changes(told)),
        sheet_files.chart(
            _("Month by month"), said.months(told), drawings.months(found, told), tables.months(told)
        ),
        sheet_files.chart(_("Hours and days"), said.week(told), drawings.week(told), tables.week(told)),
    )


def _concentration_paper(found: Incidents, told: Concentrated) -> Paper:
    values = {"what": labels.indicator(found.asked.indicator_id), "place": found.place.name}
    sentence, curve = said.concentration(told), drawings.curve(told)
    return _paper(
        _("How concentrated: %(what)s in %(place)s") % values,
        found,
        sheet_files.chart(_("How few places hold half"), sentence, curve, tables.concentration(told)),
        more=said.with_a_place(found),
    )


def _forecast_paper(found: Incidents, told: Forecast) -> Paper:
    spec = drawings.methods(told)
    map_part = sheet_files.map_of(
        _("Where"), [words.expected(told)], drawings.ahead(found, told), forecast_pages.places(told)
    )
    chosen = sheet_files.chart(_("How each method did"), words.why(told), spec, forecast_pages.methods(told))
    know = Part(_("Before you use it"), [*words.notes(told), *words.limits()])
    return _paper(words.where_next(found, told), found, map_part, chosen, know)


def week_paper(told: Week) -> Paper:
    """Lay the sheet of the weekly meeting out."""
    days = {"days": said.days(told.first, told.last)}
    return Paper(
        title=_("This week in %(place)s") % {"place": told.place},
        lead=_("For the weekly coordination meeting: the last week told, %(days)s.") % days,
        foot=f"{labels.source(told.source)} · {week_pages.decided(told)}",
        last=told.last,
        parts=[*_happened(told), *_next(told), Part(_("To be agreed in the meeting"), week_pages.agreed())],
    )


def _happened(told: Week) -> list[Part]:
    sentences = [*week_pages.happened(told), week_pages.new_hot_spots(told), week_pages.harm(told)]
    listed = [week_pages.reports(told), *week_pages.finds(told)]
    parts = [Part(_("What happened"), sentences, listed)]
    if told.told:
        title = _("Where: %(what)s") % {"what": labels.indicator(told.found.asked.indicator_id)}
        picture, caption = drawings.still(told.found, told.told), said.with_a_place(told.found)
        found = [said.hot_spots(told.told), said.chains(told.told), said.gatherings(told.told)]
        parts.append(sheet_files.map_of(title, found, picture, caption=caption))
    return parts


def _next(told: Week) -> list[Part]:
    if told.forecast is None:
        return []
    listed = [forecast_pages.places(told.forecast), forecast_pages.methods(told.forecast)]
    return [Part(_("Next week"), [words.why(told.forecast)], listed)]
