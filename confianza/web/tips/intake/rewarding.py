"""The reward of whoever came back, as the page shows it, and the word that goes with it."""

from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from confianza.web.lib import walls
from confianza.web.tips import receipts
from confianza.web.tips.actions import claiming
from confianza.web.tips.models import Tip
from confianza.web.tips.queries import claims
from confianza.web.tips.rules.rewards import RewardRefused

_WHY = {
    "no_reward": gettext_noop("There is no reward to be fetched here."),
    "not_out_yet": gettext_noop("The office that pays does not have it yet. Try again in some days."),
    "paid_already": gettext_noop("It has been paid already."),
    "too_late": gettext_noop("Its time is over; it can no longer be fetched."),
    "bad_word": gettext_noop("The word needs four letters at least, and sixty at most."),
}


def told(tip: Tip, root: receipts.Root) -> dict[str, Any]:
    """Return what the page of a reward shows."""
    with walls.at_the_tip_line():
        reward = claims.voucher_for(tip, root)
    if reward is None:
        return {"reward": None}
    speaks_english = (get_language() or "").startswith("en")
    payer = reward.country.payer_en if speaks_english else reward.country.payer
    return {"reward": reward, "payer": payer}


def choose(tip: Tip, root: receipts.Root, word: str) -> dict[str, str]:
    """Keep a word; return the notice, or the problem in its sentence."""
    try:
        claiming.choose_word(tip=tip, root=root, word=word, by=None)
    except RewardRefused as refused:
        return {"problem": _(_WHY[refused.problem])}
    return {"notice": _("Your word was kept.")}
