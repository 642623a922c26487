"""What the next linkage works on: records with their names, rules and what meetings said. Frames only."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings

from confianza.web.records.models import CaseOutcome
from confianza.web.records.queries import received

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.link.case_rules import CaseRules
    from confianza.store.linkages import StoredLinkage
    from confianza.store.manifests import Delivery


def records_to_link(as_of: date | None = None) -> "pl.DataFrame":
    """Return every record to be linked, with names (`store.linkable`); whoever asks accounts for it."""
    from confianza.store import linkable
    from confianza.web.territory import queries as territory

    return linkable.gather(received.layout(), territory.territory(), as_of)


def people_named(records: "pl.DataFrame") -> int:
    """Return how many of these records tell a name, a number or a day of birth."""
    import polars as pl

    from confianza.analysis.vocabulary.identities import PERSONAL

    return int(records.select(pl.any_horizontal(pl.col(list(PERSONAL)).is_not_null()).sum()).item())


def identities_of(delivery_id: str) -> "pl.DataFrame":
    """Return what a delivery tells of persons: record (its number there) and names; whoever asks accounts
    for it.
    """
    from confianza.store import identities

    return identities.frame(received.layout(), delivery_id)


def waiting_for_the_vault() -> "list[Delivery]":
    """Return the deliveries whose names an older program left unread."""
    from confianza.store import identities

    return identities.waiting(received.layout())


def latest_linkage() -> "StoredLinkage | None":
    """Return the linkage made last; None where nothing was ever linked."""
    from confianza.store import linkages

    return linkages.latest(received.layout())


def case_rules() -> "CaseRules":
    """Return the rules of this workspace, else those that come with the program. Raises NotRules."""
    from confianza.analysis.link import case_rules as rules

    own = settings.WORKSPACE.root / "decisions" / rules.FILE
    return rules.read(own.read_text(encoding="utf-8")) if own.exists() else rules.default()


def outcomes_frame() -> "pl.DataFrame":
    """Return what validation meetings made of cases and nobody took back (`link.cases.OUTCOMES`)."""
    import polars as pl

    from confianza.analysis.link import cases

    rows = [
        (said.pk, record, said.outcome, said.series)
        for said in CaseOutcome.objects.standing().order_by("pk")
        for record in said.records
    ]
    return pl.DataFrame(rows, schema=cases.OUTCOMES, orient="row")


def settled_frame() -> "pl.DataFrame":
    """Return whose values validation meetings chose (`link.cases.SETTLED`); of two, the later one holds."""
    import polars as pl

    from confianza.analysis.link import cases

    chosen = {
        (record, field): (said.pk, record, field, source)
        for said in CaseOutcome.objects.standing().order_by("decided_at", "pk")
        for record in said.records
        for field, source in said.values.items()
    }
    return pl.DataFrame(sorted(chosen.values()), schema=cases.SETTLED, orient="row")
