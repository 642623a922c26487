"""Who will read what somebody is about to send, and who will not, as the page tells it."""

from dataclasses import dataclass
from typing import Any

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

    def readers(self) -> list[str]:
        """Return the units of it, to be compared with those that stood on the page."""
        return sorted(str(unit) for unit in self.route.recipients)

    def told(self) -> dict[str, Any]:
        """Return what the page says about it."""
        with walls.at_the_tip_line():
            names, stations = routing_world.unit_names(), routing_world.station_names()
        return {
            "readers": reasons.who_reads(self.route, names),
            "others": reasons.who_does_not(self.route, stations, names),
            "why": why(self.route),
        }


def of(draft: Draft) -> Shown:
    """Return who would read a draft as things stand now. Raises Unfinished."""
    answers = asked.answers_of(draft)
    return Shown(answers, telling.route_of(answers))


def why(route: Route) -> tuple[str, ...]:
    """Return the reasons of a route, in words."""
    return reasons.why(route)
