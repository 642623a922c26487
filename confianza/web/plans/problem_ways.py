"""What leads on from a page of another room to its problems: those open there already, and opening one."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from confianza.web.design.ways import Sight, Way
from confianza.web.plans import permissions
from confianza.web.plans.models import Problem
from confianza.web.plans.queries import problems as queries

# As much of a sight's words as a link can bear.
WORDS_OF_A_LINK = 90
MOST_OPEN = 5


def ways_on(user: Any, sights: Sequence[Sight]) -> list[Way]:
    """Return the problems that are open where a page looks, and one click for each sight to open another."""
    if not sights or not permissions.can_see_plans(user):
        return []
    there = [
        Way(_("Problem: %(title)s") % {"title": each.title}, reverse("plans:problem", args=[each.pk]))
        for each in _open_here(user, sights)[:MOST_OPEN]
    ]
    if not permissions.can_lead(user):
        return there
    own = queries.led_among(user, _areas(sights))
    return [*there, *(_begin(sight, own, alone=len(sights) == 1) for sight in sights)]


def _open_here(user: Any, sights: Sequence[Sight]) -> list[Problem]:
    """Return the problems of a page: of its request, or of its places and its offence."""
    page, areas = sights[0], _areas(sights)
    return queries.open_here(user, areas=areas, offence=_measure(page.indicator), request=page.request)


def _areas(sights: Sequence[Sight]) -> list[str]:
    return [area for sight in sights for area in (sight.area, sight.beside)]


def _measure(indicator: str) -> str:
    """Return an indicator by which problems are measured; "" for one that adds up several."""
    return indicator if indicator in queries.MEASURES else ""


def _begin(sight: Sight, own: set[str], *, alone: bool) -> Way:
    """Lead to a new problem, in whichever of the areas of a sight the person leads any."""
    told = {
        "origin": sight.kind,
        "area": next((area for area in (sight.area, sight.beside) if area in own), ""),
        "text": sight.text,
        "address": sight.address,
        "request": sight.request,
        "indicator": _measure(sight.indicator),
    }
    query = urlencode({name: value for name, value in told.items() if value})
    words = Truncator(sight.text).chars(WORDS_OF_A_LINK)
    label = _("Open a problem from this") if alone else _("Open a problem: %(what)s") % {"what": words}
    return Way(label, f"{reverse('plans:open_problem')}?{query}", begins=True)
