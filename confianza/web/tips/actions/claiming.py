"""The teller's side of a reward: the word that goes with the code. Known by the public door, so it knows
neither people nor the account of deeds; `by` is None.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.lib import walls
from confianza.web.tips import receipts, vouchers
from confianza.web.tips.models import Tip, Voucher
from confianza.web.tips.queries import claims
from confianza.web.tips.rules.rewards import RewardRefused


def choose_word(*, tip: Tip, root: receipts.Root, word: str, by: Any) -> None:
    """Keep the word without which the teller's voucher is not paid; it can be chosen anew until then.

    Raises RewardRefused: no_reward, not_out_yet, paid_already, too_late, bad_word.
    """
    plain = vouchers.plainly(word)
    if not vouchers.SHORTEST_WORD <= len(plain) <= vouchers.LONGEST_WORD:
        raise RewardRefused("bad_word")
    kept = vouchers.hidden(word)
    with walls.at_the_tip_line(), transaction.atomic():
        told = claims.voucher_for(tip, root)
        if told is None:
            raise RewardRefused("no_reward")
        if not told.is_out:
            raise RewardRefused("not_out_yet")
        if told.voucher.term.valid_until < timezone.localdate():
            raise RewardRefused("too_late")
        chosen = Voucher.objects.filter(lookup=told.voucher.lookup, paid_on=None).update(phrase=kept)
        if not chosen:
            raise RewardRefused("paid_already")
