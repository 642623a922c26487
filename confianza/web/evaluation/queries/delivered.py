"""What the store tells of a design: the series as known on a day, which deliveries told it, until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from confianza.web.evaluation.models import Evaluation
from confianza.web.evaluation.models.evaluations import Step
from confianza.web.observatory.queries import Question
from confianza.web.observatory.queries.ground import Ground, layout

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.evaluation.counted import Around, Rows, Series

MONTHS_OF = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}
# What is divided by where nobody knows how many people live there: years.
NOBODY_KNOWS = 1.0


class NothingDelivered(Exception):
    """The store tells no such series; `code` is no_source, no_period, hole (`area`, `period`) or estimated:
    part of a count came through a crosswalk, and is no count.
    """

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True)
class Asked:
    """Which series: an indicator of one source, in areas of one level, by steps, from one period to another.

    `treated` are added up and stand first; or, where `starts` (first days that are not `begins_on`) make them
    begin in different periods, one by one. `around`: areas next door. `as_of`: as known on that day.
    """

    indicator: str
    source: str
    step: str
    treated: Sequence[str]
    others: Sequence[str]
    first_on: date
    last_on: date
    begins_on: date
    as_of: date | None = None
    starts: Mapping[str, date] = field(default_factory=dict)
    around: Sequence[str] = ()

    @property
    def begun(self) -> list[date]:
        """The first period with the programme, of each treated area."""
        return [start_of(self.starts.get(area, self.begins_on), self.step) for area in self.treated]

    @property
    def is_staggered(self) -> bool:
        """Whether areas begin in different periods."""
        return len(set(self.begun)) > 1

    @property
    def ends_on(self) -> date:
        """The last day of the last period."""
        return end_of(self.last_on, self.step)


@dataclass(frozen=True)
class Delivered:
    """A series, and the deliveries that tell it."""

    series: "Series"
    deliveries: Sequence[str]


def asked_by(evaluation: Evaluation, **changes: Any) -> Asked:
    """Return what a design asks of the store; `changes` for what is done otherwise."""
    told = {
        "indicator": evaluation.indicator,
        "source": evaluation.source,
        "step": evaluation.step,
        "treated": tuple(evaluation.treated),
        "others": tuple(evaluation.comparison),
        "first_on": evaluation.first_on,
        "last_on": evaluation.last_on,
        "begins_on": evaluation.begins_on,
        "starts": {area: date.fromisoformat(day) for area, day in evaluation.starts.items()},
        "around": tuple(evaluation.around),
    }
    return Asked(**(told | changes))


def start_of(day: date, step: str) -> date:
    """Return the first day of the period in which a day lies."""
    months = MONTHS_OF[Step(step)]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def end_of(day: date, step: str) -> date:
    """Return the last day of the period in which a day lies."""
    from confianza.analysis.indicators.periods import shifted

    return shifted(start_of(day, step), MONTHS_OF[Step(step)]) - timedelta(days=1)


def next_of(day: date, step: str, periods: int = 1) -> date:
    """Return the first day so many periods later."""
    from confianza.analysis.indicators.periods import shifted

    return shifted(start_of(day, step), periods * MONTHS_OF[Step(step)])


def series(asked: Asked) -> Delivered:
    """Return the series of a design. Raises NothingDelivered."""
    return _Reading(asked).delivered()


def known_until(asked: Asked) -> date | None:
    """Return the last day of which the source tells in every treated area; None where it tells nothing."""
    found = _Reading(asked).monthly
    last = {area: max(months, default=None) for area, months in found.items()}
    if not last or any(each is None for each in last.values()):
        return None
    return end_of(min(each for each in last.values() if each), Step.MONTH)


def whole_series(asked: Asked) -> "Series":
    """Return a series without those of the other areas of which the source leaves out a period, or tells a
    fraction. Raises NothingDelivered of the treated ones.
    """
    reading = _Reading(asked)
    periods, cells = reading.periods(), reading.cells
    whole = [area for area in asked.others if all(_is_counted(cells.get((area, on))) for on in periods)]
    return reading.series(whole)


def _is_counted(cell: "tuple[float, float] | None") -> bool:
    return cell is not None and cell[0].is_integer()


def _columns(rows: "Sequence[Sequence[tuple[float, float]]]") -> "tuple[Rows, Rows]":
    """Return the counts of rows of (count, person-years), and the person-years."""
    counts = tuple(tuple(count for count, _lived in row) for row in rows)
    return counts, tuple(tuple(lived for _count, lived in row) for row in rows)


def sources(indicator: str) -> Sequence[str]:
    """Return the sources that ever told an indicator."""
    return Ground(None).voices(Question(indicator_id=indicator))


def level_of(area_id: str) -> str:
    """Return the level of an area, which its identity tells."""
    return area_id.partition("-")[0]


@dataclass(frozen=True)
class _Reading:
    asked: Asked

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.asked.as_of)

    def question(self, area: str = "") -> Question:
        place = self.ground.place(self.asked.treated[0])
        return Question(
            indicator_id=self.asked.indicator,
            geography=place.geography if place else "administrative",
            area=area or "all",
            level=level_of(self.asked.treated[0]),
            source=self.asked.source,
        )

    def table(self, grain: str, **window: Any) -> "pl.DataFrame":
        import polars as pl

        wanted = [*self.asked.treated, *self.asked.others, *self.asked.around]
        table = self.ground.table(self.question(), "area", grain, "source", **window)
        told = table.filter(pl.col("area").is_in(wanted), pl.col("period").is_not_null())
        return told.filter(pl.col("source") == self.asked.source)

    @cached_property
    def monthly(self) -> Mapping[str, list[date]]:
        """The months of which the source tells in each treated area."""
        import polars as pl

        from confianza.analysis.indicators.periods import beginning

        told = self.table("month", first=None, last=None).filter(pl.col("months") > 0)
        months: dict[str, list[date]] = {area: [] for area in self.asked.treated}
        for area, period in told.select("area", "period").iter_rows():
            if area in months:
                months[area].append(beginning(period))
        return months

    def delivered(self) -> Delivered:
        return Delivered(self.series(self.asked.others), self._deliveries())

    def series(self, others: Sequence[str]) -> "Series":
        from confianza.analysis.evaluation.counted import Series

        periods, treated = self.periods(), self.asked.treated
        if self.asked.is_staggered:
            names, told = [*treated], [self._row(area) for area in treated]
        else:
            names, told = [" + ".join(treated)], [self._together()]
        counts, exposures = _columns([*told, *(self._row(area) for area in others)])
        starts = tuple(sum(period < begins for period in periods) for begins in self.asked.begun)
        return Series(
            areas=(*names, *others),
            periods=tuple(period.isoformat() for period in periods),
            counts=counts,
            exposures=exposures,
            before=min(starts),
            starts=starts if self.asked.is_staggered else (),
            around=self._around() if self.asked.around else None,
        )

    def _around(self) -> "Around":
        """Return what was counted next door; an area of which the source leaves something out is named."""
        from confianza.analysis.evaluation.counted import Around

        cells, periods = self.cells, self.periods()
        whole = [
            area for area in self.asked.around if all(_is_counted(cells.get((area, on))) for on in periods)
        ]
        left_out = tuple(area for area in self.asked.around if area not in whole)
        return Around(tuple(whole), *_columns([self._row(area) for area in whole]), left_out)

    def periods(self) -> list[date]:
        found, at = [], start_of(self.asked.first_on, self.asked.step)
        while at <= self.asked.last_on:
            found.append(at)
            at = next_of(at, self.asked.step)
        if not found:
            raise NothingDelivered("no_period")
        return found

    @cached_property
    def cells(self) -> dict[tuple[str, date], tuple[float, float]]:
        """Count and person-years of every area and period of which the source tells the whole."""
        from confianza.analysis.indicators.periods import beginning

        months = MONTHS_OF[Step(self.asked.step)]
        window = {"first": start_of(self.asked.first_on, self.asked.step)}
        window["last"] = end_of(self.asked.last_on, self.asked.step).replace(day=1)
        found = {}
        for row in self.table(self.asked.step, **window).iter_rows(named=True):
            if row["months"] == months and row["count"] is not None:
                lived = row["person_years"] or NOBODY_KNOWS * months / 12
                found[row["area"], beginning(row["period"])] = (float(row["count"]), float(lived))
        if not found:
            raise NothingDelivered("no_source", source=self.asked.source)
        return found

    def _row(self, area: str) -> list[tuple[float, float]]:
        return [self._cell(area, period) for period in self.periods()]

    def _cell(self, area: str, period: date) -> tuple[float, float]:
        cells = self.cells
        if (area, period) not in cells:
            raise NothingDelivered("hole", area=area, period=period)
        if not _is_counted(cells[area, period]):
            raise NothingDelivered("estimated", area=area, period=period)
        return cells[area, period]

    def _together(self) -> list[tuple[float, float]]:
        rows = [self._row(area) for area in self.asked.treated]
        return [
            (sum(count for count, _lived in told), sum(lived for _count, lived in told))
            for told in zip(*rows, strict=True)
        ]

    def _deliveries(self) -> list[str]:
        import polars as pl

        from confianza.store import deliveries

        months = deliveries.visible_months(layout(), self.asked.as_of)
        voice = pl.col("source").cast(pl.String)
        by_office = pl.format("{}/{}", voice, pl.col("office").cast(pl.String))
        spoken = months.filter(
            (voice == self.asked.source) | (by_office == self.asked.source),
            pl.col("month").is_between(self.asked.first_on, self.asked.ends_on),
        )
        return sorted(set(spoken["delivery"]))
