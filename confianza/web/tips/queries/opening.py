"""From a reader's open keys to what a tip says: grant → unit key → tip key → messages, files and lines.

Whatever does not open, or was not written by who it says, is told as such and shown to nobody as genuine.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch

from confianza.web.lib import sealing
from confianza.web.tips import envelopes, keys
from confianza.web.tips.envelopes import UnitKeys
from confianza.web.tips.models import (
    READING_KINDS,
    Attachment,
    Entry,
    KeyGrant,
    KeyWrap,
    Membership,
    Message,
    Tip,
    Unit,
    UnitKey,
)
from confianza.web.tips.rules import standing as standings
from confianza.web.tips.rules.answers import Answers, of_plain
from confianza.web.tips.rules.standing import Line, Standing

# Whoever can write a line holds the tip's key: the mark is made with what is derived from it.
PURPOSE_OF_MARK = "tip/line/v1"
CANNOT_OPEN, FORGED = "cannot_open", "forged"


class NoKey(Exception):
    """The reader's unit holds the key of the tip, but nobody has handed that unit's key to the reader."""


class Keyring(Protocol):
    """What a reader's open keyring does here (accounts.keyrings)."""

    def unseal(self, blob: bytes) -> bytes: ...


@dataclass(frozen=True)
class File:
    """An attachment: `about` is what is known of it (name, kind, size, keys)."""

    attachment: Attachment
    about: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Said:
    """One message. `unit` is who answered, None where the teller speaks; `answers` those of a questionnaire;
    `trouble` is "" or why it must not be believed.
    """

    place: int
    on: date
    unit: Unit | None
    text: str = field(default="", repr=False)
    answers: Answers | None = field(default=None, repr=False)
    files: tuple[File, ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class OpenTip:
    """A tip as its reader sees it, and the unit through which they do. `forged_lines`: lines that nobody with
    the tip's key wrote. `teller_waits_since`: the day of the teller's last word where nobody answered it.
    """

    tip: Tip
    unit: Unit
    private: bytes = field(repr=False)
    said: tuple[Said, ...] = ()
    lines: tuple[Line, ...] = ()
    forged_lines: int = 0
    teller_waits_since: date | None = None

    @cached_property
    def standing(self) -> Standing:
        return standings.of(self.lines)

    @cached_property
    def answers(self) -> Answers:
        """What was answered when the tip was told; nothing where that does not open."""
        return next((one.answers for one in self.said if one.answers), Answers())

    @property
    def files(self) -> Iterator[File]:
        return (file for one in self.said for file in one.files)


@dataclass(frozen=True)
class Reader:
    """A person at the desk with open keys."""

    person: Any
    keyring: Keyring = field(repr=False)

    @cached_property
    def units(self) -> dict[UUID, Unit]:
        """The reading units the person works in now."""
        current = Membership.objects.current().filter(person=self.person, unit__kind__in=READING_KINDS)
        return {one.unit_id: one.unit for one in current.select_related("unit")}

    @cached_property
    def unit_keys(self) -> dict[UUID, UnitKeys]:
        """The keys of units that were granted to the person, by epoch."""
        grants = KeyGrant.objects.filter(person=self.person)
        return {one.unit_key_id: opened for one in grants if (opened := self._granted(one)) is not None}

    def _granted(self, grant: KeyGrant) -> UnitKeys | None:
        try:
            return UnitKeys.of(self.keyring.unseal(bytes(grant.sealed)))
        except sealing.CannotOpen:
            return None

    def key_of(self, tip: Tip) -> tuple[UUID, bytes]:
        """Return a tip's private key and the unit through which it is held. Raises NoKey."""
        for wrap in tip.wraps.all():
            private = self._unwrapped(wrap) if wrap.for_unit_id in self.units else None
            if private and sealing.pair_of(private).public == bytes(tip.public_key):
                return wrap.for_unit_id, private
        raise NoKey

    def _unwrapped(self, wrap: KeyWrap) -> bytes | None:
        try:
            if wrap.person_id is not None:
                return self.keyring.unseal(bytes(wrap.sealed)) if wrap.person_id == self.person.pk else None
            held = self.key_to(wrap.unit_key_id)
            return sealing.unseal_with(held.box, bytes(wrap.sealed)) if held else None
        except sealing.CannotOpen:
            return None

    def key_to(self, unit_key: UUID | None) -> UnitKeys | None:
        """Return the keys of an epoch of a unit, None where they were not granted to the person."""
        return self.unit_keys.get(unit_key) if unit_key else None

    def signing_key(self, unit: Unit) -> tuple[UnitKey, bytes]:
        """Return the current key of a unit and the half that signs for it. Raises NoKey."""
        current = UnitKey.objects.current().filter(unit=unit).first()
        if current is None or current.pk not in self.unit_keys:
            raise NoKey
        return current, self.unit_keys[current.pk].signing


def opened(tip: Tip, reader: Reader) -> OpenTip:
    """Return a tip with all that is said in it. Raises NoKey.

    `tip` comes from `Tip.objects.visible_to(reader.person)`: nothing here asks again who may see it.
    """
    unit, private = reader.key_of(tip)
    lines, forged = _lines(tip, private, tip.entries.all())
    said = tuple(_said(tip, private, one) for one in _messages(tip))
    waits = _waits_since((one.unit is None, one.place, one.on) for one in said)
    return OpenTip(tip, reader.units[unit], private, said, lines, forged, waits)


def found(tip: UUID, reader: Reader) -> OpenTip:
    """Return a tip by its id, open. Raises Tip.DoesNotExist where the reader does not see it, and NoKey."""
    return opened(Tip.objects.visible_to(reader.person).get(pk=tip), reader)


def beginnings(tips: Iterable[Tip], reader: Reader) -> Iterator[OpenTip]:
    """Yield tips with what was told first and the lines about them; those without a key are left out.

    `tips` come from `with_beginnings`: all is read in a few questions to the register.
    """
    for tip in tips:
        try:
            unit, private = reader.key_of(tip)
        except NoKey:
            continue
        lines, forged = _lines(tip, private, tip.entries.all())
        said = tuple(_said(tip, private, one) for one in tip.first_messages)  # type: ignore[attr-defined]
        talk = ((one.is_from_tipster, one.place, one.said_on) for one in tip.talk)  # type: ignore[attr-defined]
        yield OpenTip(tip, reader.units[unit], private, said, lines, forged, _waits_since(talk))


def with_beginnings(tips: Any) -> Any:
    """Return a queryset of tips that brings along what `beginnings` needs."""
    first = Prefetch("messages", Message.objects.filter(place=0), to_attr="first_messages")
    sealed = Message.objects.defer("body", "for_tip", "for_tipster")
    return tips.prefetch_related("wraps", "entries", first, Prefetch("messages", sealed, to_attr="talk"))


def _waits_since(talk: Iterable[tuple[bool, int, date]]) -> date | None:
    """Return the day on which the teller came back and spoke last, after the last answer."""
    since = None
    for from_teller, place, on in talk:
        since = on if from_teller and place else None
    return since


def mark(private: bytes, place: int, line: Line) -> str:
    """Return the sign that somebody with the tip's key wrote a line at its place."""
    key = sealing.derive(private, PURPOSE_OF_MARK)
    written = json.dumps([place, line.plain()], sort_keys=True)
    return sealing.keyed_hash(key, written.encode()).hex()


def _lines(tip: Tip, private: bytes, entries: Iterable[Entry]) -> tuple[tuple[Line, ...], int]:
    read = [_line(tip, private, entry) for entry in entries]
    lines = tuple(line for line in read if line is not None)
    return lines, len(read) - len(lines)


def _line(tip: Tip, private: bytes, entry: Entry) -> Line | None:
    sealed = envelopes.Sealed(bytes(entry.body), bytes(entry.for_tip))
    try:
        told = envelopes.opened_entry(sealed, tip=tip.pk, place=entry.place, tip_private=private)
        line = Line.of(told["line"])
        return line if told["mark"] == mark(private, entry.place, line) else None
    except (sealing.CannotOpen, KeyError, TypeError, ValueError):
        return None


def _messages(tip: Tip) -> Any:
    return tip.messages.select_related("unit_key__unit").prefetch_related("attachments")


def _said(tip: Tip, private: bytes, message: Message) -> Said:
    unit = message.unit_key.unit if message.unit_key else None
    try:
        told = _told(tip, private, message)
    except sealing.CannotOpen:
        return Said(message.place, message.said_on, unit, trouble=CANNOT_OPEN)
    except sealing.Forged:
        return Said(message.place, message.said_on, unit, trouble=FORGED)
    files = tuple(file for one in message.attachments.all() if (file := _file(tip, private, one)))
    answers = of_plain(told["answers"]) if told.get("answers") else None
    return Said(message.place, message.said_on, unit, str(told.get("text", "")), answers, files)


def _told(tip: Tip, private: bytes, message: Message) -> Mapping[str, Any]:
    sealed = envelopes.Sealed(bytes(message.body), bytes(message.for_tip), bytes(message.for_tipster))
    if message.unit_key is None:
        told = envelopes.opened_by_reader(
            sealed, tip=tip.pk, place=message.place, tip_private=private, teller=bytes(tip.tipster_key)
        )
    else:
        check_vouched(message.unit_key)
        told = envelopes.reply(
            sealed, tip=tip.pk, place=message.place, private=private,
            verify=bytes(message.unit_key.verify_key), is_teller=False,
        )  # fmt: skip
    if not isinstance(told, Mapping):
        raise sealing.CannotOpen
    return told


def check_vouched(key: UnitKey) -> None:
    """Raise Forged unless the root key kept off this machine vouches for a unit's keys."""
    root = keys.root(settings.WORKSPACE.keys)
    if root is None:
        raise sealing.Forged
    envelopes.check_vouched(
        root, bytes(key.root_signature), key.unit_id, key.epoch, bytes(key.public_key), bytes(key.verify_key)
    )


def _file(tip: Tip, private: bytes, attachment: Attachment) -> File | None:
    sealed = envelopes.Sealed(bytes(attachment.about), bytes(attachment.for_tip))
    try:
        about = envelopes.opened_attachment(sealed, tip=tip.pk, attachment=attachment.pk, tip_private=private)
    except sealing.CannotOpen:
        return None
    return File(attachment, about)
