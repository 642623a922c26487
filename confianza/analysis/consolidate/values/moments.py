"""Put the date of a record together: from a whole date, from its parts, or from what is there of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from confianza.analysis.consolidate.missingness import REASON
from confianza.analysis.consolidate.values import order
from confianza.analysis.consolidate.values.columns import ColumnRead

PRECISION = pl.Enum(["day", "month", "year", "none"])
_PARTS = ("year", "month", "day", "weekday")
_DATE_PARTS = ("year", "month", "day")
_EVIDENCE = ("year", "month", "weekday")


@dataclass(frozen=True)
class Moment:
    """One date per row: `on`, how much of it is told, why it is missing, what was noticed.

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
    """Return the dates of a stem (occurred, died, registered), None where no field tells them."""
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
    codes = pl.DataFrame({part: read.encoded.codes for part, read in parts.items()})
    distinct = codes.unique()
    told = pl.DataFrame([_told(parts, part, distinct) for part in _PARTS]).unnest(*_PARTS)
    together = distinct.hstack(told.select(*_together()))
    rows = codes.join(together, on=codes.columns, how="left", nulls_equal=True, maintain_order="left")
    return Moment(
        year.field.column,
        rows["on"],
        _known(rows["on"], rows["precision"].cast(PRECISION)),
        _reasoned(year.why(), rows["unreadable"]),
        rows["written"],
        None,
        rows["unreadable"],
        pl.repeat(value=False, n=rows.height, eager=True),
        rows["differs"],
    )


def _told(parts: Mapping[str, ColumnRead], part: str, distinct: pl.DataFrame) -> pl.Series:
    """Return a struct per distinct date of what one part says: value, missing reason and text."""
    if part not in parts:
        nothing = {"value": pl.Int32, "why": pl.String, "text": pl.String}
        frame = pl.DataFrame(schema=nothing).clear(distinct.height)
    else:
        read, at = parts[part], distinct[part]
        frame = pl.DataFrame(
            {
                "value": read.told[read.field.column].gather(at),
                "why": read.told["_why"].gather(at),
                "text": read.encoded.texts.gather(at),
            }
        )
    return frame.rename(lambda name: f"{part}_{name}").to_struct(part)


def _together() -> list[pl.Expr]:
    year, month = pl.col("year_value"), pl.col("month_value")
    day = pl.when(month.is_not_null()).then(pl.col("day_value"))
    written = pl.format("{}-{}-{}", year, month.fill_null(1), day.fill_null(1))
    unread = pl.any_horizontal(pl.col(f"{part}_why").eq_missing(pl.lit("unreadable")) for part in _DATE_PARTS)
    on = pl.when(~unread).then(written.str.to_date("%Y-%m-%d", strict=False))
    precision = pl.when(month.is_null()).then(pl.lit("year")).when(day.is_null()).then(pl.lit("month"))
    other_day = day.is_not_null() & (on.dt.weekday().cast(pl.Int32) != pl.col("weekday_value"))
    texts = [f"{part}_text" for part in _DATE_PARTS]
    return [
        on.alias("on"),
        (unread | (year.is_not_null() & on.is_null())).alias("unreadable"),
        other_day.fill_null(value=False).alias("differs"),
        precision.otherwise(pl.lit("day")).alias("precision"),
        pl.concat_str(texts, separator="-", ignore_nulls=True).alias("written"),
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
