"""From files as they come to one frame of records: headers trimmed, blanks null, each record with its
source."""

import io
from collections.abc import Mapping, Sequence

import polars as pl

from confianza.analysis.link import preparing
from confianza.analysis.link.findings import CannotLink
from confianza.analysis.link.profile import LinkProfile

SEPARATORS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8-sig", "cp1252")
TRUTH = "_truth"
# The number of a person in a Febrl record: rec-17-org and rec-17-dup-0 are one.
FEBRL_ENTITY = r"^\s*rec-(\d+)"


def read(content: bytes, name: str) -> pl.DataFrame:
    """Read a CSV, whatever separates its columns, or a Parquet file; every cell as it was written.

    Raises CannotLink.
    """
    try:
        if content[:4] == b"PAR1":
            return _trimmed(pl.read_parquet(io.BytesIO(content)))
        text = _decoded(content)
        head = text.partition("\n")[0]
        separator = max(SEPARATORS, key=head.count)
        return _trimmed(pl.read_csv(io.StringIO(text), separator=separator, infer_schema=False))
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError):
        raise CannotLink("unreadable_table", file=name) from None


def records(
    tables: Mapping[str, pl.DataFrame], profile: LinkProfile, *, truth: str = "", without: Sequence[str] = ()
) -> pl.DataFrame:
    """Return the records of all tables with `record`, `source` and, where `truth` names a column, `_truth`.

    A table is a source under its name, unless it has a column `source`. `truth` is never compared; in the
    profile `febrl` the number inside `rec_id` is meant. `without` are columns to leave out. Raises
    CannotLink.
    """
    _check(tables, profile, truth, without)
    parts = [_of_table(name, table, profile, truth, without) for name, table in tables.items()]
    together = pl.concat(parts, how="diagonal")
    if together["record"].null_count() or together["record"].n_unique() < together.height:
        together = together.with_columns(
            record=pl.concat_str(pl.col("_table"), pl.col("_row").cast(pl.String).str.zfill(9), separator=":")
        )
    return together.drop("_table", "_row")


def _check(
    tables: Mapping[str, pl.DataFrame], profile: LinkProfile, truth: str, without: Sequence[str]
) -> None:
    for name, table in tables.items():
        if not set(profile.compares) & set(table.columns):
            raise CannotLink(
                "no_known_column", file=name, profile=profile.name, columns=", ".join(profile.compares)
            )
        if truth and truth not in table.columns:
            raise CannotLink("unknown_truth", file=name, column=truth, columns=", ".join(table.columns))
    known = {column for table in tables.values() for column in table.columns}
    for column in without:
        if column not in known:
            raise CannotLink("unknown_without", column=column, columns=", ".join(sorted(known)))


def _of_table(
    name: str, table: pl.DataFrame, profile: LinkProfile, truth: str, without: Sequence[str]
) -> pl.DataFrame:
    key = profile.record_column if profile.record_column in table.columns else ""
    source = pl.col("source") if "source" in table.columns else pl.lit(None, pl.String)
    kept = [
        column
        for column in table.columns
        if column in profile.compares and column not in (*without, truth, "record", "source")
    ]
    return table.with_row_index("_row").select(
        "_row",
        *kept,
        _table=pl.lit(name),
        record=pl.col(key).cast(pl.String) if key else pl.lit(None, pl.String),
        source=pl.coalesce(source.cast(pl.String), pl.lit(name)),
        **({TRUTH: _entity(truth, profile)} if truth else {}),
    )


def _entity(truth: str, profile: LinkProfile) -> pl.Expr:
    told = pl.col(truth).cast(pl.String)
    inside = profile.name == "febrl" and truth == profile.record_column
    return pl.coalesce(told.str.extract(FEBRL_ENTITY), told) if inside else told


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotLink("unreadable_table", file="")


def _trimmed(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table without blanks around its headers and cells; what tells nothing is null."""
    table = table.rename({column: column.strip() for column in table.columns})
    text = pl.col(pl.String).str.strip_chars()
    tells_nothing = text.str.to_lowercase().is_in(["", *preparing.NOT_TOLD])
    return table.with_columns(pl.when(~tells_nothing).then(text).name.keep())
