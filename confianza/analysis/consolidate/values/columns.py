"""Read one column of text: mend it, see why values are missing, hand it to its reader."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from confianza.analysis.consolidate.missingness import REASON
from confianza.analysis.consolidate.values import ages, coordinates, counts, dates, hours, texts, words
from confianza.analysis.consolidate.values.encoded import Encoded
from confianza.analysis.consolidate.values.texts import Texts
from confianza.analysis.sources.profile import Field, Profile
from confianza.analysis.vocabulary.claims import SCHEMA

READERS: Mapping[str, Callable[[Texts], pl.DataFrame]] = {
    "text": words.text,
    "code": words.code,
    "month": dates.month,
    "day": dates.day,
    "weekday": dates.weekday,
    "hour": hours.time,
    "time": hours.time,
    "count": counts.count,
    "sex": words.sex,
    "age": ages.age,
    "age_band": ages.age,
    "age_unit": ages.unit,
    "mechanism": words.mechanism,
    "offence": words.offence,
    "icd10": words.cause,
    "iccs": words.iccs_code,
    "intent": words.intent,
    "status": words.status,
    "decimal": coordinates.decimal,
}


@dataclass(frozen=True)
class ColumnRead:
    """A column read: `told` has one row per distinct text, with `_why` and `_problem` beside its values."""

    field: Field
    encoded: Encoded
    told: pl.DataFrame
    mended: pl.Series  # Boolean per distinct text: a correction of the profile changed it

    def spread(self, column: str) -> pl.Series:
        """Return a value of `told` for every row, labels in their canonical type."""
        values = self.told[column]
        labels = column in SCHEMA and values.dtype == pl.String
        kept = values.cast(SCHEMA[column]) if labels else values
        return self.encoded.spread(kept).alias(column)

    def spread_raw(self) -> pl.Series:
        """Return the text as written for every row."""
        return self.encoded.spread(self.encoded.texts)

    def why(self) -> pl.Series:
        """Return the missing reason (Enum) for every row, null where the value is told."""
        reasons = self.encoded.spread(self.told["_why"].cast(REASON))
        blank = pl.lit(self.encoded.codes).is_null()
        return pl.select(
            pl.when(blank).then(pl.lit("not_reported", REASON)).otherwise(pl.lit(reasons))
        ).to_series()

    def problems(self) -> Iterator[tuple[str, pl.Series, pl.Series]]:
        """Yield each problem, its rows and the texts that have it."""
        for problem in self.told["_problem"].drop_nulls().unique(maintain_order=True):
            rows = self.encoded.rows_of((self.told["_problem"] == problem).fill_null(value=False))
            yield problem, rows, self.written(rows)

    def corrected_rows(self) -> pl.Series:
        """Return the rows whose text a correction of the profile changed."""
        return self.encoded.rows_of(self.mended)

    def written(self, rows: pl.Series) -> pl.Series:
        """Return the texts as written in some rows."""
        return self.encoded.texts.gather(self.encoded.codes.gather(rows))


def read(field: Field, encoded: Encoded, profile: Profile, today: date) -> ColumnRead:
    """Read the distinct texts of a column with the reader of its field."""
    distinct = texts.of(field.column, encoded.texts, profile)
    told = _told(field, distinct, today)
    changed = distinct.mended != distinct.raw
    return ColumnRead(field, encoded, _complete(told, distinct), changed)


def _told(field: Field, distinct: Texts, today: date) -> pl.DataFrame:
    stem, _, part = field.column.rpartition("_")
    if part == "weekday":
        return dates.weekday(distinct)
    if field.column == "iccs":
        return words.iccs_code(distinct)
    if field.reader in ("date", "datetime"):
        return dates.on(distinct, stem, today)
    if field.reader == "year":
        return dates.year(distinct, today)
    return READERS[field.reader](distinct)


def _complete(told: pl.DataFrame, distinct: Texts) -> pl.DataFrame:
    """Add `_why` and `_problem` and take away the values of texts that say there is nothing."""
    for column in ("_why", "_problem"):
        if column not in told.columns:
            told = told.with_columns(pl.lit(None, pl.String).alias(column))
    values = [column for column in told.columns if column not in ("_why", "_problem")]
    unread = pl.all_horizontal(pl.col(column).is_null() for column in _telling(values))
    nothing = pl.lit(distinct.why).is_not_null()
    unreadable = unread & ~nothing & pl.col("_why").is_null()
    return told.with_columns(
        *(pl.when(~nothing).then(pl.col(column)).alias(column) for column in values),
        pl.coalesce(pl.lit(distinct.why), "_why", pl.when(unreadable).then(pl.lit("unreadable"))).alias(
            "_why"
        ),
        pl.when(~nothing)
        .then(pl.coalesce("_problem", pl.when(unreadable).then(pl.lit("unreadable"))))
        .alias("_problem"),
    )


def _telling(values: list[str]) -> list[str]:
    """Columns of which one must be told for a text to be read: both readings of a date, a name or the code
    written in its place, else the first.
    """
    either = values[0].endswith("_first") or values[0] in words.CODED_NAMES
    return values[:2] if either else values[:1]
