"""How interviews of one survey resemble each other, and whose differ from everybody else's: to look twice at.

None of it proves anything of anybody: neighbours resemble each other, and so do honest short answers.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, inf, radians, sin, sqrt
from statistics import median

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
# Place of a coded answer where there is none.
BLANK = -1
# Kuriakose and Robbins 2016, Statistical Journal of the IAOS 32: what few answered is left out, and so is
# whoever answered little, before interviews are compared.
MOST_BLANK_IN_A_QUESTION, MOST_BLANK_IN_AN_INTERVIEW = 0.10, 0.25
# Mean radius of the Earth (IUGG), km.
EARTH_KM = 6371.0088


@dataclass(frozen=True)
class Twin:
    """The interview most like one: its place, and the share of answers they have in common (0 to 1)."""

    other: int
    share: float


@dataclass(frozen=True)
class Unlike:
    """A share (0 to 1) among someone's interviews and among all others'; `t` standard errors lie between."""

    own: float
    others: float
    t: float


def twins(codes: Codes, *, least: int) -> list[Twin | None]:
    """Return for each interview (row) the one most like it: the greatest percent match of Kuriakose and
    Robbins 2016.

    `codes`: a number for each answer, BLANK for none (two blanks are no match). None where fewer than `least`
    questions can be compared, or the interview answered too little.
    """
    blank = codes == BLANK
    asked = blank.mean(axis=0) <= MOST_BLANK_IN_A_QUESTION if len(codes) else np.zeros(0, bool)
    compared, blank = codes[:, asked], blank[:, asked]
    found: list[Twin | None] = [None] * len(codes)
    if compared.shape[1] < least or len(codes) < 2:
        return found
    whole = np.flatnonzero(blank.mean(axis=1) <= MOST_BLANK_IN_AN_INTERVIEW)
    rows = compared[whole]
    for place, row in zip(whole, rows, strict=True):
        shares = ((rows == row) & (row != BLANK)).mean(axis=1)
        shares[whole == place] = -1
        nearest = int(np.argmax(shares))
        if shares[nearest] >= 0:
            found[place] = Twin(int(whole[nearest]), float(shares[nearest]))
    return found


def unlike_the_rest(
    shares: Sequence[float], who: Sequence[Hashable], *, least: int
) -> Mapping[Hashable, Unlike]:
    """Compare the mean share of each person's interviews with that of all others' (Welch 1947's t).

    `shares`: of each interview, for instance of answers left blank. Interviews are what varies, not answers:
    those of one interview go together. Only people with `least` interviews, where the others have as many.
    """
    values, names = np.asarray(shares, float), np.asarray([str(each) for each in who])
    found: dict[Hashable, Unlike] = {}
    for person in dict.fromkeys(who):
        own, others = values[names == str(person)], values[names != str(person)]
        if min(len(own), len(others)) >= max(least, 2):
            error = sqrt(own.var(ddof=1) / len(own) + others.var(ddof=1) / len(others))
            apart = float(own.mean() - others.mean())
            t = apart / error if error else (inf if apart > 0 else -inf if apart < 0 else 0.0)
            found[person] = Unlike(float(own.mean()), float(others.mean()), t)
    return found


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two points (latitude, longitude; degrees), in metres."""
    (latitude, longitude), (latitude_2, longitude_2) = one, other
    north, east = radians(latitude_2 - latitude) / 2, radians(longitude_2 - longitude) / 2
    square = sin(north) ** 2 + cos(radians(latitude)) * cos(radians(latitude_2)) * sin(east) ** 2
    return 2000 * EARTH_KM * asin(min(1.0, sqrt(square)))


def middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the median latitude and longitude of points: one far point does not move it."""
    return median(point[0] for point in points), median(point[1] for point in points)


def far_away(
    points: Sequence[tuple[float, float]], *, least: int, metres_at_least: float, times: float
) -> list[bool]:
    """Say of each point whether it lies far from the others.

    Far: further from their middle than `metres_at_least`, and than `times` as far as half of them lie.
    Nothing is far where there are fewer than `least` others.
    """
    found = []
    for place, point in enumerate(points):
        others = [*points[:place], *points[place + 1 :]]
        if len(others) < least:
            found.append(False)
            continue
        centre = middle(others)
        usual = median(metres(each, centre) for each in others)
        found.append(metres(point, centre) > max(metres_at_least, times * usual))
    return found
