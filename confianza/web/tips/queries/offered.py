"""What a questionnaire offers to choose from: places, police stations and units, by name, as the public knows
them. One copy a process, language and edition of the territory.
"""

from functools import lru_cache

from django.db.models import Q
from django.utils.translation import get_language

from confianza.web.lib import walls
from confianza.web.territory.models import Crosswalk, Edition, Generation, Geography, Level
from confianza.web.tips.models import Kind, Unit
from confianza.web.tips.questionnaire.reading import Offered

# Small enough to say where it is; what is larger tells a reader nothing.
PLACES = (Level.MUNICIPALITY, Level.DISTRICT, Level.ZONE, Level.LOCALITY)
STATIONS = (Level.POLICE_REGION, Level.COMMISSARIAT, Level.SUBSTATION)
# A list longer than this is neither read on a telephone nor sent over a slow network: then only the wider
# areas are offered, and the rest is told in words. Whoever names a wider station leaves out all below it.
MOST_LISTED = 300
# Whoever could take part in what is told about police.
WATCHERS = (Kind.CRIMINAL_INFORMATION, Kind.INTERNAL_AFFAIRS, Kind.OVERSIGHT, Kind.SCHOOL_OFFICERS)


def offered() -> Offered:
    """Return what can be chosen today, in the reader's language."""
    with walls.at_the_tip_line():
        token = Edition.objects.values_list("token", flat=True).first() or ""
        areas, stations, station_of = _places(token)
        units = {str(unit.pk): unit.name for unit in Unit.objects.of_kind(*WATCHERS)}
    return Offered(areas=areas, stations=stations, units=units, station_of=station_of)


@lru_cache(maxsize=2)
def _places(edition: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    areas = _listed(Geography.ADMINISTRATIVE, PLACES)
    return areas, _listed(Geography.POLICE, STATIONS), _stations_of(areas)


def _listed(geography: str, levels: tuple[str, ...]) -> dict[str, str]:
    """Return the areas of as many levels, from the widest, as fit into a list; of the widest all."""
    for deepest in range(len(levels), 1, -1):
        if len(named := _named(geography, levels[:deepest])) <= MOST_LISTED:
            return named
    return _named(geography, levels[:1])


def _named(geography: str, levels: tuple[str, ...]) -> dict[str, str]:
    """Return areas by stable id, each called after the one it lies in as well, sorted by that."""
    rows = Generation.objects.filter(area__geography=geography, area__level__in=levels, valid_to=None)
    told = rows.values_list("area__stable_id", "name", "parent_id", "area_id", "area__level")
    names = {area: name for _, name, _, area, _ in told}
    levelled = {area: level for _, _, _, area, level in told}
    labels = {
        stable: f"{names[parent]}, {name}"
        if parent in names and levelled[parent] != Level.POLICE_REGION
        else name
        for stable, name, parent, _, _ in told
    }
    return dict(sorted(labels.items(), key=lambda row: row[1].casefold()))


def _stations_of(areas: dict[str, str]) -> dict[str, str]:
    """Return for each area the police station that has most of its ground."""
    overlaps = Crosswalk.objects.filter(
        Q(target__area__level__in=STATIONS), source__area__stable_id__in=areas, source__valid_to=None
    )
    told = overlaps.order_by("share").values_list("source__area__stable_id", "target__area__stable_id")
    return dict(told)


def language() -> str:
    """Return the reader's language, as questionnaires name it."""
    return (get_language() or "es").split("-")[0]
