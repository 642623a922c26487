"""What the pages of a call show."""

from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from confianza.web.lib import walls
from confianza.web.tips import receipts
from confianza.web.tips.actions.telling import Told
from confianza.web.tips.desk.calling import Call
from confianza.web.tips.queries import routing_world
from confianza.web.tips.queries.offered import language, offered
from confianza.web.tips.questionnaire import contacts, telling
from confianza.web.tips.rules import reasons
from confianza.web.tips.rules.answers import Answers
from confianza.web.tips.rules.routing import Route


def numbers() -> list[tuple[str, str]]:
    """Return whom to call in danger: number and name."""
    return [(one.number, one.name.told_in(language())) for one in contacts.of().emergency]


def at(call: Call, step: str) -> Call:
    """Return a call at one of its steps."""
    return replace(call, step=step)


def step(call: Call) -> dict[str, Any]:
    """Return what stands around the questions of a step."""
    title, part = call.asks.title, call.asks.step(call.step).title
    titles = {"title": title.told_in(call.language), "step_title": part.told_in(call.language)}
    return {"call": call, "numbers": numbers(), **titles}


def look(call: Call, answers: Answers, route: Route) -> dict[str, Any]:
    """Return what is shown before a call is sent."""
    with walls.at_the_tip_line():
        names, stations = routing_world.unit_names(), routing_world.station_names()
    return {
        "call": call,
        "lines": list(telling.lines(answers, language(), offered())),
        "refused": bool(route.refusal),
        "reads": reasons.who_reads(route, names),
        "does_not": reasons.who_does_not(route, stations, names),
        "outside": [(one.number, one.name.told_in(language())) for one in contacts.of().outside],
    }


def receipt(told: Told, spoken: str) -> dict[str, Any]:
    """Return a receipt in five groups, each also digit by digit in words, in the language of the caller."""
    groups = receipts.grouped(told.receipt).split()
    with translation.override(spoken):
        words = _digits()
    return {"groups": [(group, " · ".join(words[int(one)] for one in group)) for group in groups]}


def _digits() -> tuple[str, ...]:
    return (
        _("zero"), _("one"), _("two"), _("three"), _("four"),
        _("five"), _("six"), _("seven"), _("eight"), _("nine"),
    )  # fmt: skip
