"""When a tip may not be destroyed yet, and who can say so: pure, without register or clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Half a year: then two people must say again that it is still needed.
REVIEWED_AFTER = timedelta(days=182)
# As long as a hold that was asked for keeps a tip until somebody else answers.
ANSWERED_WITHIN = timedelta(days=7)
# How long before its end a hold reminds of itself.
REMINDED_BEFORE = timedelta(days=30)


class HoldRefused(Exception):
    """This hold cannot be asked for, confirmed or released so; `problem` is a code."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True)
class HoldFacts:
    """What decides about a hold: the two people (None: nobody yet) and its days."""

    asked_by: int
    asked_on: date
    confirmed_by: int | None = None
    review_on: date | None = None
    released_on: date | None = None


def keeps(hold: HoldFacts, day: date) -> bool:
    """Say whether a hold keeps its tip on `day`: confirmed until its review, else for a week's answer."""
    if hold.released_on is not None:
        return False
    if hold.confirmed_by is None:
        return day < hold.asked_on + ANSWERED_WITHIN
    return hold.review_on is not None and day < hold.review_on


def reminds(hold: HoldFacts, day: date) -> bool:
    """Say whether a confirmed hold ends soon, so that somebody should ask for it anew."""
    confirmed = hold.confirmed_by is not None and hold.review_on is not None
    return confirmed and keeps(hold, day) and day >= hold.review_on - REMINDED_BEFORE  # type: ignore[operator]


def check_asks(holds: Iterable[HoldFacts], day: date) -> None:
    """Raise HoldRefused where the tip is held already and nothing needs to be said again."""
    if any(keeps(hold, day) and not reminds(hold, day) for hold in holds):
        raise HoldRefused("held_already")


def check_confirms(hold: HoldFacts, person: int, day: date) -> None:
    """Raise HoldRefused unless `person` is a second one and the question still stands."""
    if hold.confirmed_by is not None or not keeps(hold, day):
        raise HoldRefused("nothing_to_confirm")
    if person == hold.asked_by:
        raise HoldRefused("the_same_person")


def check_releases(hold: HoldFacts, day: date) -> None:
    """Raise HoldRefused where the hold keeps nothing any more."""
    if not keeps(hold, day):
        raise HoldRefused("holds_nothing")


def review_day(day: date) -> date:
    """Return the day on which a hold confirmed on `day` must be reviewed."""
    return day + REVIEWED_AFTER
