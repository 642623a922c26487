"""What a release is made of: the counts of a day, the rules, and all releases before it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from confianza.web.observatory import archive
from confianza.web.observatory.models import Publication
from confianza.web.observatory.queries import located, released
from confianza.web.observatory.queries.ground import Ground

if TYPE_CHECKING:
    from confianza.analysis.disclosure.rules import Rule
    from confianza.analysis.indicators.indicator import Indicator
    from confianza.analysis.releases.linking import System
    from confianza.analysis.releases.places import Snapped
    from confianza.analysis.releases.protecting import Protected

# A sum of all offences binds every table to every other, and says nothing that its parts do not.
NOT_RELEASED = ("all_offences", "arrest")
ADMINISTRATIVE, POLICE = "administrative", "police"


# What was told beside releases, given which source is quoted for which indicator.
Beside = Callable[[Mapping[str, str]], "Sequence[Protected]"]


def _nothing(_voices: Mapping[str, str]) -> "Sequence[Protected]":
    return ()


class NothingToRelease(Exception):
    """There is nothing to publish as of that day; `problem` is a code."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True)
class Prepared:
    """Figures of one day, protected together with the releases before; still in the house.

    `figures` as `releases.tables.FIGURES`, of every period; `protected` also holds what is hidden.
    """

    as_of: date
    root: str
    indicators: tuple["Indicator", ...]
    voices: Mapping[str, str]
    areas: pl.DataFrame
    figures: pl.DataFrame
    protected: "Protected"
    population: pl.DataFrame
    points: pl.DataFrame
    snapped: "Snapped"
    threshold: int
    ground: Ground


def about() -> str:
    """Return the area that releases are about: that of the last, else the town of the data; "" if none."""
    last = Publication.objects.releases().first()
    if last is not None:
        return last.area_id
    ground = Ground(None)
    try:
        return _Preparing(ground, date.today(), (), {}, "", None, None, _nothing).root  # noqa: DTZ011 - its day is not asked
    except NothingToRelease:
        return ""


def prepared_after(as_of: date) -> Prepared:
    """Prepare a release after all that were published: of the same place, quoting the same sources."""
    before = list(Publication.objects.releases().order_by("id"))
    earlier = [archive.audited(each.version) for each in before]
    last = before[-1] if before else None
    voices = archive.sources(last.version) if last else {}
    return prepared(
        as_of,
        earlier=earlier,
        voices=voices,
        area=last.area_id if last else "",
        snapped=archive.snapped(last.version) if last else None,
        rules=archive.own_rules(),
        beside=archive.beside,
    )


def prepared(
    as_of: date,
    *,
    earlier: "Sequence[Protected]" = (),
    voices: Mapping[str, str] | None = None,
    area: str = "",
    snapped: "Snapped | None" = None,
    rules: "Sequence[Rule] | None" = None,
    beside: "Beside" = _nothing,
) -> Prepared:
    """Count, bind, protect and audit what may be published as known on `as_of`.

    `earlier`: what was protected for the releases before, oldest first; `voices`: which source the last one
    quoted for each indicator; `area`: what they were about ("": the town of the data); `beside`: what was
    told beside them, given the sources quoted now. Raises NothingToRelease, or `releases.protecting.Leak`.
    """
    return _Preparing(
        Ground(as_of), as_of, tuple(earlier), voices or {}, area, snapped, rules, beside
    ).prepared()


@dataclass(frozen=True)
class _Preparing:
    ground: Ground
    as_of: date
    earlier: "tuple[Protected, ...]"
    voices: Mapping[str, str]
    area: str
    before: "Snapped | None"
    rules: "Sequence[Rule] | None"
    beside: "Beside"

    def prepared(self) -> Prepared:
        from confianza.analysis.releases import places, protecting

        sums = self._sums
        if sums.is_empty():
            raise NothingToRelease("no_figures")
        system = self._system(sums)
        voices = dict(sums.select("indicator_id", "source").unique().iter_rows())
        protected = protecting.protect(
            system, threshold=self._threshold, earlier=self.earlier, beside=self.beside(voices)
        )
        figures = self._figures(sums, protected.cells)
        points = places.quoted(self._snapped.counted, protected.cells)
        shown = set(figures["indicator_id"])
        return Prepared(
            self.as_of,
            self.root,
            tuple(each for each in self._indicators if each.id in shown),
            voices,
            self._areas,
            figures,
            protected,
            self._population(),
            points,
            self._snapped,
            self._threshold,
            self.ground,
        )

    @cached_property
    def _threshold(self) -> int:
        """The highest that any rule asks: linked tables are as safe as the laxest of them."""
        return max(self._rule(each).threshold for each in self._indicators)

    @cached_property
    def root(self) -> str:
        if not self.ground.has_territory:
            raise NothingToRelease("no_territory")
        heart = self.ground.coverage(ADMINISTRATIVE).heart if self.ground.has_data else ""
        if not heart:
            raise NothingToRelease("no_figures")
        if self.area:
            return self.area
        place = self.ground.place(heart)
        above = (*(area for area, _ in (place.above if place else ())), heart)
        fit = [area for area in above if area.partition("-")[0] in _AT_LEAST_A_TOWN]
        return fit[-1] if fit else heart

    @cached_property
    def _areas(self) -> pl.DataFrame:
        """The published areas of both geographies: area_id, name, level, parent_id, geography."""
        from confianza.analysis.territory.areas import ancestry, current

        roots = [self.root, self.ground.coverage(POLICE).heart]
        inside = ancestry(self.ground.territory).filter(pl.col("ancestor_id").is_in(roots))["area_id"]
        areas = current(self.ground.territory.areas).filter(pl.col("area_id").is_in(inside.implode()))
        known = areas["area_id"].implode()
        parent = pl.when(pl.col("parent_id").is_in(known)).then("parent_id")
        return areas.select("area_id", "name", "level", parent_id=parent, geography="geography").sort(
            "geography", "area_id"
        )

    def _of(self, geography: str) -> list[str]:
        return self._areas.filter(pl.col("geography") == geography)["area_id"].to_list()

    @cached_property
    def _indicators(self) -> "list[Indicator]":
        from confianza.analysis.indicators import registry

        return [each for each in registry.everything() if each.id not in NOT_RELEASED]

    @cached_property
    def _sums(self) -> pl.DataFrame:
        parts = [part for each in self._indicators if not (part := self._sums_of(each)).is_empty()]
        return pl.concat(parts) if parts else pl.DataFrame(schema={"period": pl.String})

    def _sums_of(self, indicator: "Indicator") -> pl.DataFrame:
        """indicator_id, source, area_id, period, count, months_told, published of one indicator."""
        from confianza.analysis.releases import counting, fineness, periods

        territory = self.ground.territory
        base = counting.monthly(self._counts, territory, indicator, ADMINISTRATIVE)
        coverage = self.ground.coverage(ADMINISTRATIVE)
        areas = self._of(ADMINISTRATIVE)
        source = counting.quoted(
            base, indicator, coverage, self.root, areas, before=self._quoted_before(indicator)
        )
        self._quoted[indicator.id] = source
        whole = counting.whole(base.filter(pl.col("source") == source), territory)
        told = released.with_zeros(self._spoken(source), counting.rolled(whole, territory, areas))
        rule = self._rule(indicator)
        sums = periods.shown(
            fineness.fine_enough(self._allowed(periods.summed(told), rule), self.root), self._seen
        )
        return sums.select(
            pl.lit(indicator.id).alias("indicator_id"), pl.lit(source).alias("source"), "area_id", "period",
            pl.col("count").cast(pl.Int64), "months_told", "published",
        )  # fmt: skip

    @cached_property
    def _quoted(self) -> dict[str, str]:
        return {}

    def _quoted_before(self, indicator: "Indicator") -> str:
        """The source quoted last time; else that of an indicator that contains this one."""
        from confianza.analysis.releases import linking

        wider = (
            self._quoted[each.id]
            for each in self._indicators
            if self._quoted.get(each.id) and linking.contains(each, indicator)
        )
        return self.voices.get(indicator.id) or next(wider, "")

    @cached_property
    def _counts(self) -> object:
        return self.ground.counts(persons=False)

    def _spoken(self, source: str) -> pl.DataFrame:
        areas = self._areas.filter(pl.col("geography") == ADMINISTRATIVE)
        return released.spoken(self.ground, ADMINISTRATIVE, areas, source, self.as_of)

    def _rule(self, indicator: "Indicator") -> "Rule":
        from confianza.analysis.disclosure import rules

        return rules.of([indicator.id, *indicator.iccs], self.rules)

    def _allowed(self, sums: pl.DataFrame, rule: "Rule") -> pl.DataFrame:
        """Keep the areas and periods that the rule lets be told. The year so far is as fine as a quarter."""
        from confianza.analysis.releases import periods

        level = dict(self._areas.select("area_id", "level").iter_rows())
        so_far = pl.col("period").str.contains(periods.SO_FAR, literal=True)
        grain = pl.when(so_far).then(pl.lit("quarter")).otherwise(periods.grain_of(pl.col("period")))
        there_are = sums.select("area_id", grain=grain).unique()
        allowed = [
            (area, period) for area, period in there_are.iter_rows()
            if rule.allows(level=level[area], period=period)
        ]  # fmt: skip
        fit = pl.DataFrame(allowed, schema={"area_id": pl.String, "grain": pl.String}, orient="row")
        return sums.with_columns(grain=grain).join(fit, on=["area_id", "grain"], how="semi").drop("grain")

    @cached_property
    def _seen(self) -> pl.Series:
        """The periods that earlier releases showed."""
        seen = [release.cells["period"] for release in self.earlier]
        return pl.concat(seen).unique() if seen else pl.Series([], dtype=pl.String)

    def _system(self, sums: pl.DataFrame) -> "System":
        from confianza.analysis.releases import kinds, linking, places

        cells = sums.select(
            "indicator_id", "area_id", "period", kind=pl.lit(linking.ALL), value=pl.col("count")
        )
        divided = self._kinds(sums)
        points = places.cells(self._snapped.counted)
        every = pl.concat([cells, divided, points])
        parents = self._areas.select("area_id", pl.col("parent_id").fill_null(""))
        return linking.link(
            every,
            [
                ("area", linking.by_area(cells, parents)),
                ("period", linking.by_period(cells)),
                *linking.by_offence(cells, self._families(sums)),
                *kinds.relations(divided),
                ("point", places.relation(self._linked(points, sums))),
            ],
        )

    def _linked(self, points: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
        """The points of the source that the figures quote too."""
        same = self._snapped.counted.join(
            sums, on=["indicator_id", "area_id", "period", "source"], how="semi"
        )
        return points.join(same, on=["indicator_id", "area_id", "period"], how="semi")

    def _families(self, sums: pl.DataFrame) -> list[tuple[str, tuple[str, ...]]]:
        """Indicators that contain others, of one and the same source."""
        from confianza.analysis.releases import linking

        found = []
        for _, same in (
            sums.select("indicator_id", "source")
            .unique()
            .sort("source")
            .group_by("source", maintain_order=True)
        ):
            own = set(same["indicator_id"])
            found += linking.families([each for each in self._indicators if each.id in own])
        return found

    def _kinds(self, sums: pl.DataFrame) -> pl.DataFrame:
        from confianza.analysis.indicators import registry
        from confianza.analysis.releases import counting, kinds, linking

        own = sums.filter(
            pl.col("indicator_id") == kinds.INDICATOR, pl.col("area_id") == self.root,
            pl.col("period").str.len_chars() == len("2026"),
        )  # fmt: skip
        if own.is_empty() or self.root.partition("-")[0] not in _AT_LEAST_A_TOWN:
            return pl.DataFrame(schema=linking.CELLS)
        counts, source = self.ground.counts(persons=True), str(own["source"][0])
        territory, indicator = self.ground.territory, registry.get(kinds.INDICATOR)
        asked = {"area": self.root, "source": source}
        return kinds.cells(
            self.root,
            counting.by_kind(counts, territory, indicator, ("sex", "age_band"), **asked),
            counting.by_kind(counts, territory, indicator, ("mechanism",), **asked),
            own["period"].to_list(),
        )

    def _figures(self, sums: pl.DataFrame, protected: pl.DataFrame) -> pl.DataFrame:
        from confianza.analysis.releases import tables

        told = tables.undivided(sums, protected)
        carried = tables.estimated(told, self.ground.territory, self._of(POLICE))
        spoken = self._areas.select("area_id").join(self._months(sums), how="cross")
        return tables.with_rates_of(
            pl.concat([told, carried]), spoken, self.ground.territory, self._indicators
        )

    def _months(self, sums: pl.DataFrame) -> pl.DataFrame:
        from confianza.analysis.indicators import periods as months
        from confianza.analysis.releases import periods

        first = min(periods.first_day(period) for period in sums["period"].unique())
        return months.months_of(first, self.as_of).to_frame()

    def _mapped(self) -> "list[Indicator]":
        """What may be mapped, each fact once: two maps of the same facts would tell by their difference."""
        from confianza.analysis.releases import linking

        chosen: list[Indicator] = []
        for each in self._indicators:
            alone = not any(linking.overlap(each, other) for other in chosen)
            if alone and self._rule(each).mapped == "snapped":
                chosen.append(each)
        return chosen

    @cached_property
    def _snapped(self) -> "Snapped":
        """Located facts at snap points, of the offences whose rule lets them be mapped."""
        from confianza.analysis.releases import places
        from confianza.analysis.territory import population
        from confianza.analysis.territory.areas import current, leaves

        ours = current(self.ground.territory.areas).filter(
            pl.col("area_id").is_in(
                self._areas.filter(pl.col("geography") == ADMINISTRATIVE)["area_id"].implode()
            )
        )
        smallest = leaves(ours)
        facts = located.facts(self.ground, self._mapped(), smallest)
        year = self.as_of.year
        people = population.for_years(self.ground.territory, smallest["area_id"].to_list(), [year])
        made = places.snapped(
            facts,
            located.outlines(smallest),
            dict(people.select("area_id", "population").iter_rows()),
            before=self.before or places.nothing(),
            threshold=self._threshold,
        )
        return replace(made, counted=places.within(made.counted, self._sums))

    def _population(self) -> pl.DataFrame:
        from confianza.analysis.territory import population

        years = sorted({int(period[:4]) for period in self._sums["period"].unique()})
        return population.for_years(self.ground.territory, self._areas["area_id"].to_list(), years)


_AT_LEAST_A_TOWN = ("municipality", "department", "region", "country")
