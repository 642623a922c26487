"""Age bands that figures are told in, and the bounds of what an age can be."""

from typing import NamedTuple

# The oldest age ever verified is 122 (Jeanne Calment, 1997).
OLDEST = 122


class Band(NamedTuple):
    """An age band in completed years; `last` is None where it is open."""

    code: str
    first: int
    last: int | None


# Five-year bands with 15–17 and 18–19 apart, so that minors can be told in any grouping.
BANDS: tuple[Band, ...] = (
    Band("00-04", 0, 4),
    Band("05-09", 5, 9),
    Band("10-14", 10, 14),
    Band("15-17", 15, 17),
    Band("18-19", 18, 19),
    *(Band(f"{first:02}-{first + 4:02}", first, first + 4) for first in range(20, 80, 5)),
    Band("80+", 80, None),
)
