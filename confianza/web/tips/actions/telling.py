"""Taking in what somebody tells: it is routed, sealed to whom the route names, and answered with a receipt.

Both doors come here, and the gateway of text messages: so it knows neither people nor the account of deeds.
`by` is None for the teller. A tip counts only once its receipt was shown (`shown`); until then no desk sees
it, and `sweep` destroys it a day later.
"""

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from confianza.web.lib import sealing, walls
from confianza.web.tips import envelopes, media, receipts
from confianza.web.tips import keys as key_files
from confianza.web.tips.actions import shredding, tallies
from confianza.web.tips.keys import IntakeKeys
from confianza.web.tips.models import (
    Attachment,
    KeyWrap,
    Message,
    SeenMessage,
    State,
    Tip,
    UnitKey,
)
from confianza.web.tips.queries import routing_world
from confianza.web.tips.rules import kinds, routing
from confianza.web.tips.rules.answers import Answers, plain
from confianza.web.tips.rules.routing import Route

RECEIVED = "received"
NUMBER_LETTERS, NUMBER_LENGTH = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 6
# What is being written is kept for two hours; a form older than that is not taken.
DRAFT_SECONDS = 2 * 3600
# A tip whose receipt nobody saw waits for its teller for one whole day.
UNSEEN = timedelta(days=1)
# Forms that were sent, and messages of the gateway, which are brought again for a week at most.
REMEMBERED = timedelta(days=8)


class NobodyMayRead(Exception):
    """Nobody is left to whom this could be given without risk for its teller; nothing was kept."""

    def __init__(self, route: Route) -> None:
        self.route = route
        super().__init__(route.refusal)


class SentAlready(Exception):
    """This form was sent before; nothing was kept a second time."""


@dataclass(frozen=True)
class SealedFile:
    """A sealed file among the drafts or the sent ones: its name there, its key, and what is inside."""

    name: str
    key: bytes = field(repr=False)
    size: int
    media_type: str


@dataclass(frozen=True)
class File:
    """What somebody attaches: the clean copy, the original, and what the telephone called it."""

    clean: SealedFile
    original: SealedFile | None
    title: str = field(default="", repr=False)


@dataclass(frozen=True)
class Told:
    """A tip that was taken in. `receipt` is known here and nowhere else."""

    tip: UUID
    number: str
    route: Route
    receipt: str = field(repr=False)


# Before anything is sent, whoever tells it sees who would read it.
route_of = routing_world.route_of


def send(*, answers: Answers, channel: str, by: Any, files: Sequence[File] = (), form: bytes = b"") -> Told:
    """Seal a tip to those who may read it and return its receipt: committed before anybody sees it.

    `form` is what is unique of the form it came by. Raises NobodyMayRead, SentAlready. Takes a third of a
    second and 128 MiB (the receipt is stretched).
    """
    keys = key_files.intake_keys(settings.WORKSPACE.keys)
    receipt = receipts.new()
    root = receipts.root_of(receipt, keys)
    with walls.at_the_tip_line(), transaction.atomic():
        if form:
            _take_once(keys, form)
        world = routing_world.world(keys, answers.badges)
        route = routing.route(answers, world)
        if route.refusal:
            raise NobodyMayRead(route)
        tip, pair = _new_tip(root, kinds.group_of(answers), channel)
        _wrap(tip, pair, route, keys)
        told = {
            "text": "",
            "answers": plain(replace(answers, passphrase="")),
            # In the teller's own words, so that an answer of anybody else is noticed at the return.
            "readers": sorted(str(unit) for unit in route.recipients),
        }
        say(tip=tip, root=root, told=told, files=files, by=by)
    return Told(tip.pk, tip.number, route, receipt)


def say(
    *, tip: Tip, root: receipts.Root, told: Mapping[str, Any], by: Any, files: Sequence[File] = ()
) -> Message:
    """Add what the teller says to a tip, with files; the caller's transaction commits it."""
    keys = key_files.intake_keys(settings.WORKSPACE.keys)
    place = tip.messages.count()
    public = bytes(tip.public_key)
    sealed = envelopes.told_by_tipster(told, tip=tip.pk, place=place, teller=root.pair, tip_public=public)
    message = Message.objects.create(
        tip=tip, place=place, body=sealed.body, for_tip=sealed.for_tip, for_tipster=sealed.for_tipster
    )
    keeper = routing_world.evidence_key(keys) if files else None
    for number, file in enumerate(files):
        _attach(message, number, file, keeper)
    return message


def shown(*, tip: UUID, by: Any) -> bool:
    """The teller has the receipt: from now on the desk sees the tip. Say whether this was the moment."""
    with walls.at_the_tip_line(), transaction.atomic():
        if not Tip.objects.filter(pk=tip, state=State.SEALED).update(state=State.NEW):
            return False
        tallies.count(tip=Tip.objects.get(pk=tip), what=RECEIVED, by=by)
    return True


def take_once(*, form: bytes, by: Any) -> None:
    """Remember that a form was sent, within the caller's transaction. Raises SentAlready."""
    _take_once(key_files.intake_keys(settings.WORKSPACE.keys), form)


def forget_drafts(*, files: Sequence[File], by: Any) -> None:
    """Destroy the files of a draft that is given up."""
    drafts = media.drafts(settings.WORKSPACE.root)
    for one in _sealed(files):
        media.destroy_file(drafts / one.name)


def sweep(*, by: Any) -> int:
    """Destroy tips whose receipt nobody saw for a day, drafts of more than two hours and files without a row;
    return how many tips. Called at every start, and hourly.
    """
    today = timezone.localdate()
    with walls.at_the_tip_line():
        unseen = Tip.objects.filter(state=State.SEALED, received_on__lt=today - UNSEEN)
        swept = shredding.shred(tips=list(unseen.values_list("pk", flat=True)), by=by)
        SeenMessage.objects.filter(seen_on__lt=today - REMEMBERED).delete()
        shredding.shred_left_behind(by=by)
    for file in _old_drafts():
        media.destroy_file(file)
    return swept.tips


# --- the rows of a tip -------------------------------------------------------------------------------


def _take_once(keys: IntakeKeys, form: bytes) -> None:
    token = sealing.keyed_hash(keys.draft, b"form sent" + form)
    try:
        with transaction.atomic():
            SeenMessage.objects.create(token=token)
    except IntegrityError:
        raise SentAlready from None


def _new_tip(root: receipts.Root, group: str, channel: str) -> tuple[Tip, sealing.Pair]:
    pair, number = sealing.new_pair(), uuid4()
    tip = Tip.objects.create(
        id=number,
        number=_free_number(),
        lookup=root.lookup,
        tipster_key=root.pair.public,
        public_key=pair.public,
        binding=envelopes.binding(root.word, number, pair.public),
        group=group,
        channel=channel,
    )
    return tip, pair


def _free_number() -> str:
    while True:
        letters = (secrets.choice(NUMBER_LETTERS) for _ in range(NUMBER_LENGTH))
        number = "W-" + "".join(letters)
        if not Tip.objects.filter(number=number).exists():
            return number


def _wrap(tip: Tip, pair: sealing.Pair, route: Route, keys: IntakeKeys) -> None:
    """Seal the tip's key to those whom the route names. Raises NobodyMayRead where none of them has a key."""
    unit_keys = routing_world.vouched_keys(keys, *routing_world.READING_KINDS)
    people = {person for named in route.per_officer_units.values() for person in named}
    own_keys = routing_world.public_keys(people)
    wraps = [_for_unit(tip, pair, unit_keys[unit]) for unit in route.units]
    wraps += [
        KeyWrap(
            tip=tip,
            for_unit_id=unit,
            person_id=person,
            sealed=sealing.seal_to(own_keys[person], pair.private),
        )
        for unit, named in route.per_officer_units.items()
        for person in named & set(own_keys)
    ]
    if not wraps:
        raise NobodyMayRead(replace(route, refusal=routing.NOBODY_LEFT, units=frozenset()))
    KeyWrap.objects.bulk_create(wraps)


def _for_unit(tip: Tip, pair: sealing.Pair, key: UnitKey) -> KeyWrap:
    sealed = sealing.seal_to(bytes(key.public_key), pair.private)
    return KeyWrap(tip=tip, for_unit_id=key.unit_id, unit_key=key, sealed=sealed)


# --- files -------------------------------------------------------------------------------------------


def _attach(message: Message, number: int, file: File, keeper: UnitKey | None) -> None:
    """Bring a file from the drafts to its message; without a unit that keeps evidence, no original stays."""
    own, theirs = envelopes.halves(file.original.key) if file.original else (b"", b"")
    about = {
        "name": file.title,
        "kind": file.clean.media_type,
        "size": file.clean.size,
        "key": file.clean.key.hex(),
    }
    original = file.original if keeper else None
    if original:
        about |= {
            "original_kind": original.media_type,
            "original_size": original.size,
            "original_half": own.hex(),
        }
    attachment = Attachment(tip=message.tip, message=message, place=number, clean_file=file.clean.name)
    sealed = envelopes.about_attachment(
        about, tip=message.tip_id, attachment=attachment.pk, tip_public=bytes(message.tip.public_key)
    )
    attachment.about, attachment.for_tip = sealed.body, sealed.for_tip
    if original and keeper:
        attachment.original_file, attachment.evidence_key = original.name, keeper
        attachment.evidence_half = sealing.seal_to(bytes(keeper.public_key), theirs)
    _bring_in(file, with_original=original is not None)
    attachment.save(force_insert=True)


def _bring_in(file: File, *, with_original: bool) -> None:
    """Move the sealed files to the sent ones before the row that names them is committed."""
    drafts, sent = media.drafts(settings.WORKSPACE.root), media.folder(settings.WORKSPACE.root)
    for one in _sealed([file]):
        if one is file.original and not with_original:
            media.destroy_file(drafts / one.name)
            continue
        (drafts / one.name).rename(sent / one.name)
        media.hide_date(sent / one.name)
    _make_durable(sent)


def _make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sealed(files: Sequence[File]) -> Iterator[SealedFile]:
    for file in files:
        yield file.clean
        if file.original:
            yield file.original


def _old_drafts() -> Iterator[Path]:
    before = timezone.now().timestamp() - DRAFT_SECONDS
    for file in media.drafts(settings.WORKSPACE.root).iterdir():
        if file.is_file() and file.stat().st_ctime < before:
            yield file
