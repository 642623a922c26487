"""How areas lie in others: by surface after every import, by points where somebody brings them."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from confianza.web.audit import actions as audit
from confianza.web.territory import queries
from confianza.web.territory.actions import containments, editions
from confianza.web.territory.models import Crosswalk

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.territory.points import Numbers


def rebuild(*, by: audit.Actor) -> None:
    """Measure every share by surface again, inside the transaction of the change that `by` makes."""
    from confianza.analysis.territory import crosswalks

    Crosswalk.objects.all().delete()
    editions.begin(by=by)
    _save(crosswalks.between(queries.territory().areas))
    editions.begin(by=by)


def weigh(
    *, longitude: "Numbers", latitude: "Numbers", weights: "Numbers", source: str, by: audit.Actor
) -> int:
    """Let points (addresses, dwellings, claims) say how areas lie in the other geography; return how many
    shares.

    Areas in which no point lies keep their shares by surface. After the next import of areas every share is
    by surface again: weigh anew.
    """
    from confianza.analysis.territory import crosswalks

    with transaction.atomic():
        shares = crosswalks.across_by_points(longitude, latitude, weights, queries.territory().areas)
        replaced = set(shares["from_area"])
        ids = [pk for pk, area in queries.generation_ids().items() if area in replaced]
        across = Crosswalk.objects.exclude(source__area__geography=F("target__area__geography"))
        across.filter(source__in=ids).delete()
        _save(shares)
        containments.rebuild(by=by)
        editions.begin(by=by)
        audit.record(
            by=by, action="territory.weigh_crosswalk", subject=source[:200], details={"shares": len(shares)}
        )
    return len(shares)


def _save(shares: "pl.DataFrame") -> None:
    generations = {area: pk for pk, area in queries.generation_ids().items()}
    Crosswalk.objects.bulk_create(
        Crosswalk(source_id=generations[source], target_id=generations[target], share=share, method=method)
        for source, target, share, method in shares.iter_rows()
    )
