"""Which estimates may be shown, and with which warning.

The limits are those that statistical offices of Latin America use for surveys of this kind; that a cell of
fewer than ten answers is never shown protects the people in it.
"""

from typing import Literal

from confianza.analysis.surveys.estimates import Estimate

Verdict = Literal["shown", "with_caution", "too_uncertain", "too_few", "no_data"]

FEWEST_OF_A_CELL, FEWEST_ANSWERS, FEWEST_CLUSTERS = 10, 30, 5
CAUTION_CV, WORST_CV = 0.15, 0.30


def verdict(found: Estimate | None, *, is_share: bool = False) -> Verdict:
    """Say how an estimate may be shown; None is a place where nobody was asked, which is not a zero.

    The coefficient of variation of a share is that of its smaller side: nearly nobody is as uncertain as
    nearly everybody.
    """
    if found is None or not found.n:
        return "no_data"
    if found.n < FEWEST_OF_A_CELL or found.n < FEWEST_ANSWERS or found.clusters < FEWEST_CLUSTERS:
        return "too_few"
    cv = _cv(found, is_share)
    if cv > WORST_CV:
        return "too_uncertain"
    return "with_caution" if cv > CAUTION_CV else "shown"


def _cv(found: Estimate, is_share: bool) -> float:
    if not is_share:
        return found.cv
    smaller = min(found.estimate, 1 - found.estimate)
    return found.se / smaller if smaller > 0 else 0.0
