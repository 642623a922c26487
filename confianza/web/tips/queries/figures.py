"""Counts of the tips that one reader may read: how many, how soon answered, what came of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from confianza.web.tips.queries.queue import Row
from confianza.web.tips.rules.deadlines import FIRST_ANSWER
from confianza.web.tips.rules.standing import ANSWERED


@dataclass(frozen=True)
class Month:
    """The tips told in a month: `in_time` were answered within three days, `late` after, `not_yet` never."""

    first: date
    received: int
    in_time: int
    late: int
    not_yet: int


@dataclass(frozen=True)
class Figures:
    """What stands on the page: months, the newest first, and how often tips ended how."""

    months: Sequence[Month]
    outcomes: Sequence[tuple[str, int]]
    total: int


def of(rows: Iterable[Row]) -> Figures:
    """Count these tips."""
    listed = list(rows)
    ended = Counter(row.standing.outcome for row in listed if row.standing.outcome)
    firsts = sorted({row.tip.received_on.replace(day=1) for row in listed}, reverse=True)
    months = [
        _month(first, [row for row in listed if row.tip.received_on.replace(day=1) == first])
        for first in firsts
    ]
    return Figures(months, ended.most_common(), len(listed))


def days_to_answer(row: Row) -> int | None:
    """Return after how many days a tip was answered first; None where it was not."""
    answered = [line.on for line in row.opened.lines if line.what == ANSWERED]
    return (min(answered) - row.tip.received_on).days if answered else None


def _month(first: date, rows: Sequence[Row]) -> Month:
    took = [days_to_answer(row) for row in rows]
    in_time = sum(days is not None and days <= FIRST_ANSWER.days for days in took)
    not_yet = sum(days is None for days in took)
    return Month(first, len(rows), in_time, len(rows) - in_time - not_yet, not_yet)
