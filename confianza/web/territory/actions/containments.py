"""Which areas lie in which, over any number of levels and across both geographies."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import F

from confianza.web.audit import actions as audit
from confianza.web.territory.models import Area, Containment, Crosswalk, Generation

# Boundaries of two institutions never match to the metre: what sticks out less than this lies inside.
INSIDE = 0.99


def rebuild(*, by: audit.Actor) -> None:
    """Derive every containment anew, inside the transaction of the change that `by` makes."""
    directly_in = _directly_in()
    Containment.objects.all().delete()
    Containment.objects.bulk_create(
        Containment(outer_id=outer, inner_id=inner)
        for inner in Area.objects.values_list("pk", flat=True)
        for outer in sorted(_all_around(inner, directly_in))
    )


def _directly_in() -> Mapping[int, set[int]]:
    """Return, for each area, the areas it lies in directly: its parents, and whatever holds it of the other
    geography.
    """
    directly_in: defaultdict[int, set[int]] = defaultdict(set)
    parents = Generation.objects.exclude(parent=None).values_list("area", "parent")
    across = Crosswalk.objects.filter(share__gte=INSIDE).exclude(
        source__area__geography=F("target__area__geography")
    )
    for inner, outer in [*parents, *across.values_list("source__area", "target__area")]:
        directly_in[inner].add(outer)
    return directly_in


def _all_around(inner: int, directly_in: Mapping[int, set[int]]) -> set[int]:
    """Return an area and everything it lies in. Two areas may hold each other, so what is known is left."""
    around, next_to_look = {inner}, [inner]
    while next_to_look:
        found = directly_in.get(next_to_look.pop(), set()) - around
        around |= found
        next_to_look += found
    return around
