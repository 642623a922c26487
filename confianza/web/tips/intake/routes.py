"""Who will read what somebody is about to send, and who will not, as the page tells it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from confianza.web.lib import walls
from confianza.web.tips.actions import telling
from confianza.web.tips.intake import asked
from confianza.web.tips.intake.drafts import Draft
from confianza.web.tips.queries import routing_world
from confianza.web.tips.rules import reasons
from confianza.web.tips.rules.answers import Answers
from confianza.web.tips.rules.routing import Route


@dataclass(frozen=True)
class Shown:
    """A route with the answers it follows from."""

    answers: Answers
    route: Route

    def told(self) -> dict[str, Any]:
        """Return what the page says about it."""
        with walls.at_the_tip_line():
            names, stations = routing_world.unit_names(), routing_world.station_names()
        return {
            "readers": reasons.who_reads(self.route, names),
            "others": reasons.who_does_not(self.route, stations, names),
            "why": reasons.why(self.route),
            "asks": self.route.asks,
            "seen": " ".join(sorted(str(unit) for unit in self.route.recipients)),
        }


def of(draft: Draft) -> Shown:
    """Return who would read a draft as things stand now."""
    answers = asked.answers_of(draft)
    with walls.at_the_tip_line():
        return Shown(answers, telling.route_of(answers))


def seen(argument: str) -> frozenset[UUID]:
    """Return the units that stood on the page from which somebody sends."""
    try:
        return frozenset(UUID(one) for one in argument.split())
    except ValueError:
        return frozenset()


def why(route: Route) -> tuple[str, ...]:
    """Return why nobody gets it, in words."""
    return reasons.why(route)
