"""Everything that is measured of every source, from one reading of the claims and of what was delivered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from confianza.analysis.quality import (
    basics,
    breaks,
    completeness,
    convergence,
    heaping,
    lags,
    oddities,
    revisions,
    subjects,
    undetermined,
)  # fmt: skip
from confianza.analysis.quality.basics import Basics
from confianza.analysis.quality.breaks import Break
from confianza.analysis.quality.convergence import CountConvergence, PairConvergence
from confianza.analysis.quality.heaping import Heap
from confianza.analysis.quality.lags import Lag
from confianza.analysis.quality.revisions import Residue
from confianza.analysis.quality.undetermined import Undetermined
from confianza.analysis.sources import catalogue

if TYPE_CHECKING:
    import ibis

# Columns that hold a name; a layout that has one tells names, though claims never hold them.
NAMES = ("first_name", "surname", "identity_number", "alias")
# Parts that a layout may have in the place of a canonical column.
_PARTS = {
    "age": ("age_from", "age_band"), "date": ("occurred_on", "occurred_day"), "name": NAMES,
    "died_on": ("died_on", "died_day"), "registered_on": ("registered_on", "registered_day"),
    "fine_place": ("zone", "locality", "police_code", "latitude", "easting"),
}  # fmt: skip

DELIVERED: dict[str, pl.DataType | type[pl.DataType]] = {
    "source": pl.String, "delivery": pl.String, "received_on": pl.Date, "rows_read": pl.Int64,
    "claims": pl.Int64, "duplicates": pl.Int64, "rejected": pl.Int64, "left_out": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """How many of `count` victims lack a variable; `reasons` adds up to `missing`. `has_column`: the layout
    has a place for it.
    """

    variable: str
    count: float
    missing: float
    reasons: Mapping[str, float]
    has_column: bool

    @property
    def share(self) -> float:
        return self.missing / self.count if self.count else 0.0


@dataclass(frozen=True)
class Material:
    """What there is to measure by, beside the claims that are visible now.

    `told`: [source, delivery, month, count, residual] of every delivery (see `revisions.told`); `speaking`:
    [as_of, delivery, month]; `delivered`: DELIVERED; `cells`: [source, area, month, count], null where a
    source does not speak; `linked`: [source, victim, area, month], a row per linked record; None where
    nothing is linked.
    """

    told: pl.DataFrame | None = None
    speaking: pl.DataFrame | None = None
    delivered: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=DELIVERED))
    cells: pl.DataFrame | None = None
    linked: pl.DataFrame | None = None


@dataclass(frozen=True)
class Measured:
    """Everything measured of one source; what could not be measured is None or empty.

    `scope`: whether its homicides were judged or, where it does not single them out, all it tells.
    `tells_names`: its layout has a column of names. `monthly`: [month, count] without gaps. `other_family`:
    the sources of health where this one is of security, and the reverse.
    """

    basics: Basics
    scope: str
    tells_names: bool
    missing: Mapping[str, Missing]
    undetermined: Undetermined | None = None
    to_registration: Lag | None = None
    to_delivery: Lag | None = None
    heaps: tuple[Heap, ...] = ()
    whipple: float | None = None
    myers: float | None = None
    noticed: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    monthly: tuple[tuple[date, float], ...] = ()
    breaks: tuple[Break, ...] = ()
    triangle: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=revisions.TRIANGLE))
    residues: tuple[Residue, ...] = ()
    rows_read: int = 0
    duplicates: int = 0
    rejected: int = 0
    deliveries: tuple[date, ...] = ()
    counts: tuple[CountConvergence, ...] = ()
    pairs: tuple[PairConvergence, ...] = ()
    other_family: frozenset[str] = frozenset()
    known_share: float | None = None

    @property
    def source(self) -> str:
        return self.basics.source


def measure(claims: "ibis.Table", material: Material | None = None) -> dict[str, Measured]:
    """Measure every source of `claims` (columns of the canonical claim and source), on their own engine.

    Everything but undetermined intents is measured on homicides, where a source says which they are.
    """
    given = material or Material()
    scopes = subjects.scopes(claims)
    judged = subjects.judged(claims, scopes)
    found = basics.of(judged)
    parts = _parts(claims, judged, given, found)
    return {
        source: _measured(source, found[source], scopes[source], parts, given) for source in sorted(found)
    }


def _parts(
    claims: "ibis.Table", judged: "ibis.Table", given: Material, found: Mapping[str, Basics]
) -> dict[str, Any]:
    by_day = judged.filter(judged.occurred_on.notnull())
    monthly = by_day.mutate(month=by_day.occurred_on.truncate("M")).group_by("source", "month")
    cells, linked = given.cells, given.linked
    return {
        "missing": subjects.by_source(completeness.of(judged)),
        "undetermined": undetermined.of(claims),
        "to_registration": lags.to_registration(judged),
        "to_delivery": _to_delivery(given),
        "figures": subjects.by_source(heaping.figures(judged)),
        "noticed": subjects.by_source(oddities.noticed(judged)),
        "monthly": subjects.by_source(subjects.collected(monthly.aggregate(count=by_day.weight.sum()))),
        "triangles": _triangles(given),
        "counts": convergence.of_counts(cells) if cells is not None else [],
        "pairs": convergence.of_victims(linked) if linked is not None else [],
        "families": {source: each.family for source, each in found.items()},
        "known": convergence.known_shares(linked) if linked is not None else {},
    }


def _to_delivery(given: Material) -> dict[str, Lag]:
    if given.told is None:
        return {}
    received = dict(given.delivered.drop_nulls("received_on").select("delivery", "received_on").iter_rows())
    return lags.to_delivery(given.told, received)


def _triangles(given: Material) -> dict[str, pl.DataFrame]:
    if given.told is None or given.speaking is None:
        return {}
    return subjects.by_source(revisions.triangle(given.told, given.speaking))


def _measured(source: str, found: Basics, scope: str, parts: Mapping[str, Any], given: Material) -> Measured:
    carries = _carries(source)
    figures = _figures(parts["figures"].get(source))
    monthly = _without_gaps(parts["monthly"].get(source))
    triangle = parts["triangles"].get(source, pl.DataFrame(schema=revisions.TRIANGLE))
    delivered = given.delivered.filter(pl.col("source") == source)
    days = tuple(sorted(set(delivered["received_on"].drop_nulls())))
    noticed = parts["noticed"].get(source)
    return Measured(
        basics=found,
        scope=scope,
        tells_names=bool(carries & set(NAMES)),
        missing=_missing(parts["missing"][source], carries),
        undetermined=parts["undetermined"].get(source),
        to_registration=parts["to_registration"].get(source),
        to_delivery=parts["to_delivery"].get(source),
        heaps=tuple(heaping.of(figures, _januaries(monthly))),
        whipple=heaping.whipple(figures.get("age", {})),
        myers=heaping.myers(figures.get("age", {})),
        noticed={} if noticed is None else {row[1]: (row[2], row[3]) for row in noticed.iter_rows()},
        monthly=monthly,
        breaks=tuple(breaks.find([count for _, count in monthly])),
        triangle=triangle,
        residues=tuple(revisions.residues(triangle, days[-1])) if days and triangle.height else (),
        rows_read=int(delivered["rows_read"].sum()),
        duplicates=int(delivered["duplicates"].sum()),
        rejected=int(delivered["rejected"].sum()),
        deliveries=days,
        counts=tuple(pair for pair in parts["counts"] if source in (pair.a, pair.b)),
        pairs=tuple(pair for pair in parts["pairs"] if source in (pair.a, pair.b)),
        known_share=parts["known"].get(source),
        other_family=frozenset(name for name, each in parts["families"].items() if each != found.family),
    )


def _carries(source: str) -> frozenset[str]:
    """Return the columns that the layout of a source has, its constants too; empty for an unknown layout."""
    try:
        profile = catalogue.get(source.partition("/")[0])
    except catalogue.UnknownSource:
        return frozenset()
    return frozenset({each.column for each in profile.fields} | set(profile.constants))


def _missing(rows: pl.DataFrame, carries: frozenset[str]) -> dict[str, Missing]:
    columns = {each.name: _PARTS.get(each.name, each.columns) for each in completeness.VARIABLES}
    return {
        row["variable"]: Missing(
            row["variable"], row["count"], row["missing"],
            {reason: row[reason] for reason in completeness.REASONS if row[reason]},
            has_column=bool(carries & set(columns[row["variable"]])) or row["missing"] < row["count"],
        )
        for row in rows.iter_rows(named=True)
    }  # fmt: skip


def _figures(rows: pl.DataFrame | None) -> dict[str, dict[int, float]]:
    told: dict[str, dict[int, float]] = {}
    for _, what, value, count in () if rows is None else rows.iter_rows():
        told.setdefault(what, {})[value] = count
    return told


def _without_gaps(rows: pl.DataFrame | None) -> tuple[tuple[date, float], ...]:
    if rows is None or rows.is_empty():
        return ()
    dated = rows.select(pl.col("month").cast(pl.Date), pl.col("count").cast(pl.Float64)).sort("month")
    every = dated.upsample("month", every="1mo").with_columns(pl.col("count").fill_null(0.0))
    return tuple(every.iter_rows())


def _januaries(monthly: tuple[tuple[date, float], ...]) -> float:
    return sum(month.month == 1 for month, _ in monthly) / len(monthly) if monthly else heaping.JANUARY
