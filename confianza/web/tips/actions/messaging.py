"""What comes by text message becomes a tip, or goes on with one. Known by the gateway, so it knows neither
people nor the account of deeds; `by` is None, and no number is kept.
"""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from confianza.web.lib import walls
from confianza.web.tips import keys, receipts, talks
from confianza.web.tips.actions import returning, telling
from confianza.web.tips.models import Channel, Conversation, Tip
from confianza.web.tips.questionnaire import loading
from confianza.web.tips.rules.answers import GENERAL, Answers

# What the gateway answers, worded in channels/sentences.py.
BEGUN, ADDED, ANSWERED, CODE, NO_TALK = "begun", "added", "answered", "code", "no_talk"
NOT_TAKEN, TOO_MANY = "not_taken", "too_many"
ASKS_FOR_CODE = frozenset({"codigo", "código", "code"})
# New talks in an hour, of everybody together: a flood is sent to the web, where it has to work for each.
NEW_TALKS, AN_HOUR = 120, 3600
COUNTED = "tips-new-talks"


def receive(*, number: str, text: str, message: str, by: Any) -> tuple[str, str]:
    """Take a message in; return what to answer (a code) and, where it was asked for, the receipt.

    The same message twice is taken once, and answered the same.
    """
    talk = talks.of_number(settings.WORKSPACE.keys, number)
    wants_code = text.casefold().strip(" .!¡¿?\n") in ASKS_FOR_CODE
    with walls.at_the_tip_line(), transaction.atomic():
        known = Conversation.objects.select_for_update().filter(token=talk.token).first()
        if wants_code:
            return (CODE, talks.opened(talk, bytes(known.sealed)).receipt) if known else (NO_TALK, "")
        if known is None or known.ends_on < timezone.localdate():
            return _begin(talk, known, text, message, by), ""
        return _go_on(talk, known, text, message, by), ""


def _begin(talk: talks.Talk, over: Conversation | None, text: str, message: str, by: Any) -> str:
    if not _has_room():
        return TOO_MANY
    answers = Answers(questionnaire=GENERAL, version=loading.named(GENERAL).version, said={"story": text})
    form = talks.message_token(settings.WORKSPACE.keys, message)
    try:
        with transaction.atomic():
            told = telling.send(answers=answers, channel=Channel.SMS, form=form, by=by)
            _keep(talk, over, told)
            # Nobody is shown a receipt unasked: the first answer is what the teller has in hand.
            telling.shown(tip=told.tip, by=by)
    except (telling.SentAlready, telling.NobodyMayRead):
        return NOT_TAKEN
    return BEGUN


def _go_on(talk: talks.Talk, known: Conversation, text: str, message: str, by: Any) -> str:
    kept = talks.opened(talk, bytes(known.sealed))
    tip = Tip.objects.get(pk=known.tip_id)
    form = talks.message_token(settings.WORKSPACE.keys, message)
    try:
        with transaction.atomic():
            returning.write_more(tip=tip, root=kept.root, text=text, form=form, by=by)
    except telling.SentAlready:
        return BEGUN if tip.messages.filter(unit_key=None).count() == 1 else ADDED
    except returning.Refused:
        return NOT_TAKEN
    Conversation.objects.filter(pk=known.pk).update(ends_on=timezone.localdate() + talks.LASTS)
    return ANSWERED if tip.messages.exclude(unit_key=None).exists() else ADDED


def _keep(talk: talks.Talk, over: Conversation | None, told: telling.Told) -> None:
    if over is not None:
        over.delete()
    root = receipts.root_of(told.receipt, keys.intake_keys(settings.WORKSPACE.keys))
    sealed = talks.sealed(talk, talks.Kept(told.receipt, root))
    ends_on = timezone.localdate() + talks.LASTS
    Conversation.objects.create(token=talk.token, tip_id=told.tip, sealed=sealed, ends_on=ends_on)


def _has_room() -> bool:
    cache.add(COUNTED, 0, AN_HOUR)
    return cache.incr(COUNTED) <= NEW_TALKS
