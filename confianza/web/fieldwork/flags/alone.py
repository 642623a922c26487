"""What one filled form shows by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from confianza.web.fieldwork.flags import thresholds

NO_TIMES = "no_times"
ENDS_BEFORE = "ends_before_it_begins"
CLOCK_AHEAD = "clock_ahead"
VERY_SHORT = "very_short"
UNUSUAL_HOUR = "unusual_hour"
OUTSIDE = "outside_area"
STRAIGHT = "straight_line"


@dataclass(frozen=True)
class Answered:
    """An answer to a question of one choice: the group it stands in, the list it is from, and its code."""

    group: str
    choices: str
    code: str


@dataclass(frozen=True)
class Interview:
    """What the rules look at.

    `begun` and `ended` by the telephone's clock and in the local time, as `received` by ours. `asks_people`:
    whether it is an interview and no log of one's own work. `words`: of the questions that were answered.
    `metres_outside`: how far its farthest point lies outside the form's area, what it says of its accuracy
    taken off; None without a point or a known area.
    """

    begun: datetime | None
    ended: datetime | None
    received: datetime
    asks_times: bool
    asks_people: bool
    words: int
    metres_outside: float | None
    answered: tuple[Answered, ...]


def flags(interview: Interview) -> list[str]:
    """Return the codes of what looks odd, in the order in which people should read them."""
    rules = {
        NO_TIMES: has_no_times(interview),
        ENDS_BEFORE: ends_before_it_begins(interview),
        CLOCK_AHEAD: has_a_clock_ahead(interview),
        VERY_SHORT: interview.asks_people and is_very_short(interview),
        UNUSUAL_HOUR: interview.asks_people and is_at_an_unusual_hour(interview),
        OUTSIDE: is_outside(interview),
        STRAIGHT: interview.asks_people and is_a_straight_line(interview.answered),
    }
    return [code for code, is_so in rules.items() if is_so]


def has_no_times(interview: Interview) -> bool:
    """Whether the form asks the telephone for the time, and it did not tell beginning or end."""
    return interview.asks_times and (interview.begun is None or interview.ended is None)


def ends_before_it_begins(interview: Interview) -> bool:
    """Whether it ends before it begins."""
    return bool(interview.begun and interview.ended and interview.ended < interview.begun)


def has_a_clock_ahead(interview: Interview) -> bool:
    """Whether it was begun or ended, by the telephone's clock, after it had come."""
    told = [moment for moment in (interview.begun, interview.ended) if moment]
    return any(moment > interview.received + thresholds.CLOCK for moment in told)


def is_very_short(interview: Interview) -> bool:
    """Whether it took less time than reading its questions takes."""
    if interview.begun is None or interview.ended is None or interview.ended < interview.begun:
        return False
    seconds = (interview.ended - interview.begun).total_seconds()
    return seconds < interview.words * thresholds.SECONDS_A_WORD


def is_at_an_unusual_hour(interview: Interview) -> bool:
    """Whether it began or ended when nobody knocks at doors."""
    told = [moment.time() for moment in (interview.begun, interview.ended) if moment]
    return any(not thresholds.FIRST_HOUR <= moment <= thresholds.LAST_HOUR for moment in told)


def is_outside(interview: Interview) -> bool:
    """Whether a point lies outside the form's area, borders being what they are."""
    return interview.metres_outside is not None and interview.metres_outside > thresholds.METRES_OF_A_BORDER


def is_a_straight_line(answered: Sequence[Answered]) -> bool:
    """Whether every battery (answers beside each other, from one list, in one group) got one answer only.

    Batteries of which all answers were "does not know" count too; what was left blank is not in them.
    """
    batteries = [[each.code for each in told] for _key, told in groupby(answered, _battery)]
    long = [codes for codes in batteries if len(codes) >= thresholds.LEAST_IN_A_BATTERY]
    return sum(map(len, long)) >= thresholds.LEAST_IN_ALL_BATTERIES and all(
        len(set(codes)) == 1 for codes in long
    )


def _battery(each: Answered) -> tuple[str, str]:
    return each.group, each.choices
