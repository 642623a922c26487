"""Monthly counts derived from the claims, so that a page never has to look at ten million of them.

Two small files per delivery, with and without what is known of persons; and one that joins those without
persons that are visible now, sorted so that a question about one offence reads only its rows. All of it can
be thrown away and is built again from the claims. Counts hang on how claims are placed: when boundaries,
names or crosswalks change they are built anew beside the old.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from confianza.analysis.territory import placing, telling
from confianza.analysis.territory.areas import Territory
from confianza.analysis.territory.carrying import CROSSWALK
from confianza.analysis.vocabulary.ages import BANDS
from confianza.analysis.vocabulary.claims import SCHEMA, Dtype
from confianza.store import claims as stored_claims
from confianza.store import deliveries, durable, engines, manifests
from confianza.store.contents import TOLD_BY
from confianza.store.deliveries import Spoken
from confianza.store.layout import StoreLayout
from confianza.store.manifests import Delivery

if TYPE_CHECKING:
    import ibis

# What the counts are broken down by, besides who tells, the geography and the area.
KINDS = (
    "grain", "month", "date_precision", "iccs", "offence_label", "intent", "sex", "age_band", "mechanism",
)  # fmt: skip
PERSONS = ("sex", "age_band")
MEASURES = ("weight", "estimated")
COLUMNS = (*TOLD_BY, "geography", "area_id", *KINDS, *MEASURES)

SORTED_BY = ("geography", "iccs", "source", "month", "area_id")
# DuckDB's own; by the bounds of each, those without the offence asked for are skipped.
ROW_GROUP = 122_880

_AGE = ("age_from", "age_to")
_PLACE = (*telling.TOLD, "latitude", "longitude", "place_precision")
_NEEDED = ("record", "weight", "occurred_on", *(kind for kind in KINDS if kind in SCHEMA), *_AGE, *_PLACE)
_TOLD_BY: dict[str, Dtype] = dict.fromkeys(TOLD_BY, pl.String)
_DTYPES = _TOLD_BY | {
    "month": pl.Date,
    "weight": pl.Float64,
    "estimated": pl.Float64,
}

# Claims placed at once: bounds memory to some hundred megabytes whatever the size of a delivery.
SLICE = 500_000
# Another process may still read the counts of the state before this one.
STATES_KEPT = 2

UNKNOWN_AGE = ""


def refresh(layout: StoreLayout, territory: Territory) -> None:
    """Build the counts that are missing for this territory; costs next to nothing when none is.

    Can be killed at any moment and called by several processes at once.
    """
    _ensure(layout, territory)


def table(
    layout: StoreLayout,
    territory: Territory,
    as_of: date | None = None,
    engine: "ibis.BaseBackend | None" = None,
    *,
    persons: bool = True,
) -> "ibis.Table":
    """Return the monthly counts visible as of a date (None: now), building what is missing.

    Columns: delivery, source, series, office; geography ("administrative" or "police") and area_id ("":
    nowhere); grain; month (first day; null: undated) and date_precision; iccs, offence_label, intent and
    mechanism; sex; age_band (a band of `vocabulary.ages` where the age falls in one, else as told, "18-26";
    "": unknown); weight (how many, fractional where a crosswalk split an area) and estimated (the part of
    it that came through a crosswalk).

    `persons=False` gives the same totals with sex and age_band null, several times fewer rows.
    """
    engine = engine or engines.connect()
    # Asked first, so that a delivery that comes meanwhile only adds counts that are not looked at.
    is_now = as_of is None or deliveries.listing(layout, as_of) == deliveries.listing(layout)
    spoken = deliveries.spoken(layout, as_of)
    joined = _ensure(layout, territory)
    if is_now and not persons:
        return engines.scan(engine, [joined])
    if not spoken:
        return engines.scan(engine, [joined]).limit(0)
    told = engines.scan(engine, [_part(layout, territory, delivery.id, persons) for delivery, _ in spoken])
    return stored_claims.without(told, stored_claims.hidden(spoken), month=told.month)


def age_band(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """Return the band an age falls in, the span as told where it falls in none, "" where no age is told."""
    told = pl.coalesce(
        pl.format("{}-{}", first, last), pl.format("{}+", first), pl.format("0-{}", last), pl.lit(UNKNOWN_AGE)
    )
    within = pl.coalesce(
        pl.when(first >= band.first, True if band.last is None else last <= band.last).then(pl.lit(band.code))
        for band in BANDS
    )
    return pl.coalesce(within, told)


def _ensure(layout: StoreLayout, territory: Territory) -> Path:
    """Build what is missing; return the file that joins what is visible now, without persons."""
    joined = _folder(layout, territory) / "now" / f"{manifests.version(layout)}.parquet"
    if joined.exists():
        return joined
    with durable.locked(layout.lock("counts")):
        # Whoever held the lock may have built it, and a reader may be in the middle of it.
        if joined.exists():
            return joined
        _sweep(layout)
        spoken = deliveries.spoken(layout)
        for batch in _batches(_uncounted(layout, territory)):
            _count(layout, territory, batch)
        _publish(layout, _visible(layout, territory, spoken), joined)
        _forget_old(layout, territory)
    return joined


def _part(layout: StoreLayout, territory: Territory, delivery: str, persons: bool) -> Path:
    return _folder(layout, territory) / ("persons" if persons else "events") / f"{delivery}.parquet"


def _folder(layout: StoreLayout, territory: Territory) -> Path:
    return layout.counts_for(territory.placing_version)


def _uncounted(layout: StoreLayout, territory: Territory) -> Iterator[Delivery]:
    for delivery in manifests.everything(layout):
        parts = (_part(layout, territory, delivery.id, persons) for persons in (True, False))
        if not all(part.exists() for part in parts):
            yield delivery


def _batches(waiting: Iterable[Delivery]) -> Iterator[list[Delivery]]:
    """Group small deliveries, because placing costs about the same for ten claims as for ten thousand."""
    batch: list[Delivery] = []
    for delivery in waiting:
        if batch and sum(one.counts["claims"] for one in [*batch, delivery]) > SLICE:
            yield batch
            batch = []
        batch.append(delivery)
    if batch:
        yield batch


def _count(layout: StoreLayout, territory: Territory, batch: Sequence[Delivery]) -> None:
    """Write the parts of these deliveries, with and without persons."""
    columns = [*TOLD_BY, *_NEEDED]
    claims = pl.concat([pl.read_parquet(layout.claims_of(one.id), columns=columns) for one in batch])
    numbered = claims.with_columns(record=pl.int_range(pl.len(), dtype=pl.UInt32))
    counted = _summed(pl.concat([_counted(one, territory) for one in _slices(numbered)]))
    unknown = [pl.lit(None, pl.Categorical).alias(name) for name in PERSONS]
    for persons, table in ((True, counted), (False, _summed(counted.with_columns(unknown)))):
        parts = table.partition_by("delivery", as_dict=True)
        for one in batch:
            part = parts.get((one.id,), table.clear())
            _publish(layout, part.lazy(), _part(layout, territory, one.id, persons))


def _counted(claims: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    placed = placing.place(claims, territory)
    kinds = claims.select(
        "record",
        "weight",
        *TOLD_BY,
        *(kind for kind in KINDS if kind in SCHEMA),
        month=pl.col("occurred_on").dt.truncate("1mo"),
        age_band=age_band(pl.col("age_from"), pl.col("age_to")),
    )
    share = pl.col("weight") * pl.col("share")
    carried = pl.when(pl.col("placed_by") == CROSSWALK).then(share).otherwise(0.0)
    return _summed(placed.join(kinds, on="record").with_columns(weight=share, estimated=carried))


def _summed(counts: pl.DataFrame) -> pl.DataFrame:
    keys = [name for name in COLUMNS if name not in MEASURES]
    return counts.group_by(keys).agg(pl.col(MEASURES).sum()).select(_typed(COLUMNS))


def _typed(columns: Sequence[str]) -> list[pl.Expr]:
    return [pl.col(name).cast(_DTYPES.get(name, pl.Categorical)) for name in columns]


def _slices(claims: pl.DataFrame) -> Iterator[pl.DataFrame]:
    # An empty delivery still has one slice, so that its part has the right columns.
    for start in range(0, max(len(claims), 1), SLICE):
        yield claims.slice(start, SLICE)


def _visible(layout: StoreLayout, territory: Territory, spoken: Spoken) -> pl.LazyFrame:
    """Join the parts without persons, less the months for which another delivery speaks."""
    hidden = pl.LazyFrame(
        stored_claims.hidden(spoken), schema={"delivery": pl.String, "month": pl.Date}, orient="row"
    )
    nothing = pl.LazyFrame(schema={name: _DTYPES.get(name, pl.Categorical) for name in COLUMNS})
    parts = [pl.scan_parquet(_part(layout, territory, delivery.id, persons=False)) for delivery, _ in spoken]
    return pl.concat([nothing, *parts]).join(hidden, on=["delivery", "month"], how="anti", nulls_equal=True)


def _publish(layout: StoreLayout, counts: pl.LazyFrame, place: Path) -> None:
    aside = durable.folder(layout.aside("counts")) / "counting.parquet"
    counts.sort(SORTED_BY).sink_parquet(aside, row_group_size=ROW_GROUP)
    durable.flush(aside)
    durable.publish(aside, place)


def _sweep(layout: StoreLayout) -> None:
    for path in layout.aside("counts").glob("*"):
        durable.remove(path)


def _forget_old(layout: StoreLayout, territory: Territory) -> None:
    """Remove what was joined for earlier states of the store, and counts for earlier territories."""
    _keep_youngest(layout.counts.glob("*"))
    _keep_youngest((_folder(layout, territory) / "now").glob("*"))


def _keep_youngest(paths: Iterable[Path]) -> None:
    for path in sorted(paths, key=lambda path: path.stat().st_mtime_ns, reverse=True)[STATES_KEPT:]:
        durable.remove(path)
