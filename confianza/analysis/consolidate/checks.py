"""Judge what was read: which records cannot be claims, and what must be told about those that can."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from confianza.analysis.consolidate.findings import Findings
from confianza.analysis.consolidate.missingness import REASON
from confianza.analysis.consolidate.places import Points
from confianza.analysis.consolidate.values.columns import ColumnRead
from confianza.analysis.consolidate.values.moments import Moment
from confianza.analysis.vocabulary.claims import DATES, OTHER

# No institution of the region hands over records of facts before this; an earlier date is a typing error.
EARLIEST = date(1900, 1, 1)
# What a correction of a column is called, by its reader.
_MENDED = {"count": "thousands_point", "code": "code_rewritten"}


def note_columns(reads: Mapping[str, ColumnRead], findings: Findings) -> None:
    """Note what single columns say: corrections made, values that no reader knows."""
    for column, read in reads.items():
        mended = read.corrected_rows()
        findings.add(_MENDED.get(read.field.reader, "corrected"), column, mended, read.written(mended))
        if _is_judged_later(column):
            continue
        for problem, rows, texts in read.problems():
            findings.add(problem, column, rows, texts)


def _is_judged_later(column: str) -> bool:
    """Whether a column is judged with others (dates, counts) or only tells records apart."""
    return column == "weight" or column.startswith((*DATES, OTHER))


def note_weights(weight: pl.Series, read: ColumnRead, findings: Findings) -> None:
    """Note counts that cannot be: blank, negative, fractional or no number at all."""
    blank = weight.is_null() & read.why().is_in(["not_reported", "unknown"])
    unreadable = weight.is_null() & ~blank
    for code, found in (("count_blank", blank), ("count_unreadable", unreadable)):
        rows = _rows(found)
        findings.add(code, "weight", rows, read.written(rows))


def note_moment(stem: str, moment: Moment, today: date, findings: Findings) -> Moment:
    """Note what is wrong with a date; only the date a claim is counted by can reject it."""
    rejects = stem == "occurred"
    on = pl.lit(moment.on)
    future, early = (
        pl.select(test).to_series().fill_null(value=False) for test in (on > today, on < EARLIEST)
    )
    judged = (
        ("date_unreadable" if rejects else "unreadable", moment.unreadable),
        ("date_in_future" if rejects else "date_impossible", future),
        ("date_implausible" if rejects else "date_impossible", early),
        ("read_against_profile", moment.turned),
        ("date_parts_differ", moment.differs),
    )
    for code, found in judged:
        rows = _rows(found)
        findings.add(code, moment.column, rows, moment.written.gather(rows))
    return moment if rejects else _without(moment, future | early)


def _without(moment: Moment, wrong: pl.Series) -> Moment:
    kept = pl.select(pl.when(~pl.lit(wrong)).then(pl.lit(moment.on))).to_series()
    return replace(moment, on=kept, why=impossible_where(wrong, moment.why))


def impossible_where(wrong: pl.Series, why: pl.Series) -> pl.Series:
    """Return the missing reasons, "impossible" in the rows whose value was taken away."""
    impossible = pl.lit("impossible", REASON)
    return pl.select(pl.when(pl.lit(wrong)).then(impossible).otherwise(pl.lit(why))).to_series()


def note_ages(beyond: pl.Series, read: ColumnRead, findings: Findings) -> None:
    """Note ages that nobody has reached."""
    rows = _rows(beyond)
    findings.add("age_impossible", read.field.column, rows, read.written(rows))


def note_order(found: Mapping[str, Moment], findings: Findings) -> None:
    """Note deaths and registrations before the fact, both told to the day."""
    fact = found.get("occurred")
    for stem in ("died", "registered"):
        if fact is None or stem not in found:
            continue
        later = found[stem]
        before = (later.on < fact.on) & (later.precision == "day") & (fact.precision == "day")
        rows = _rows(before)
        findings.add("dates_out_of_order", later.column, rows, later.written.gather(rows))


def note_points(points: Points, findings: Findings) -> None:
    """Note the points that were mended or taken away."""
    for problem in points.problem.drop_nulls().unique(maintain_order=True):
        rows = _rows(points.problem == problem)
        findings.add(problem, "latitude", rows, points.written.gather(rows))


def note_identifiers(read: ColumnRead, place: pl.DataFrame, findings: Findings) -> None:
    """Note identifiers that two different records of one table share; both are kept."""
    codes = read.encoded.codes
    if len(read.encoded.texts) == len(codes) - codes.null_count():
        return
    twice = pl.struct("table", "code").is_duplicated() & pl.col("code").is_not_null()
    shared = place.select("table", codes.alias("code")).select(twice).to_series()
    rows = _rows(shared & ~place["_identity"].is_duplicated().fill_null(value=False))
    findings.add("conflicting_ids", "source_record_id", rows, read.written(rows))


def _rows(found: pl.Series) -> pl.Series:
    return found.fill_null(value=False).arg_true().cast(pl.UInt32)
