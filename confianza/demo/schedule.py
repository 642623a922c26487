"""When each office delivers, and what: years at first, quarters last year, months this year, as offices do.

The newest file of the health service stays in the inbox, for whoever wants to bring one in by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from confianza.demo import truth

POLICE, CORONER, HEALTH = "gt_pnc_victims", "gt_inacif_necropsies", "canonical_es"
OFFICES = {POLICE: "Comisaría 71", CORONER: "Morgue de Montelindo", HEALTH: "Hospital de Santa Elvira"}
DAYS_TO_DELIVER = {POLICE: 6, CORONER: 24, HEALTH: 12}
YEARLY_FILES_WAIT = 45  # more days: an office closes its year slowly
CLOSED_BEFORE = 2  # days between the last registration in a file and its delivery
CORRECTED_AFTER = 70  # days after the quarter's delivery
CORRECTED_QUARTER = 2  # of last year, by the police


@dataclass(frozen=True)
class Delivery:
    """One file an office hands over: whose, for which months (their first days), and when."""

    source: str
    first: date
    last: date
    received_on: date
    corrects: bool = False
    pending: bool = False

    @property
    def closed_on(self) -> date:
        """The last day of registration that made it into the file."""
        return self.received_on - timedelta(days=CLOSED_BEFORE)

    @property
    def is_year(self) -> bool:
        """Whether it holds a whole year."""
        return self.last.month - self.first.month == 11

    @property
    def is_final(self) -> bool:
        """Whether the office has corrected itself in it: a closed year, or a correction."""
        return self.is_year or self.corrects

    @property
    def stem(self) -> str:
        """How the file is called, without its ending."""
        office = {
            POLICE: "PNC_C71_victimas",
            CORONER: "INACIF_necropsias",
            HEALTH: "salud_lesiones_y_muertes",
        }
        return f"{office[self.source]}_{self._period}{'_CORREGIDO' if self.corrects else ''}"

    @property
    def _period(self) -> str:
        if self.first == self.last:
            return f"{self.first:%Y-%m}"
        if self.is_year:
            return f"{self.first:%Y}"
        return f"{self.first:%Y}-T{(self.first.month + 2) // 3}"


def last_month(today: date) -> date:
    """Return the first day of the last month that is over."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def deliveries(today: date) -> list[Delivery]:
    """Return every delivery that has arrived by `today`, in order of receipt, and the pending one last."""
    planned = [
        _delivery(source, *period, today) for source in OFFICES for period in _periods(last_month(today))
    ]
    arrived = [each for each in planned if each.received_on <= today]
    arrived.extend(_correction(each) for each in planned if _is_corrected(each, today))
    return sorted(arrived, key=lambda each: (each.pending, each.received_on, each.source))


def _periods(last: date) -> Iterator[tuple[date, date]]:
    """Yield first and last months: whole years, then the quarters of last year, then months."""
    for year in range(truth.FIRST_MONTH.year, last.year - 1):
        yield date(year, 1, 1), date(year, 12, 1)
    for month in (1, 4, 7, 10):
        yield date(last.year - 1, month, 1), date(last.year - 1, month + 2, 1)
    for month in range(1, last.month + 1):
        yield date(last.year, month, 1), date(last.year, month, 1)


def _delivery(source: str, first: date, last: date, today: date) -> Delivery:
    prompt = Delivery(
        source, first, last, truth.next_month(last) + timedelta(days=DAYS_TO_DELIVER[source] - 1)
    )
    if source == HEALTH and last == last_month(today):
        return replace(prompt, received_on=min(prompt.received_on, today), pending=True)
    slower = timedelta(days=YEARLY_FILES_WAIT if prompt.is_year else 0)
    return replace(prompt, received_on=prompt.received_on + slower)


def _is_corrected(delivery: Delivery, today: date) -> bool:
    of_the_quarter = delivery.first == date(last_month(today).year - 1, 3 * CORRECTED_QUARTER - 2, 1)
    return delivery.source == POLICE and of_the_quarter and _correction(delivery).received_on <= today


def _correction(delivery: Delivery) -> Delivery:
    later = delivery.received_on + timedelta(days=CORRECTED_AFTER)
    return replace(delivery, received_on=later, corrects=True)


def share_out(told: pl.DataFrame, plan: list[Delivery]) -> list[pl.DataFrame]:
    """Return the rows of each delivery of one source, in the plan's order.

    A row goes into the first file of its month, or of a later one, that was closed after the row was
    registered; a correction repeats everything of its months that was registered by then.
    """
    given: set[str] = set()
    shares = []
    for delivery in plan:
        known = told.filter(pl.col("registered_on") <= delivery.closed_on)
        if delivery.corrects:
            share = known.filter(pl.col("occurred_on").is_between(delivery.first, _last_day(delivery)))
        else:
            share = known.filter(
                (pl.col("occurred_on") <= _last_day(delivery)) & ~pl.col("victim_id").is_in(list(given))
            )
        given |= set(share["victim_id"])
        shares.append(share)
    return shares


def _last_day(delivery: Delivery) -> date:
    return truth.next_month(delivery.last) - timedelta(days=1)
