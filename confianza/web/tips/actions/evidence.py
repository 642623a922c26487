"""Opening a sealed original: one person asks and says why, another, of another unit, agrees or does not."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from confianza.web.accounts.queries import keyrings
from confianza.web.audit.models import Kind
from confianza.web.lib import sealing
from confianza.web.tips import envelopes, media
from confianza.web.tips.actions import lines
from confianza.web.tips.models import EvidenceRequest
from confianza.web.tips.queries import opening
from confianza.web.tips.queries.opening import File, Keyring, OpenTip, Reader
from confianza.web.tips.rules import standing


class Refused(Exception):
    """An original cannot be asked for, released or opened so; `problem` is a code."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


@transaction.atomic
def ask(*, opened: OpenTip, file: File, reason: str, by: Any) -> EvidenceRequest:
    """Ask for the original of a file; why is sealed to the unit that keeps the other half. Raises Refused."""
    attachment = file.attachment
    if attachment.evidence_key is None:
        raise Refused("no_original")
    waiting = EvidenceRequest.objects.filter(attachment=attachment, asked_by=by)
    if waiting.filter(answered_on=None).exists() or waiting.filter(half__isnull=False).exists():
        raise Refused("asked_already")
    told = {"reason": reason, "number": opened.tip.number, "unit": opened.unit.name_es}
    request = EvidenceRequest.objects.create(
        tip=opened.tip,
        attachment=attachment,
        asked_by=by,
        reason=sealing.seal_to(
            bytes(attachment.evidence_key.public_key),
            sealing.pad(json.dumps(told, ensure_ascii=False).encode()),
        ),
    )
    lines.write(opened=opened, what=standing.ORIGINAL, told={"deed": "asked", "reason": reason}, by=by)
    lines.account_for(tip=opened.tip, action="ask_original", by=by, file=str(attachment.pk))
    return request


@transaction.atomic
def release(*, request: EvidenceRequest, reader: Reader, by: Any) -> None:
    """Agree: the keepers' half is sealed to the asker. Raises Refused, and NoKey without the unit's key."""
    request = _waiting(request, by)
    attachment = request.attachment
    held = reader.key_to(attachment.evidence_key_id)
    if held is None:
        raise opening.NoKey
    asker = keyrings.public_keys([request.asked_by_id]).get(request.asked_by_id)
    if asker is None:
        raise Refused("asker_has_no_keys")
    half = sealing.unseal_with(held.box, bytes(attachment.evidence_half or b""))
    _answer(request, by, granted=True, half=sealing.seal_to(bytes(asker), half))
    lines.account_for(tip=request.tip, action="release_original", by=by, file=str(attachment.pk))


@transaction.atomic
def refuse(*, request: EvidenceRequest, by: Any) -> None:
    """Do not agree. Raises Refused where it was answered meanwhile."""
    request = _waiting(request, by)
    _answer(request, by, granted=False, half=None)
    lines.account_for(tip=request.tip, action="refuse_original", by=by, file=str(request.attachment_id))


@transaction.atomic
def take(*, request: EvidenceRequest, opened: OpenTip, keyring: Keyring, by: Any) -> Iterator[bytes]:
    """Return the pieces of an original, once: the half is gone afterwards. Raises Refused and CannotOpen."""
    request = EvidenceRequest.objects.select_for_update().get(pk=request.pk)
    if request.asked_by_id != by.pk or request.half is None:
        raise Refused("not_released")
    file = next(one for one in opened.files if one.attachment.pk == request.attachment_id)
    key = envelopes.joined(bytes.fromhex(file.about["original_half"]), keyring.unseal(bytes(request.half)))
    EvidenceRequest.objects.filter(pk=request.pk).update(half=None)
    lines.write(opened=opened, what=standing.ORIGINAL, told={"deed": "opened"}, by=by)
    lines.account_for(
        tip=opened.tip, action="take_original", by=by, kind=Kind.EXPORTED, file=str(request.attachment_id)
    )
    return _pieces(file, key)


def _pieces(file: File, key: bytes) -> Iterator[bytes]:
    name = str(file.attachment.original_file)
    with (media.folder(settings.WORKSPACE.root) / name).open("rb") as sealed:
        yield from sealing.opened_file(sealed, key, media.about(name))


def _waiting(request: EvidenceRequest, by: Any) -> EvidenceRequest:
    found: EvidenceRequest = EvidenceRequest.objects.select_for_update().get(pk=request.pk)
    if found.answered_on is not None:
        raise Refused("answered_already")
    if found.asked_by_id == by.pk:
        raise Refused("own_request")
    return found


def _answer(request: EvidenceRequest, by: Any, *, granted: bool, half: bytes | None) -> None:
    EvidenceRequest.objects.filter(pk=request.pk).update(
        answered_by=by, answered_on=timezone.localdate(), is_granted=granted, half=half
    )
