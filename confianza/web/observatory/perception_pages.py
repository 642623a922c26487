"""The page of perception beside recorded crime: choices, sentences, table."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from confianza.web.design import writing
from confianza.web.design.tables import Column, Interval, Table
from confianza.web.observatory import labels, permissions, queries
from confianza.web.observatory.queries import perception
from confianza.web.observatory.queries.perception import Beside

# What most people can be victims of and speak of; the first is shown first.
OFFERED = ("robbery", "theft", "burglary", "extortion", "assault", "threat", "all_offences")
PERCENT = 100


def shown(user: Any, key: str, indicator_id: str) -> dict[str, Any] | None:
    """Return what stands on the page; None for a question or an indicator that is not there."""
    horizon = queries.horizon(permissions.reach(user))
    found = perception.latest(horizon)
    if found is None:
        return {"told": None}
    indicator_id = indicator_id or OFFERED[0]
    if indicator_id not in OFFERED:
        return None
    told = perception.beside(found, horizon, key=key, indicator_id=indicator_id)
    if told is None:
        return None
    return {
        "told": told,
        "table": table(told),
        "sentences": sentences(told),
        "questions": [(each.key, each.title) for each in perception.questions(found)],
        "indicators": [(each, labels.indicator(each)) for each in OFFERED],
    }


def sentences(told: Beside) -> list[str]:
    """Say what people say, what was recorded, and why the two are not the same."""
    values = {
        "question": told.asked.title,
        "share": _percent(told.asked.last.estimate),
        "interval": _interval(told.asked.last),
        "indicator": labels.indicator(told.indicator_id),
        "count": writing.number(told.whole.count),
        "period": writing.period(told.first, told.last),
    }
    found = [_("%(question)s: %(share)s %% of people (95 %% interval: %(interval)s).") % values]
    if told.whole.count is not None:
        found.append(_("%(indicator)s recorded in %(period)s: %(count)s.") % values)
    else:
        found.append(_("No source tells of this indicator in %(period)s: %(indicator)s.") % values)
    return [*found, *_dark(told)]


def _dark(told: Beside) -> list[str]:
    """Say how much of what happens nobody reports, where the survey asked it."""
    asked = told.reported
    if asked is None:
        return [_("Not all victims report: what is recorded is always less than what happens.")]
    values = {"share": _percent(asked.last.estimate), "interval": _interval(asked.last)}
    return [
        _(
            "Of the victims asked, %(share)s %% reported what happened (95 %% interval: %(interval)s). The "
            "rest stands in no record: where few report, few records do not mean little crime."
        )
        % values
    ]


def table(told: Beside) -> Table:
    """Both sides in each neighbourhood, in the order of names."""
    columns = (
        Column(pgettext("of a survey", "Neighbourhood")),
        Column(_("People who say so, %"), 1),
        Column(_("95 % interval"), 1),
        Column(labels.indicator(told.indicator_id), 0),
        Column(_("Rate"), 1),
        Column(_("95 % interval of the rate"), 1),
    )
    rows = [_row(side) for side in told.sides]
    values = {"survey": told.found.told.title, "period": writing.period(told.first, told.last)}
    note = (
        _(
            "Asked: %(survey)s. Recorded: %(period)s, rates per 100,000 people a year. A dash: not told, or "
            "nobody was asked there."
        )
        % values
    )
    return Table(told.asked.title, columns, rows, note=note)


def _row(side: perception.Side) -> tuple[Any, ...]:
    said, recorded = side.said, side.recorded
    ends = [None if end is None else PERCENT * end for end in (said.low, said.high)]
    share = PERCENT * said.estimate if said.estimate is not None else None
    rates = Interval(recorded.rate_low, recorded.rate_high)
    return said.name, share, Interval(*ends), recorded.count, recorded.rate, rates


def _percent(value: float) -> str:
    return writing.number(PERCENT * value, 1)


def _interval(figure: Any) -> str:
    return writing.interval(PERCENT * figure.low, PERCENT * figure.high, 1)
