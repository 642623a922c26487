"""Linking every record of the workspace anew, and filling the vault with names that were never read."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.records.actions import deliveries
from confianza.web.records.actions.deliveries import Progress
from confianza.web.records.queries import linkage as queries
from confianza.web.records.queries import received, reviews

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.link.linkage import Linkage

PROFILE = "victims"


def _unwatched(percent: int, stage: str) -> None:
    """Nobody watches."""


def link_workspace(
    *, by: Actor, reason: str, as_of: date | None = None, progress: Progress = _unwatched
) -> str:
    """Find out who is who among all records known on a date (None: now), keep it, and return its id.

    Names are opened for this and for nothing else, and the account says so. What two people decided about
    pairs holds. `progress` hears (percent, stage). Raises NothingToLink, VaultError, NotRules, OSError;
    nothing is half kept. Safe to repeat: the same records and decisions give the same linkage.
    """
    progress(5, "gathering")
    records = _opened(by=by, reason=reason, as_of=as_of)
    progress(20, "linking")
    linkage = _linked(records)
    progress(85, "storing")
    kept = _kept(linkage, records, as_of)
    audit.record(
        by=by,
        action="records.link_workspace",
        subject=kept,
        details={
            "reason": reason,
            "as_of": as_of.isoformat() if as_of else None,
            "records": records.height,
            "victims": linkage.victims["victim"].n_unique(),
            "review": linkage.review.height,
            "model": linkage.model_hash,
        },
    )
    progress(100, "done")
    return kept


def seal_identities(*, by: Actor) -> list[str]:
    """Read again the deliveries whose names the vault does not hold; return the deliveries that now do.

    What they told so far stays as it was known; each reading is a delivery known from today.
    """
    again = []
    for waiting in queries.waiting_for_the_vault():
        read = deliveries.retry_delivery(delivery_id=waiting.id, by=by)
        again.append(getattr(read, "id", waiting.id))
    return again


def account_for_opening(*, by: Actor, reason: str, people: int, subject: str) -> None:
    """Write down that names were opened: who, why, of how many records; before anybody sees them."""
    details = {"reason": reason, "people": people}
    audit.record(
        by=by, action="records.open_identities", kind=audit.Kind.READ, subject=subject, details=details
    )


def _opened(*, by: Actor, reason: str, as_of: date | None) -> "pl.DataFrame":
    records = queries.records_to_link(as_of)
    account_for_opening(by=by, reason=reason, people=queries.people_named(records), subject="linkage")
    return records


def _linked(records: "pl.DataFrame") -> "Linkage":
    from confianza.analysis.link import linking, profiles
    from confianza.store import engines, linkable

    frame, decisions = linkable.linkage_frame(records), reviews.decisions_frame()
    with engines.for_linkage() as engine:
        return linking.run(frame, profiles.get(PROFILE), decisions=decisions, engine=engine)


def _kept(linkage: "Linkage", records: "pl.DataFrame", as_of: date | None) -> str:
    from confianza.analysis.link import cases
    from confianza.analysis.vocabulary.identities import PERSONAL
    from confianza.store import linkable, linkages

    nameless = records.drop(list(PERSONAL))
    consolidated = cases.consolidate(
        nameless,
        linkage.victims,
        linkage.events,
        rules=queries.case_rules(),
        outcomes=queries.outcomes_frame(),
        settled=queries.settled_frame(),
    )
    placed = nameless.select(linkable.OF_A_RECORD)
    return linkages.keep(
        received.layout(), linkage, placed, consolidated, as_of=as_of, made_at=timezone.now()
    )
