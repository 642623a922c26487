"""Tell records from what else stands in a table: totals, signatures, notes, repeated headers, blank rows.

Everything is decided for whole columns at once; only the few rows that are left out are looked at one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from confianza.analysis.consolidate import raw_tables
from confianza.analysis.consolidate.headers import Header
from confianza.analysis.consolidate.raw_tables import Body, Stray
from confianza.analysis.sources.profile import Profile

# What the first words of a row that is no record contain: asked first, because it is quick.
_SIGNS = [
    "total", "suma", "elabor", "fuente", "nota", "observ", "source", "cifra", "datos", "informaci",
    "actualiz", "corte", "firma", "vo. bo", "vo.bo", "responsable", "revis", "aprob", "autoriz", "*",
]  # fmt: skip
_TOTAL_FIRST = r"(?i)^\W*(?:gran\s+|sub\s*-?\s*|suma\s+)?(?:total(?:es)?|suma)\b"
_TOTAL_ALONE = r"(?i)^\W*(?:gran\s+|sub\s*-?\s*)?total(?:es)?(?:\s+(?:general|nacional|anual))?\W*$"
_NOTE_FIRST = (
    r"(?i)^\W*(?:elabor|fuentes?\b|notas?\b|observaci|source\b|cifras\b|datos\b|informaci|actualiza"
    r"|(?:fecha de )?corte\b|firma|vo\.?\s*bo\b|responsable|revis|aprob|autoriz)|^\s*\*"
)
# A signature or a note fills at most this many cells of its row.
_NOTE_CELLS = 2
# How many rows at the foot may be notes that say no word that would give them away.
_FOOT_ROWS = 40
_LABEL_READERS = frozenset({"text", "code", "sex", "age_band", "mechanism", "offence", "month", "icd10"})
_HAS_LETTER = r"\p{L}"
_SHOWN_CHARACTERS = 300


_REJECTS = ["too_many_fields", "too_few_fields", "required_blank"]
_NONE_APART = pl.DataFrame(schema={"_row": pl.UInt32, "reason": pl.String, "text": pl.String})


@dataclass(frozen=True)
class Sorted:
    """The rows of a table, each in its place.

    `records` and `totals` have the columns of the Body and `_row`; `left_out` and `rejected` have _row,
    reason and text. `blank` counts the rows without any value, which are no rows of the table at all.
    """

    records: pl.DataFrame
    totals: pl.DataFrame
    left_out: pl.DataFrame
    rejected: pl.DataFrame
    blank: int


def sort_out(body: Body, header: Header, profile: Profile) -> Sorted:
    """Sort the rows below a header into records, totals, notes, blanks and rejects."""
    rows = _as_wide_as(header, body.cells).with_columns(body.rows)
    if not body.is_stripped:
        rows = rows.with_columns(pl.col(_cells(rows)).str.strip_chars().replace("", None))
    height = rows.height
    rows = rows.filter(~_all_null(_cells(rows)))
    blank = height - rows.height
    rows, by_word = _parted(rows, _by_word(rows, header, profile))
    rows, at_foot = _parted(rows, _at_foot(rows, header))
    rows, unfit = _parted(rows, _without_required(rows, header, profile))
    apart = pl.concat([by_word, at_foot])
    told = pl.concat([_told(apart), _told(unfit), _strays(body.strays, rows)]).sort("_row")
    rejects = pl.col("reason").is_in(_REJECTS)
    totals = apart.filter(pl.col("reason") == "total_row")
    return Sorted(rows, totals, told.filter(~rejects), told.filter(rejects), blank)


def _as_wide_as(header: Header, cells: pl.DataFrame) -> pl.DataFrame:
    """Add blank columns where an upper row of the header is wider than the table below it."""
    absent = [raw_tables.column(place) for place in range(cells.width, len(header.texts))]
    return cells.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)


def _cells(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name.isdigit()]


def _all_null(names: Sequence[str]) -> pl.Expr:
    return pl.all_horizontal(pl.col(name).is_null() for name in names)


def _filled(names: Sequence[str]) -> pl.Expr:
    return pl.sum_horizontal(pl.col(name).is_not_null() for name in names)


def _parted(rows: pl.DataFrame, apart: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take the rows that are not null in `reason` out of the table."""
    apart = apart.filter(pl.col("reason").is_not_null())
    if apart.height:
        rows = rows.join(apart.select("_row"), on="_row", how="anti", maintain_order="left")
    return rows, apart


def _by_word(rows: pl.DataFrame, header: Header, profile: Profile) -> pl.DataFrame:
    """Return the rows whose words say that they are no records, with the reason."""
    names = _cells(rows)
    first = pl.coalesce(names)
    labels = [pl.col(name) for name in _label_columns(header, profile)]
    signs = [first.str.contains_any(_SIGNS, ascii_case_insensitive=True)]
    signs += [label.str.contains_any(["total"], ascii_case_insensitive=True) for label in labels]
    suspects = rows.filter(pl.any_horizontal(*signs, _repeats(header)))
    total = pl.any_horizontal(
        first.str.contains(_TOTAL_FIRST), *(label.str.contains(_TOTAL_ALONE) for label in labels)
    )
    note = first.str.contains(_NOTE_FIRST) & (_filled(names) <= _NOTE_CELLS)
    return suspects.with_columns(
        reason=pl.when(_repeats(header))
        .then(pl.lit("repeated_header"))
        .when(note)
        .then(pl.lit("footnote"))
        .when(total)
        .then(pl.lit("total_row"))
    )


def _label_columns(header: Header, profile: Profile) -> list[str]:
    readers = {field.column: field.reader for field in profile.fields}
    return [
        raw_tables.column(place)
        for field, place in header.columns.items()
        if readers[field] in _LABEL_READERS and field != "source_record_id"
    ]


def _repeats(header: Header) -> pl.Expr:
    """Return whether a row repeats the header: the first two known columns hold their own headers."""
    places = sorted(header.columns.values())[:2]
    return pl.all_horizontal(pl.col(raw_tables.column(place)) == header.texts[place] for place in places)


def _at_foot(rows: pl.DataFrame, header: Header) -> pl.DataFrame:
    """Return the last rows that are a note without a telling word, or a total without a label."""
    names = _cells(rows)
    counted = {place for field, place in header.columns.items() if field == "weight"}
    counted |= set(header.counted)
    others = [name for name in names if int(name) not in counted]
    lone_text = (_filled(names) == 1) & pl.coalesce(names).str.contains(_HAS_LETTER)
    lone_count = _all_null(others) if counted and others else pl.lit(value=False)
    reason = pl.when(lone_text & (len(names) > _NOTE_CELLS)).then(pl.lit("footnote"))
    foot = rows.tail(_FOOT_ROWS).with_columns(reason=reason.when(lone_count).then(pl.lit("total_row")))
    last_record = foot.with_row_index("place").filter(pl.col("reason").is_null())["place"].max()
    return foot.slice(0 if last_record is None else int(str(last_record)) + 1)


def _without_required(rows: pl.DataFrame, header: Header, profile: Profile) -> pl.DataFrame:
    """Return the rows that are blank in every column that the layout requires."""
    required = [
        raw_tables.column(header.columns[field.column])
        for field in profile.fields
        if field.required and field.column in header.columns
    ]
    blank = rows.filter(_all_null(required)) if required else rows.clear()
    return blank.with_columns(reason=pl.lit("required_blank"))


def _told(apart: pl.DataFrame) -> pl.DataFrame:
    """Return rows as the text a person would see in them."""
    text = pl.concat_str(_cells(apart), separator=" | ", ignore_nulls=True).str.head(_SHOWN_CHARACTERS)
    return apart.select("_row", "reason", text=text)


def _strays(strays: Sequence[Stray], rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that had not the right number of fields; at the foot they may be totals and notes."""
    last = rows["_row"].max()
    found = pl.DataFrame(
        [(stray.row, stray.problem, stray.text[:_SHOWN_CHARACTERS], stray.fields) for stray in strays],
        schema=_NONE_APART.schema | {"fields": pl.UInt32},
        orient="row",
    )
    short = pl.col("reason") == "too_few_fields"
    text = pl.col("text")
    at_foot = (pl.col("_row") > (last or 0)) & (pl.col("fields") == 1) & text.str.contains(_HAS_LETTER)
    note = at_foot | (text.str.contains(_NOTE_FIRST) & (pl.col("fields") <= _NOTE_CELLS))
    return found.select(
        "_row",
        reason=pl.when(short & pl.col("text").str.contains(_TOTAL_FIRST))
        .then(pl.lit("total_row"))
        .when(short & note)
        .then(pl.lit("footnote"))
        .otherwise("reason"),
        text="text",
    )
