"""Answering the teller: sealed to them and signed by the unit, so that nobody can lure them in its name."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from confianza.web.tips import envelopes, receipts
from confianza.web.tips.actions import lines, moving, tallies
from confianza.web.tips.models import Message, State, Tip
from confianza.web.tips.queries import opening
from confianza.web.tips.queries.opening import OpenTip, Reader
from confianza.web.tips.rules import standing


class HoldsAReceipt(Exception):
    """The text has the digits of a receipt in it: whoever reads it would then be the teller."""


@transaction.atomic
def answer(*, opened: OpenTip, reader: Reader, text: str, by: Any) -> Message:
    """Say something to the teller. Raises HoldsAReceipt, NoKey where the reader does not hold the unit's
    current key, and sealing.Forged where nobody vouches for that key: the teller could not believe it.
    """
    if receipts.holds_one(text):
        raise HoldsAReceipt
    unit_key, signing = reader.signing_key(opened.unit)
    opening.check_vouched(unit_key)
    tip = Tip.objects.select_for_update().get(pk=opened.tip.pk)
    place = Message.objects.filter(tip=tip).aggregate(Max("place"))["place__max"] + 1
    sealed = envelopes.told_by_unit(
        {"text": text}, tip=tip.pk, place=place, signing=signing,
        tip_public=bytes(tip.public_key), teller=bytes(tip.tipster_key),
    )  # fmt: skip
    message = Message.objects.create(
        tip=tip, place=place, unit_key=unit_key,
        body=sealed.body, for_tip=sealed.for_tip, for_tipster=sealed.for_tipster,
    )  # fmt: skip
    lines.write(opened=opened, what=standing.ANSWERED, told={"place": place}, by=by)
    if opened.standing.answered_on is None:
        tallies.count_answer(tip=tip, by=by)
    moving.advance(tip=tip, to=State.ANSWERED, by=by)
    lines.account_for(tip=tip, action="answer", by=by)
    return message
