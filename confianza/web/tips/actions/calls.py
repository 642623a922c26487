"""Taking down a call: the same sealing as at the public door; whoever types it keeps no key of it."""

from typing import Any

from django.db import transaction

from confianza.web.audit import actions as audit
from confianza.web.tips.actions import lines, telling
from confianza.web.tips.actions.telling import Told
from confianza.web.tips.models import Channel
from confianza.web.tips.rules.answers import Answers


@transaction.atomic
def take(*, answers: Answers, form: bytes, by: Any) -> Told:
    """Seal what a caller told to those who may read it and return its receipt, to be read out.

    Of the caller and the tip the account keeps nothing, only that `by` took a call. Raises
    telling.NobodyMayRead and telling.SentAlready.
    """
    told = telling.send(answers=answers, channel=Channel.PHONE, form=form, by=by)
    # A caller who hangs up before the last digit has told it all the same.
    telling.shown(tip=told.tip, by=by)
    audit.record(by=by, action="tips.take_call", subject="", purpose=lines.PURPOSE)
    return told
