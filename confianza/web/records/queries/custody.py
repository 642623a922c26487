"""Which deliveries a person may know of, and for which area somebody brings files."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from confianza.web.records import rules
from confianza.web.records.models import (
    Custody,
    reach_of_readers,
    reach_of_the_analyst,
    reach_of_the_coordinator,
)
from confianza.web.records.queries import received
from confianza.web.territory.models import Area

if TYPE_CHECKING:
    from confianza.store.deliveries import Delivery


@dataclass(frozen=True)
class Sight:
    """The deliveries somebody sees: every one, or those `named`."""

    everything: bool
    named: frozenset[str] = frozenset()

    def __contains__(self, delivery_id: object) -> bool:
        return self.everything or delivery_id in self.named


def sight(user: Any) -> Sight:
    """Return which deliveries a person may know of; those without custody only in the whole installation."""
    return _sight(reach_of_readers(user).everywhere, Custody.objects.visible_to(user))


def sight_of_records(user: Any) -> Sight:
    """Return of which deliveries a person may read single records."""
    return _sight(reach_of_the_analyst(user).everywhere, Custody.objects.with_records_for(user))


@dataclass(frozen=True)
class Eyes:
    """How somebody looks at two records beside each other: reading both, or seeing only how they compare."""

    reading: Sight
    comparing: Sight

    def reads(self, *deliveries: str) -> bool:
        """Say whether records of all these deliveries may be read."""
        return all(delivery in self.reading for delivery in deliveries)

    def compares(self, *deliveries: str) -> bool:
        """Say whether records of all these deliveries may be compared, whether or not they may be read."""
        return self.reads(*deliveries) or all(delivery in self.comparing for delivery in deliveries)


def eyes(user: Any) -> Eyes:
    """Return how a person looks at pairs of records of which deliveries."""
    everywhere = reach_of_the_coordinator(user).everywhere
    return Eyes(sight_of_records(user), _sight(everywhere, Custody.objects.with_pairs_for(user)))


def areas_of_deliveries(*deliveries: str) -> tuple[Area | None, ...]:
    """Return whose each of these deliveries is; None for the whole installation."""
    return tuple(area_of(delivery) for delivery in deliveries)


def _sight(everything: bool, kept: QuerySet[Custody]) -> Sight:
    # One question to the register whoever asks and whatever stands there: the time it takes tells nothing.
    named = frozenset(kept.values_list("delivery_id", flat=True))
    return Sight(everything, named)


def seen(delivery_id: str, sight: Sight) -> "Delivery":
    """Return a delivery within a sight; raises UnknownDelivery for one outside as for one that never came."""
    from confianza.store.deliveries import UnknownDelivery

    if delivery_id not in sight:
        raise UnknownDelivery("unknown_delivery", delivery=delivery_id)
    return received.delivery(delivery_id)


def area_of(delivery_id: str) -> Area | None:
    """Return whose a delivery is; None for the whole installation."""
    kept = Custody.objects.filter(delivery_id=delivery_id).select_related("area").first()
    return kept.area if kept else None


def areas_of(user: Any) -> list[tuple[str, str]]:
    """Return (area_id, name) of the areas a person may bring files for; none for the whole installation."""
    from confianza.web.territory import queries as territory

    reach = reach_of_the_analyst(user)
    roots = [] if reach.everywhere else Area.objects.filter(pk__in=reach.roots).order_by("stable_id")
    names = territory.names_of(area.stable_id for area in roots)
    return [(area.stable_id, names.get(area.stable_id, area.code)) for area in roots]


def area_for(by: Any, area: Area | None) -> Area | None:
    """Return the area that files `by` brings are of: the one said, else the one where `by` is analyst.

    Raises NotYours for an area `by` does not reach, or when several are reached and none was said. Whoever
    holds no role (the command line) brings for the area said, else for the whole installation.
    """
    reach = reach_of_the_analyst(by) if hasattr(by, "reach") else None
    if not reach:
        return area
    if area is None and not reach.everywhere:
        if len(reach.roots) > 1:
            raise rules.NotYours("area_not_said")
        return Area.objects.get(pk=reach.roots[0])
    if not reach.covers(area):
        raise rules.NotYours("area_not_reached")
    return area
