"""From a frame as delivered to the columns that are compared: folded, in sets, as days, heard as they
sound."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from confianza.analysis.link import phonetics
from confianza.analysis.vocabulary.folding import folded

# What an office writes where it knows nothing; folded.
NOT_TOLD = (
    "",
    "na",
    "n a",
    "nan",
    "null",
    "none",
    "nd",
    "s d",
    "xx",
    "xxx",
    "desconocido",
    "desconocida",
    "ignorado",
)
PARTICLES = ("de", "del", "la", "las", "los", "el", "y", "da", "do", "dos", "viuda", "vda")


def by_value(frame: pl.DataFrame, column: str, change: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """Return a String column changed, working once on each of its values."""
    values = frame.select(pl.col(column).unique().drop_nulls())
    changed = values.with_columns(change(pl.col(column)).alias("_changed"))
    return frame.select(column).join(changed, on=column, how="left", maintain_order="left")["_changed"]


def with_all(frame: pl.DataFrame, columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return the frame with every column, null where it was absent, cast to its type."""
    return frame.with_columns(
        (_cast(name, frame.schema[name], kind) if name in frame.columns else pl.lit(None, kind)).alias(name)
        for name, kind in columns.items()
    )


def _cast(name: str, told: pl.DataType, kind: pl.DataType) -> pl.Expr:
    if told == pl.String and kind == pl.Date:
        return pl.col(name).str.slice(0, len("2000-01-31")).str.to_date("%Y-%m-%d", strict=False)
    return pl.col(name).cast(kind, strict=False)


def told(text: pl.Expr) -> pl.Expr:
    """Return a folded text, null where it tells nothing."""
    bare = folded(text)
    return pl.when(~bare.is_in(list(NOT_TOLD))).then(bare)


def digits(text: pl.Expr) -> pl.Expr:
    """Return the letters and digits of a number as written, null where there are none."""
    bare = folded(text).str.replace_all(" ", "")
    return pl.when(~bare.is_in(list(NOT_TOLD)) & ~bare.str.contains("^0+$")).then(bare)


def words(frame: pl.DataFrame, columns: Sequence[str], *, dropped: Sequence[str] = ()) -> pl.Series:
    """Return the folded words of several columns as one list each, in their order, without repeats (null:
    none)."""
    texts = [by_value(frame, column, told).fill_null("") for column in columns]
    joined = pl.DataFrame(texts, schema=[f"c{n}" for n in range(len(texts))])
    split = joined.select(pl.concat_str(pl.all(), separator=" ").str.split(" ").alias("w"))
    kept = split.select(
        pl.col("w")
        .list.eval(pl.element().filter(~pl.element().is_in(["", *dropped])))
        .list.unique(maintain_order=True)
    )["w"]
    return kept.to_frame().select(pl.when(pl.col("w").list.len() > 0).then("w"))["w"]


def mapped(lists: pl.Series, change: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """Return the lists with every word changed, working once on each word."""
    name = lists.name
    frame = pl.DataFrame({"w": lists}).with_row_index("row")
    long = frame.explode("w")
    long = long.with_columns(by_value(long, "w", change).alias("w"))
    back = long.group_by("row", maintain_order=True).agg(pl.col("w").unique(maintain_order=True).drop_nulls())
    return back.select(pl.when(pl.col("w").list.len() > 0).then("w").alias(name))[name]


def canonical(lists: pl.Series, nicknames: Mapping[str, str]) -> pl.Series:
    """Return lists of given names with each short form as the name it stands for."""
    return mapped(lists, lambda word: word.replace(dict(nicknames)))


def sounds(lists: pl.Series) -> pl.Series:
    """Return lists of words as they sound in Spanish."""
    return mapped(lists, phonetics.sound)


def as_text(lists: pl.Expr) -> pl.Expr:
    """Return a list of words as one text, in alphabetical order: order-free equality."""
    return lists.list.sort().list.join(" ")


def day_number(date: pl.Expr) -> pl.Expr:
    """Return a date as days since 1970, so that differences are arithmetic everywhere."""
    return date.cast(pl.Date).cast(pl.Int32)


def day_and_month_swapped(date: pl.Expr) -> pl.Expr:
    """Return the day number a clerk writes who swaps day and month; null where that is no other date."""
    day, month = date.dt.day(), date.dt.month()
    possible = (day <= 12) & (day != month)
    swapped = pl.date(date.dt.year(), pl.when(possible).then(day).otherwise(1), month)
    return pl.when(possible).then(day_number(swapped))
