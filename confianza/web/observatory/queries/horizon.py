"""How far a reader sees: towns and wider areas everywhere, smaller ones where the reader works.

What a town counts is what the network of observatories compares, open to every reader. The figures of a
smaller area are shown where it lies in the reader's reach, or holds it (a beat officer's sub-station); a
place is divided into smaller areas only for who reaches the whole place.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from confianza.web.accounts.models import Reach
from confianza.web.observatory import memory
from confianza.web.observatory.queries.answers import UnknownArea, placed
from confianza.web.observatory.queries.figures import Answer, Place
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.question import EVERYWHERE, WHOLE, Question
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment

OPEN_LEVELS = frozenset({"country", "region", "department", "municipality", "police_region", "commissariat"})
NOWHERE = Place("", "")


@dataclass(frozen=True)
class Horizon:
    """A reader's own areas (`roots`), all that lies `inside` them and all that lies `around` them."""

    everywhere: bool
    roots: tuple[str, ...] = ()
    inside: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """Tell readers apart who may see different figures."""
        return "*" if self.everywhere else " ".join(self.roots)

    def sees(self, place: Place) -> bool:
        """Say whether the figures of a place as a whole are for this reader; those of everywhere are."""
        return (
            self.everywhere
            or place == NOWHERE
            or place.level in OPEN_LEVELS
            or _lasting(place.area_id) in self.inside | self.around
        )

    def holds(self, area_id: str) -> bool:
        """Say whether an area is one of the reader's own, or lies in one."""
        return self.everywhere or _lasting(area_id) in self.inside

    def divides(self, place: Place, level: str) -> bool:
        """Say whether the areas of a level in a place may be shown one by one."""
        reached = self.everywhere or _lasting(place.area_id) in self.inside
        return reached or level in OPEN_LEVELS or level in ("", WHOLE)


def horizon(reach: Reach) -> Horizon:
    """Return how far somebody sees who holds a reading role within `reach`."""
    return _horizon(territory.edition(), reach)


@lru_cache(maxsize=256)
def _horizon(edition: str, reach: Reach) -> Horizon:
    if reach.everywhere:
        return Horizon(everywhere=True)
    roots = Area.objects.filter(pk__in=reach.roots).order_by("stable_id").values_list("stable_id", flat=True)
    inside = Containment.objects.filter(outer__in=reach.roots).values_list("inner__stable_id", flat=True)
    around = Containment.objects.filter(inner__in=reach.roots).values_list("outer__stable_id", flat=True)
    return Horizon(False, tuple(roots), frozenset(inside), frozenset(around))


def permitted(asked: Question, horizon: Horizon) -> Question:
    """Return the question with place and parts chosen, as the reader may know the answer.

    What nobody chose gives way: to the reader's own area, to a place not divided. What was asked for by name
    and lies beyond the horizon raises UnknownArea, as what does not exist.
    """
    if asked.area not in ("", EVERYWHERE) and not _may_be_seen(asked.area, horizon):
        raise UnknownArea(asked.area)
    ground = Ground(asked.as_of)
    key = f"permitted|{ground.state}|{horizon.key}|{asked}"
    return memory.remembered(key, lambda: _permitted(ground, asked, horizon))


def visible_place(area_id: str, horizon: Horizon) -> Place | None:
    """Return an area as it is known today, with the areas above it; None for one beyond the horizon, as for
    one that is not there.
    """
    return Ground(None).place(area_id) if _may_be_seen(area_id, horizon) else None


def _may_be_seen(area_id: str, horizon: Horizon) -> bool:
    """Say whether an area of this identity, if there is one, lies within the horizon.

    Its identity tells its level, so nothing is looked up: the time it takes would tell whether it exists.
    """
    return horizon.sees(Place(area_id, "", level=area_id.partition("-")[0]))


def narrowed(answer: Answer, horizon: Horizon) -> Answer:
    """Return an answer whose form offers only what the reader may choose."""
    if horizon.everywhere:
        return answer
    there_is = answer.choices
    known = Ground(answer.question.as_of).territory.areas.select("area_id", "level")
    level = dict(known.iter_rows())
    areas = [each for each in there_is.areas if horizon.sees(Place(each[0], each[1], level[each[0]]))]
    levels = [each for each in there_is.levels if horizon.divides(answer.place, each)]
    return replace(answer, choices=replace(there_is, areas=areas, levels=levels))


def _permitted(ground: Ground, asked: Question, horizon: Horizon) -> Question:
    question = asked if asked.area else _at_home(ground, asked, horizon)
    chosen = placed(ground, question)
    if not horizon.sees(_place(ground, chosen.area)):
        if chosen.area == asked.area:
            raise UnknownArea(asked.area)
        chosen = placed(ground, question.but(area=EVERYWHERE))
    if horizon.divides(_place(ground, chosen.area), chosen.level):
        return chosen
    if chosen.level == asked.level:
        raise UnknownArea(asked.area)
    return chosen.but(level=WHOLE)


def _at_home(ground: Ground, asked: Question, horizon: Horizon) -> Question:
    """Begin with the area the data are about if the reader works there, else with an area of the reader's."""
    heart = ground.coverage(asked.geography).heart or ""
    if horizon.everywhere or _lasting(heart) in horizon.inside | horizon.around:
        return asked
    own = [place for place in map(ground.place, horizon.roots) if place]
    near = [place for place in own if place.geography == asked.geography] or own
    return asked.but(area=near[0].area_id, geography=near[0].geography) if near else asked


def _place(ground: Ground, area: str) -> Place:
    return (ground.place(area) if area != EVERYWHERE else None) or NOWHERE


def _lasting(area_id: str) -> str:
    """Return the identity of an area without the day that tells a former generation of it."""
    return area_id.partition("@")[0]
