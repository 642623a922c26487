"""What came, what is wrong with it, and which months each delivery speaks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings

from confianza.store.layout import StoreLayout
from confianza.web.records import sentences

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.consolidate.delivery import Consolidated, DeliveredFile
    from confianza.store.deliveries import Delivery

COUNTS = ("rows_read", "claims", "victims", "duplicates", "rejected", "left_out")


def layout() -> StoreLayout:
    """Return the event store of this workspace."""
    return StoreLayout(settings.WORKSPACE.store)


def deliveries(as_of: date | None = None) -> "list[Delivery]":
    """Return the deliveries known on a date (None: now), newest first."""
    from confianza.store import deliveries as stored

    return stored.listing(layout(), as_of)[::-1]


def delivery(delivery_id: str) -> "Delivery":
    """Return one delivery; raises UnknownDelivery."""
    from confianza.store import deliveries as stored

    return stored.get(layout(), delivery_id)


def summary(outcome: "Delivery | Consolidated") -> dict[str, Any]:
    """Return what became of the records of a delivery, stored or only checked.

    Keys: rows_read, claims, victims, duplicates, rejected, left_out (records), reasons {code: records},
    warnings [{code, count, message, rows, column}], period [first, last] or None; for a stored one also
    delivery, source, series, office, received_on and supersedes.
    """
    from confianza.store.deliveries import Delivery

    if isinstance(outcome, Delivery):
        return _told(outcome.counts, outcome.reasons, outcome.warnings, _period(outcome)) | _stored(outcome)
    counts = {name: _count(outcome, name) for name in COUNTS}
    extras = {"source": outcome.profile, "series": outcome.series}
    return _told(counts, outcome.reasons, outcome.warnings, outcome.period) | extras


def _told(
    counts: Mapping[str, int],
    reasons: Mapping[str, int],
    warnings: Iterable[Any],
    period: Sequence[date] | None,
) -> dict[str, Any]:
    return {
        **{name: int(counts[name]) for name in COUNTS},
        "reasons": dict(reasons),
        "warnings": [_warning(problem) for problem in warnings],
        "period": [day.isoformat() for day in period] if period else None,
    }


def _count(consolidated: "Consolidated", name: str) -> int:
    match name:
        case "rows_read" | "victims":
            return int(getattr(consolidated, name))
        case "left_out":
            return int(consolidated.left_out["records"].sum())
    return len(getattr(consolidated, name))


def _stored(delivery: "Delivery") -> dict[str, Any]:
    return {
        "delivery": delivery.id,
        "source": delivery.source,
        "series": delivery.series,
        "office": delivery.office,
        "received_on": delivery.received_on.isoformat(),
        "supersedes": [
            {"delivery": lost.delivery, "months": [month.isoformat()[:7] for month in lost.months]}
            for lost in delivery.supersedes
        ],
    }


def _period(delivery: "Delivery") -> tuple[date, date] | None:
    if delivery.period_from is None or delivery.period_to is None:
        return None
    return delivery.period_from, delivery.period_to


def _warning(problem: Any) -> dict[str, Any]:
    told = sentences.as_mapping(problem)
    return {
        "code": told["code"],
        "count": told["count"],
        "message": sentences.of_problem(told),
        "rows": list(told["rows"]),
        "column": told["column"],
        "file": told["file"],
        "sheet": told["sheet"],
    }


@dataclass(frozen=True)
class Shown:
    """A problem as a page lists it."""

    severity: str
    sentence: str
    count: int
    where: str = ""


def shown_warnings(warnings: Iterable[Mapping[str, Any]], *, tells_values: bool) -> list[Shown]:
    """Return warnings for the page, the most frequent first; `tells_values` as in sentences.of_problem."""
    return sorted((_shown(each, tells_values) for each in warnings), key=lambda each: -each.count)


def _shown(warning: Mapping[str, Any], tells_values: bool) -> Shown:
    return Shown(
        severity=sentences.severity(warning["code"]),
        sentence=sentences.of_problem(warning, tells_values=tells_values),
        count=warning["count"],
        where=sentences.where(warning),
    )


def shown_reasons(reasons: Mapping[str, int]) -> list[Shown]:
    """Return why records were rejected or left out, the most frequent first."""
    listed = [
        Shown(sentences.severity(code), sentences.of_reason(code), count) for code, count in reasons.items()
    ]
    return sorted(listed, key=lambda each: -each.count)


def speaks_for(delivery_id: str) -> list[date]:
    """Return the months a delivery speaks for today, those that a later one took over left out."""
    from confianza.store import deliveries as stored

    told = stored.visible_months(layout())
    return [
        row["month"] for row in told.iter_rows(named=True) if row["delivery"] == delivery_id and row["month"]
    ]


def superseded_by(delivery_id: str) -> "list[Delivery]":
    """Return the deliveries that took months over from this one."""
    this = delivery(delivery_id)
    sooner = {later.delivery for later in this.superseded_by}
    return [
        other
        for other in deliveries()
        if other.id in sooner or any(lost.delivery == delivery_id for lost in other.supersedes)
    ]


def rejected_records(delivery_id: str) -> "pl.DataFrame":
    """Return the records in quarantine, for those who may read records: they may hold names."""
    from confianza.store import deliveries as stored

    return stored.rejected(layout(), delivery_id)


def originals(delivery_id: str) -> "list[DeliveredFile]":
    """Return the files of a delivery as they were handed over: they may hold names."""
    from confianza.store import deliveries as stored

    return stored.original(layout(), delivery_id)
