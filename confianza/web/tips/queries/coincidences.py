"""Whether other units hold something related, and what may still be compared today."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from confianza.web.lib import sealing
from confianza.web.tips.models import Coincidence, Comparison, Match, Tip, Unit
from confianza.web.tips.rules.coincidences import HEIGHT, MOST_A_DAY, MOST_A_TIP, Value


def others(tip: Tip, unit: Unit) -> QuerySet[Unit]:
    """Return the units that hold something related to a tip of `unit`: whom to talk to."""
    return Unit.objects.filter(pk__in=Match.objects.filter(tip=tip, unit=unit).values("other"))


def was_asked(tip: Tip, unit: Unit) -> bool:
    """Say whether the unit had anything of a tip compared before."""
    return Comparison.objects.filter(tip=tip, unit=unit).exists()


def waits(tip: Tip, unit: Unit) -> bool:
    """Say whether something of a tip still waits for the worker."""
    return Comparison.objects.filter(tip=tip, unit=unit, sealed__isnull=False).exists()


def left(tip: Tip, unit: Unit) -> int:
    """Return how many values of a tip the unit may still have compared today."""
    asked = Q(tip=tip, unit=unit) | Q(unit=unit, asked_on=timezone.localdate())
    rows = Comparison.objects.filter(asked)
    of_tip = rows.filter(tip=tip).aggregate(Sum("count"))["count__sum"] or 0
    today = rows.filter(asked_on=timezone.localdate()).aggregate(Sum("count"))["count__sum"] or 0
    return max(0, min(MOST_A_TIP - of_tip, MOST_A_DAY - today))


def meeting(value: Value, keys: Mapping[int, bytes], *, unit: Unit, tip: UUID) -> QuerySet[Coincidence]:
    """Return the rows of other units and tips that hold a value; `keys` are the index keys by height."""
    tokens = [token(keys[height], asked) for height in set(HEIGHT.values()) for asked in value.asked]
    rows = Coincidence.objects.filter(token__in=tokens).exclude(unit=unit).exclude(tip=tip)
    return rows.select_related("unit")


def token(key: bytes, told: str) -> bytes:
    """Return the keyed hash that stands for a value in the index."""
    return sealing.keyed_hash(key, told.encode())
