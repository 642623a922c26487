"""What can be chosen for a design: places a person may ask about, indicators that are counted, sources."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from confianza.web.evaluation.models import Evaluation
from confianza.web.observatory import labels
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.horizon import OPEN_LEVELS
from confianza.web.observatory.queries.question import Question
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment

# Asked of people, or waiting for a room that counts it: no series of counts stands behind it.
COUNTED = "occurrence"
PLACES = ("country", "region", "department", "municipality", "zone")


def places(roots: Any) -> list[tuple[str, str]]:
    """Return the areas that a person may ask about: those a reach covers, zones and wider."""
    areas = Area.objects.filter(level__in=PLACES)
    if not roots.everywhere:
        inside = Containment.objects.filter(outer__in=roots.roots).values("inner")
        areas = areas.filter(pk__in=inside)
    return _named([area.stable_id for area in areas.order_by("level", "stable_id")])


def treated(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Return the areas in which the programme of an evaluation may be: its own, and all that lies in it."""
    inside = Containment.objects.filter(outer=evaluation.area).values_list("inner__stable_id", flat=True)
    return _named(sorted({evaluation.area.stable_id, *inside}))


def others(evaluation: Evaluation, level: str, treated: Sequence[str]) -> list[str]:
    """Return the areas that may be compared with: towns everywhere, smaller ones in the same place."""
    areas = Area.objects.filter(level=level)
    if level not in OPEN_LEVELS:
        inside = Containment.objects.filter(outer=evaluation.area).values("inner")
        areas = areas.filter(pk__in=inside)
    found = areas.exclude(stable_id__in=treated).order_by("stable_id")
    return list(found.values_list("stable_id", flat=True))


def next_door(evaluation: Evaluation, treated: Sequence[str]) -> list[str]:
    """Return the areas of one level that border on some treated ones, by how they are drawn today."""
    import polars as pl

    from confianza.analysis.territory import areas, touching

    known = areas.current(territory.territory().areas)
    if not treated:
        return []
    near = touching.next_to(known.filter(pl.col("level") == _level(treated[0])), treated)
    allowed = set(others(evaluation, _level(treated[0]), treated))
    return [area for area in near if area in allowed]


def watchable(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Return the areas that can be watched, as choices: those next door first, then the others of the place;
    of towns only those next door.
    """
    if not evaluation.treated:
        return []
    near = next_door(evaluation, evaluation.treated)
    level = _level(evaluation.treated[0])
    further = [] if level in OPEN_LEVELS else others(evaluation, level, evaluation.treated)
    apart = [*dict.fromkeys([*evaluation.around, *further])]
    return _bordering([*near, *(area for area in apart if area not in near)], near)


def comparable(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Return the areas that were proposed to compare with, as choices; those next door say so."""
    near = next_door(evaluation, evaluation.treated)
    return _bordering([each["area"] for each in evaluation.proposed], near)


def _bordering(areas: Sequence[str], near: Sequence[str]) -> list[tuple[str, str]]:
    """Name areas, and of those next door say that they are."""
    told = named(areas)
    return [
        (area, _("%(area)s · next door") % {"area": name} if area in near else name) for area, name in told
    ]


def indicators() -> list[tuple[str, str]]:
    """Return the indicators of which some source tells a count."""
    from confianza.analysis.indicators import registry

    ground = Ground(None)
    told = [each for each in registry.defined() if not each.awaits and each.shown]
    return [
        (each.id, labels.indicator(each.id))
        for each in told
        if each.basis == COUNTED and ground.voices(Question(indicator_id=each.id))
    ]


def sources() -> list[tuple[str, str]]:
    """Return every source that tells of some indicator."""
    ground = Ground(None)
    voices = {voice for each, _name in indicators() for voice in ground.voices(Question(indicator_id=each))}
    return [(voice, labels.source(voice)) for voice in sorted(voices)]


def named(areas: Sequence[str]) -> list[tuple[str, str]]:
    """Return areas as choices, by their names."""
    names = territory.names_of(areas)
    return [(area, names.get(area, area)) for area in areas]


def _named(areas: list[str]) -> list[tuple[str, str]]:
    names = territory.names_of(areas)
    return [(area, f"{names.get(area, area)} · {labels.level(_level(area))}") for area in areas]


def _level(area: str) -> str:
    return area.partition("-")[0]
