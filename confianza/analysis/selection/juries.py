"""A list of applications, ordered by what a jury gave them: a rule fixed before anybody scored.

Every juror gives points from 0 to `HIGHEST` for each criterion; criteria weigh in hundredths of the whole.
The mark of one juror is the weighted mean in per cent, the mark of an application the mean of its jurors:
who has a conflict of interest gives none and is not counted. Equal marks are ordered by lot: SHA-256 of
"seed|tie|code", the smaller first, with the seed of the draw of the jury, which nobody knew when the
applications closed. All is computed in whole fractions, so that no rounding decides.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

HIGHEST = 5
HUNDRED = 100


@dataclass(frozen=True)
class Sheet:
    """What one juror gave one application: points by criterion. `code` and `juror` name nobody."""

    code: str
    juror: str
    points: Mapping[int, int]


@dataclass(frozen=True)
class Marked:
    """An application in the order of the jury: mark in per cent (0 to 100), by how many jurors, and its
    lot.
    """

    code: str
    mark: Fraction
    jurors: int
    lot: str


def mark(points: Mapping[int, int], weights: Mapping[int, int]) -> Fraction:
    """Return the mark of one juror, in per cent. Raises ValueError where a criterion has no points or wrong
    ones.
    """
    if set(points) != set(weights) or not all(0 <= each <= HIGHEST for each in points.values()):
        raise ValueError("each criterion needs points from 0 to 5")
    total = sum(weights[number] * given for number, given in points.items())
    return Fraction(HUNDRED * total, HIGHEST * sum(weights.values()))


def ranking(sheets: Sequence[Sheet], weights: Mapping[int, int], seed: str) -> list[Marked]:
    """Return the applications in the order of their marks, equal ones in the order of their lots."""
    given: dict[str, list[Fraction]] = {}
    for sheet in sheets:
        given.setdefault(sheet.code, []).append(mark(sheet.points, weights))
    marked = [Marked(code, sum(m) / Fraction(len(m)), len(m), lot(seed, code)) for code, m in given.items()]
    return sorted(marked, key=lambda each: (-each.mark, each.lot))


def lot(seed: str, code: str) -> str:
    """Return the lot by which an application stands among those of the same mark."""
    return hashlib.sha256(f"{seed}|tie|{code}".encode()).hexdigest()


def funded(ranked: Sequence[Marked], asked: Mapping[str, int], *, purse: int, least: int) -> dict[str, int]:
    """Return what each gets if the ranking is followed, in the smallest unit of the money: what it asked for.

    In order; one that no longer fits the purse is passed over; one marked below `least` per cent gets
    nothing.
    """
    told: dict[str, int] = {}
    for each in ranked:
        if each.mark >= least and asked[each.code] <= purse - sum(told.values()):
            told[each.code] = asked[each.code]
    return told
