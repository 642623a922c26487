"""Turn a stack of tables into typed claims, with reasons for what is missing and what was noticed."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import polars as pl

from confianza.analysis.consolidate import checks, missingness, places
from confianza.analysis.consolidate.findings import Findings, flags
from confianza.analysis.consolidate.missingness import REASON
from confianza.analysis.consolidate.stacking import Stack
from confianza.analysis.consolidate.values import ages, columns, moments
from confianza.analysis.consolidate.values.columns import ColumnRead
from confianza.analysis.consolidate.values.coordinates import Bounds
from confianza.analysis.consolidate.values.encoded import encode
from confianza.analysis.consolidate.values.moments import Moment
from confianza.analysis.sources.profile import Field, Profile
from confianza.analysis.vocabulary.claims import DATES, SCHEMA, Dtype

# Fields that tell several columns, from the one that speaks first; a column's own field goes before them all.
_ALSO_TELL = ("offence_label", "icd10", "mechanism", "municipality_name", "department_name")
# Columns that are worked out of others, not of one field.
_UNSAID = {"date_precision": "none", "status": "reported"}
_WORKED_OUT = {"occurred_on", "died_on", "registered_on", "age_from", "age_to", "latitude", "longitude"}

# Most of the reading of a column runs on one core; more columns at once would need more memory.
_COLUMNS_AT_ONCE = 2


@dataclass(frozen=True)
class Claimed:
    """The records of a stack as typed rows, rejected ones among them, and what was noticed."""

    rows: pl.DataFrame  # claims.SCHEMA and `table`
    findings: Findings
    reads: Mapping[str, ColumnRead]


def claim(stack: Stack, profile: Profile, *, today: date, bounds: Bounds | None) -> Claimed:
    """Read every field of a stack and put its claims together. The stack's cells are used up."""
    reads = _read(stack, profile, today)
    findings = Findings()
    checks.note_columns(reads, findings)
    if "source_record_id" in reads:
        checks.note_identifiers(reads["source_record_id"], stack.place, findings)
    told: dict[str, pl.Series] = {}
    reasons: dict[str, pl.Series] = {}
    _dates(reads, stack, profile, today, told, reasons, findings)
    _ages(reads, told, reasons, findings)
    _points(reads, profile, bounds, told, reasons, findings)
    _fields(reads, told, reasons)
    _weights(reads, stack, profile, told, findings)
    rows = _together(stack, profile, told)
    rows = _finished(rows, reasons, findings)
    return Claimed(rows, findings, reads)


def _read(stack: Stack, profile: Profile, today: date) -> dict[str, ColumnRead]:
    """Read the columns, a few at a time, letting go of the text of each as it is read."""
    fields = [field for field in profile.fields if field.column in stack.cells.columns and not field.personal]

    def read(field: Field) -> ColumnRead:
        return columns.read(field, encode(cells.pop(field.column)), profile, today)

    cells = {field.column: stack.cells.drop_in_place(field.column) for field in fields}
    with ThreadPoolExecutor(_COLUMNS_AT_ONCE) as readers:
        reads = list(readers.map(read, fields))
    return {field.column: told for field, told in zip(fields, reads, strict=True)}


def _dates(
    reads: Mapping[str, ColumnRead], stack: Stack, profile: Profile, today: date,
    told: dict[str, pl.Series], reasons: dict[str, pl.Series], findings: Findings,
) -> None:  # fmt: skip
    found: dict[str, Moment] = {}
    for stem in DATES:
        moment = moments.resolve(stem, reads, stack.place["table"])
        if moment is not None:
            found[stem] = checks.note_moment(stem, moment, today, findings)
            told[f"{stem}_on"], reasons[f"{stem}_on"] = found[stem].on, found[stem].why
    if "occurred" in found:
        told["date_precision"] = found["occurred"].precision.cast(pl.String)
        if found["occurred"].minute is not None:
            told["minute_of_day"] = found["occurred"].minute
        if profile.date_meaning == "death" and "died" not in found:
            told["died_on"] = _exact(found["occurred"])
    checks.note_order(found, findings)


def _exact(moment: Moment) -> pl.Series:
    exact = pl.lit(moment.precision) == "day"
    return pl.select(pl.when(exact).then(pl.lit(moment.on))).to_series()


def _ages(
    reads: Mapping[str, ColumnRead], told: dict[str, pl.Series], reasons: dict[str, pl.Series],
    findings: Findings,
) -> None:  # fmt: skip
    """Take the age, in its unit, and the band where no age is told."""
    sources = [reads[column] for column in ("age_from", "age_band") if column in reads]
    if not sources:
        return
    frame = pl.DataFrame({column: sources[0].spread(column) for column in ("age_from", "age_to")})
    if "age_unit" in reads and sources[0].field.column == "age_from":
        frame = ages.in_years(frame.with_columns(reads["age_unit"].spread("age_unit")))
    for band in sources[1:]:
        told_age = frame["age_from"].is_not_null()
        frame = pl.DataFrame(
            {name: frame[name].zip_with(told_age, band.spread(name)) for name in frame.columns}
        )
    possible, beyond = ages.bounded(frame)
    checks.note_ages(beyond, sources[0], findings)
    told.update(possible.to_dict())
    reasons["age_from"] = checks.impossible_where(beyond, sources[0].why())


def _points(
    reads: Mapping[str, ColumnRead], profile: Profile, bounds: Bounds | None,
    told: dict[str, pl.Series], reasons: dict[str, pl.Series], findings: Findings,
) -> None:  # fmt: skip
    points = places.points(reads, profile, bounds)
    if points is None:
        return
    told.update(points.columns.to_dict())
    reasons.update(points.why)
    checks.note_points(points, findings)


def _fields(
    reads: Mapping[str, ColumnRead], told: dict[str, pl.Series], reasons: dict[str, pl.Series]
) -> None:
    """Take every other canonical column from the fields that tell it, and its reason from its own field."""
    for column in SCHEMA:
        if column in _WORKED_OUT or column == "weight":
            continue
        sources = [
            name for name in (column, *_ALSO_TELL) if name in reads and column in reads[name].told.columns
        ]
        series = [reads[name].spread(column) for name in dict.fromkeys(sources)]
        series += [told[column]] if column in told else []
        if series:
            told[column] = pl.select(pl.coalesce(pl.lit(one) for one in series)).to_series()
        if column in reads:
            reasons[column] = reads[column].why()


def _weights(
    reads: Mapping[str, ColumnRead], stack: Stack, profile: Profile,
    told: dict[str, pl.Series], findings: Findings,
) -> None:  # fmt: skip
    """One record counts as one, unless a count beside it says otherwise and makes it a tally."""
    grains = pl.Series([table.grain or profile.grain for table in stack.tables], dtype=pl.Categorical)
    told["grain"] = grains.gather(stack.place["table"])
    if "weight" not in reads:
        told["weight"] = pl.repeat(1, stack.place.height, dtype=pl.Int64, eager=True)
        return
    weight = reads["weight"].spread("weight")
    if profile.wide is not None and profile.wide.blank == "zero":
        weight = pl.select(
            pl.when(pl.lit(reads["weight"].why()) == "not_reported").then(0).otherwise(pl.lit(weight))
        ).to_series()
    checks.note_weights(weight, reads["weight"], findings)
    told["weight"] = weight
    tally = pl.lit("tally", pl.Categorical)
    told["grain"] = pl.select(
        pl.when(pl.lit(weight) == 1).then(pl.lit(told["grain"])).otherwise(tally)
    ).to_series()


def _together(stack: Stack, profile: Profile, told: Mapping[str, pl.Series]) -> pl.DataFrame:
    tables = stack.place["table"]
    files = pl.Series([table.file for table in stack.tables], dtype=pl.Categorical)
    sheets = pl.Series([table.sheet or None for table in stack.tables], dtype=pl.Categorical)
    placed = stack.place.select("table", "record", pl.col("_row").alias("row")).with_columns(
        files.gather(tables).alias("file"), sheets.gather(tables).alias("sheet")
    )
    filled = placed.with_columns(
        _column(name, dtype, told.get(name), profile)
        for name, dtype in SCHEMA.items()
        if name not in placed.columns
    )
    undated = pl.when(pl.col("occurred_on").is_null()).then(pl.lit("none", pl.Categorical))
    return filled.with_columns(undated.otherwise(pl.col("date_precision")).alias("date_precision"))


def _column(name: str, dtype: Dtype, told: pl.Series | None, profile: Profile) -> pl.Expr:
    """Return a column: the profile's constant, or what was told, or what holds where nothing is."""
    if name in profile.constants:
        return pl.lit(profile.constants[name]).cast(dtype).alias(name)
    unsaid = pl.lit({"date_meaning": profile.date_meaning, **_UNSAID}.get(name)).cast(dtype)
    return unsaid.alias(name) if told is None else pl.coalesce(pl.lit(told.cast(dtype)), unsaid).alias(name)


def _finished(rows: pl.DataFrame, reasons: Mapping[str, pl.Series], findings: Findings) -> pl.DataFrame:
    """Add what is known only when all is read: missing reasons of what is still missing, precision, flags."""
    missing = {
        column: rows.select(pl.when(pl.col(column).is_null()).then(pl.lit(reason).cast(REASON))).to_series()
        for column, reason in reasons.items()
    }
    return rows.with_columns(
        missingness.describe(missing, rows.height).alias("missing"),
        flags(findings.of("warn"), rows.height).alias("flags"),
        places.precision(rows),
    )
