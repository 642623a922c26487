"""Rows of tips with random bytes where sealed ones stand, for tests that never open them."""

import os
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from confianza.web.tips import media
from confianza.web.tips.models import (
    Attachment,
    Channel,
    Coincidence,
    Conversation,
    Entry,
    EvidenceRequest,
    Group,
    Hold,
    KeyWrap,
    Kind,
    Message,
    RewardCase,
    RewardVote,
    State,
    Tip,
    Unit,
    UnitKey,
)


def unit(kind: str = Kind.DESK, name: str = "Mesa de avisos") -> Unit:
    return Unit.objects.get_or_create(kind=kind, name_es=name, name_en=name)[0]


def unit_key(of: Unit) -> UnitKey:
    found = UnitKey.objects.current().filter(unit=of).first()
    return found or UnitKey.objects.create(
        unit=of, epoch=1, public_key=os.urandom(32), verify_key=os.urandom(32), root_signature=os.urandom(65)
    )


def bare(**more: Any) -> Tip:
    """A tip, and nothing that belongs to it."""
    given = {"state": State.NEW, "group": Group.CRIME, "channel": Channel.WEB, **more}
    return Tip.objects.create(
        number="W-" + os.urandom(3).hex().upper(), lookup=os.urandom(32), tipster_key=os.urandom(32),
        public_key=os.urandom(32), binding=os.urandom(32), **given,
    )  # fmt: skip


def whole(person: Any, *, size: int = 4200, **more: Any) -> Tip:
    """A tip with everything that can belong to one, a row of each, and two files."""
    tip, desk, board = bare(**more), unit(), unit(Kind.BOARD, "Junta")
    key, board_key = unit_key(desk), unit_key(board)
    KeyWrap.objects.create(tip=tip, for_unit=desk, unit_key=key, sealed=os.urandom(81))
    KeyWrap.objects.create(tip=tip, for_unit=desk, person=person, sealed=os.urandom(81))
    message = Message.objects.create(
        tip=tip, place=0, body=os.urandom(size), for_tip=os.urandom(81), for_tipster=os.urandom(81)
    )
    attachment = Attachment.objects.create(
        tip=tip, message=message, place=0, about=os.urandom(size), for_tip=os.urandom(81),
        clean_file=_file(), original_file=_file(), evidence_key=key, evidence_half=os.urandom(81),
    )  # fmt: skip
    Entry.objects.create(tip=tip, place=0, body=os.urandom(size), for_tip=os.urandom(81))
    asked = {"asked_by": person, "reason": os.urandom(300), "half": os.urandom(81)}
    EvidenceRequest.objects.create(tip=tip, attachment=attachment, **asked)
    Coincidence.objects.create(tip=tip, unit=desk, token=os.urandom(32))
    Conversation.objects.create(tip=tip, token=os.urandom(32), sealed=os.urandom(200))
    case = RewardCase.objects.create(
        tip=tip, board_key=board_key, summary=os.urandom(500), voucher=os.urandom(200), state="refused"
    )
    RewardVote.objects.create(case=case, person=person, grants=True, sealed=os.urandom(90))
    return tip


def held(tip: Tip, asked_by: Any, **more: Any) -> Hold:
    return Hold.objects.create(tip=tip, asked_by=asked_by, **more)


def today() -> date:
    return timezone.localdate()


def _file() -> str:
    name = media.new_name()
    place = media.folder(settings.WORKSPACE.root) / name
    place.write_bytes(os.urandom(70_000))
    media.hide_date(place)
    return name
