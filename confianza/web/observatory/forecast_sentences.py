"""What a forecast of places says in words: what is expected, by which method and why, and what it is not."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from confianza.web.design import writing
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory import labels
from confianza.web.observatory.queries.forecasts import Ahead, Forecast, Step
from confianza.web.observatory.queries.incidents import Incidents

METHODS = {
    "long_run_mean": gettext_lazy("Long-run mean"),
    "density": gettext_lazy("Density"),
    "self_exciting": gettext_lazy("Self-exciting"),
    "risk_terrain": gettext_lazy("Risk of the terrain"),
}
LAST = {
    "week": gettext_lazy("Last week"),
    "month": gettext_lazy("Last month"),
}
# What an analyst of the command line must know, and a reader of this page is told otherwise.
UNSAID = ("projected", "no_layers")


def method(name: str, step: Step) -> str:
    """Name a method of forecasting."""
    return str(LAST[step] if name == "last_period" else METHODS.get(name, name))


def why(told: Forecast) -> str:
    """Say which method was chosen, and why."""
    details = {
        name: method(value, told.step) if name in ("chosen", "best") else value
        for name, value in told.why.details.items()
    }
    return _sentence(told.why.code) % details


def notes(told: Forecast) -> list[str]:
    """Say what to know before the forecast is used."""
    return [_sentence(each.code) % each.details for each in told.notes if each.code not in UNSAID]


def limits() -> list[str]:
    """Say what no forecast of places can be used for."""
    return [
        _(
            "Learnt from one source of one kind of fact: what people report and what patrols find are never "
            "put into one map."
        ),
        _("Places and times only, never a person. A forecast of places is no reason to stop anybody."),
        _("Where patrols go they find more. Measure what a visit does, and look at the baselines again."),
    ]


def _sentence(code: str) -> str:
    from confianza.analysis.hotspots.findings import KINDS

    return _(KINDS[code].sentence)


def where_next(found: Incidents, told: Forecast) -> str:
    """Say of what and when a forecast tells the first places."""
    values = {
        "what": capfirst(labels.indicator(found.asked.indicator_id)),
        "place": found.place.name,
        "days": said.days(told.first, told.last),
        "share": labels.percent(told.share),
    }
    return (
        _("%(what)s in %(place)s: where most is expected, %(days)s; the first %(share)s of the area.")
        % values
    )


def expected(told: Forecast) -> str:
    """Say how much is expected in all and in the first places, and how such forecasts did before."""
    score = told.of_chosen()
    values = {
        "all": writing.number(told.expected, 1),
        "there": writing.number(sum(each.expected for each in told.cells), 1),
        "share": labels.percent(told.share),
        "hit": writing.number(100 * score.hit_rate),
        "pai": writing.number(score.pai, 1),
        "learnt": writing.number(told.learnt),
    }
    return (
        _(
            "About %(all)s incidents with a point are expected, %(there)s of them in those places. In "
            "periods it had not seen, the method caught %(hit)s of every 100 in %(share)s of the area: "
            "%(pai)s times as many as searching anywhere. It learnt from %(learnt)s incidents."
        )
        % values
    )


def ahead(each: Ahead) -> str:
    """Say what is expected in a cell."""
    values = {"where": said.where(each.where), "expected": writing.number(each.expected, 2)}
    return _("%(where)s: %(expected)s expected") % values
