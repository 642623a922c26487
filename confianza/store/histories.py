"""What every delivery ever told, superseded or not, and who spoke for which month on which day.

With both, a figure can be followed from the day it was first told to today without reading claims again.
"""

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from confianza.analysis.vocabulary.claims import SCHEMA
from confianza.store import contents, deliveries, engines
from confianza.store.layout import StoreLayout

if TYPE_CHECKING:
    import ibis

SPEAKING: dict[str, pl.DataType | type[pl.DataType]] = {
    "as_of": pl.Date, "delivery": pl.String, "month": pl.Date,
}  # fmt: skip


def everything(
    layout: StoreLayout, as_of: date | None = None, engine: "ibis.BaseBackend | None" = None
) -> "ibis.Table | None":
    """Return the claims of all deliveries received by a date (None: all), the superseded ones too.

    Columns as `claims.visible`. None where nothing was delivered.
    """
    files = [layout.claims_of(delivery.id) for delivery in deliveries.listing(layout, as_of)]
    if not files:
        return None
    return engines.scan(engine or engines.connect(), files).select(*contents.TOLD_BY, *SCHEMA)


def speaking(layout: StoreLayout, as_of: date | None = None) -> pl.DataFrame:
    """Return [as_of, delivery, month]: who spoke for which month, for each day something was received."""
    days = sorted({delivery.received_on for delivery in deliveries.listing(layout, as_of)})
    told = [deliveries.visible_months(layout, day).with_columns(as_of=pl.lit(day)) for day in days]
    empty = pl.DataFrame(schema=SPEAKING)
    return pl.concat([empty, *(each.drop_nulls("month").select(list(SPEAKING)) for each in told)])
