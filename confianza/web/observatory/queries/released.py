"""What releases told, and counts laid out as theirs: for whoever tells something beside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from confianza.web.observatory import archive
from confianza.web.observatory.models import Publication
from confianza.web.observatory.queries.ground import Ground

if TYPE_CHECKING:
    from confianza.analysis.disclosure.rules import Rule
    from confianza.analysis.releases.protecting import Protected


@dataclass(frozen=True)
class Released:
    """What everybody has: `releases`, oldest first, as they are audited; the source that the last one quotes
    for each indicator (`voices`); the day as of which it was made, None before the first.
    """

    releases: "Sequence[Protected]"
    voices: Mapping[str, str]
    as_of: date | None

    def called(self, indicator: str, source: str) -> str:
        """Name an indicator as told by a source among the cells of releases and of what is told beside."""
        return archive.called(indicator, source, self.voices)

    def beside(self) -> "Sequence[Protected]":
        """Return what was told beside the releases before."""
        return archive.beside(self.voices)


def everything() -> Released:
    """Return what releases told, and how they name it."""
    rows = list(Publication.objects.releases().order_by("id"))
    last = rows[-1] if rows else None
    return Released(
        releases=[archive.audited(each.version) for each in rows],
        voices=archive.sources(last.version) if last else {},
        as_of=last.as_of if last else None,
    )


def rule(indicator: str) -> "Rule":
    """Return the rule of disclosure for an indicator, with those of this workspace."""
    from confianza.analysis.disclosure import rules
    from confianza.analysis.indicators import registry

    return rules.of([indicator, *registry.get(indicator).iccs], archive.own_rules())


def threshold() -> int:
    """Return the highest that any rule asks: linked tables are as safe as the laxest of them."""
    from confianza.analysis.indicators import registry

    return max(rule(each.id).threshold for each in registry.everything())


def counted(indicator: str, source: str, areas: Sequence[str], geography: str, as_of: date) -> pl.DataFrame:
    """Return area_id, period, value of months, quarters, years and the year so far, as a source told them by
    a day; whole years where it told the whole of them. Empty where it tells nothing.
    """
    from confianza.analysis.indicators import registry
    from confianza.analysis.releases import counting, periods

    ground = Ground(as_of)
    if not (ground.has_territory and ground.has_data):
        return pl.DataFrame(schema={"area_id": pl.String, "period": pl.String, "value": pl.Int64})
    base = counting.monthly(
        ground.counts(persons=False), ground.territory, registry.get(indicator), geography
    )
    whole = counting.whole(base.filter(pl.col("source") == source), ground.territory)
    frame = pl.DataFrame({"area_id": list(areas)}, schema={"area_id": pl.String})
    told = spoken(ground, geography, frame, source, as_of)
    sums = periods.summed(with_zeros(told, counting.rolled(whole, ground.territory, areas)))
    return sums.select("area_id", "period", value=pl.col("count").cast(pl.Int64))


def family(indicator: str, among: Collection[str]) -> list[str]:
    """Return an indicator, and those of `among` that it contains, that contain it, or that meet it."""
    from confianza.analysis.indicators import registry
    from confianza.analysis.releases import linking

    own = registry.get(indicator)
    others = [registry.get(name) for name in sorted(among) if name != indicator]
    return [indicator, *(each.id for each in others if linking.overlap(own, each))]


def families(indicators: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return which of some indicators contain which others, as `releases.linking.families`."""
    from confianza.analysis.indicators import registry
    from confianza.analysis.releases import linking

    return linking.families([registry.get(name) for name in indicators])


def geography(area: str) -> str:
    """Return the geography of an area; the administrative one where nobody knows it."""
    found = Ground(None).given.areas.filter(pl.col("area_id") == area)["geography"]
    return str(found[0]) if len(found) else "administrative"


def parents(areas: Sequence[str]) -> pl.DataFrame:
    """Return area_id, parent_id of areas and of all above them."""
    from confianza.analysis.territory.areas import ancestry

    territory = Ground(None).given
    reach = ancestry(territory).filter(pl.col("area_id").is_in(list(areas)))["ancestor_id"].unique()
    above = territory.areas.filter(pl.col("area_id").is_in(reach.implode()))
    return above.select("area_id", pl.col("parent_id").fill_null("")).unique("area_id", keep="first")


def spoken(ground: Ground, geography: str, areas: pl.DataFrame, source: str, as_of: date) -> pl.DataFrame:
    """Return area_id, month, … of the months of which a source tells, of those that were over on a day."""
    cells = ground.coverage(geography).cells(areas)
    return cells.filter(pl.col("source") == source, pl.col("month") < as_of.replace(day=1))


def with_zeros(told: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Add zeros to counts (area_id, month, year, count) where a source speaks (`told`) and counts nothing."""
    grid = told.select("area_id", "month", year=pl.col("month").dt.year())
    monthly = grid.join(counts, on=["area_id", "month", "year"], how="left")
    yearly = counts.filter(pl.col("month").is_null())
    return pl.concat([monthly.with_columns(pl.col("count").fill_null(0)), yearly.select(monthly.columns)])
