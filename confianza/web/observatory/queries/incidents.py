"""Single facts with a day and a place, for those who work where they happened: no name, no sex, no age.

One voice is quoted, never two together. What may not stand on any map is not offered, whoever asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from confianza.web.observatory import memory
from confianza.web.observatory.queries.figures import Place
from confianza.web.observatory.queries.ground import Ground, layout
from confianza.web.observatory.queries.horizon import Horizon
from confianza.web.observatory.queries.question import Question

if TYPE_CHECKING:
    from confianza.analysis.territory.areas import Territory

# What can be put on a map. Sexual and domestic violence, and whatever is done to a child, never are: a place
# and a day would tell the neighbours who it was.
OFFERED = (
    "homicide", "firearm_homicide", "violent_death", "assault", "robbery", "extortion", "threat", "theft",
    "burglary", "vehicle_theft", "road_death", "weapon_offence", "drug_offence",
)  # fmt: skip
# What people report, all together: harm is weighed over it. Finds of patrols stay apart; no fact is in two.
TOGETHER = "reported_offences"
REPORTED = ("homicide", "assault", "robbery", "extortion", "threat", "theft", "burglary")
# What measures above all where the police went looking (their finds, not what people report).
FOUND_BY_PATROLS = frozenset({"weapon_offence", "drug_offence", "arrest"})
# A year is long enough for places to show and short enough to be of today.
USUAL_WINDOW = timedelta(days=365)
# An area of one of these levels can be walked; of a wider one a map of places says little.
MAPPED_LEVELS = (
    "municipality", "commissariat", "zone", "canton", "substation", "neighbourhood", "beat",
)  # fmt: skip
COLUMNS = ("occurred_on", "minute_of_day", "longitude", "latitude", "weight")
CLASSED = ("iccs", "offence_label")
COUNTED_BY = ("grain", "iccs", "mechanism", "offence_label", "intent", "source")
# A fact carried from one geography to the other is in an area if more than half of it is.
MOST_OF_IT = 0.5


class NoSuchGround(LookupError):
    """No area of this identity is this reader's to see on a map."""


@dataclass(frozen=True)
class Asked:
    """What is asked: an indicator, an area, days (both included), a voice; empty is left to the data."""

    indicator_id: str = ""
    area: str = ""
    first: date | None = None
    last: date | None = None
    source: str = ""

    def but(self, **changes: Any) -> "Asked":
        """Return the same with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Incidents:
    """The facts of one voice in one area: `rows` [COLUMNS, CLASSED], dated to a day, longitude and latitude
    null where no point is told; `earlier` are those of all the time before.

    `border` is the area's boundary (WKB, degrees). `told_until` is the last day the voice
    tells of anything. `areas`, `indicators` and `sources` can be chosen instead.
    """

    asked: Asked
    place: Place
    border: bytes
    rows: pl.DataFrame
    earlier: pl.DataFrame
    told_from: date
    told_until: date
    areas: Sequence[tuple[str, str]]
    indicators: Sequence[str]
    sources: Sequence[str]

    @property
    def placed(self) -> pl.DataFrame:
        """The facts with a point."""
        return self.rows.drop_nulls("latitude")

    @property
    def without_place(self) -> int:
        """How many facts no map can show."""
        return self.rows.height - self.placed.height

    @property
    def everything(self) -> pl.DataFrame:
        """The facts asked for and all before them."""
        return pl.concat([self.earlier, self.rows])

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day asked for, once settled."""
        first, last = self.asked.first, self.asked.last
        if first is None or last is None:
            raise ValueError("Facts are of a period.")
        return first, last

    @property
    def key(self) -> str:
        """Name what was asked and settled."""
        return repr(self.asked)


def incidents(asked: Asked, horizon: Horizon) -> Incidents | None:
    """Return the facts asked for as the reader may see them; None where there are none to see.

    What nobody chose gives way: to the own area, to the indicator with most points, to the voice with
    most facts there, to the year before the last day told. Raises NoSuchGround.
    """
    ground = Ground(None)
    if not ground.has_data or not ground.has_territory:
        return None
    areas = _areas(ground, horizon)
    area = _chosen(ground, asked.area, areas)
    if area is None:
        return None
    key = f"incidents|{ground.state}|{horizon.key}|{area}|{asked}"
    return memory.remembered(key, lambda: _incidents(ground, asked, area, areas))


def state() -> str:
    """Name the state of the data a map rests on: it changes when something new came in."""
    return Ground(None).state


def _areas(ground: Ground, horizon: Horizon) -> list[tuple[str, str]]:
    """Return the areas a map can be drawn of, whose inside the reader may see, by name."""
    from confianza.analysis.territory.areas import current
    from confianza.web.observatory.queries import places

    known = current(ground.territory.areas).filter(
        pl.col("level").is_in(MAPPED_LEVELS), pl.col("wkb").is_not_null()
    )
    inside = [
        area
        for area, level in known.select("area_id", "level").iter_rows()
        if horizon.divides(Place(area, "", level), MAPPED_LEVELS[-1])
    ]
    named = places.names(ground.territory, inside)
    return sorted(named.items(), key=lambda each: each[1])


def _chosen(ground: Ground, area: str, areas: Sequence[tuple[str, str]]) -> str | None:
    known = {area_id for area_id, _name in areas}
    if area:
        if area not in known:
            raise NoSuchGround(area)
        return area
    hearts = [ground.coverage(geography).heart or "" for geography in ("administrative", "police")]
    return next((heart for heart in hearts if heart in known), next(iter(_widest(ground, known)), None))


def _widest(ground: Ground, known: set[str]) -> list[str]:
    level = dict(ground.territory.areas.select("area_id", "level").iter_rows())
    return sorted(known, key=lambda area: (MAPPED_LEVELS.index(level[area]), area))


def _incidents(ground: Ground, asked: Asked, area: str, areas: Sequence[tuple[str, str]]) -> Incidents | None:
    offered = memory.remembered(f"mapped|{ground.state}", lambda: _offered(ground))
    place = ground.place(area)
    if not offered or place is None:
        return None
    indicator_id = asked.indicator_id if asked.indicator_id in offered else offered[0]
    inside = facts_in(ground, indicator_id, area)
    voices = _most_first(inside)
    source = asked.source if asked.source in voices else next(iter(voices), "")
    until = told_until(ground, source)
    if until is None:
        return None
    settled = _dated(Asked(indicator_id, area, asked.first, asked.last, source), until)
    own = inside.filter(pl.col("voice") == source).select(*COLUMNS, *CLASSED).sort(COLUMNS)
    return Incidents(
        asked=settled,
        place=place,
        border=dict(ground.territory.areas.select("area_id", "wkb").iter_rows())[area],
        rows=own.filter(pl.col("occurred_on").is_between(settled.first, settled.last)),
        earlier=own.filter(pl.col("occurred_on") < settled.first),
        told_from=_months_told(ground, source).min(),  # type: ignore[arg-type]
        told_until=until,
        areas=areas,
        indicators=sorted(offered, key=(*OFFERED, TOGETHER).index),
        sources=voices,
    )


def _offered(ground: Ground) -> list[str]:
    """Return the indicators offered that some voice tells, those with most points first."""
    told = [each for each in OFFERED if ground.voices(Question(indicator_id=each))]
    points = {each: _of(each, _kinds_with_points())["facts"].sum() for each in told}
    ordered = sorted(told, key=lambda each: (-points[each], OFFERED.index(each)))
    return [*ordered, TOGETHER] if len({*told} & {*REPORTED}) > 1 else ordered


def _kinds_with_points() -> pl.DataFrame:
    """Return how many facts with a point there are of each kind that an indicator may ask for."""
    from confianza.store import claims

    table = claims.visible(layout())
    pointed = table.filter((table.place_precision == "point") & (table.date_precision == "day"))
    return pointed.group_by(COUNTED_BY).aggregate(facts=pointed.count()).to_polars()


def _of(indicator_id: str, kinds: pl.DataFrame) -> pl.DataFrame:
    from confianza.analysis.indicators import numerator, registry
    from confianza.store import engines

    table = engines.of_memory(engines.connect(), "kinds_with_points", kinds)
    return numerator.of_indicator(table, registry.get(indicator_id)).to_polars()


def _facts(ground: Ground, indicator_id: str) -> pl.DataFrame:
    """Return every fact of an indicator with its day, voice, and the area it lies in, in each geography."""
    from confianza.analysis.indicators import numerator, registry
    from confianza.analysis.indicators.coverage import voice
    from confianza.analysis.territory import placing, telling
    from confianza.store import claims

    told = numerator.of_indicator(claims.visible(layout()), registry.get(indicator_id))
    dated = told.filter(told.date_precision == "day")
    columns = dict.fromkeys((*COLUMNS, *CLASSED, *telling.TOLD, "place_precision"))
    facts = dated.mutate(voice=voice(dated)).select(*columns, "voice").to_polars().with_row_index("record")
    placed = placing.place(facts, ground.territory).filter(pl.col("share") > MOST_OF_IT)
    where = placed.pivot("geography", index="record", values="area_id")
    point = pl.col("place_precision") == "point"
    located = facts.with_columns(pl.when(point).then("longitude"), pl.when(point).then("latitude"))
    return located.join(where, on="record", how="left").select(
        *COLUMNS, *CLASSED, "voice", *(name for name in where.columns if name != "record")
    )


def _inside(facts: pl.DataFrame, territory: "Territory", area: str) -> pl.DataFrame:
    from confianza.analysis.territory.areas import ancestry

    within = ancestry(territory).filter(pl.col("ancestor_id") == area)["area_id"].implode()
    columns = [name for name in ("administrative", "police") if name in facts.columns]
    if not columns:
        return facts.clear()
    return facts.filter(pl.any_horizontal(pl.col(name).is_in(within) for name in columns))


def _most_first(rows: pl.DataFrame) -> list[str]:
    """Return the voices: those with points first, the fullest first."""
    counted = rows.group_by("voice").agg(points=pl.col("latitude").count(), facts=pl.len())
    ordered = counted.sort("points", "facts", "voice", descending=[True, True, False])
    return ordered["voice"].to_list()


def facts_in(ground: Ground, indicator_id: str, area: str) -> pl.DataFrame:
    """Return the facts of an indicator in an area, of every voice: COLUMNS, voice, iccs and offence_label."""
    if indicator_id == TOGETHER:
        parts = [facts_in(ground, each, area) for each in REPORTED]
        return pl.concat(parts, how="diagonal_relaxed")
    facts = memory.remembered(f"facts|{ground.state}|{indicator_id}", lambda: _facts(ground, indicator_id))
    return _inside(facts, ground.territory, area)


def told_until(ground: Ground, source: str) -> date | None:
    """Return the last day a voice tells of anything; None where it tells of nothing."""
    months = _months_told(ground, source)
    return None if months.is_empty() else _last_day(months.max())  # type: ignore[arg-type]


def _months_told(ground: Ground, source: str) -> pl.Series:
    return ground.coverage("administrative").months.filter(pl.col("source") == source)["month"]


def _last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _dated(asked: Asked, until: date) -> Asked:
    """Fill in the days nobody chose: a year, to the last day that the voice tells of."""
    last = asked.last or until
    return asked.but(first=asked.first or last - USUAL_WINDOW + timedelta(days=1), last=last)
