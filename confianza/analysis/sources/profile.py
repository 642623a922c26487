"""What a profile may say. Every word here is read by `consolidate`; a profile holds no code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

# How a cell is read into a field; each reader is a function of `consolidate.values` of the same name.
Reader = Literal[
    "text", "code", "date", "datetime", "year", "month", "day", "hour", "time", "count", "sex", "age",
    "age_unit", "age_band", "mechanism", "offence", "icd10", "intent", "status", "decimal",
]  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field of a layout: the canonical column, or part of one, and the headers it goes under.

    `headers` are compared folded (accents, case, blanks, punctuation and mojibake removed), the first one
    is the institution's own spelling; where a table has two of them, the one named earlier here is read.
    `{year}` in a header stands for any year ("Casos {year}"). `required`: a table without it is not of this
    layout. `personal`: identifies a person; it is never in the claims. Those of `vocabulary.identities` go
    sealed into the vault, others are recognised and not read at all. Parts that are no canonical column:
    `occurred_year`, `occurred_month`, `occurred_day`, … and `easting` and `northing`, coordinates in the
    profile's `projected_crs`, for rows without latitude and longitude.
    """

    column: str
    headers: tuple[str, ...]
    reader: Reader = "text"
    required: bool = False
    personal: bool = False


@dataclass(frozen=True)
class WideMonths:
    """Months may be columns: each cell is then a record. `blank` says what an empty count means here.

    The reader writes each cell under `occurred_month` (a number) and `weight`, and under
    `occurred_year` unless the year is a `column`; the profile declares these three fields, with headers
    where the same institution also delivers the long shape (which the reader recognises by having no
    columns of months), else without. `year`: in a column of its own, in the `header` of the month
    ("ene-2020"), in a row `header_above` the months, or in the `title`: that of the table, its sheet or its
    file.

    `years_named` ("Frecuencia {year}") turns the table round: a column per year, the month in a column of
    its own; `year` is then "header".
    """

    blank: Literal["zero", "not_yet_reported"]
    year: Literal["column", "header", "header_above", "title"] = "column"
    years_named: str = ""


@dataclass(frozen=True)
class NestedBlocks:
    """A heading row (an area) followed by its rows (offences): the heading is carried down to them.

    `heading_pattern` is a regular expression the first cell of a heading matches; headings are subtotals,
    kept out of the claims and used to check their rows.
    """

    heading_pattern: str
    heading_field: str
    row_field: str


@dataclass(frozen=True)
class JsonRecords:
    """Records that come as JSON: an array under `key` ("" where the file is the array), in one file or many.

    `columns` names the values of records that are bare arrays, in order (empty where records are objects).
    `path` names the last parts of the file's path, the file's own name without its ending last, for layouts
    that say the place there. All these names are then headers like any other, matched by the fields.
    """

    key: str
    columns: tuple[str, ...] = ()
    path: tuple[str, ...] = ()


class Series(NamedTuple):
    """A population kept apart: `pattern` is searched in the folded name of file and sheet, and title."""

    pattern: str
    name: str
    grain: Literal["", "victim", "offence", "arrest", "tally"] = ""  # "": the profile's


@dataclass(frozen=True)
class Correction:
    """A mend of damaged values, with its reason and the date it was decided (see house.md, style 6)."""

    column: str
    pattern: str
    replacement: str
    reason: str
    decided_on: str


@dataclass(frozen=True)
class Profile:
    """One layout of one institution; see the neighbours in this folder. The titles are shown on screens."""

    name: str
    institution: str
    country: str  # ISO 3166-1 alpha-2, "" for any
    title_es: str
    title_en: str
    grain: Literal["victim", "offence", "arrest", "tally"]
    date_meaning: Literal["occurrence", "death", "intake", "registration"]
    fields: tuple[Field, ...]
    constants: Mapping[str, str] = field(
        default_factory=dict
    )  # canonical column -> the same value on every row
    recodes: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # column -> folded text -> canonical value
    offences: Mapping[str, str] = field(default_factory=dict)  # folded label -> ICCS code
    missing_codes: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # column -> codes that mean unknown
    wide: WideMonths | None = None
    blocks: NestedBlocks | None = None
    sheets: tuple[str, ...] = ()  # folded patterns of the sheets to read; empty: every sheet with the header
    series: tuple[Series, ...] = ()  # the first whose pattern is found; populations kept apart
    day_first: bool = True
    decimal_comma: bool = True
    thousands: str = "."  # how this institution writes thousands, when it does
    crs: str = "EPSG:4326"  # of latitude and longitude
    projected_crs: str = ""  # of easting and northing, where the layout has them
    bounds: tuple[float, float, float, float] | None = (
        None  # lon, lat, lon, lat a coordinate can plausibly be in
    )
    exact_duplicates: Literal["drop", "keep"] = "drop"
    corrections: tuple[Correction, ...] = ()
    json: JsonRecords | None = None  # for layouts that come as JSON
    adjust: Callable[..., object] | None = None  # last resort, reasoned in the profile's docstring
