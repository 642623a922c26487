"""One question answered: figures for the place, its months, its parts, its kinds and its sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from confianza.web.observatory.queries import places
from confianza.web.observatory.queries.figures import (
    Answer,
    AreaFigure,
    Choices,
    Figure,
    Month,
    Place,
    Share,
    Split,
    figure,
)
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.question import EVERYWHERE, WHOLE, Question

if TYPE_CHECKING:
    from confianza.analysis.indicators.change import Change
    from confianza.analysis.indicators.direction import Direction

KINDS = ("mechanism", "sex", "age_band")
# Shorter than this, a year so far says too little, and the last twelve months are shown instead.
FEWEST_MONTHS_OF_A_YEAR = 3
MONTHS_SHOWN = 24
YEARS_OF_DIRECTION = 5
MOST_CHOICES = 400
MONTHS_IN_YEAR = 12


class UnknownArea(LookupError):
    """No area has this identity."""


def answer(question: Question) -> Answer:
    """Answer a question, filling in what it leaves open: the place of the data, its best source, its last
    months.
    """
    ground = Ground(question.as_of)
    return _Answering(ground, *_settled(ground, question)).answer()


def settled(question: Question) -> Question:
    """Return the question with its open choices filled in, as `answer` does."""
    return _settled(Ground(question.as_of), question)[0]


Monthly = Sequence[tuple[date, float | None]]


def monthly(question: Question) -> tuple[Question, Monthly]:
    """Return a question as `settled` does, and every month its voice tells of with its count (None: none)."""
    return _settled(Ground(question.as_of), question)


def _settled(ground: Ground, asked: Question) -> tuple[Question, Monthly]:
    """Fill in what a question leaves open; return it with all the months its voice tells of."""
    at = placed(ground, asked)
    spoken = at.but(source=_quoted(ground, at))
    monthly = _monthly(ground, spoken)
    first, last = _window(spoken, monthly)
    return spoken.but(first=first, last=last), monthly


def placed(ground: Ground, asked: Question) -> Question:
    """Choose the area and the level of its parts; what is left over from another geography gives way.

    Raises UnknownArea.
    """
    from confianza.analysis.indicators.filters import default_level

    place = None if asked.area in ("", EVERYWHERE) else ground.place(asked.area)
    if place is None and asked.area not in ("", EVERYWHERE):
        raise UnknownArea(asked.area)
    ours = asked.area if place is None or place.geography == asked.geography else ""
    area = ours or ground.coverage(asked.geography).heart or EVERYWHERE
    inside = "" if area == EVERYWHERE else area
    if asked.level == WHOLE:
        return asked.but(area=area)
    usual = default_level(ground.territory, asked.geography, inside)
    there_are = ground.levels(asked.geography, inside)
    return asked.but(area=area, level=asked.level if asked.level in there_are else usual)


def _quoted(ground: Ground, question: Question) -> str:
    """The voice all figures of a page quote, so that they agree: the one asked for, else the best."""
    from confianza.analysis.indicators import preference

    voices = ground.table(question.but(source=""), "source")
    if question.source in set(voices["source"]):
        return question.source
    return next(iter(preference.ranked(voices, question.indicator)), "")


def _window(question: Question, monthly: Monthly) -> tuple[date | None, date | None]:
    """The months asked for; else the year so far, or the last twelve months where the year is young."""
    from confianza.analysis.indicators.periods import shifted

    told = [month for month, count in monthly if count is not None]
    if not told:
        return question.first, question.last
    last = question.last or max(told)
    young = last.month < FEWEST_MONTHS_OF_A_YEAR
    first = question.first or (shifted(last, 1 - MONTHS_IN_YEAR) if young else last.replace(month=1))
    return min(first, last), last


def _monthly(ground: Ground, question: Question) -> list[tuple[date, float | None]]:
    """Every month the voice speaks of, from the first to the last, with its count; None: it skipped that
    month.
    """
    from confianza.analysis.indicators.periods import beginning

    table = ground.table(question, "month", first=None, last=None).filter(pl.col("period").is_not_null())
    spoken = pl.when(pl.col("months") > 0).then("count")
    return [(beginning(period), count) for period, count in table.select("period", spoken).iter_rows()]


@dataclass
class _Answering:
    """A question with nothing left open, and the ground it is answered on."""

    ground: Ground
    question: Question
    monthly: Monthly

    def answer(self) -> Answer:
        now, before = self._whole(), self._whole(years_back=1)
        areas, elsewhere = self._areas()
        yearly = _whole_years(self.monthly, self.question.last)
        return Answer(
            question=self.question,
            place=self._place(),
            figure=now,
            before=before if comparable(now, before) else None,
            change=change(now, before),
            months=_with_band(self.monthly, self.question),
            direction=_direction(yearly),
            years=[year for year, _ in yearly],
            areas=areas,
            elsewhere=elsewhere,
            kinds={kind: self._kinds(kind) for kind in (*KINDS, "offence")},
            voices=self._voices(),
            voice_months=self._voice_months(),
            populations=self._populations(areas),
            shapes=places.borders(self.ground.territory, [area.place.area_id for area in areas]),
            choices=self._choices(),
            direction_of_rate=_direction(yearly, self._lived(yearly)) if yearly else None,
        )

    def _lived(self, yearly: Sequence[tuple[int, float]]) -> list[float | None]:
        """Return the person-years of each of some whole years, None where nobody knows them."""
        if self.question.indicator.denominator == "none":
            return [None]
        window = {"first": date(yearly[0][0], 1, 1), "last": date(yearly[-1][0], 12, 1)}
        table = self.ground.table(self.question, "year", **window)
        lived: dict[str, float | None] = dict(table.select("period", "person_years").iter_rows())
        return [lived.get(str(year)) for year, _ in yearly]

    def _whole(self, years_back: int = 0) -> Figure:
        if self.question.first is None:
            return Figure()
        table = self.ground.table(self.question, **self._window(years_back))
        return figure(next(table.iter_rows(named=True), None))

    def _window(self, years_back: int) -> dict[str, Any]:
        from confianza.analysis.indicators.periods import shifted

        first, last = self.question.first, self.question.last
        if first is None or last is None:
            return {}
        months = -MONTHS_IN_YEAR * years_back
        return {"first": shifted(first, months), "last": shifted(last, months)}

    def _place(self) -> Place:
        if self.question.area == EVERYWHERE:
            return Place("", "")
        return places.place(self.ground.territory, self.question.area) or Place("", "")

    def _areas(self) -> tuple[list[AreaFigure], float]:
        """Figures of the areas of the level, and how many could not be placed in any of them."""
        from confianza.analysis.indicators.change import holm

        if self.question.first is None or self.question.level == WHOLE:
            return [], 0.0
        now, before = self._by_area(0), self._by_area(1)
        elsewhere = now.pop(None, Figure()).count or 0.0
        before.pop(None, None)
        changes = {area: change(now[area], before.get(area, Figure())) for area in now}
        compared = [area for area, each in changes.items() if each is not None]
        named = places.names(self.ground.territory, [area for area in now if area])
        out = dict(zip(compared, holm([each.p for each in changes.values() if each]), strict=True))
        rows = [
            AreaFigure(
                Place(area, named[area], self.question.level), now[area], changes[area], out.get(area, False)
            )
            for area in now
            if area
        ]
        return rows, elsewhere

    def _by_area(self, years_back: int) -> dict[str | None, Figure]:
        from confianza.analysis.indicators.smoothing import with_smoothed

        table = self.ground.table(self.question, "area", **self._window(years_back))
        if not years_back:
            table = with_smoothed(table, multiplier=self.question.indicator.multiplier)
        return {row["area"]: figure(row) for row in table.iter_rows(named=True)}

    def _kinds(self, kind: str) -> Split:
        """How the count divides; by the source quoted, or where it never tells this, by the best that
        does.
        """
        from confianza.analysis.indicators import preference

        if self.question.first is None:
            return Split("", ())
        table = self.ground.table(self.question, kind, "source", source="").filter(pl.col("count") > 0)
        tell = set(table.filter(pl.col(kind).is_not_null())["source"])
        order = [self.question.source, *preference.ranked(table, self.question.indicator)]
        source = next((voice for voice in order if voice in tell), self.question.source)
        own = table.filter(pl.col("source") == source).select(kind, "count")
        return Split(source, tuple(Share(code, count) for code, count in own.iter_rows()))

    def _voices(self) -> list[Figure]:
        if self.question.first is None:
            return []
        table = self.ground.table(self.question, "source", source="")
        return [figure(row) for row in table.sort("count", descending=True).iter_rows(named=True)]

    def _voice_months(self) -> list[tuple[str, date, float | None]]:
        from confianza.analysis.indicators.periods import beginning, shifted

        if self.question.last is None or self.question.first is None:
            return []
        first = min(self.question.first, shifted(self.question.last, 1 - MONTHS_IN_YEAR))
        table = self.ground.table(self.question, "month", "source", source="", first=first)
        spoken = pl.when(pl.col("months") > 0).then("count")
        dated = table.filter(pl.col("period").is_not_null()).select("source", "period", spoken)
        rows = [(source, beginning(period), count) for source, period, count in dated.iter_rows()]
        return sorted(rows, key=lambda row: (row[0] != self.question.source, row[0], row[1]))

    def _populations(self, areas: Sequence[AreaFigure]) -> list[dict[str, Any]]:
        from confianza.analysis.indicators.denominators import kinds_of_population

        if self.question.first is None or self.question.last is None:
            return []
        ids = (
            [self.question.area]
            if self.question.area != EVERYWHERE
            else [area.place.area_id for area in areas]
        )
        years = range(self.question.first.year, self.question.last.year + 1)
        return kinds_of_population(self.ground.territory, ids, list(years))

    def _choices(self) -> Choices:
        geography = self.question.geography
        area = "" if self.question.area == EVERYWHERE else self.question.area
        ages = (
            self.ground.table(self.question, "age_band", age_band="")["age_band"]
            if self.question.first
            else []
        )
        return Choices(
            areas=places.inside(self.ground.territory, geography, most=MOST_CHOICES),
            geographies=self.ground.territory.areas["geography"].unique().sort().to_list(),
            levels=self.ground.levels(geography, area),
            sources=self.ground.voices(self.question),
            ages=sorted({age for age in ages if age}),
        )


def comparable(now: Figure, before: Figure) -> bool:
    """Both speak of the same number of months; a shorter look would seem a fall."""
    return now.count is not None and before.count is not None and now.months == before.months > 0


def change(now: Figure, before: Figure) -> "Change | None":
    from confianza.analysis.indicators.change import compare

    if not comparable(now, before):
        return None
    return compare(now.count or 0.0, before.count or 0.0)


def _with_band(monthly: Monthly, question: Question) -> list[Month]:
    """The last two years up to the end of the window, each month with its band of the five years before
    it.
    """
    from confianza.analysis.indicators import band
    from confianza.analysis.indicators.periods import shifted

    if question.last is None or not monthly:
        return []
    table = pl.DataFrame(monthly, schema={"month": pl.Date, "count": pl.Float64}, orient="row")
    first = min(question.first or question.last, shifted(question.last, 1 - MONTHS_SHOWN))
    shown = table.filter(pl.col("month").is_between(first, question.last))
    years = shown["month"].dt.year().unique().sort().to_list()
    if not years:
        return []
    bands = pl.concat([band.of_previous_years(table, year=year) for year in years])
    rows = shown.join(bands, on="month", how="left").sort("month")
    return [Month(*row) for row in rows.select("month", "count", "low", "median", "high").iter_rows()]


def _whole_years(monthly: Monthly, last: date | None) -> list[tuple[int, float]]:
    """The counts of the last years told in all their months, without a gap between them."""
    if last is None:
        return []
    counts: dict[int, list[float]] = {}
    for month, count in monthly:
        if count is not None and month <= last:
            counts.setdefault(month.year, []).append(count)
    whole = {year: sum(told) for year, told in counts.items() if len(told) == MONTHS_IN_YEAR}
    run: list[tuple[int, float]] = []
    for year in sorted(whole, reverse=True)[:YEARS_OF_DIRECTION]:
        if run and run[0][0] != year + 1:
            break
        run.insert(0, (year, whole[year]))
    return run


def _direction(
    yearly: Sequence[tuple[int, float]], exposures: Sequence[float | None] | None = None
) -> "Direction | None":
    """Return the direction of the number, or of the rate where the years lived are handed in."""
    from confianza.analysis.indicators import direction

    counts = [count for _, count in yearly]
    if exposures is None:
        return direction.of_years(counts)
    known = [exposure for exposure in exposures if exposure]
    return direction.of_years(counts, known) if len(known) == len(counts) else None
