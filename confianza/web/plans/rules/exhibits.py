"""What may be attached as a picture or a paper, and what becomes of it."""

from confianza.web.plans.models import Standing, TrancheState
from confianza.web.plans.rules.refusals import StepRefused

MEGABYTE = 1024 * 1024
# A telephone's photograph has 2 to 6 MB, a scanned page less than one.
MOST_BYTES = 8 * MEGABYTE
MOST_AT_ONCE = 6
# All that shows one thing: enough for before and after; more is an archive, which this is not.
MOST_KEPT = 24


def check_room(*, there_are: int, more: int) -> None:
    """Raise StepRefused unless so many more may be kept of one thing."""
    if there_are + more > MOST_KEPT:
        raise StepRefused("too_many_exhibits")


def check_attach(standing: str) -> None:
    """Raise StepRefused where nothing shows any more: of a promise that was released."""
    if standing == Standing.RELEASED:
        raise StepRefused("not_from_here")


def check_show(*, taken_back: bool) -> None:
    """Raise StepRefused unless everybody may be shown it."""
    if taken_back:
        raise StepRefused("not_from_here")


def check_take_back(*, taken_back: bool, tranche: str, words: str) -> None:
    """Raise StepRefused unless it may be destroyed: with the reason, and never what a payment rests on.

    `tranche`: where the part of a grant stands that it belongs to, "" of a promise.
    """
    if taken_back:
        raise StepRefused("not_from_here")
    if tranche == TrancheState.PAID:
        raise StepRefused("payment_rests_on_it")
    if not words.strip():
        raise StepRefused("say_why")
