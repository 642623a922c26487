"""What everybody may see of promises: in public words, where, by when, kept or not. Nobody is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from confianza.web.community.models import Whose
from confianza.web.plans.models import Commitment, Standing
from confianza.web.plans.models.commitments import OPEN
from confianza.web.plans.queries import commitments as queries
from confianza.web.plans.queries.commitments import Tally
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment


@dataclass(frozen=True)
class Promised:
    """A promise in public words. `key` names it in feeds; `who`: an institution, or the kind of office.

    `asked`: the request it answers, in its own public words, "" where there is none that is public.
    """

    key: str
    text: str
    area_id: str
    area: str
    who: str
    asked: str
    due_on: date
    first_due_on: date
    standing: str
    is_open: bool
    is_late: bool
    is_kept: bool
    was_kept_late: bool
    settled_on: date | None


def promised(area_ids: Iterable[str] = ()) -> list[Promised]:
    """Return what was promised in public words, what is open first, by its day; of some areas and all that
    lies in them, or of all.
    """
    found = _public(area_ids).select_related("area", "request__body").order_by("due_on", "pk")
    rows = list(found)
    names = territory.names_by_key(row.area for row in rows)
    today = timezone.localdate()
    told = [_promised(row, names[row.area_id], today) for row in rows]
    return sorted(told, key=lambda each: not each.is_open)


def kept(area_ids: Iterable[str] = ()) -> Tally:
    """Return what became of the public promises that were due until today."""
    return queries.tally(_public(area_ids), timezone.localdate())


def _public(area_ids: Iterable[str]) -> QuerySet[Commitment]:
    found, wanted = Commitment.objects.public(), set(area_ids)
    if not wanted:
        return found
    inside = Containment.objects.filter(outer__in=Area.objects.filter(stable_id__in=wanted))
    return found.filter(area__in=inside.values("inner"))


def _promised(row: Commitment, area: str, today: date) -> Promised:
    is_open = row.standing in OPEN
    asked = row.request.public_text if row.request and row.request.body.is_public else ""
    return Promised(
        key=f"compromiso-{row.pk}",
        text=row.public_text,
        area_id=row.area.stable_id,
        area=area,
        who=str(Whose(row.whose).label) if row.owner_id else row.owner_name,
        asked=asked,
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        standing=row.get_standing_display(),
        is_open=is_open,
        is_late=is_open and row.due_on < today,
        is_kept=row.standing == Standing.KEPT,
        was_kept_late=row.was_kept_late,
        settled_on=row.settled_on,
    )
