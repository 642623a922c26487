"""What everybody may see: meetings open to all, and what was asked, in words that name nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils import timezone

from confianza.web.community.models import Meeting, MeetingState, Request
from confianza.web.community.models.requests import OPEN
from confianza.web.lib.lazily import Lazily
from confianza.web.territory import queries as territory


@dataclass(frozen=True)
class Gathering:
    """A meeting that everybody may come to. `key` names it in calendars; `area_id`: whose body meets."""

    key: str
    body: str
    area_id: str
    theme: str
    starts_at: datetime
    place: str
    agenda: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """Something that was asked for, in public words: where, since when, by when, and how it stands."""

    text: str
    area_id: str
    area: str
    asked_on: date
    due_on: date | None
    standing: str
    is_open: bool
    is_late: bool


@dataclass(frozen=True)
class Counts:
    """How much was asked in public, is open, and is late."""

    asked: int
    open: int
    late: int


def gatherings() -> list[Gathering]:
    """Return the meetings to come that are open to everybody, the next first."""
    found = Meeting.objects.filter(
        is_open=True, body__is_public=True, state=MeetingState.CALLED, starts_at__gte=timezone.now()
    )
    return [
        Gathering(
            key=f"reunion-{each.pk}",
            body=each.body.name,
            area_id=each.body.area.stable_id,
            theme=each.get_theme_display(),
            starts_at=each.starts_at,
            place=each.place,
            agenda=tuple(each.agenda),
        )
        for each in found.select_related("body__area").order_by("starts_at")
    ]


def asked(area_ids: Iterable[str] = ()) -> Lazily[Asked]:
    """Return what was asked in public words, what is open first; of some areas and all that lies in
    them, or of all.
    """
    is_open = Case(When(state__in=OPEN, then=Value(0)), default=Value(1))
    found = _public(area_ids).select_related("body__area").order_by(is_open, "-asked_on", "pk")
    return Lazily(found, _told)


def asked_counts(area_ids: Iterable[str] = ()) -> Counts:
    """Return how much was asked in public words, how much of it is open, and how much of that late."""
    return Counts(**_public(area_ids).aggregate(**_sums()))


def asked_by_area() -> list[tuple[int | str, ...]]:
    """Return the same of each area where anything was asked, told by its key: another list is another state
    of all.
    """
    return list(_public(()).order_by("body__area").values_list("body__area").annotate(**_sums()))


def _sums() -> dict[str, Count]:
    still = Q(state__in=OPEN)
    late = still & Q(due_on__lt=timezone.localdate())
    return {"asked": Count("pk"), "open": Count("pk", filter=still), "late": Count("pk", filter=late)}


def _public(area_ids: Iterable[str]) -> QuerySet[Request]:
    found = Request.objects.exclude(public_text="").filter(body__is_public=True)
    wanted = set(area_ids)
    if not wanted:
        return found
    return found.filter(body__area__in=territory.inside(wanted))


def _told(rows: list[Request]) -> list[Asked]:
    names = territory.names_of(row.body.area.stable_id for row in rows)
    today = timezone.localdate()
    return [_asked(row, names.get(row.body.area.stable_id, ""), today) for row in rows]


def _asked(row: Request, area: str, today: date) -> Asked:
    is_open = row.state in OPEN
    return Asked(
        text=row.public_text,
        area_id=row.body.area.stable_id,
        area=area,
        asked_on=row.asked_on,
        due_on=row.due_on if is_open else None,
        standing=row.get_state_display(),
        is_open=is_open,
        is_late=bool(is_open and row.due_on and row.due_on < today),
    )
