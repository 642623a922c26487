"""What somebody does who comes back with a receipt: says more, adds files, takes everything back.

`by` is None: nobody knows who it is, and nothing of it reaches the account of deeds.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.lib import walls
from confianza.web.tips import receipts
from confianza.web.tips.actions import shredding, tallies, telling
from confianza.web.tips.actions.telling import File
from confianza.web.tips.models import Message, State, Tip
from confianza.web.tips.queries import keeping

WITHDRAWN = "withdrawn"
# Room for everything that belongs to one matter, and an end for whoever wants to fill the disk.
FILES_OF_A_TIP = 30
MESSAGES_A_DAY = 30
LONGEST_TEXT = 10_000


class Refused(Exception):
    """It cannot be added or taken back; `problem` is a code."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


def write_more(
    *, tip: Tip, root: receipts.Root, text: str, form: bytes, by: Any, files: Sequence[File] = ()
) -> Message:
    """Add what the teller says now. Raises Refused, and telling.SentAlready for a form sent before."""
    _check(text, files)
    with walls.at_the_tip_line(), transaction.atomic():
        telling.take_once(form=form, by=by)
        locked = Tip.objects.select_for_update().get(pk=tip.pk)
        _check_room(locked, files)
        return telling.say(tip=locked, root=root, told={"text": text}, files=files, by=by)


def withdraw(*, tip: Tip, by: Any) -> None:
    """Destroy a tip because its teller wants it: keys, texts, files. Raises Refused where it is held."""
    with walls.at_the_tip_line(), transaction.atomic():
        locked = Tip.objects.select_for_update().get(pk=tip.pk)
        if keeping.standing(locked, timezone.localdate()):
            raise Refused("held")
        if locked.state != State.SEALED:
            tallies.count(tip=locked, what=WITHDRAWN, by=by)
        shredding.shred(tips=[locked.pk], by=by)
    shredding.empty_the_log(by=by)


def _check(text: str, files: Sequence[File]) -> None:
    if not text and not files:
        raise Refused("nothing")
    if len(text) > LONGEST_TEXT:
        raise Refused("too_long")
    if receipts.holds_one(text):
        raise Refused("holds_receipt")


def _check_room(tip: Tip, files: Sequence[File]) -> None:
    today = tip.messages.filter(unit_key=None, said_on=timezone.localdate()).count()
    if today >= MESSAGES_A_DAY:
        raise Refused("too_many_messages")
    if tip.attachments.count() + len(files) > FILES_OF_A_TIP:
        raise Refused("too_many_files")
