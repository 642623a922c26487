"""Which deliveries are late, by the rhythm each office has kept so far."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils import timezone

from confianza.web.records import rules
from confianza.web.records.queries.custody import Sight
from confianza.web.records.queries.received import deliveries

if TYPE_CHECKING:
    from confianza.store.deliveries import Delivery


@dataclass(frozen=True)
class Late:
    """A source and office whose next delivery should have come."""

    source: str
    office: str
    since: date
    last_month: date


def late(sight: Sight, today: date | None = None) -> list[Late]:
    """Return the sources and offices of a sight that are late by their own rhythm, the longest wait first."""
    today = today or timezone.localdate()
    came = [each for each in deliveries() if each.id in sight]
    dated = [each for each in came if each.period_to and not each.again_of]
    dated.sort(key=_sender)
    found = [_late(sender, list(sent), today) for sender, sent in groupby(dated, key=_sender)]
    return sorted((each for each in found if each), key=lambda each: each.since)


def _sender(delivery: "Delivery") -> tuple[str, str]:
    return delivery.source, delivery.office


def _late(sender: tuple[str, str], sent: "list[Delivery]", today: date) -> Late | None:
    received = [rules.Received(each.received_on, each.period_to) for each in sent if each.period_to]
    since = rules.late_since(received, today=today)
    if since is None:
        return None
    return Late(*sender, since=since, last_month=max(each.period_to for each in received))
