"""What goes in and what comes out of consolidation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from confianza.analysis.vocabulary import claims, identities
from confianza.analysis.vocabulary.problems import Problem

REJECTED_SCHEMA: dict[str, claims.Dtype] = {
    "file": pl.String, "sheet": pl.String, "row": pl.UInt32, "column": pl.String, "value": pl.String,
    "reason": pl.String, "record": pl.String,
}  # fmt: skip
LEFT_OUT_SCHEMA: dict[str, claims.Dtype] = {
    "file": pl.String, "sheet": pl.String, "row": pl.UInt32, "reason": pl.String, "records": pl.UInt32,
    "text": pl.String,
}  # fmt: skip
DUPLICATES_SCHEMA: dict[str, claims.Dtype] = {
    "file": pl.String, "sheet": pl.String, "row": pl.UInt32, "same_as_file": pl.String, "same_as_row":
    pl.UInt32,
}  # fmt: skip


@dataclass(frozen=True)
class DeliveredFile:
    """One file as it was handed over: its name and its bytes (or a memory map of them)."""

    name: str
    content: bytes | memoryview


@dataclass(frozen=True)
class Limits:
    """How much a delivery may ask of this machine; beyond it the delivery is refused, never half read.

    `max_ratio` is how many times its own size a compressed file may grow (a spreadsheet seldom passes 50, a
    zip bomb starts at 1,000). `max_cells` bounds the rectangle of a sheet, used or not; `max_parquet_cells`
    a Parquet file, which packs tighter.
    """

    max_file_bytes: int = 1 << 30
    max_expanded_bytes: int = 2 << 30
    max_ratio: int = 200
    max_members: int = 10_000
    max_cells: int = 20_000_000
    max_parquet_cells: int = 500_000_000


@dataclass(frozen=True)
class TidyTable:
    """A table found in a file: text cells under the profile's field names, one row per record.

    `cells` has `_row` (UInt32, as a person sees it), `_column` (header of the cell in wide layouts, else
    null), `_identity` (UInt64, equal for rows equal in *every* cell of the file, known to the profile or
    not; wide layouts differ by column too) and one String column per field found; blanks are null, text is
    stripped; of the personal fields only those of `vocabulary.identities` are here. `rejected` and
    `left_out` have the schemas above.
    `grain` is the profile's, or that of the series.
    """

    file: str
    sheet: str
    series: str
    cells: pl.DataFrame
    rejected: pl.DataFrame
    left_out: pl.DataFrame
    problems: tuple[Problem, ...]
    unknown_headers: tuple[str, ...] = ()
    headers: Mapping[str, str] | None = None  # field name -> header as written in this file
    grain: str = ""
    header_row: int = 0  # the last row of the header; 0 where the format has names instead


def nobody() -> pl.DataFrame:
    """Return the identities of a delivery that tells no names."""
    return pl.DataFrame(schema=identities.SCHEMA)


@dataclass(frozen=True)
class Consolidated:
    """A delivery consolidated: rows_read = claims + duplicates + rejected + left_out.records.

    `identities`: what the claims' records tell of a person, kept apart and never shown.
    """

    profile: str
    series: str
    claims: pl.DataFrame  # claims.SCHEMA
    rejected: pl.DataFrame  # REJECTED_SCHEMA
    left_out: pl.DataFrame  # LEFT_OUT_SCHEMA
    duplicates: pl.DataFrame  # DUPLICATES_SCHEMA
    warnings: tuple[Problem, ...]
    rows_read: int
    period: tuple[date, date] | None  # first and last occurred_on of the claims
    identities: pl.DataFrame = field(default_factory=nobody, repr=False)  # identities.SCHEMA

    @property
    def victims(self) -> int:
        """The sum of the weights: victims, offences or arrests, as the grain says."""
        return int(self.claims["weight"].sum())

    @property
    def reasons(self) -> dict[str, int]:
        """How many records each reason kept out of the claims (rejected and left out together)."""
        rejected = self.rejected.group_by("reason").len("n")
        left_out = self.left_out.group_by("reason").agg(pl.col("records").sum().cast(pl.UInt32).alias("n"))
        both = (
            pl.concat([rejected, left_out], how="vertical_relaxed").group_by("reason").agg(pl.col("n").sum())
        )
        return dict(sorted(both.iter_rows()))
