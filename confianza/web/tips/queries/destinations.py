"""Where a tip can go from the desk: units it does not concern, and the police somebody may point to."""

from dataclasses import replace

from django.conf import settings

from confianza.web.lib import walls
from confianza.web.tips import keys
from confianza.web.tips.models import READING_KINDS, Unit
from confianza.web.tips.queries import readers, routing_world
from confianza.web.tips.queries.offered import offered
from confianza.web.tips.queries.opening import OpenTip
from confianza.web.tips.rules import routing
from confianza.web.tips.rules.answers import SETS, Answers
from confianza.web.tips.rules.routing import World
from confianza.web.tips.rules.standing import DISCOVERED


def world(answers: Answers) -> World:
    """Return who stands where today, as the public door sees it: nobody at the desk may read all of it."""
    with walls.at_the_tip_line():
        return routing_world.world(keys.intake_keys(settings.WORKSPACE.keys), answers.badges)


def known(opened: OpenTip) -> Answers:
    """Return what was answered, with the stations, badges and units that came out later."""
    found = [line.told for line in opened.standing.moves if line.what == DISCOVERED]
    if not found:
        return opened.answers
    later = {
        name: getattr(opened.answers, name) | {one for told in found for one in told.get(name, ())}
        for name in SETS
    }
    return replace(opened.answers, police="yes", **later)


def units(opened: OpenTip, world: World) -> list[Unit]:
    """Return the units that can be given a tip: with a key, not concerned, and not reading it yet."""
    route = routing.route(known(opened), world)
    held = readers.held_by(opened.tip)
    left = [
        unit
        for unit, facts in world.units.items()
        if unit not in route.implicated_units
        and unit not in held
        and (not facts.members or facts.members - route.excluded_people)
    ]
    with walls.at_the_tip_line():
        return sorted(Unit.objects.filter(pk__in=left), key=lambda unit: str(unit.name).casefold())


def police() -> dict[str, list[tuple[str, str]]]:
    """Return the stations and the units that a tip may turn out to concern, as choices."""
    with walls.at_the_tip_line():
        named = [(str(unit.pk), str(unit.name)) for unit in Unit.objects.of_kind(*READING_KINDS)]
    stations = list(offered().stations.items())
    return {"stations": stations, "units": sorted(named, key=lambda one: one[1].casefold())}
