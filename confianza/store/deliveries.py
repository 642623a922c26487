"""Append a delivery exactly once, read what was delivered, and know which delivery speaks for which month.

An append writes aside, flushes to the disk, renames into place and commits a manifest last: whoever is
killed, at any moment, leaves either the old or the new state. What a killed append left is never read, and
swept by the next one. A delivery without a single claim is stored when it has records (all of them
rejected, say): its bytes can then be read again once the profile is mended. It speaks for no month and
replaces nothing. One without records is refused.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

import polars as pl

from confianza.analysis.consolidate.delivery import Consolidated, DeliveredFile
from confianza.analysis.vocabulary.problems import DeliveryRefused
from confianza.store import contents, describing, durable, integrity, manifests, vault, vintages
from confianza.store.layout import StoreLayout
from confianza.store.manifests import Delivery, Original, version
from confianza.store.vintages import Link, Month

__all__ = ["AlreadyDelivered", "Delivery", "NotStored", "NothingChanged", "UnknownDelivery", "version"]

VISIBLE_MONTHS: dict[str, pl.DataType | type[pl.DataType]] = {
    "delivery": pl.String, "source": pl.String, "series": pl.String, "office": pl.String, "month": pl.Date,
}  # fmt: skip

# Deliveries with the months they speak for; None among these: claims without a date.
Spoken = Sequence[tuple[Delivery, frozenset[Month]]]

DATES_CACHED = 64

# Polars writes files itself and tells of a full disk in its own words.
_DISK_REFUSALS = (OSError, pl.exceptions.PolarsError)


class AlreadyDelivered(DeliveryRefused):
    """The same bytes came before."""


class NothingChanged(DeliveryRefused):
    """Reading old bytes again gave the same result."""


class UnknownDelivery(DeliveryRefused, LookupError):
    """No delivery has this id."""


class NotStored(DeliveryRefused):
    """The disk refused; nothing was changed."""


def append(
    layout: StoreLayout,
    consolidated: Consolidated,
    originals: Sequence[DeliveredFile],
    *,
    office: str = "",
    received_on: date,
    received_at: datetime,
    replaces: str | None = None,
) -> Delivery:
    """Store a delivery with its original bytes, and decide for which months it now speaks.

    `office` keeps apart senders of one source. `replaces` names the delivery this one replaces wholly,
    whatever the rules of `vintages` say; "" adds every record beside what is known. Raises AlreadyDelivered
    for bytes that came before, NotStored when the disk refuses.
    """
    with _writing(layout):
        known = manifests.everything(layout)
        _refuse_empty(consolidated)
        _refuse_other_source(layout, consolidated.profile, replaces)
        told = [describing.original(file) for file in originals]
        _refuse_repeated(told, consolidated.profile, known, replaces)
        new = describing.describe(
            consolidated,
            told,
            number=_next_number(known),
            office=office,
            received_on=received_on,
            received_at=received_at,
        )
        return _store(layout, _decide(new, known, replaces), consolidated, originals)


def again(
    layout: StoreLayout,
    delivery_id: str,
    consolidated: Consolidated,
    *,
    received_on: date,
    received_at: datetime,
) -> Delivery:
    """Store a later reading of bytes delivered before, after the profile was mended; it takes the earlier
    one's place.

    The result is a new delivery known from `received_on`; what was known before that day does not change.
    Raises NothingChanged when the reading gives what the last one gave.
    """
    with _writing(layout):
        known = manifests.everything(layout)
        first, last = _readings(layout, delivery_id)
        if _same_result(layout, last, consolidated):
            raise NothingChanged("nothing_changed", delivery=last.id)
        new = describing.describe(
            consolidated,
            first.originals,
            number=_next_number(known),
            office=first.office,
            received_on=received_on,
            received_at=received_at,
        )
        new = replace(new, again_of=first.id, rank=first.telling.rank)
        return _store(layout, _decide(new, known, None), consolidated, ())


def listing(layout: StoreLayout, as_of: date | None = None) -> list[Delivery]:
    """Return the deliveries received on or before `as_of` (None: all), in the order they were stored."""
    return [
        delivery
        for delivery in manifests.everything(layout)
        if as_of is None or delivery.received_on <= as_of
    ]


def get(layout: StoreLayout, delivery_id: str) -> Delivery:
    """Return one delivery; raises UnknownDelivery."""
    for delivery in manifests.everything(layout):
        if delivery.id == delivery_id:
            return delivery
    raise UnknownDelivery("unknown_delivery", delivery=delivery_id)


def rejected(layout: StoreLayout, delivery_id: str) -> pl.DataFrame:
    """Return the records in quarantine, with file, row, value and reason. They may hold names."""
    return contents.frame(layout, get(layout, delivery_id).id, "rejected")


def left_out(layout: StoreLayout, delivery_id: str) -> pl.DataFrame:
    """Return the rows that were no records: totals, signatures, blanks."""
    return contents.frame(layout, get(layout, delivery_id).id, "left_out")


def duplicates(layout: StoreLayout, delivery_id: str) -> pl.DataFrame:
    """Return the rows that repeat another row exactly."""
    return contents.frame(layout, get(layout, delivery_id).id, "duplicates")


def original(layout: StoreLayout, delivery_id: str) -> list[DeliveredFile]:
    """Return the files as they were handed over. They may hold names."""
    delivery = get(layout, delivery_id)
    holder = delivery.again_of or delivery.id
    return [
        DeliveredFile(told.name, contents.unseal(layout, holder, contents.original_name(number)))
        for number, told in enumerate(delivery.originals)
    ]


def visible_months(layout: StoreLayout, as_of: date | None = None) -> pl.DataFrame:
    """Return [delivery, source, series, office, month]: who speaks for which month (null: undated claims)."""
    rows = [
        (delivery.id, delivery.source, delivery.series, delivery.office, month)
        for delivery, months in spoken(layout, as_of)
        for month in months
    ]
    return pl.DataFrame(rows, schema=VISIBLE_MONTHS, orient="row").sort("delivery", "month")


def spoken(layout: StoreLayout, as_of: date | None = None) -> Spoken:
    """Return the deliveries that speak for some month as of a date, with these months."""
    return _spoken(layout, version(layout), as_of)


@lru_cache(maxsize=DATES_CACHED)
def _spoken(layout: StoreLayout, at: str, as_of: date | None) -> Spoken:
    known = manifests.everything(layout)
    heard = vintages.speaking([delivery.telling for delivery in known], _links(known), as_of)
    return tuple((delivery, heard[delivery.id]) for delivery in known if heard.get(delivery.id))


@contextmanager
def _writing(layout: StoreLayout) -> Iterator[None]:
    """Hold the store for one append; what the disk refuses becomes a sentence."""
    try:
        with durable.locked(layout.lock("deliveries")):
            integrity.sweep(layout)
            yield
    except _DISK_REFUSALS as refusal:
        cause = getattr(refusal, "strerror", None) or str(refusal)
        raise NotStored("not_stored", cause=cause) from refusal


def _store(
    layout: StoreLayout, new: Delivery, consolidated: Consolidated, originals: Sequence[DeliveredFile]
) -> Delivery:
    try:
        stored = contents.place(layout, new, consolidated, originals, secret=_secret(layout))
        manifests.commit(layout, replace(new, stored=stored, previous=manifests.last_digest(layout)))
    except _DISK_REFUSALS:
        integrity.sweep(layout)
        # Once its manifest stands the delivery exists, even if the disk then refused to confirm it.
        if not layout.manifest_of(new.id).exists():
            raise
    return get(layout, new.id)


def _next_number(known: Sequence[Delivery]) -> int:
    return known[-1].number + 1 if known else 1


def _secret(layout: StoreLayout) -> bytes:
    # A store that has sealed something must not be given a fresh key: the old bytes would be lost unnoticed.
    return vault.key(layout.keys) if manifests.files(layout) else vault.ensure_key(layout.keys)


def _decide(new: Delivery, known: Sequence[Delivery], replaces: str | None) -> Delivery:
    others = [delivery.telling for delivery in known]
    decided = new.decided(vintages.decide(new.telling, others, _links(known), replaces=replaces))
    shrunk = describing.shrinkage(decided, known, vintages.RETOLD_SHARE) if replaces is None else []
    return replace(decided, warnings=(*decided.warnings, *shrunk))


def _links(known: Sequence[Delivery]) -> list[Link]:
    return [link for delivery in known for link in delivery.links]


def _readings(layout: StoreLayout, delivery_id: str) -> tuple[Delivery, Delivery]:
    """Return the first and the last reading of the bytes of a delivery."""
    asked = get(layout, delivery_id)
    first = get(layout, asked.again_of or asked.id)
    later = [other for other in manifests.everything(layout) if other.again_of == first.id]
    return first, (later or [first])[-1]


def _same_result(layout: StoreLayout, last: Delivery, consolidated: Consolidated) -> bool:
    return (
        contents.claims(layout, last.id).equals(consolidated.claims)
        and contents.identities(layout, last).equals(consolidated.identities)
        and all(
            contents.frame(layout, last.id, kind).equals(getattr(consolidated, kind))
            for kind in contents.KEPT
        )
    )


def _refuse_empty(consolidated: Consolidated) -> None:
    if consolidated.rows_read == 0:
        raise DeliveryRefused("nothing_delivered")


def _refuse_other_source(layout: StoreLayout, source: str, replaces: str | None) -> None:
    if replaces and (other := get(layout, replaces).source) != source:
        raise DeliveryRefused("other_source_replaced", delivery=replaces, other=other, source=source)


def _refuse_repeated(
    told: Sequence[Original], source: str, known: Sequence[Delivery], replaces: str | None
) -> None:
    """Refuse the same delivery, and a file that an earlier delivery still speaks through."""
    digest = describing.digest_of(told)
    same_source = [delivery for delivery in known if delivery.source == source]
    for delivery in same_source:
        if delivery.digest == digest:
            raise AlreadyDelivered("already_delivered", **_which(delivery))
    heard = vintages.speaking([delivery.telling for delivery in known], _links(known))
    for delivery in same_source:
        if heard[delivery.id] and delivery.id != replaces:
            _refuse_repeated_files(told, delivery)


def _refuse_repeated_files(told: Sequence[Original], delivery: Delivery) -> None:
    before = {one.sha256 for one in delivery.originals}
    for one in told:
        if one.sha256 in before:
            raise AlreadyDelivered("file_already_delivered", file=one.name, **_which(delivery))


def _which(delivery: Delivery) -> dict[str, str]:
    return {"delivery": delivery.id, "received_on": delivery.received_on.isoformat()}
