"""How fieldwork with a form goes: by telephone and by day. Counts and times, never where anybody was."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TypeVar

from django.utils import timezone

from confianza.web.fieldwork.models import Form, Standing, Submission
from confianza.web.fieldwork.queries import oddities

# A telephone may be a day ahead; what it tells beyond is its clock's mistake, and the day it came is taken.
CLOCK = timedelta(days=1)


@dataclass(frozen=True)
class Pile:
    """Some filled forms: how many stand where, how many are worth a second look, and how long they took.

    `minutes`: the median of those whose telephone told; None where none did.
    """

    sent: int
    waiting: int
    approved: int
    rejected: int
    odd: int
    minutes: float | None

    @property
    def odd_share(self) -> float | None:
        """The share worth a second look, in per cent."""
        return 100 * self.odd / self.sent if self.sent else None


@dataclass(frozen=True)
class OfTelephone:
    """What came from one telephone. `flags`: codes of what stands out beside the others."""

    label: str
    pile: Pile
    days: int
    last: date
    flags: tuple[str, ...]


@dataclass(frozen=True)
class OfDay:
    """What was filled in on one day, by how many telephones; `by_telephone` by label."""

    on: date
    pile: Pile
    by_telephone: Mapping[str, int]


@dataclass(frozen=True)
class Progress:
    """How fieldwork goes; telephones by label, days of work from the first to the last."""

    whole: Pile
    telephones: tuple[OfTelephone, ...]
    days: tuple[OfDay, ...]

    @property
    def best(self) -> OfDay:
        """The day on which most was filled in, the latest of several."""
        return max(self.days, key=lambda day: (day.pile.sent, day.on))


Row = tuple[Submission, tuple[str, ...]]
Key = TypeVar("Key", str, date)


def of(form: Form) -> Progress:
    """Return how fieldwork with a form goes. What was replaced by an edit is not counted twice."""
    sent = form.submissions.exclude(standing=Standing.REPLACED).select_related("device", "form")
    rows = oddities.all_of(sent)
    beside = oddities.beside_others(form).telephones
    return Progress(
        whole=_pile(rows),
        telephones=tuple(_telephone(*pile, beside.get(pile[0], ())) for pile in _piled(rows, _label)),
        days=tuple(OfDay(on, _pile(pile), Counter(map(_label, pile))) for on, pile in _piled(rows, _day)),
    )


def _telephone(label: str, rows: Sequence[Row], flags: tuple[str, ...]) -> OfTelephone:
    days = {_day(row) for row in rows}
    return OfTelephone(label, _pile(rows), len(days), max(days), flags)


def _piled(rows: Iterable[Row], by: Callable[[Row], Key]) -> list[tuple[Key, list[Row]]]:
    """Return rows by what they have in common, in its order."""
    piles: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        piles[by(row)].append(row)
    return sorted(piles.items(), key=lambda pile: pile[0])


def _label(row: Row) -> str:
    device = row[0].device
    return str(device.label) if device else ""


def _day(row: Row) -> date:
    submission, _flags = row
    begun, received = submission.begun_at, submission.received_at
    is_told = begun is not None and begun <= received + CLOCK
    return timezone.localtime(begun if is_told else received).date()


def _pile(rows: Sequence[Row]) -> Pile:
    standing = Counter(submission.standing for submission, _flags in rows)
    minutes = [
        (submission.ended_at - submission.begun_at).total_seconds() / 60
        for submission, _flags in rows
        if submission.begun_at and submission.ended_at and submission.ended_at >= submission.begun_at
    ]
    return Pile(
        sent=len(rows),
        waiting=standing[Standing.WAITING] + standing[Standing.ARRIVING],
        approved=standing[Standing.APPROVED],
        rejected=standing[Standing.REJECTED],
        odd=sum(bool(flags) for _submission, flags in rows),
        minutes=median(minutes) if minutes else None,
    )
