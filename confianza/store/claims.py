"""Claims as they are visible on a date, for any engine."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from confianza.analysis.vocabulary.claims import SCHEMA
from confianza.store import contents, deliveries, engines
from confianza.store.deliveries import Spoken
from confianza.store.layout import StoreLayout

if TYPE_CHECKING:
    import ibis

COLUMNS = (*SCHEMA, *contents.TOLD_BY)

# Stands for no date where engines compare: to them one null never equals another.
UNDATED = date.min

Hidden = Sequence[tuple[str, date | None]]


def visible(
    layout: StoreLayout, as_of: date | None = None, engine: "ibis.BaseBackend | None" = None
) -> "ibis.Table":
    """Return the claims visible as of a date (None: now): columns of `vocabulary.claims`, delivery, source,
    series, office.

    Texts are strings here, not categories. Only months that a delivery speaks for are in the table.
    """
    engine = engine or engines.connect()
    spoken = deliveries.spoken(layout, as_of)
    files = [layout.claims_of(delivery.id) for delivery, _ in spoken]
    if not files:
        return _nothing(engine)
    told = engines.scan(engine, files).select(*COLUMNS)
    return without(told, hidden(spoken), month=told.occurred_on.truncate("M"))


def hidden(spoken: Spoken) -> Hidden:
    """Return the (delivery, month) in files of visible deliveries for which another delivery speaks."""
    return [
        (delivery.id, told.month)
        for delivery, months in spoken
        for told in delivery.months
        if told.month not in months
    ]


def without(told: "ibis.Table", hidden: Hidden, *, month: "ibis.expr.types.DateColumn") -> "ibis.Table":
    """Drop the rows whose delivery and month are hidden. Most deliveries have none, which costs no join."""
    import ibis

    if not hidden:
        return told
    rows = [(delivery, month or UNDATED) for delivery, month in hidden]
    hiding = ibis.memtable(pl.DataFrame(rows, schema={"_in": pl.String, "_of": pl.Date}, orient="row"))
    dated = told.mutate(_month=month.fill_null(UNDATED))
    return dated.anti_join(hiding, [("delivery", "_in"), ("_month", "_of")]).drop("_month")


def _nothing(engine: "ibis.BaseBackend") -> "ibis.Table":
    schema = {name: pl.String if dtype == pl.Categorical else dtype for name, dtype in SCHEMA.items()}
    empty = pl.DataFrame(schema=schema | dict.fromkeys(contents.TOLD_BY, pl.String))
    return engines.of_memory(engine, "no_claims", empty)
