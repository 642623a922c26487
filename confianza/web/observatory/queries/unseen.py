"""Victims whom no source saw: the lists of the latest linkage in one area, and what their overlaps say.

A list is a kind of institution: offices of one kind know of each other. Aggregates only: nobody is named, and
no victim is told apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from confianza.web.observatory import memory
from confianza.web.observatory.queries.figures import Place
from confianza.web.observatory.queries.ground import Ground, layout
from confianza.web.observatory.queries.horizon import NOWHERE, Horizon
from confianza.web.records.queries import linkage as linked

if TYPE_CHECKING:
    from confianza.analysis.link.case_rules import CaseRules
    from confianza.analysis.undercount.estimation import Undercount
    from confianza.analysis.undercount.histories import Histories
    from confianza.store.linkages import StoredLinkage

# Deaths of which nobody says whether they were meant belong in: one source may know what another does not.
SERIES = ("violent_death", "homicide")
CODES = {"department": "department_code", "municipality": "municipality_code"}
# A kind of source that tells of less than half the months of another is no list to compare with.
ENOUGH_MONTHS = 0.5
# Who is asked first.
ORDER = ("police", "coroner", "health", "civil_register", "prosecutor", "other")
# Tables drawn while somebody waits; the command line draws more.
REPLICATES = 200


class NoSuchPlace(LookupError):
    """No department or municipality of this identity is this reader's to see."""


@dataclass(frozen=True)
class Asked:
    """What is asked: deaths of a series in an area (EVERYWHERE: ""), from one month to another."""

    series: str = SERIES[0]
    area: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Unseen:
    """What the overlaps say of one area and period; `left_out` are kinds of sources with too few months."""

    asked: Asked
    place: Place
    areas: Sequence[tuple[str, str]]
    told: "Undercount"
    left_out: Sequence[str]
    linked_on: date


def unseen(asked: Asked, horizon: Horizon) -> Unseen | None:
    """Return what no source saw, as the latest linkage tells; None where nothing was linked yet.

    What nobody chose gives way: the area to the one the data are about, the months to those that all lists
    tell of. Raises NoSuchPlace.
    """
    from confianza.store import linkages

    linkage = linkages.latest(layout())
    if linkage is None:
        return None
    ground = Ground(None)
    areas = _areas(ground, horizon)
    area = _chosen(ground, asked, areas)
    key = f"unseen|{ground.state}|{linkage.id}|{area}|{asked}|{horizon.key}"
    return memory.remembered(key, lambda: _unseen(ground, linkage, asked, area, areas))


def _areas(ground: Ground, horizon: Horizon) -> list[tuple[str, str]]:
    """Return the departments and municipalities of today by name, as far as the reader sees."""
    from confianza.analysis.territory.areas import current
    from confianza.web.observatory.queries import places

    known = current(ground.territory.areas).filter(
        pl.col("geography") == "administrative", pl.col("level").is_in(list(CODES))
    )
    seen = [
        area
        for area, level in known.select("area_id", "level").iter_rows()
        if horizon.sees(Place(area, "", level))
    ]
    named = places.names(ground.territory, seen)
    return sorted(named.items(), key=lambda each: each[1])


def _chosen(ground: Ground, asked: Asked, areas: Sequence[tuple[str, str]]) -> str:
    known = {area for area, _name in areas}
    if asked.area is None:
        heart = ground.coverage("administrative").heart or ""
        return heart if heart in known else ""
    if asked.area and asked.area not in known:
        raise NoSuchPlace(asked.area)
    return asked.area


def _unseen(
    ground: Ground, linkage: "StoredLinkage", asked: Asked, area: str, areas: Sequence[tuple[str, str]]
) -> Unseen:
    from confianza.analysis.undercount import estimation

    victims = _victims(ground, linkage, asked.series, area)
    months = _months_told(linkage, ground, area)
    kept, first, last = _common(months, asked)
    table = _table(victims.filter(pl.col("month").is_between(first, last)), kept)
    told = estimation.estimate(table, replicates=REPLICATES)
    settled = Asked(asked.series, area, first, last)
    place = (ground.place(area) if area else None) or NOWHERE
    return Unseen(
        settled, place, areas, told, [kind for kind in months if kind not in kept], linkage.made_at.date()
    )


def _victims(ground: Ground, linkage: "StoredLinkage", series: str, area: str) -> pl.DataFrame:
    """Return [case, month, kind] for every victim of the series in the area and every kind that knows it."""
    cases = _inside(linkage.cases(), ground, area).filter(
        pl.col("series").str.split(";").list.contains(series)
    )
    dated = cases.select("case", month=pl.coalesce("occurred_on", "died_on").dt.truncate("1mo"))
    knows = _kinds(linkage.records(), linked.case_rules()).select("kind", case="victim").unique()
    return dated.drop_nulls("month").join(knows, on="case")


def _inside(cases: pl.DataFrame, ground: Ground, area: str) -> pl.DataFrame:
    if not area:
        return cases
    known = ground.territory.areas.filter(pl.col("area_id") == area)
    level, code = known.select("level", "code").row(0)
    return cases.filter(pl.col(CODES[level]) == code)


def _kinds(told: pl.DataFrame, rules: "CaseRules") -> pl.DataFrame:
    """Return the records with the kind of institution that tells of them."""
    offices = told.select("source", "office").unique()
    kinds = [rules.kind_of(source, office or "") for source, office in offices.iter_rows()]
    named = offices.with_columns(kind=pl.Series(kinds, dtype=pl.String))
    return told.join(named, on=["source", "office"], nulls_equal=True)


def _months_told(linkage: "StoredLinkage", ground: Ground, area: str) -> dict[str, tuple[date, date]]:
    """Return, for every kind of source, the first and last month it tells of in the area."""
    cases = _inside(linkage.cases(), ground, area)
    dated = cases.select(victim="case", month=pl.coalesce("occurred_on", "died_on").dt.truncate("1mo"))
    known = _kinds(linkage.records(), linked.case_rules()).join(dated, on="victim").drop_nulls("month")
    spans = known.group_by("kind").agg(first=pl.col("month").min(), last=pl.col("month").max()).sort("kind")
    return {kind: (first, last) for kind, first, last in spans.iter_rows()}


def _common(months: dict[str, tuple[date, date]], asked: Asked) -> tuple[list[str], date, date]:
    """Return the kinds to compare, and the months that all of them tell of, within those asked for."""
    lengths = {kind: (last - first).days + 31 for kind, (first, last) in months.items()}
    longest = max(lengths.values(), default=0)
    kept = [kind for kind in ORDER if lengths.get(kind, 0) >= max(ENOUGH_MONTHS * longest, 1)]
    first = max([months[kind][0] for kind in kept] + ([asked.first] if asked.first else []), default=date.min)
    last = min([months[kind][1] for kind in kept] + ([asked.last] if asked.last else []), default=date.max)
    return kept, first, last


def _table(victims: pl.DataFrame, kinds: Sequence[str]) -> "Histories":
    """Return how many victims each set of kinds knows."""
    from confianza.analysis.undercount.histories import Histories

    if not kinds:
        return Histories((), np.zeros(1))
    bits = {kind: 1 << place for place, kind in enumerate(kinds)}
    known = victims.filter(pl.col("kind").is_in(list(kinds)))
    seen = known.group_by("case").agg(
        history=pl.col("kind").replace_strict(bits, return_dtype=pl.Int64).sum()
    )
    counts = seen.group_by("history").len()
    told = pl.DataFrame({"history": range(1 << len(kinds))}, schema={"history": pl.Int64}).join(
        counts, on="history", how="left", maintain_order="left"
    )
    return Histories(tuple(kinds), told["len"].fill_null(0).cast(pl.Float64).to_numpy())
