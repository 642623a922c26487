"""The figures of a bulletin as data, and what is different from those of the one it corrects."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confianza.web.design import writing
from confianza.web.observatory import labels
from confianza.web.observatory.bulletins import sentences
from confianza.web.observatory.bulletins.figures import Cell, Contents

MOST_NAMED = 3


def figures(told: Contents) -> dict[str, Any]:
    """Return every published figure the pages show, by "indicator|area|period": [count, hidden].

    Two bulletins say the same where these are equal, whatever release they were made of.
    """
    return dict(sorted(_figures(told)))


def _figures(told: Contents) -> Iterator[tuple[str, list[Any]]]:
    for series in told.series:
        name = f"{series.indicator.id}|{told.area_id}"
        for month in series.months:
            yield f"{name}|{month.on:%Y-%m}", _as_data(month.cell)
        for year in series.years:
            yield f"{name}|{year.year}", _as_data(year.cell)
    for row in told.ground.rows if told.ground else ():
        assert told.ground is not None  # noqa: S101 - rows come from it
        name = f"{told.ground.indicator.id}|{row.area_id}"
        yield f"{name}|{told.month:%Y-%m}", _as_data(row.month)
        yield f"{name}|{told.ground.year}", _as_data(row.year)
    for voice in told.voices:
        yield f"{voice.indicator.id}|{told.area_id}|{voice.year}|{voice.source}", _as_data(voice.cell)


def _as_data(cell: Cell) -> list[Any]:
    return [cell.count, cell.hidden]


def told(contents: Contents) -> dict[str, Any]:
    """Return heading and sentences of the box that says what a correction corrects, and why."""
    correction = contents.correction
    assert correction is not None  # noqa: S101 - asked only of a correction
    values = {"version": correction.version, "date": writing.day(correction.made_at.date())}
    return {
        "heading": _("Correction"),
        "lines": [
            _("These pages correct bulletin %(version)s, published on %(date)s.") % values,
            _("Why: %(reason)s") % {"reason": correction.reason},
            _differences(contents, correction.figures),
        ],
    }


def _differences(contents: Contents, before: dict[str, Any]) -> str:
    now = figures(contents)
    other = [key for key in now if key in before and now[key] != before[key]]
    changed = sorted(other, key=lambda key: (f"|{contents.month:%Y-%m}" not in key, key))
    names = {series.indicator.id: series.indicator.name(labels.language()) for series in contents.series}
    areas = {contents.area_id: ""} | {
        row.area_id: row.name for row in (contents.ground.rows if contents.ground else ())
    }
    said = [_moved(key.split("|"), before[key], now[key], names, areas) for key in changed[:MOST_NAMED]]
    values = {"n": len(changed), "named": "; ".join(said)}
    if not changed:
        return _("What is told anew was not on the earlier pages at all.")
    return (
        ngettext(
            "One figure changed: %(named)s.", "%(n)s figures changed, among them %(named)s.", len(changed)
        )
        % values
    )


def _moved(
    key: list[str], before: list[Any], now: list[Any], names: dict[str, str], areas: dict[str, str]
) -> str:
    what = ", ".join(filter(None, (names.get(key[0], key[0]), areas.get(key[1], key[1]), key[2])))
    was, became = (sentences.figure(Cell(count=each[0], hidden=each[1])) for each in (before, now))
    return _("%(what)s: %(before)s before, %(now)s now") % {"what": what, "before": was, "now": became}
