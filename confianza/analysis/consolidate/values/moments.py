"""Put the date of a record together: from a whole date, from its parts, or from what is there of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from confianza.analysis.consolidate.missingness import REASON
from confianza.analysis.consolidate.values import order
from confianza.analysis.consolidate.values.columns import ColumnRead

PRECISION = pl.Enum(["day", "month", "year", "none"])
_PARTS = ("year", "month", "day", "weekday")
_EVIDENCE = ("year", "month", "weekday")


@dataclass(frozen=True)
class Moment:
    """One date per row: `on`, how much of it is told, why it is missing, and what was noticed (Boolean per row).

    `column` is the field to name when the date is a problem and `written` the text that stood there.
    """

    column: str
    on: pl.Series
    precision: pl.Series
    why: pl.Series
    written: pl.Series
    minute: pl.Series | None
    unreadable: pl.Series
    turned: pl.Series
    differs: pl.Series


def resolve(stem: str, reads: Mapping[str, ColumnRead], tables: pl.Series) -> Moment | None:
    """Return the dates of a stem (occurred, died, registered), None where the layout has no field for them."""
    whole = reads.get(f"{stem}_on")
    parts = {part: reads[f"{stem}_{part}"] for part in _PARTS if f"{stem}_{part}" in reads}
    if whole is None:
        return _from_parts(parts) if "year" in parts else None
    told = _from_text(stem, whole, parts, tables)
    return _filled(told, _from_parts(parts)) if "year" in parts else told


def _from_text(stem: str, whole: ColumnRead, parts: Mapping[str, ColumnRead], tables: pl.Series) -> Moment:
    chosen = _chosen(stem, whole, parts, tables)
    on, why = chosen["on"], whole.why()
    unreadable = on.is_null() & (why.is_null() | (why == "unreadable"))
    precision = whole.spread(f"{stem}_told").cast(PRECISION)
    minute = whole.spread(f"{stem}_minute") if whole.field.reader == "datetime" else None
    return Moment(
        whole.field.column, on, _known(on, precision), _reasoned(why, unreadable), whole.spread_raw(), minute,
        unreadable, chosen["turned"], chosen["differs"],
    )  # fmt: skip


def _chosen(stem: str, whole: ColumnRead, parts: Mapping[str, ColumnRead], tables: pl.Series) -> pl.DataFrame:
    """Choose between the two readings of every date; rows that say the same are chosen for once."""
    first, second = whole.told[f"{stem}_first"], whole.told[f"{stem}_second"]
    evidence = {part: parts[part] for part in _EVIDENCE if part in parts}
    if not evidence and first.equals(second):
        no = pl.repeat(value=False, n=len(tables), eager=True)
        return pl.DataFrame({"on": whole.encoded.spread(first), "turned": no, "differs": no})
    codes = pl.DataFrame(
        {"table": tables, "date": whole.encoded.codes}
        | {part: read.encoded.codes for part, read in evidence.items()}
    )
    distinct = codes.unique()
    at = distinct["date"]
    frame = pl.DataFrame(
        {
            "table": distinct["table"],
            "first": first.gather(at),
            "second": second.gather(at),
            "shape": whole.told[f"{stem}_shape"].gather(at),
        }
        | {part: _part(evidence, part, distinct) for part in _EVIDENCE}
    )
    chosen = distinct.hstack(order.choose(frame))
    return codes.join(chosen, on=codes.columns, how="left", nulls_equal=True, maintain_order="left").select(
        "on", "turned", "differs"
    )


def _part(evidence: Mapping[str, ColumnRead], part: str, distinct: pl.DataFrame) -> pl.Series:
    if part not in evidence:
        return pl.repeat(None, distinct.height, dtype=pl.Int32, eager=True)
    read = evidence[part]
    return read.told[read.field.column].cast(pl.Int32).gather(distinct[part])


def _from_parts(parts: Mapping[str, ColumnRead]) -> Moment:
    year = parts["year"]
    rows = pl.DataFrame({part: read.encoded.codes for part, read in parts.items() if part != "weekday"})
    distinct = rows.unique()
    told = distinct.with_columns(
        [
            parts[part].told[parts[part].field.column].gather(distinct[part]).alias(f"{part}_told")
            for part in rows.columns
        ]
        + [parts[part].told["_why"].gather(distinct[part]).alias(f"{part}_why") for part in rows.columns]
        + [parts[part].encoded.texts.gather(distinct[part]).alias(f"{part}_text") for part in rows.columns]
    )
    told = told.with_columns(
        pl.lit(None).alias(f"{part}_{kind}")
        for part in ("month", "day")
        for kind in ("told", "why", "text")
        if part not in parts
    )
    together = told.select(*rows.columns, *_together())
    spread = rows.join(together, on=rows.columns, how="left", nulls_equal=True, maintain_order="left")
    on, unreadable = spread["on"], spread["unreadable"]
    no = pl.repeat(value=False, n=len(on), eager=True)
    return Moment(
        year.field.column, on, _known(on, spread["precision"].cast(PRECISION)), _reasoned(year.why(), unreadable),
        spread["written"], None, unreadable, no, no,
    )  # fmt: skip


def _together() -> list[pl.Expr]:
    year, month = pl.col("year_told"), pl.col("month_told")
    day = pl.when(month.is_not_null()).then(pl.col("day_told"))
    written = pl.format("{}-{}-{}", year, month.fill_null(1), day.fill_null(1))
    on = written.str.to_date("%Y-%m-%d", strict=False)
    unread = pl.any_horizontal(pl.col(f"{part}_why") == "unreadable" for part in ("year", "month", "day"))
    precision = (
        pl.when(month.is_null())
        .then(pl.lit("year"))
        .when(day.is_null())
        .then(pl.lit("month"))
        .otherwise(pl.lit("day"))
    )
    return [
        pl.when(~unread.fill_null(value=False)).then(on).alias("on"),
        (unread.fill_null(value=False) | (year.is_not_null() & on.is_null())).alias("unreadable"),
        precision.alias("precision"),
        pl.concat_str(["year_text", "month_text", "day_text"], separator="-", ignore_nulls=True).alias(
            "written"
        ),
    ]


def _filled(told: Moment, parts: Moment) -> Moment:
    """Take the parts where the whole date says nothing; an unreadable whole date stays unreadable."""
    blank = told.on.is_null() & ~told.unreadable
    unreadable = told.unreadable | (blank & parts.unreadable)
    return Moment(
        told.column,
        told.on.zip_with(~blank, parts.on),
        told.precision.zip_with(~blank, parts.precision),
        told.why.zip_with(~blank, parts.why),
        told.written.zip_with(~blank, parts.written),
        told.minute,
        unreadable,
        told.turned,
        told.differs,
    )


def _known(on: pl.Series, precision: pl.Series) -> pl.Series:
    return pl.select(
        pl.when(pl.lit(on).is_null()).then(pl.lit("none", PRECISION)).otherwise(pl.lit(precision))
    ).to_series()


def _reasoned(why: pl.Series, unreadable: pl.Series) -> pl.Series:
    return pl.select(
        pl.when(pl.lit(unreadable)).then(pl.lit("unreadable", REASON)).otherwise(pl.lit(why))
    ).to_series()
