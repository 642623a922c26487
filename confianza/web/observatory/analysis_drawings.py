"""The charts and maps of the pages of analysis."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from confianza.web.design import cell_maps, charts, hatchings, patterns
from confianza.web.design.cell_maps import Picture
from confianza.web.design.classes import Classes, classify
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory import forecast_sentences as words
from confianza.web.observatory import labels
from confianza.web.observatory.queries.forecasts import Forecast
from confianza.web.observatory.queries.gatherings import Gathering
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.patterns import COUNT, HARM, KINDS, Concentrated, Mapped
from confianza.web.observatory.queries.tilings import HEXAGONS
from confianza.web.observatory.queries.timing import Times

HALF = 0.5
EXPECTED_DECIMALS = 2
Spec = dict[str, Any]
MONTHS_OF_THE_CHART = 36
# Kinds of hot spots by their hatching: what stands is crossed, what is new dotted, what is gone level.
HATCHINGS = {
    "persistent": hatchings.CROSSED,
    "emerging": hatchings.DOTTED,
    "intermittent": hatchings.SLANTED,
    "former": hatchings.LEVEL,
}


def classes(told: Mapped) -> Classes:
    """Return the colours of the cells by what the period weighs in them."""
    return classify(cell.weighs for cell in told.cells)


def still(found: Incidents, told: Mapped) -> Picture:
    """Draw the map that prints and needs no script."""
    measure = told.cut.measure
    return cell_maps.drawn(
        [
            cell_maps.Cell(c.outline, c.weighs, said.cell(c, measure), c.hot)
            for c in told.cells
            if c.now or c.hot
        ],
        ground=found.border,
        inner=[wkb for _name, wkb in inner_areas(found)],
        rings=[cell_maps.Ring(c.longitude, c.latitude, c.reach, said.chain(c)) for c in told.chains],
        squares=[cell_maps.Cell(g.outline, 0, said.gathering(g)) for g in gathered(told)],
        classes=classes(told),
        title=said.headline(found),
        measure=measured(found, told),
    )


def over_time(found: Incidents, told: Mapped) -> Picture:
    """Draw which cells were hot spots in the last quarters, and how."""
    hot = [each for each in told.cells if each.kind]
    return cell_maps.drawn(
        [cell_maps.Cell(c.outline, 0, said.cell(c, COUNT), hatching=HATCHINGS[c.kind]) for c in hot],
        ground=found.border,
        inner=[wkb for _name, wkb in inner_areas(found)],
        classes=classify([]),
        title=said.over_time(told),
        measure=_("Hot spots over time"),
        kinds={HATCHINGS[kind]: said.explained_kind(kind) for kind in KINDS},
    )


def gathered(told: Mapped) -> Sequence[Gathering]:
    """Return the gatherings that chance does not explain."""
    return told.scan.sure if told.scan else ()


def measured(found: Incidents, told: Mapped) -> str:
    """Name what the colours of the cells tell."""
    values = {"what": labels.indicator(found.asked.indicator_id), "size": told.size}
    if told.cut.measure == HARM:
        values["what"] = _("Harm of %(what)s") % values
    if told.cut.shape == HEXAGONS:
        return capfirst(_("%(what)s by hexagon as large as %(size)s by %(size)s m (H3)") % values)
    return capfirst(_("%(what)s by cell of %(size)s m") % values)


def inner_areas(found: Incidents) -> list[tuple[str, bytes]]:
    """Return name and border (WKB) of the next smaller areas inside the place, to find one's way."""
    from confianza.analysis.territory.areas import current

    known = current(Ground(None).territory.areas).filter(
        pl.col("parent_id") == found.asked.area, pl.col("wkb").is_not_null()
    )
    return list(known.select("name", "wkb").sort("name").iter_rows())


def week(told: Times) -> Spec:
    """Draw the hours of the week."""
    return patterns.week(
        told.week,
        days=[str(WEEKDAYS[day]) for day in range(7)],
        measure=_("By day of the week and hour"),
        hour=_("Hour of the day"),
        scale=_("Incidents"),
    )


def months(found: Incidents, told: Times) -> Spec:
    """Draw the last three years over what was to be expected, and what is to come."""
    shown = told.periods[-MONTHS_OF_THE_CHART:]
    return patterns.fan(
        [patterns.Expected(p.on, p.count, p.expected, p.low, p.high) for p in shown],
        measure=labels.indicator(found.asked.indicator_id),
        names=(_("Counted"), _("To be expected, 95 of 100 times")),
    )


def curve(told: Concentrated) -> Spec:
    """Draw how few cells hold how much."""
    return patterns.curve(
        [place for place, _held in told.curve],
        [held for _place, held in told.curve],
        measure=_("Share of the harm") if told.cut.measure == HARM else _("Share of the incidents"),
        across=_("Share of the cells, those with most first"),
        marks=(HALF,),
    )


def methods(told: Forecast) -> Spec:
    """Draw how much better than chance each method did, with its interval; the line is chance."""
    scored = [(each, each.score(told.share)) for each in told.methods]
    return charts.intervals(
        [
            charts.Bar(words.method(each.name, told.step), score.pai, score.ci_low, score.ci_high)
            for each, score in scored
        ],
        measure=_("Times better than searching anywhere (PAI)"),
        mark=1,
        decimals=1,
    )


def ahead(found: Incidents, told: Forecast) -> Picture:
    """Draw the first cells of a forecast."""
    return cell_maps.drawn(
        [cell_maps.Cell(each.outline, each.expected, words.ahead(each)) for each in told.cells],
        ground=found.border,
        inner=[wkb for _name, wkb in inner_areas(found)],
        classes=expected(told),
        title=words.where_next(found, told),
        measure=expected_in_cells(told),
    )


def expected(told: Forecast) -> Classes:
    """Return the colours of the first cells by what is expected in them."""
    return classify((each.expected for each in told.cells), decimals=EXPECTED_DECIMALS)


def expected_in_cells(told: Forecast) -> str:
    """Name what the colours of a forecast tell."""
    return _("Incidents expected, by cell of %(size)s m") % {"size": told.size}
