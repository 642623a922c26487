"""Deliveries into the event store."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Literal, overload

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.records import counting, queries
from confianza.web.records.models import Custody, Stage
from confianza.web.territory.models import Area

if TYPE_CHECKING:
    from confianza.analysis.consolidate.delivery import Consolidated, DeliveredFile
    from confianza.store.deliveries import Delivery

Progress = Callable[[int, str], None]
NOON = time(12)


def _unwatched(percent: int, stage: str) -> None:
    """Nobody watches."""


@overload
def receive_delivery(
    *,
    files: "Sequence[DeliveredFile]",
    source: str,
    by: Actor,
    office: str = "",
    area: Area | None = None,
    check: Literal[False] = False,
    replaces: str | None = None,
    today: date | None = None,
    progress: Progress = _unwatched,
) -> "Delivery": ...
@overload
def receive_delivery(
    *,
    files: "Sequence[DeliveredFile]",
    source: str,
    by: Actor,
    office: str = "",
    area: Area | None = None,
    check: bool,
    replaces: str | None = None,
    today: date | None = None,
    progress: Progress = _unwatched,
) -> "Delivery | Consolidated": ...
def receive_delivery(
    *,
    files: "Sequence[DeliveredFile]",
    source: str,
    by: Actor,
    office: str = "",
    area: Area | None = None,
    check: bool = False,
    replaces: str | None = None,
    today: date | None = None,
    progress: Progress = _unwatched,
) -> "Delivery | Consolidated":
    """Consolidate the files of one delivery and store it; with `check`, only say what would become of it.

    `area` is whose it is: where `by` is analyst if nothing is said, the whole installation for the command
    line. `replaces` names the delivery this one takes the place of, "" adds every record beside the known.
    `today` is the day of receipt (an archive may be loaded as it once came). `progress` hears (percent,
    stage). Raises DeliveryRefused (AlreadyDelivered, NotStored … among them) and UnknownSource; nothing is
    half stored.
    """
    received_at = _received_at(today)
    area = queries.area_for(by, area)
    progress(5, Stage.CONSOLIDATING)
    consolidated = queries.consolidated(files, source, today=timezone.localdate(received_at))
    if check:
        return consolidated
    progress(60, Stage.STORING)
    delivery = store(
        consolidated=consolidated,
        files=files,
        by=by,
        office=office,
        area=area,
        replaces=replaces,
        received_at=received_at,
    )
    progress(85, Stage.COUNTING)
    counting.refresh()
    progress(100, Stage.DONE)
    return delivery


def store(
    *,
    consolidated: "Consolidated",
    files: "Sequence[DeliveredFile]",
    by: Actor,
    office: str,
    area: Area | None,
    replaces: str | None = None,
    received_at: datetime,
) -> "Delivery":
    """Store what was consolidated, exactly once, and account for it. `counting` makes the monthly counts."""
    from confianza.store import deliveries

    _announce(by=by, subject=consolidated.profile, files=[file.name for file in files], office=office)
    delivery = deliveries.append(
        queries.layout(),
        consolidated,
        files,
        office=office,
        received_on=timezone.localdate(received_at),
        received_at=received_at,
        replaces=replaces,
    )
    with transaction.atomic():
        keep(delivery_id=delivery.id, area=area, by=by)
        _account_for(delivery, by=by, action="records.receive_delivery")
    return delivery


def retry_delivery(
    *,
    delivery_id: str,
    by: Actor,
    check: bool = False,
    today: date | None = None,
    progress: Progress = _unwatched,
) -> "Delivery | Consolidated":
    """Read the bytes of a delivery again, after its profile was mended, and store what they say now as newer.

    With `check` nothing is stored. Raises UnknownDelivery, NothingChanged and whatever reading raises.
    """
    received_at = _received_at(today)
    progress(5, Stage.READING)
    originals = queries.originals(delivery_id)
    progress(15, Stage.CONSOLIDATING)
    source = queries.delivery(delivery_id).source
    consolidated = queries.consolidated(originals, source, today=timezone.localdate(received_at))
    if check:
        return consolidated
    progress(60, Stage.STORING)
    delivery = store_again(consolidated=consolidated, delivery_id=delivery_id, by=by, received_at=received_at)
    progress(85, Stage.COUNTING)
    counting.refresh()
    progress(100, Stage.DONE)
    return delivery


def store_again(
    *, consolidated: "Consolidated", delivery_id: str, by: Actor, received_at: datetime
) -> "Delivery":
    """Store a later reading of a delivery's bytes, and account for it. Raises NothingChanged."""
    from confianza.store import deliveries

    first = queries.delivery(delivery_id)
    _announce(by=by, subject=delivery_id, files=first.files, office=first.office)
    delivery = deliveries.again(
        queries.layout(),
        delivery_id,
        consolidated,
        received_on=timezone.localdate(received_at),
        received_at=received_at,
    )
    with transaction.atomic():
        keep(delivery_id=delivery.id, area=queries.area_of(delivery_id), by=by)
        _account_for(delivery, by=by, action="records.retry_delivery")
    return delivery


def keep(*, delivery_id: str, area: Area | None, by: Actor) -> None:
    """Write down whose a stored delivery is, in the transaction that accounts for it; the first word holds.

    Killed before this, a delivery belongs to the whole installation until its upload is taken up again.
    """
    Custody.objects.get_or_create(delivery_id=delivery_id, defaults={"area": area})


def account_for_reading(*, delivery_id: str, what: str, by: Actor, took_away: bool = False) -> None:
    """Write down that somebody read single records of a delivery, or took them away as a file."""
    told = {"action": "records.read_records", "subject": delivery_id, "details": {"what": what}}
    audit.record(by=by, kind=audit.Kind.EXPORTED if took_away else audit.Kind.READ, **told)


def _received_at(today: date | None) -> datetime:
    now = timezone.localtime()
    if today is None or today == now.date():
        return now
    return datetime.combine(today, NOON, tzinfo=timezone.get_current_timezone())


def _announce(*, by: Actor, subject: str, files: Sequence[str], office: str) -> None:
    # The event store and the register cannot commit together. The intent is written first, so that when the
    # process dies between the two the account still says who was storing what.
    details = {"files": list(files), "office": office}
    audit.record(by=by, action="records.begin_storing", subject=subject, details=details)


def _account_for(delivery: "Delivery", *, by: Actor, action: str) -> None:
    details = {
        "source": delivery.source,
        "office": delivery.office,
        "files": delivery.files,
        **delivery.counts,
    }
    audit.record(by=by, action=action, subject=delivery.id, details=details)
