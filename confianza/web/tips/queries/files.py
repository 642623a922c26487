"""Files of tips: the pieces of a clean copy, what it is called when it is kept, and originals asked for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from confianza.web.lib import sealing
from confianza.web.tips import media
from confianza.web.tips.models import EvidenceRequest, Kind, Membership
from confianza.web.tips.queries.opening import File, OpenTip, Reader

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "video/mp4": "mp4",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "text/plain": "txt",
}


@dataclass(frozen=True)
class Asked:
    """An original that somebody asks for; `reason` is None where the keeper has no key of their unit."""

    request: EvidenceRequest
    number: str
    unit: str
    reason: str | None


def clean_pieces(file: File) -> Iterator[bytes]:
    """Yield the clean copy of a file. Raises CannotOpen where it was changed or exchanged."""
    name = file.attachment.clean_file
    with (media.folder(settings.WORKSPACE.root) / name).open("rb") as sealed:
        yield from sealing.opened_file(sealed, bytes.fromhex(file.about["key"]), media.about(name))


def file_name(opened: OpenTip, file: File, kind: str) -> str:
    """Return what a file is called outside: number of the tip and place, never what its teller called it."""
    place = [one.attachment.pk for one in opened.files].index(file.attachment.pk) + 1
    return f"{opened.tip.number}-{place}.{ENDINGS.get(kind, 'bin')}"


def asked_of(person: Any) -> Any:
    """Return the requests that the units of a person keep halves for."""
    keeps = Membership.objects.current().filter(person=person, unit__kind=Kind.EVIDENCE)
    return EvidenceRequest.objects.filter(attachment__evidence_key__unit__in=keeps.values("unit"))


def own_requests(opened: OpenTip, reader: Reader) -> dict[UUID, EvidenceRequest]:
    """Return what a reader asked for last in a tip, by attachment."""
    own = EvidenceRequest.objects.visible_to(reader.person).filter(asked_by=reader.person)
    return {one.attachment_id: one for one in own.filter(tip=opened.tip).order_by("asked_on")}


def released(file: File, reader: Reader) -> EvidenceRequest | None:
    """Return the request by which a reader may open an original now, or None."""
    own = EvidenceRequest.objects.visible_to(reader.person).filter(asked_by=reader.person)
    return own.filter(attachment=file.attachment, half__isnull=False).first()


def asked(reader: Reader) -> Iterator[Asked]:
    """Yield what a keeper is asked for, open requests first, with the reason where they hold the key."""
    rows = asked_of(reader.person).select_related("asked_by", "answered_by", "attachment")
    for one in sorted(rows, key=lambda row: (row.answered_on is not None, row.asked_on)):
        told = _reason(one, reader)
        yield Asked(one, told.get("number", ""), told.get("unit", ""), told.get("reason"))


def _reason(request: EvidenceRequest, reader: Reader) -> dict[str, str]:
    held = reader.key_to(request.attachment.evidence_key_id)
    if held is None:
        return {}
    try:
        told: dict[str, str] = json.loads(sealing.unpad(sealing.unseal_with(held.box, bytes(request.reason))))
    except (sealing.CannotOpen, ValueError):
        return {}
    return told
