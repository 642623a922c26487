"""Build tidy tables as the reader hands them over, for tests of what comes after it."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from confianza.analysis.consolidate.consolidation import of_tables
from confianza.analysis.consolidate.delivery import (
    LEFT_OUT_SCHEMA,
    REJECTED_SCHEMA,
    Consolidated,
    TidyTable,
)
from confianza.analysis.sources.profile import Field, Profile
from confianza.analysis.vocabulary.problems import Problem

TODAY = date(2026, 11, 22)

DATE = Field("occurred_on", ("fecha",), "date", required=True)
NUMBER = Field("source_record_id", ("num",), "text")
SEX = Field("sex", ("sexo",), "sex")
AGE = Field("age_from", ("edad",), "age")
OFFENCE = Field("offence_label", ("delito",), "offence")
COUNT = Field("weight", ("cantidad",), "count")
POINT = (Field("latitude", ("lat",), "decimal"), Field("longitude", ("lon",), "decimal"))
PLACE = (Field("department_name", ("depto",)), Field("municipality_name", ("muni",)))


def profile(*fields: Field, **others: object) -> Profile:
    """Return a small profile of victims with these fields."""
    told = {
        "name": "test", "institution": "Oficina de prueba", "country": "GT", "title_es": "Prueba",
        "title_en": "Test", "grain": "victim", "date_meaning": "occurrence", "fields": fields, **others,
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
        file, sheet, series, cells,
        pl.DataFrame(schema=REJECTED_SCHEMA), pl.DataFrame(schema=LEFT_OUT_SCHEMA), (), headers=headers,
    )  # fmt: skip


def consolidated(told: Profile, *tables: TidyTable, **options: object) -> Consolidated:
    """Consolidate tables with a profile, today."""
    return of_tables(tables, told, today=TODAY, **options)  # type: ignore[arg-type]


def warned(result: Consolidated, code: str) -> Problem:
    """Return the first warning of a kind."""
    return next(problem for problem in result.warnings if problem.code == code)


def codes(result: Consolidated) -> set[str]:
    """Return the kinds of warnings."""
    return {problem.code for problem in result.warnings}
