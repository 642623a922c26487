"""Tables and the map of the territory's pages, from what the queries found."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import maps
from confianza.web.design.tables import Column, Link, Table
from confianza.web.territory import queries
from confianza.web.territory.models import Area, Generation

# How a population figure is known, in words.
KINDS = {
    "given": lambda: _("given"),
    "interpolated": lambda: _("interpolated"),
    "extrapolated": lambda: _("carried on"),
}


def known_day(day: date | None) -> date | None:
    """Return the day, None for the beginning that nobody told."""
    return None if day is None or day.year == 1 else day


def link(stable_id: str, name: str) -> Link:
    """Return a link to an area's page."""
    return Link(name, reverse("territory:area", args=[stable_id]))


def levels_table(levels: Sequence[queries.LevelSummary]) -> Table | None:
    """Return how much is known of each level; None where nothing is."""
    columns = [
        Column(_("Level")), Column(_("Areas"), 0), Column(_("With boundaries"), 0),
        Column(_("With population"), 0), Column(_("Former"), 0),
    ]  # fmt: skip
    address = reverse("territory:areas")
    rows = [
        [
            Link(one.label, f"{address}?level={one.level}"),
            one.areas,
            one.drawn,
            one.with_population,
            one.former,
        ]
        for one in levels
    ]
    return Table(_("What is known of each level"), columns, rows) if rows else None


def generations_table(generations: Iterable[Generation]) -> Table:
    columns = [
        Column(_("Name")),
        Column(_("From")),
        Column(_("Until (not included)")),
        Column(_("Came from")),
    ]
    rows = [[one.name, known_day(one.valid_from), one.valid_to, one.origin] for one in generations]
    return Table(_("Generations of this area"), columns, rows)


def population_table(figures: Iterable[dict[str, Any]]) -> Table:
    columns = [Column(_("Year")), Column(_("People"), 0), Column(_("How it is known")), Column(_("Source"))]
    rows = [[str(one["year"]), one["population"], KINDS[one["kind"]](), one["source"]] for one in figures]
    return Table(_("Population"), columns, rows)


def parts_table(parts: Iterable[Generation]) -> Table | None:
    columns = [Column(_("Area")), Column(_("Level")), Column(_("Code"))]
    rows = [
        [link(one.area.stable_id, one.name), one.area.get_level_display(), one.area.code] for one in parts
    ]
    return Table(_("Areas inside it"), columns, rows) if rows else None


def crosswalk_table(shares: Iterable[dict[str, Any]]) -> Table | None:
    columns = [Column(_("Area of the other geography")), Column(_("Share of this area (%)"), 1)]
    rows = [[link(one["to_area"], one["name"]), 100 * one["share"]] for one in shares]
    return Table(_("How the other geography divides it"), columns, rows) if rows else None


def map_of(shown: Area) -> SafeString | None:
    """Draw the areas of the same level, with this one marked; None where it has no boundary."""
    shapes = queries.shapes(shown.geography, shown.level)
    if shown.stable_id not in {shape.area_id for shape in shapes}:
        return None
    links = {shape.area_id: reverse("territory:area", args=[shape.area_id]) for shape in shapes}
    own = [shape.wkb for shape in shapes if shape.area_id == shown.stable_id]
    people = queries.latest_population([shape.area_id for shape in shapes], year=timezone.localdate().year)
    return maps.choropleth(
        shapes, values=people, title=_("Where it lies"), measure=_("People"), links=links, outlines=own
    )
