"""Build tidy tables as the reader hands them over, for tests of what comes after it."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from confianza.analysis.consolidate.delivery import LEFT_OUT_SCHEMA, REJECTED_SCHEMA, TidyTable
from confianza.analysis.sources.profile import Field, Profile

TODAY = date(2026, 11, 22)


def profile(*fields: Field, **others: object) -> Profile:
    """Return a small profile of victims with these fields."""
    told = {
        "name": "test", "institution": "Oficina de prueba", "country": "GT", "title_es": "Prueba", "title_en": "Test",
        "grain": "victim", "date_meaning": "occurrence", "fields": fields, **others,
    }  # fmt: skip
    return Profile(**told)  # type: ignore[arg-type]


def tidy(
    columns: Mapping[str, Sequence[str | None]],
    *,
    file: str = "enero.csv",
    sheet: str = "",
    series: str = "",
    headers: Mapping[str, str] | None = None,
    first_row: int = 2,
) -> TidyTable:
    """Return a table with these columns; rows equal in every cell share their identity."""
    cells = pl.DataFrame({name: pl.Series(name, texts, dtype=pl.String) for name, texts in columns.items()})
    height = cells.height
    identity = cells.hash_rows() if cells.width else pl.Series([], dtype=pl.UInt64)
    cells = cells.with_columns(
        pl.Series("_row", range(first_row, first_row + height), dtype=pl.UInt32),
        pl.lit(None, pl.String).alias("_column"),
        identity.alias("_identity"),
    )
    return TidyTable(
        file, sheet, series, cells, pl.DataFrame(schema=REJECTED_SCHEMA), pl.DataFrame(schema=LEFT_OUT_SCHEMA), (),
        headers=headers,
    )  # fmt: skip
