"""How many people stand behind a table of shares and rates that does not say so.

A share of people is a whole number over a whole number. Written with all its digits, it gives its lowest
terms away, and the smallest number that all shares of a municipality can have in common is its population,
or a whole part of it. With it, a rate per 100,000 is a count again, and its noise is known. Shares that were
rounded tell nothing.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.selection.noise import Floats

Whole = NDArray[np.int64]
# No municipality of the region has more; of greater numbers, any share would be in lowest terms by chance.
MOST_PEOPLE = 3_000_000
# A share is what it seems if it is the fraction to the last two bits of a double.
_LAST_BITS = 4 * float(np.finfo(np.float64).eps)
# How many times more people a rate may ask for than the shares told; beyond, it is of other people.
_MOST_TIMES = 24
_MOSTLY = 0.95
_FEW_DIGITS = 6


def behind(shares: Sequence[Floats]) -> Whole:
    """Return the smallest numbers of people of which all shares (0 to 1) are whole numbers; 0 where there is
    none. Columns that were rounded are passed over.
    """
    exact = [column for column in shares if not _is_rounded(column)]
    found = np.zeros(len(shares[0]) if shares else 0, dtype=np.int64)
    if not exact:
        return found
    for at, told in enumerate(np.column_stack(exact)):
        found[at] = _common([float(share) for share in told if 0 < share < 1])
    return found


def counts(rates: Floats, people: Whole) -> tuple[Whole, Whole] | None:
    """Return the counts behind rates a person, and the people: as told, or some times as many.

    None where the rates are not of these people.
    """
    each = zip(rates.tolist(), people.tolist(), strict=True)
    larger = np.array([_larger(rate, number) for rate, number in each], dtype=np.int64)
    known = people > 0
    if not known.any() or (larger[known] > 0).mean() < _MOSTLY or not (larger > 0).all():
        return None
    return np.rint(rates * larger).astype(np.int64), larger


def _is_rounded(shares: Floats) -> bool:
    """Say whether most of a column are decimals of a few digits, which tell nothing of people."""
    inside = [share for share in shares.tolist() if 0 < share < 1]
    return not inside or sum(share == round(share, _FEW_DIGITS) for share in inside) * 2 > len(inside)


def _common(shares: Sequence[float]) -> int:
    number = 1
    for share in shares:
        terms = _terms(share)
        if terms is None:
            return 0
        number = lcm(number, terms.denominator)
        if number > MOST_PEOPLE:
            return 0
    return number if number > 1 else 0


def _larger(rate: float, people: int) -> int:
    """Return the fewest people, a few times those told, of whom the rate is whole; 0 where there are none."""
    if rate == 0 or people == 0:
        return people
    terms = _terms(rate)
    if terms is None or not np.isfinite(rate):
        return 0
    number = lcm(people, terms.denominator)
    return number if number <= _MOST_TIMES * people and number <= MOST_PEOPLE else 0


def _terms(share: float) -> Fraction | None:
    """Return the lowest terms of a number that was divided out, None of one that was not."""
    if not np.isfinite(share):
        return None
    terms = Fraction(share).limit_denominator(MOST_PEOPLE)
    return terms if abs(float(terms) - share) <= _LAST_BITS * abs(share) else None
