"""The records that are linked victim by victim: visible claims of violence with their names beside them.

Whoever calls `gather` holds names in memory and accounts for having opened the vault. Nothing here writes.
"""

import functools
import operator
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from confianza.analysis.territory import areas, placing
from confianza.analysis.territory.areas import Territory
from confianza.store import claims as stored_claims
from confianza.store import identities
from confianza.store.layout import StoreLayout

if TYPE_CHECKING:
    import ibis

# Acts leading to death, and assaults (ICCS 01 and 02011, or 0201 where nothing finer is told; threats are
# 02012): who is written down as wounded may have died since, so that only both together are all the claims
# about one victim.
BEGINNING, EXACTLY = ("01", "02011"), "0201"
# Any of these says that somebody was hurt, where no class is told. Names of victims of other offences, of
# sexual ones above all, are not opened for this.
SAYS_HARM = ("died_on", "icd10", "intent", "mechanism")
OF_A_RECORD = ("record", "delivery", "number", "source", "series", "office")
_CODES = {"department": "department_code", "municipality": "municipality_code"}


def gather(
    layout: StoreLayout,
    territory: Territory,
    as_of: date | None = None,
    *,
    engine: "ibis.BaseBackend | None" = None,
) -> pl.DataFrame:
    """Return one row per record to be linked, as known on a date (None: now), in the order of deliveries.

    Columns: record (its fingerprint, unique), delivery, number (in the delivery), source, series, office, the
    columns of `vocabulary.claims`, and those of `vocabulary.identities`. The codes of department and
    municipality are those of the area a record lies in, however its source writes it; where it lies in none,
    those it tells. Raises VaultError where the key is not the right one.
    """
    told = stored_claims.visible(layout, as_of, engine)
    chosen = told.filter((told.grain == "victim") & (told.weight == 1) & _hurt(told))
    claims = chosen.to_polars().sort("delivery", "record")
    named = identities.with_names(layout, claims)
    keys = identities.fingerprints(layout, named)
    placed = _placed(named.with_columns(record=pl.int_range(pl.len(), dtype=pl.UInt32)), territory)
    return placed.with_columns(number=named["record"], record=keys)


def _hurt(told: "ibis.Table") -> "ibis.expr.types.BooleanValue":
    classed = [told.iccs.startswith(one) for one in BEGINNING] + [told.iccs == EXACTLY]
    says_so = [told[column].notnull() for column in SAYS_HARM]
    unclassed = told.iccs.isnull() & functools.reduce(operator.or_, says_so)
    return functools.reduce(operator.or_, classed).fill_null(False) | unclassed


def linkage_frame(records: pl.DataFrame) -> pl.DataFrame:
    """Return what `gather` gave as linkage wants it: offices of one source are sources of their own."""
    own = pl.concat_str("source", "series", "office", separator="/")
    return records.select(pl.all().exclude("source"), source=own)


def _placed(claims: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Write the codes of the areas that the claims lie in over those they tell."""
    if territory.areas.is_empty() or claims.is_empty():
        return claims
    largest = (
        placing.place(claims, territory)
        .filter(pl.col("geography") == "administrative", pl.col("area_id") != areas.NOWHERE)
        .sort("record", "share", "area_id", descending=[False, True, False])
        .unique("record", keep="first", maintain_order=True)
        .select("record", "area_id")
    )
    codes = _codes(territory)
    found = claims.join(
        largest.join(codes, on="area_id", how="left"), on="record", how="left", maintain_order="left"
    )
    return found.with_columns(
        pl.coalesce(f"_{column}", column).alias(column) for column in _CODES.values()
    ).drop("area_id", *(f"_{column}" for column in _CODES.values()))


def _codes(territory: Territory) -> pl.DataFrame:
    """Return [area_id, _department_code, _municipality_code] of every area."""
    own = areas.current(territory.areas).select(ancestor_id="area_id", level="level", code="code")
    above = areas.ancestry(territory).unique().join(own, on="ancestor_id")
    first = {
        f"_{column}": pl.col("code").filter(pl.col("level") == level).first()
        for level, column in _CODES.items()
    }
    return above.group_by("area_id").agg(**first)
