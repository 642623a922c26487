"""The figures of a release as other systems read them: SDMX-CSV 2.0 for statistics, HXL for emergencies."""

import polars as pl

from confianza.analysis.releases import dictionary, tables

# An identity of our own agency code; offices that register one exchange it.
DATAFLOW = "CONFIANZA:CITIZEN_SECURITY(1.0)"
SDMX_PERIODS = {"month": "M", "quarter": "Q", "year": "A"}
# SDMX code lists CL_OBS_STATUS 2.2 and CL_CONF_STATUS 1.3.
OBS_STATUS = {tables.REPORTED: "A", tables.ESTIMATED: "E", tables.HIDDEN: "Q", tables.NOT_TOLD: "L"}
FREE, CONFIDENTIAL = "F", "C"
HXL_TAGS = {
    "area_id": "#loc+code", "indicator_id": "#indicator+code", "period": "#date+year",
    "count": "#indicator+value+num", "rate": "#indicator+value+rate",
    "rate_low": "#indicator+value+rate+min", "rate_high": "#indicator+value+rate+max",
    "smoothed": "#indicator+value+rate+smoothed", "source": "#meta+source", "months_told": "#meta+months",
    "complete": "#meta+complete", "status": "#status",
}  # fmt: skip


def sdmx(figures: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the figures (by grain) as SDMX-CSV 2.0: FREQ, REF_AREA, INDICATOR, TIME_PERIOD are the key.

    A hidden value is empty with OBS_STATUS Q (suppressed) and CONF_STATUS C, one for all.
    """
    rows = [
        table.select(
            STRUCTURE=pl.lit("dataflow"),
            STRUCTURE_ID=pl.lit(DATAFLOW),
            ACTION=pl.lit("I"),
            FREQ=pl.lit(SDMX_PERIODS[grain]),
            REF_AREA="area_id",
            INDICATOR="indicator_id",
            TIME_PERIOD="period",
            OBS_VALUE=as_text(pl.col("count"), mark=None),
            OBS_STATUS=pl.col("status").replace_strict(OBS_STATUS, return_dtype=pl.String),
            CONF_STATUS=pl.when(pl.col("status") == tables.HIDDEN)
            .then(pl.lit(CONFIDENTIAL))
            .otherwise(pl.lit(FREE)),
        )
        for grain, table in figures.items()
    ]
    return pl.concat(rows)


def hxl(figures: pl.DataFrame) -> pl.DataFrame:
    """Return figures of years as text, the first row being the HXL tags of the columns."""
    tags = pl.DataFrame({name: [HXL_TAGS[name]] for name in figures.columns})
    return pl.concat([tags, marked(figures)])


def marked(figures: pl.DataFrame) -> pl.DataFrame:
    """Return a table as text, with the mark in the place of every figure that is hidden."""
    numbers = [name for name, dtype in figures.schema.items() if dtype.is_numeric()]
    if "status" not in figures.columns:
        return figures.with_columns(as_text(pl.col(name), mark=None).alias(name) for name in numbers)
    hidden = pl.col("status") == tables.HIDDEN
    marks = [name for name in numbers if name in _HIDDEN_TOGETHER]
    return figures.with_columns(
        pl.when(hidden)
        .then(
            pl.lit(dictionary.MARK if name in marks else None)
            if name in marks
            else as_text(pl.col(name), mark=None)
        )
        .otherwise(as_text(pl.col(name), mark=None))
        .alias(name)
        for name in numbers
    ).with_columns(pl.col(pl.Boolean).cast(pl.String))


# A rate, its interval or a smoothed rate would give the count back.
_HIDDEN_TOGETHER = frozenset({"count", "rate", "rate_low", "rate_high", "smoothed"})


def as_text(number: pl.Expr, *, mark: str | None) -> pl.Expr:
    """Write a number without a needless .0; `mark` where there is none."""
    text = number.cast(pl.String).str.strip_suffix(".0")
    return text if mark is None else text.fill_null(mark)
