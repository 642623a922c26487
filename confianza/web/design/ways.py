"""What can be done about something a page shows, in rooms the page knows nothing of.

A page that shows something one may act upon says so in its template:

    {% ways_on "hot_spot" text=sentence area=area_id indicator=indicator_id %}

and a room that can take it further answers in its `entrance.py`:

    def ways_on(user, sights: Sequence[Sight]) -> Sequence[Way]: ...

So the observatory leads to the problems opened from it, and never hears of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from confianza.web.design.entrances import rooms_that

# What a page may show, by the name with which rooms are asked.
KINDS = ("hot_spot", "incidents", "request", "survey")


@dataclass(frozen=True)
class Sight:
    """Something seen on a page: its kind, in words, where (identity of an area; `beside`: of the other one
    that holds it too, in the other geography), measured by what, the page itself, and its row where
    it is a request. "" and None: nobody can say.
    """

    kind: str
    text: str = ""
    area: str = ""
    beside: str = ""
    indicator: str = ""
    address: str = ""
    request: int | None = None


@dataclass(frozen=True)
class Way:
    """A link that leads on: to something to begin (`begins`), or to what stands there already."""

    label: Any
    url: str
    begins: bool = False


def ways_on(user: Any, sights: Sequence[Sight]) -> list[Way]:
    """Collect what every room can do for `user` about what a page shows, what stands already first."""
    found = [way for room in rooms_that("ways_on") for way in room.ways_on(user, sights)]
    return sorted(found, key=lambda way: way.begins)
