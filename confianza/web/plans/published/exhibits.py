"""Pictures and papers that somebody decided to show to everybody: clean copies, with what is seen there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from confianza.web.plans.exhibits import PICTURES, SHELF, file_name
from confianza.web.plans.models import Exhibit


@dataclass(frozen=True)
class Shown:
    """A file that everybody sees: `size` in bytes; whoever attached or showed it is not told."""

    pk: int
    caption: str
    media_type: str
    size: int
    is_picture: bool
    name: str
    at: datetime


def of_promise(key: int) -> list[Shown]:
    """Return the files of a promise, while it is kept and stands on the public site."""
    return _told(Exhibit.objects.public().filter(commitment=key))


def of_grants(awards: Iterable[int]) -> dict[int, list[Shown]]:
    """Return the files of what was shown for grants, by tranche."""
    told: dict[int, list[Shown]] = {}
    for each in Exhibit.objects.public().filter(proof__tranche__award__in=awards).select_related("proof"):
        if each.proof:
            told.setdefault(each.proof.tranche_id, []).append(_shown(each))
    return told


def exhibit(key: int) -> tuple[Shown, bytes] | None:
    """Return one file with its content, None where nobody decided that everybody sees it."""
    found = Exhibit.objects.public().filter(pk=key).first()
    return (_shown(found), SHELF.read(found.kept_as)) if found else None


def _told(found: Iterable[Exhibit]) -> list[Shown]:
    return [_shown(each) for each in found]


def _shown(each: Exhibit) -> Shown:
    return Shown(
        pk=each.pk,
        caption=each.caption,
        media_type=each.media_type,
        size=each.size,
        is_picture=each.media_type in PICTURES,
        name=file_name(each.pk, each.media_type),
        at=each.kept_at,
    )
