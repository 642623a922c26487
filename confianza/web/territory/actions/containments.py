"""Which areas lie in which, over any number of levels and across both geographies."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

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
    geography, alone or by all its parts together.
    """
    directly_in: defaultdict[int, set[int]] = defaultdict(set)
    parents = Generation.objects.exclude(parent=None).values_list("area", "parent")
    across = Crosswalk.objects.filter(share__gte=INSIDE).exclude(
        source__area__geography=F("target__area__geography")
    )
    for inner, outer in [*parents, *across.values_list("source__area", "target__area")]:
        directly_in[inner].add(outer)
    for inner, outer in _held_by_parts():
        directly_in[inner].add(outer)
    return directly_in


def _held_by_parts() -> Iterator[tuple[int, int]]:
    """Yield the areas that several parts of an area of the other geography hold together: a ward that two
    beats of one commissariat share lies in the commissariat. By the boundaries of today, so that no part
    counts twice.
    """
    today = Generation.objects.filter(valid_to=None)
    parent = dict(today.exclude(parent=None).values_list("area", "parent"))
    rows = Crosswalk.objects.filter(source__in=today, target__in=today)
    shares: defaultdict[tuple[int, int], float] = defaultdict(float)
    across = rows.exclude(source__area__geography=F("target__area__geography"))
    for inner, part, share in across.values_list("source__area", "target__area", "share"):
        while (part := parent.get(part)) is not None:
            shares[inner, part] += share
    yield from (pair for pair, share in shares.items() if share >= INSIDE)


def _all_around(inner: int, directly_in: Mapping[int, set[int]]) -> set[int]:
    """Return an area and everything it lies in. Two areas may hold each other, so what is known is left."""
    around, next_to_look = {inner}, [inner]
    while next_to_look:
        found = directly_in.get(next_to_look.pop(), set()) - around
        around |= found
        next_to_look += found
    return around
