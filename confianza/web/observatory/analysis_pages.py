"""What the pages of analysis show: the map of incidents, when they happen, how concentrated they are."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from confianza.web.design import charts
from confianza.web.observatory import analysis_drawings as drawings
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory import analysis_sheets as sheets
from confianza.web.observatory import labels, map_features, permissions, queries, sheet_files, sights
from confianza.web.observatory.queries import harm, incidents, patterns, timing
from confianza.web.observatory.queries.incidents import Asked, Incidents
from confianza.web.observatory.queries.patterns import Concentrated, Cut, Mapped
from confianza.web.observatory.queries.timing import Times


class Form(Protocol):
    """What a page needs of the form its choices came in; the form itself belongs to the views."""

    def is_valid(self) -> bool: ...

    def asked(self) -> Asked: ...

    @property
    def cut(self) -> Cut: ...

    @property
    def kind(self) -> str: ...

    @property
    def told(self) -> Mapping[str, str]: ...

    def answered(self, found: Incidents) -> Any: ...


def crime_map(user: Any, form: Form) -> dict[str, Any]:
    """Show where incidents happened: cells, hot spots, chains, gatherings, what changed."""
    context, found, whole = asked_map(user, form)
    if found is None or whole is None:
        return {**context, "nothing_placed": found is not None}
    address = urlencode(chosen(found, form))
    url = f"{reverse('observatory:crime_map_geojson')}?{address}"
    told = only(whole, form.kind)
    return {
        **context,
        "told": told,
        "change": change(whole),
        "sentences": map_sentences(whole),
        "weighing": said.weighing(told.weighing),
        "only": said.only(form.kind),
        "hot_spots": said.hot_spots(whole),
        "still": drawings.still(found, told).html(),
        "over_time_told": said.over_time(whole),
        "over_time": drawings.over_time(found, told).html() if any(c.kind for c in told.cells) else None,
        "moving": map_features.moving(found, told, url, points=permissions.can_see_points(user)),
        "tables": map_tables(told),
        "geojson_name": sheet_files.name(_("map"), found, "geojson"),
        "address": address,
        "finds": found.asked.indicator_id in incidents.FOUND_BY_PATROLS,
        "spots": sights.of_map(found, told),
    }


def map_sentences(told: Mapped) -> list[str]:
    """Say what a map shows, on screen and in its files."""
    return [said.hot_spots(told), said.over_time(told), said.chains(told), said.gatherings(told)]


def change(told: Mapped) -> str:
    """Say how the whole compares with the days before; empty where nobody told of all of them."""
    return said.change(told.change, before=said.days(*told.before)) if told.before_is_told else ""


def map_tables(told: Mapped) -> list[Any]:
    """Return the tables of a map: cells, gatherings and chains where there are any."""
    chains = sheets.chains(told) if told.chains else None
    return [table for table in (sheets.cells(told), sheets.gatherings(told), chains) if table]


def only(told: Mapped, kind: str) -> Mapped:
    """Keep the cells of one kind of hot spot, or those hot in the period; all where none is asked for."""
    if not kind:
        return told
    return replace(
        told, cells=[each for each in told.cells if each.kind == kind or (each.hot and kind == "hot")]
    )


def crime_map_name(user: Any, form: Form) -> str:
    """Return a name of the map that changes when anything it shows does, found without drawing it."""
    _context, found = asked_for(user, form, permissions.places_reach(user))
    points = permissions.can_see_points(user)
    key = found.key if found else ""
    return f"{incidents.state()}|{harm.state()}|{key}|{form.told}|{points}|{labels.language()}"


def crime_map_features(user: Any, form: Form) -> dict[str, Any]:
    """Return the map as GeoJSON."""
    _context, found, told = asked_map(user, form)
    if found is None or told is None:
        return {"type": "FeatureCollection", "features": []}
    return map_features.features(found, only(told, form.kind), points=permissions.can_see_points(user))


def times(user: Any, form: Form) -> dict[str, Any]:
    """Show when incidents happen."""
    context, found, told = asked_times(user, form)
    if found is None or told is None:
        return {**context, "nothing_counted": found is not None}
    return {
        **context,
        "told": told,
        "weeks": said.days(*told.weeks),
        "changes": changes(told),
        "week": charts.svg(drawings.week(told), alt=said.week(told)),
        "week_sentence": said.week(told),
        "week_table": sheets.week(told),
        "months": charts.svg(drawings.months(found, told), alt=said.months(told)),
        "months_sentence": said.months(told),
        "months_table": sheets.months(told),
        "season_sentence": said.season(told),
        "address": urlencode(chosen(found, form)),
    }


def changes(told: Times) -> list[str]:
    """Say how the last four weeks compare with the four before and with the same a year before."""
    found = [said.change(told.change, before=_("in the four weeks before"))]
    if told.year_change:
        found.append(said.change(told.year_change, before=_("in the same weeks a year before")))
    return found


def concentration(user: Any, form: Form) -> dict[str, Any]:
    """Show how few places hold how much."""
    context, found, told = asked_concentration(user, form)
    if found is None or told is None:
        return {**context, "nothing_placed": found is not None}
    return {
        **context,
        "told": told,
        "weighing": said.weighing(told.weighing),
        "sentence": said.concentration(told),
        "curve": charts.svg(drawings.curve(told), alt=said.concentration(told)),
        "table": sheets.concentration(told),
        "address": urlencode(chosen(found, form)),
    }


Told = TypeVar("Told")
Answered = tuple[dict[str, Any], Incidents | None, Told | None]


def asked_map(user: Any, form: Form) -> Answered[Mapped]:
    """Return what the page of the map rests on: its context, the incidents, and what is told of them."""
    return _asked(user, form, permissions.places_reach(user), lambda found: patterns.mapped(found, form.cut))


def asked_times(user: Any, form: Form) -> Answered[Times]:
    """Return what the page of times rests on."""
    return _asked(user, form, permissions.reach(user), timing.times)


def asked_concentration(user: Any, form: Form) -> Answered[Concentrated]:
    """Return what the page of concentration rests on."""
    reach = permissions.places_reach(user)
    return _asked(user, form, reach, lambda found: patterns.concentration(found, form.cut))


def _asked(user: Any, form: Form, reach: Any, tell: Callable[[Incidents], Told | None]) -> Answered[Told]:
    context, found = asked_for(user, form, reach)
    return context, found, tell(found) if found else None


def asked_for(user: Any, form: Form, reach: Any) -> tuple[dict[str, Any], Incidents | None]:
    """Return what every page of analysis shows, and the incidents; Http404 for an area beyond the reach."""
    if not form.is_valid():
        return {"form": form, "unclear": True}, None
    try:
        found = incidents.incidents(form.asked(), queries.horizon(reach))
    except incidents.NoSuchGround as error:
        raise Http404 from error
    if found is None:
        return {"empty": True}, None
    context = {
        "form": form.answered(found),
        "found": found,
        "what": labels.indicator(found.asked.indicator_id),
        "caveat": labels.caveat(found.asked.indicator_id),
        "place": found.place.name,
        "headline": said.headline(found),
        "with_a_place": said.with_a_place(found),
        "source": sheets.source(found),
    }
    return context, found


def chosen(found: Incidents, form: Form) -> dict[str, str]:
    """Write what was asked for an address; days nobody chose stay open, so that new incidents come in."""
    asked = form.asked()
    told = {
        "indicator": found.asked.indicator_id,
        "area": found.asked.area,
        "source": found.asked.source,
        "from": asked.first.isoformat() if asked.first else "",
        "to": asked.last.isoformat() if asked.last else "",
        **form.told,
    }
    return {name: value for name, value in told.items() if value}
