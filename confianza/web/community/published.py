"""What everybody may see: meetings open to all, and what was asked, in words that name nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from confianza.web.community.models import Meeting, MeetingState, Request
from confianza.web.community.models.requests import OPEN
from confianza.web.territory import queries as territory


@dataclass(frozen=True)
class Gathering:
    """A meeting that everybody may come to. `key` names it in calendars."""

    key: str
    body: str
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


def gatherings() -> list[Gathering]:
    """Return the meetings to come that are open to everybody, the next first."""
    found = Meeting.objects.filter(
        is_open=True, body__is_public=True, state=MeetingState.CALLED, starts_at__gte=timezone.now()
    )
    return [
        Gathering(
            key=f"reunion-{each.pk}",
            body=each.body.name,
            theme=each.get_theme_display(),
            starts_at=each.starts_at,
            place=each.place,
            agenda=tuple(each.agenda),
        )
        for each in found.select_related("body").order_by("starts_at")
    ]


def asked(area_ids: Iterable[str] = ()) -> list[Asked]:
    """Return what was asked in public words, what is open first; of some areas, or of all."""
    found = Request.objects.exclude(public_text="").filter(body__is_public=True)
    wanted = set(area_ids)
    if wanted:
        found = found.filter(body__area__stable_id__in=wanted)
    rows = list(found.select_related("body__area").order_by("-asked_on"))
    names = territory.names_of(row.body.area.stable_id for row in rows)
    today = timezone.localdate()
    told = [_asked(row, names.get(row.body.area.stable_id, ""), today) for row in rows]
    return sorted(told, key=lambda each: not each.is_open)


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
