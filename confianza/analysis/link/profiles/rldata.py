"""People of the RecordLinkage test files (Sariyar & Borg 2010): German names in up to two parts, and a
birthday."""

import polars as pl

from confianza.analysis.link import preparing
from confianza.analysis.link.profile import Block, Comparison, Level, LinkProfile

COLUMNS = ("fname_c1", "fname_c2", "lname_c1", "lname_c2", "by", "bm", "bd")


def prepare(frame: pl.DataFrame) -> pl.DataFrame:
    """Return folded names and the birthday in parts; `ent_id` and `rec_id` are never compared."""
    told = preparing.with_all(frame, dict.fromkeys(COLUMNS, pl.String()))
    folded = [preparing.by_value(told, name, preparing.told).alias(name) for name in COLUMNS]
    read = told.select("record", "source", *folded)
    return read.with_columns(
        first_start=pl.col("fname_c1").str.slice(0, 2),
        last_start=pl.col("lname_c1").str.slice(0, 2),
        birthday=pl.concat_str("by", pl.col("bm").str.zfill(2), pl.col("bd").str.zfill(2)),
    )


def _name(column: str) -> Comparison:
    return Comparison(
        column,
        missing=(column,),
        levels=(
            Level("equal", "exact", (column,), 0.85, 0.02, frequency=column),
            Level("one letter differs", "damerau", (column,), 0.1, 0.002, 1),
            Level("nearly equal", "jaro_winkler", (column,), 0.03, 0.005, 0.9),
        ),
        else_m=0.02,
        else_u=0.973,
    )


PROFILE = LinkProfile(
    name="rldata",
    says="People with a name in parts and a birthday, as in the RLdata files.",
    compares=COLUMNS,
    prepare=prepare,
    record_column="rec_id",
    comparisons=(
        _name("fname_c1"),
        _name("lname_c1"),
        Comparison(
            "second_parts",
            missing=("fname_c2",),
            levels=(Level("equal", "exact", ("fname_c2",), 0.95, 0.05),),
            else_m=0.05,
            else_u=0.95,
        ),
        Comparison(
            "birthday",
            missing=("birthday",),
            levels=(
                Level("equal", "exact", ("birthday",), 0.8, 6e-5),
                Level("one digit differs", "damerau", ("birthday",), 0.16, 0.0012, 1),
                Level("another day", "exact", ("by", "bm"), 0.01, 0.0015),
                Level("another month", "exact", ("by", "bd"), 0.01, 6e-4),
                Level("another year", "exact", ("bm", "bd"), 0.01, 0.0025),
            ),
            else_m=0.01,
            else_u=0.9942,
        ),
    ),
    blocks=(
        Block(("birthday",)),
        Block(("by", "bm")),
        Block(("by", "bd")),
        Block(("bm", "bd")),
        Block(("fname_c1", "lname_c1")),
        Block(("fname_c1", "last_start")),
        Block(("lname_c1", "first_start")),
        Block(("first_start", "last_start")),
    ),
    training=(("birthday", "by", "bm", "bd"), ("fname_c1",), ("lname_c1",)),
    certain=(("fname_c1", "lname_c1", "by"), ("fname_c1", "birthday"), ("lname_c1", "birthday")),
    certain_recall=0.8,
    priors_from="Orders of magnitude: one part in ten misspelt, birthdays spread over sixty years.",
)
