"""What somebody reads who comes back with a receipt: their own words and the answers, each with its proof.

Whether a receipt is known or not, the same is asked of the register and the same is opened: nobody learns
from how long it takes whether a guess was right.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings

from confianza.web.lib import sealing
from confianza.web.tips import envelopes, receipts
from confianza.web.tips import keys as key_files
from confianza.web.tips.keys import IntakeKeys
from confianza.web.tips.models import Attachment, Message, State, Tip
from confianza.web.tips.queries import claims, routing_world
from confianza.web.tips.rules.answers import Answers, of_plain

# Why what stands there must not be believed: it does not open, or nobody whom we know has signed it.
UNREADABLE, UNVERIFIED = "unreadable", "unverified"


@dataclass(frozen=True)
class Said:
    """One thing said. `unit` is the name of the unit that answers, "" where it is the teller.

    `came_later`: that unit was not among those who read the tip when it was sent.
    """

    place: int
    on: date
    unit: str = ""
    text: str = field(default="", repr=False)
    answers: Answers | None = field(default=None, repr=False)
    files: int = 0
    trouble: str = ""
    came_later: bool = False


@dataclass(frozen=True)
class Conversation:
    """A tip and what was said in it. `is_ours`: its key is the one that the teller saw when it was sent."""

    tip: Tip
    said: tuple[Said, ...]
    is_ours: bool
    has_reward: bool

    @property
    def is_closed(self) -> bool:
        return bool(self.tip.state == State.CLOSED)


def found(root: receipts.Root) -> Tip | None:
    """Return the tip that a receipt opens, or None; one question to the register."""
    return Tip.objects.filter(lookup=root.lookup).first()


def stand_in() -> Tip:
    """Return a tip that is none, for whom a wrong receipt is treated like a right one."""
    pair = sealing.new_pair()
    return Tip(id=uuid4(), public_key=pair.public, tipster_key=pair.public, binding=sealing.new_key())


def conversation(tip: Tip, root: receipts.Root) -> Conversation:
    """Return what was said, as far as the teller's keys open it. Four questions to the register."""
    keys = key_files.intake_keys(settings.WORKSPACE.keys)
    expected = envelopes.binding(root.word, tip.pk, bytes(tip.public_key))
    messages = list(Message.objects.filter(tip=tip).select_related("unit_key__unit").order_by("place"))
    files = Counter(Attachment.objects.filter(tip=tip).values_list("message_id", flat=True))
    readers = _readers(tip, root, messages)
    said = tuple(_said(tip, root, keys, one, files[one.pk], readers) for one in messages)
    return Conversation(tip, said, expected == bytes(tip.binding), claims.has_reward(tip))


def _readers(tip: Tip, root: receipts.Root, messages: list[Message]) -> frozenset[str]:
    """Return the units the tip went to, as the teller's own first message says."""
    if not messages or messages[0].unit_key_id is not None:
        return frozenset()
    try:
        return frozenset(_own(tip, root, messages[0]).get("readers", ()))
    except sealing.CannotOpen:
        return frozenset()


def _said(
    tip: Tip, root: receipts.Root, keys: IntakeKeys, message: Message, files: int, readers: frozenset[str]
) -> Said:
    unit = message.unit_key.unit if message.unit_key else None
    shown = Said(
        message.place,
        message.said_on,
        unit.name if unit else "",
        files=files,
        came_later=unit is not None and bool(readers) and str(unit.pk) not in readers,
    )
    try:
        told = _answered(tip, root, keys, message) if unit else _own(tip, root, message)
    except sealing.Forged:
        return _not_believed(shown, UNVERIFIED)
    except sealing.CannotOpen:
        return _not_believed(shown, UNVERIFIED if unit else UNREADABLE)
    answers = of_plain(told["answers"]) if told.get("answers") else None
    return Said(**(vars(shown) | {"text": str(told.get("text", "")), "answers": answers}))


def _not_believed(shown: Said, why: str) -> Said:
    return Said(**(vars(shown) | {"trouble": why}))


def _own(tip: Tip, root: receipts.Root, message: Message) -> dict[str, Any]:
    told = envelopes.opened_by_tipster(
        _sealed(message),
        tip=tip.pk,
        place=message.place,
        teller=root.pair,
        tip_public=bytes(tip.public_key),
    )
    return _checked(told)


def _answered(tip: Tip, root: receipts.Root, keys: IntakeKeys, message: Message) -> dict[str, Any]:
    """Return what a unit answered. Raises Forged unless the unit's key is vouched for and signed it here."""
    if message.unit_key is None or not routing_world.is_vouched(message.unit_key, keys):
        raise sealing.Forged
    told = envelopes.reply(
        _sealed(message),
        tip=tip.pk,
        place=message.place,
        private=root.pair.private,
        verify=bytes(message.unit_key.verify_key),
        is_teller=True,
    )
    return _checked(told)


def _sealed(message: Message) -> envelopes.Sealed:
    return envelopes.Sealed(bytes(message.body), bytes(message.for_tip), bytes(message.for_tipster))


def _checked(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise sealing.CannotOpen
    return told
