"""Read the personal columns of a stack apart from its claims."""

from datetime import date

import polars as pl

from confianza.analysis.consolidate.stacking import Stack
from confianza.analysis.consolidate.values import columns, moments
from confianza.analysis.consolidate.values.encoded import encode
from confianza.analysis.sources.profile import Field, Profile
from confianza.analysis.vocabulary.identities import PERSONAL, SCHEMA

_DATE = "date"
# A body without a name is written as crosses, by the region's morgues: "XX", "X.X.", "xxx".
_CROSSES = r"^(?i)[\s.]*x[x\s.]+$"


def columns_of(profile: Profile) -> tuple[Field, ...]:
    """Return the fields of a profile that are read for the vault; other personal ones are never read."""
    return tuple(field for field in profile.fields if field.personal and field.column in PERSONAL)


def take(stack: Stack, profile: Profile, today: date) -> pl.DataFrame:
    """Take the personal columns out of a stack's cells and return them (`identities.SCHEMA`).

    One row for each record that tells anything of a person; the claims read afterwards know nothing of it.
    """
    taken = {
        field.column: _read(field, stack.cells.drop_in_place(field.column), stack, profile, today)
        for field in columns_of(profile)
        if field.column in stack.cells.columns
    }
    if not taken:
        return pl.DataFrame(schema=SCHEMA)
    told = stack.place.select("record").with_columns(
        taken.get(name, pl.lit(None)).cast(dtype).alias(name) for name, dtype in PERSONAL.items()
    )
    return told.filter(pl.any_horizontal(pl.col(list(PERSONAL)).is_not_null()))


def _read(field: Field, cells: pl.Series, stack: Stack, profile: Profile, today: date) -> pl.Series:
    read = columns.read(field, encode(cells), profile, today)
    if field.reader == _DATE:
        return _days(field, read, stack)
    text = read.spread(field.column)
    return pl.select(pl.when(~pl.lit(text).str.contains(_CROSSES)).then(pl.lit(text))).to_series()


def _days(field: Field, read: columns.ColumnRead, stack: Stack) -> pl.Series:
    """Return the days that are told whole; a year or month of birth is less than a day of birth."""
    moment = moments.resolve(field.column.removesuffix("_on"), {field.column: read}, stack.place["table"])
    if moment is None:
        return pl.repeat(None, stack.place.height, dtype=pl.Date, eager=True)
    return pl.select(pl.when(pl.lit(moment.precision) == "day").then(pl.lit(moment.on))).to_series()
