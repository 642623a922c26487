"""Which delivery speaks for which month: pure rules on what deliveries tell, without files.

Deliveries of one source, series and office speak about the same facts and replace each other; others stand
side by side. A decision is taken once, when a delivery is appended, and kept in its manifest: a rule mended
later never changes what was known on an earlier date. Reading then only asks which decisions had been
received by that date.

Worked example. January was delivered with 100 victims. A file of January to February comes with 101 victims
in January: that month is told again, the new file speaks for it. A file of February to March comes with 3
victims in January: these were late, they stand beside the 101. The office corrects January to March in one
file of that same period: it replaces everything its predecessor of that period told, even months that
became empty.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

# A month is told again when the new file holds at least this share of the victims known so far. Corrections
# seldom remove more than a few per cent of a month and late records seldom add that many, so the two lie
# far apart and one half has the same margin on both sides.
RETOLD_SHARE = 0.5

Scope = tuple[str, str, str]
Rank = tuple[date, int]
Month = date | None  # None: claims without a date


@dataclass(frozen=True)
class Places:
    """Municipalities a delivery speaks about, as told: (department, municipality) by code and by folded name.

    A part that is not told is "".
    """

    codes: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[tuple[str, str]] = frozenset()

    def apart_from(self, other: "Places") -> bool:
        """Say whether the two surely share no municipality; where they cannot be compared they may share
        one.
        """
        for mine, theirs in ((self.codes, other.codes), (self.names, other.names)):
            if mine and theirs:
                return _comparable(mine, theirs).isdisjoint(_comparable(theirs, mine))
        return False


@dataclass(frozen=True)
class Supersession:
    """A delivery no longer speaks for these months: another one, received later, does."""

    delivery: str
    months: tuple[date, ...]


@dataclass(frozen=True)
class Telling:
    """What a delivery tells, as far as the rules look: victims by month, and places.

    `rank` orders deliveries of the same facts: the later one corrects. It is the day of receipt and the
    number, but a later reading of old bytes keeps the rank of these bytes, though it is known from its own
    day only.
    """

    delivery: str
    scope: Scope  # source, series, office
    received: date
    rank: Rank
    victims: Mapping[Month, int]
    period: tuple[date, date] | None  # first and last month when it was delivered; None: without dates
    places: Places = Places()

    @property
    def months(self) -> list[date]:
        return sorted(month for month in self.victims if month is not None)

    def narrowed_to(self, months: frozenset[Month]) -> "Telling":
        """Return the same delivery telling these months only."""
        return replace(self, victims={month: n for month, n in self.victims.items() if month in months})

    def about_the_same(self, other: "Telling") -> bool:
        """Say whether the two may speak about the same facts."""
        return self.scope == other.scope and not self.places.apart_from(other.places)


@dataclass(frozen=True)
class Decision:
    """What a new delivery changes, in both directions of time, and the months it adds late records to."""

    supersedes: tuple[Supersession, ...] = ()
    superseded_by: tuple[Supersession, ...] = ()  # here `delivery` names the one that came later
    added_late: tuple[date, ...] = ()


@dataclass(frozen=True)
class Link:
    """One decision as kept: from the day `winner` was received, `loser` no longer speaks for `months`."""

    winner: str
    loser: str
    months: tuple[date, ...]


def decide(
    new: Telling, others: Sequence[Telling], links: Sequence[Link] = (), *, replaces: str | None = None
) -> Decision:
    """Decide what `new` means for `others`, of which `links` are the earlier decisions.

    `replaces` overrides the rules: the delivery it names is replaced wholly, and nothing else; "" replaces
    nothing, so that every record is added beside what is known. Others of the same rank are earlier
    readings of the same bytes: the new reading takes their place, and loses to whatever they had lost to.
    """
    rivals = [other for other in others if new.about_the_same(other)]
    readings = [other for other in others if other.rank == new.rank]
    heard = _standing([rival for rival in rivals if rival.rank < new.rank] + readings, links)
    standing = [rival for rival in heard if rival.rank != new.rank]
    if replaces is None:
        supersedes = _whole(readings) | _superseded(new, standing)
    else:
        supersedes = _whole([other for other in others if other.delivery == replaces])
    return Decision(
        supersedes=_as_supersessions(supersedes),
        superseded_by=_as_supersessions(_superseding(new, rivals) | _inherited(new, readings, links)),
        added_late=_added_late(new, standing, supersedes),
    )


def speaking(
    tellings: Iterable[Telling], links: Sequence[Link], as_of: date | None = None
) -> dict[str, frozenset[Month]]:
    """Return the months that each delivery received on or before `as_of` (None: ever) speaks for.

    Undated claims belong to the delivery as a whole: they fall silent when every month of it is superseded.
    """
    received = [telling for telling in tellings if as_of is None or telling.received <= as_of]
    here = {telling.delivery for telling in received}
    lost = _lost(link for link in links if link.winner in here)
    return {telling.delivery: _still_spoken(telling, lost.get(telling.delivery)) for telling in received}


def retold(new: Mapping[Month, int], known: Mapping[date, int]) -> set[date]:
    """Return the months of `known` victims that `new` victims tell again.

    Besides months with the share above, those are months within an unbroken run of such months: a
    cumulative file of a small town may well halve a month of two victims, and is told again as a whole all
    the same.
    """
    sure = {
        month for month, victims in known.items() if month in new and new[month] >= RETOLD_SHARE * victims
    }
    return sure | _within_runs(sure, new, sorted(known))


def _within_runs(sure: set[date], new: Mapping[Month, int], known: Sequence[date]) -> set[date]:
    within: set[date] = set()
    pending: list[date] | None = None  # months since the last sure one; None: no run is open
    for month in known:
        if month in sure:
            within.update(pending or [])
            pending = []
        elif pending is not None and month in new:
            pending.append(month)
        else:
            pending = None
    return within


def _comparable(
    places: frozenset[tuple[str, str]], others: frozenset[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Drop the departments unless both sides tell them all: municipalities repeat between departments."""
    if all(department for department, _ in places | others):
        return set(places)
    return {("", municipality) for _, municipality in places}


def _standing(earlier: Sequence[Telling], links: Sequence[Link]) -> list[Telling]:
    """Return what earlier deliveries still speak for, those that fell silent left out."""
    heard = speaking(earlier, links)
    return [telling.narrowed_to(heard[telling.delivery]) for telling in earlier if heard[telling.delivery]]


def _superseded(new: Telling, standing: Sequence[Telling]) -> dict[str, set[date]]:
    whole = _whole([rival for rival in standing if _tells_anew(new, rival)])
    rest = [rival for rival in standing if rival.delivery not in whole]
    again = retold(new.victims, _together(rest))
    partly = {rival.delivery: again.intersection(rival.months) for rival in rest}
    return whole | {delivery: months for delivery, months in partly.items() if months}


def _superseding(new: Telling, rivals: Sequence[Telling]) -> dict[str, set[date]]:
    """An old file found again, appended after a younger one of its period, is judged by the younger one."""
    younger = [rival for rival in rivals if rival.rank > new.rank]
    whole = {rival.delivery: set(new.months) for rival in younger if _tells_anew(rival, new)}
    partly = {rival.delivery: retold(rival.victims, _together([new])) for rival in younger}
    return {delivery: months for delivery, months in partly.items() if months} | whole


def _inherited(new: Telling, readings: Sequence[Telling], links: Sequence[Link]) -> dict[str, set[date]]:
    months_of = {reading.delivery: set(reading.months) for reading in readings}
    lost = [link for link in links if link.loser in months_of and link.winner not in months_of]
    return {
        link.winner: set(new.months)
        if months_of[link.loser] <= set(link.months)
        else set(new.months) & set(link.months)
        for link in lost
    }


def _tells_anew(new: Telling, old: Telling) -> bool:
    return new.period == old.period and bool(new.victims)


def _whole(tellings: Sequence[Telling]) -> dict[str, set[date]]:
    return {telling.delivery: set(telling.months) for telling in tellings}


def _added_late(
    new: Telling, standing: Sequence[Telling], supersedes: Mapping[str, set[date]]
) -> tuple[date, ...]:
    beside = {
        month for rival in standing for month in set(rival.months) - supersedes.get(rival.delivery, set())
    }
    return tuple(month for month in new.months if month in beside)


def _together(tellings: Sequence[Telling]) -> dict[date, int]:
    total: dict[date, int] = {}
    for telling in tellings:
        for month in telling.months:
            total[month] = total.get(month, 0) + telling.victims[month]
    return total


def _lost(links: Iterable[Link]) -> dict[str, set[date]]:
    lost: dict[str, set[date]] = {}
    for link in links:
        lost.setdefault(link.loser, set()).update(link.months)
    return lost


def _still_spoken(telling: Telling, lost: set[date] | None) -> frozenset[Month]:
    if lost is None:
        return frozenset(telling.victims)
    kept = {month for month in telling.months if month not in lost}
    undated = {None} & telling.victims.keys() if kept else set()
    return frozenset(kept | undated)


def _as_supersessions(found: Mapping[str, set[date]]) -> tuple[Supersession, ...]:
    return tuple(Supersession(delivery, tuple(sorted(months))) for delivery, months in sorted(found.items()))
