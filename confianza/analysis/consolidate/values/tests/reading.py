"""Read a few texts as one column, for tests."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from confianza.analysis.consolidate.values import columns
from confianza.analysis.consolidate.values.columns import ColumnRead
from confianza.analysis.consolidate.values.encoded import encode
from confianza.analysis.sources.profile import Field, Profile

TODAY = date(2026, 11, 22)


def profile(**told: object) -> Profile:
    """Return a bare profile with some of its words set."""
    return Profile("x", "", "", "", "", "victim", "occurrence", (), **told)  # type: ignore[arg-type]


def read(column: str, reader: str, texts: Sequence[str | None], **told: object) -> ColumnRead:
    """Read texts as a column of a profile."""
    encoded = encode(pl.Series(texts, dtype=pl.String))
    return columns.read(Field(column, ("h",), reader), encoded, profile(**told), TODAY)  # type: ignore[arg-type]


def one(column: str, reader: str, text: str, *names: str, **told: object) -> object:
    """Return what one text says: one value, or a tuple of the named ones."""
    table = read(column, reader, [text], **told).told
    found = tuple(table[name][0] for name in names or (column,))
    return found if len(found) > 1 else found[0]
