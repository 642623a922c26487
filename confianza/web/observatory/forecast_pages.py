"""Where incidents are expected next week or next month: what the page says, in words, tables and drawings."""

from typing import Any, Protocol
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from confianza.web.design import charts
from confianza.web.design.tables import Column, Interval, Table
from confianza.web.observatory import analysis_drawings as drawings
from confianza.web.observatory import analysis_pages, labels, map_features, permissions, sheet_files, sights
from confianza.web.observatory import forecast_sentences as words
from confianza.web.observatory.queries import forecasts, incidents
from confianza.web.observatory.queries.forecasts import Forecast, Step
from confianza.web.observatory.queries.incidents import Incidents


class Form(analysis_pages.Form, Protocol):
    """What this page needs of its form."""

    @property
    def step(self) -> Step: ...

    @property
    def share(self) -> float: ...


def shown(user: Any, form: Form) -> dict[str, Any]:
    """Show the forecast of the next week or month beside the baselines it must beat."""
    context, found = analysis_pages.asked_for(user, form, permissions.places_reach(user))
    told = asked(found, form) if found else None
    if found is None or told is None:
        return {**context, "too_few": found is not None, "least": forecasts.FEWEST_FACTS}
    address = urlencode({**analysis_pages.chosen(found, form), "step": form.step, "share": form.share})
    url = reverse("observatory:forecast_file", args=["geojson"])
    return {
        **context,
        "told": told,
        "address": address,
        "next": words.where_next(found, told),
        "why": words.why(told),
        "expected": words.expected(told),
        "moving": map_features.ahead(found, told, f"{url}?{address}"),
        "still": drawings.ahead(found, told).html(),
        "places_table": places(told),
        "methods": charts.svg(drawings.methods(told), alt=words.why(told)),
        "methods_table": methods(told),
        "notes": [*words.notes(told), *words.limits()],
        "geojson_name": sheet_files.name(_("forecast"), found, "geojson"),
        "finds": found.asked.indicator_id in incidents.FOUND_BY_PATROLS,
        "spots": sights.of_forecast(found, told.cells, [words.ahead(each) for each in told.cells]),
    }


def asked(found: Incidents, form: Form) -> Forecast | None:
    """Return the forecast asked for; None where incidents are too few."""
    return forecasts.forecast(found, form.step, form.cut.size, form.share)


def of(user: Any, form: Form) -> tuple[Incidents, Forecast] | None:
    """Return the incidents and what they foretell; None where that is nothing."""
    _context, found = analysis_pages.asked_for(user, form, permissions.places_reach(user))
    told = asked(found, form) if found else None
    return (found, told) if found and told else None


def methods(told: Forecast) -> Table:
    """Every method beside the baselines, as they did on periods they had not seen."""
    columns = (
        Column(_("Method")),
        Column(_("Kind")),
        Column(_("PAI"), 1),
        Column(_("95 % interval"), 1),
        Column(_("PEI"), 2),
        Column(_("SER"), 2),
        Column(_("Incidents caught, of 100"), 0),
        Column(_("Foretold there"), 0),
        Column(_("Came there"), 0),
    )
    scored = [(each, each.score(told.share)) for each in told.methods]
    rows = [
        (
            words.method(each.name, told.step) + (" ✓" if each.name == told.chosen else ""),
            _("baseline") if each.baseline else _("model"),
            score.pai,
            Interval(score.ci_low, score.ci_high),
            score.pei,
            score.ser,
            100 * score.hit_rate,
            score.expected,
            score.seen,
        )
        for each, score in scored
    ]
    values = {"share": labels.percent(told.share), "periods": told.scored}
    note = (
        _("in %(share)s of the area, over the last %(periods)s weeks told; PAI 1 is as good as chance")
        if told.step == "week"
        else _("in %(share)s of the area, over the last %(periods)s months told; PAI 1 is as good as chance")
    )
    return Table(_("How each method did"), columns, rows, note=note % values)


def places(told: Forecast) -> Table:
    """The first cells of the forecast, by the areas they lie in."""
    columns = (Column(_("Where")), Column(_("Cells"), 0), Column(_("Incidents expected"), 2))
    rows = [(" / ".join(where) or _("A cell"), cells, expected) for where, cells, expected in told.places]
    note = _("in the cells that come first, %(share)s of the area") % {"share": labels.percent(told.share)}
    title = (
        _("Where next week's incidents are expected first")
        if told.step == "week"
        else _("Where next month's incidents are expected first")
    )
    return Table(title, columns, rows, note=note)
