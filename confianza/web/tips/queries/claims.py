"""What somebody who comes back with a receipt is told of a reward. Known by the public door."""

from dataclasses import dataclass

from confianza.web.lib import sealing
from confianza.web.tips import receipts, vouchers
from confianza.web.tips.models import RewardCase, RewardState, Tip, Voucher
from confianza.web.tips.queries import amounts
from confianza.web.tips.rules.rewards import Band, Country


@dataclass(frozen=True)
class Told:
    """A granted reward. `is_out`: the payer can find it; before, its owner waits. `band` is None where the
    table of amounts no longer has it.
    """

    voucher: vouchers.Voucher
    country: Country
    band: Band | None
    is_out: bool = False
    has_word: bool = False
    is_paid: bool = False

    @property
    def code(self) -> str:
        """The code in its groups."""
        return vouchers.grouped(self.voucher.code)


def has_reward(tip: Tip) -> bool:
    """Say whether something was granted for a tip."""
    return _granted(tip) is not None


def voucher_for(tip: Tip, root: receipts.Root) -> Told | None:
    """Return the reward for a tip, None where none was granted or what stands there is not for its teller."""
    case = _granted(tip)
    if case is None or case.voucher is None:
        return None
    try:
        voucher = vouchers.of_owner(root.pair.private, bytes(case.voucher))
    except sealing.CannotOpen:
        return None
    given = amounts.bands()
    band = next((one for one in given.bands if one.code == voucher.band), None)
    found = Voucher.objects.filter(lookup=voucher.lookup).first()
    if found is None:
        return Told(voucher, given.country, band)
    return Told(voucher, given.country, band, True, bool(found.phrase), found.paid_on is not None)


def _granted(tip: Tip) -> RewardCase | None:
    return RewardCase.objects.filter(tip=tip, state=RewardState.GRANTED).first()
