"""What the pages of analysis show: the map of incidents, when they happen, how concentrated they are."""

from typing import Any, Protocol
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from confianza.web.observatory import analysis_drawings as drawings
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory import analysis_sheets as sheets
from confianza.web.observatory import labels, permissions, queries
from confianza.web.observatory.queries import incidents, patterns, timing
from confianza.web.observatory.queries.incidents import Asked, Incidents
from confianza.web.observatory.queries.patterns import Mapped


class Form(Protocol):
    """What a page needs of the form its choices came in; the form itself belongs to the views."""

    def is_valid(self) -> bool: ...

    def asked(self) -> Asked: ...

    @property
    def size_of_cells(self) -> int: ...

    def answered(self, found: Incidents) -> Any: ...


def crime_map(user: Any, form: Form) -> dict[str, Any]:
    """Show where incidents happened: cells, hot spots, chains, what changed."""
    context, found = asked_for(user, form, permissions.places_reach(user))
    if found is None:
        return context
    told = patterns.mapped(found, form.size_of_cells)
    if told is None:
        return {**context, "nothing_placed": True}
    address = _address(found, form)
    return {
        **context,
        "told": told,
        "change": said.change(told.change, before=said.days(*told.before)) if told.before_is_told else "",
        "hot_spots": said.hot_spots(told),
        "chains": said.chains(told),
        "still": drawings.still(found, told),
        "moving": drawings.moving(
            found, told, f"{reverse('observatory:crime_map_geojson')}?{address}", points=_sees_points(user)
        ),
        "cells_table": sheets.cells(told),
        "chains_table": sheets.chains(told) if told.chains else None,
        "address": address,
        "finds": found.asked.indicator_id in incidents.FOUND_BY_PATROLS,
    }


def crime_map_features(user: Any, form: Form) -> tuple[dict[str, Any], str]:
    """Return the map as GeoJSON, and a name that changes when anything it shows does."""
    _context, found = asked_for(user, form, permissions.places_reach(user))
    told = patterns.mapped(found, form.size_of_cells) if found else None
    if found is None or told is None:
        return {"type": "FeatureCollection", "features": []}, incidents.state()
    points = _sees_points(user)
    name = f"{incidents.state()}|{found.key}|{form.size_of_cells}|{points}|{labels.language()}"
    return drawings.features(found, told, points=points), name


def mapped(user: Any, form: Form) -> tuple[Incidents, Mapped] | None:
    """Return the incidents and what the map shows of them; None where there is nothing to draw."""
    _context, found = asked_for(user, form, permissions.places_reach(user))
    told = patterns.mapped(found, form.size_of_cells) if found else None
    return (found, told) if found and told else None


def times(user: Any, form: Form) -> dict[str, Any]:
    """Show when incidents happen."""
    context, found = asked_for(user, form, permissions.reach(user))
    told = timing.times(found) if found else None
    if found is None or told is None:
        return {**context, "nothing_counted": found is not None}
    weeks = said.days(*told.weeks)
    return {
        **context,
        "told": told,
        "weeks": weeks,
        "change": said.change(told.change, before=_before_weeks()),
        "year_change": said.change(told.year_change, before=_before_year()) if told.year_change else "",
        "week": drawings.week(told),
        "week_sentence": said.week(told),
        "week_table": sheets.week(told),
        "months": drawings.months(found, told),
        "months_sentence": said.months(told),
        "months_table": sheets.months(told),
        "season_sentence": said.season(told),
    }


def concentration(user: Any, form: Form) -> dict[str, Any]:
    """Show how few places hold how much."""
    context, found = asked_for(user, form, permissions.places_reach(user))
    told = patterns.concentration(found, form.size_of_cells) if found else None
    if found is None or told is None:
        return {**context, "nothing_placed": found is not None}
    return {
        **context,
        "told": told,
        "sentence": said.concentration(told),
        "curve": drawings.curve(told),
        "table": sheets.concentration(told),
    }


def _before_weeks() -> str:
    from django.utils.translation import gettext as _

    return _("in the four weeks before")


def _before_year() -> str:
    from django.utils.translation import gettext as _

    return _("in the same weeks a year before")


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


def _sees_points(user: Any) -> bool:
    return permissions.can_see_points(user)


def _address(found: Incidents, form: Form) -> str:
    """Write what was asked as the query of an address; days nobody chose stay open, so that new come in."""
    asked = form.asked()
    told = {
        "indicator": found.asked.indicator_id,
        "area": found.asked.area,
        "source": found.asked.source,
        "from": asked.first.isoformat() if asked.first else "",
        "to": asked.last.isoformat() if asked.last else "",
        "size": str(form.size_of_cells or ""),
    }
    return urlencode({name: value for name, value in told.items() if value})
