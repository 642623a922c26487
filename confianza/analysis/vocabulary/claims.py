"""The canonical claim: what one source says about one victim (or one offence, or one tally).

A claim is never corrected: a newer delivery supersedes an older one, and every source keeps its own claim.
`COLUMNS` is the single place where columns, types and units are written down.
"""

from dataclasses import dataclass

import polars as pl

Dtype = pl.DataType | type[pl.DataType]


@dataclass(frozen=True)
class Column:
    """One column of the canonical claim: its name, Polars type, unit (if it has one) and meaning."""

    name: str
    dtype: Dtype
    meaning: str
    unit: str = ""


GRAINS = ("victim", "offence", "arrest", "tally")
DATE_MEANINGS = ("occurrence", "death", "intake", "registration")
DATE_PRECISIONS = ("day", "month", "year", "none")
PLACE_PRECISIONS = ("point", "locality", "zone", "municipality", "department", "none")
SEXES = ("female", "male", "other")
INTENTS = ("homicide", "suicide", "accident", "legal_intervention", "war", "undetermined")
STATUSES = ("reported", "forensic_certified", "validated")

# Why a value is missing. `not_reported`: blank or "-" or "No reportado"; `unknown`: the source says it does
# not know (99, 999, 9999, "Ignorado"); `unreadable`: something was written that is no value of this column;
# `impossible`: a value that cannot be (age 180, latitude 0); `ambiguous`: it could be read in two ways.
MISSING_REASONS = ("not_reported", "unknown", "unreadable", "impossible", "ambiguous")

COLUMNS: tuple[Column, ...] = (
    # where in the delivery the claim was read
    Column(
        "record", pl.UInt32, "Number of the record in the delivery, from 1; in wide layouts a cell is one"
    ),
    Column("file", pl.Categorical, "Name of the delivered file (or member of an archive)"),
    Column("sheet", pl.Categorical, "Sheet of a workbook; null elsewhere"),
    Column("row", pl.UInt32, "Row in that file or sheet as a person sees it, from 1"),
    Column("source_record_id", pl.String, "The source's own identifier of the record, as given"),
    # what is counted
    Column("grain", pl.Categorical, "victim, offence, arrest or tally: what one claim stands for"),
    Column("weight", pl.Int64, "How many victims, offences or arrests the claim stands for", "count"),
    # when
    Column("occurred_on", pl.Date, "Date of the fact, first day of the month or year where less is known"),
    Column("date_precision", pl.Categorical, "day, month, year or none: how much of occurred_on is told"),
    Column("date_meaning", pl.Categorical, "What that date is: occurrence, death, intake or registration"),
    Column("minute_of_day", pl.Int16, "Local time of the fact, minutes after midnight", "min"),
    Column("died_on", pl.Date, "Date of death"),
    Column("registered_on", pl.Date, "Date the source registered the fact"),
    # what
    Column("offence_label", pl.Categorical, "The offence in the source's own words"),
    Column("iccs", pl.Categorical, "ICCS v1.0 code without dots, 2 to 6 digits, e.g. 0101"),
    Column("iccs_match", pl.Categorical, "exact, broader, narrower or partial: label against code"),
    Column("icd10", pl.Categorical, "ICD-10 external cause, e.g. X95"),
    Column("intent", pl.Categorical, "homicide, suicide, accident, legal_intervention, war or undetermined"),
    Column("mechanism", pl.Categorical, "firearm, sharp, blunt, … see mechanisms.py"),
    Column("mechanism_label", pl.Categorical, "The mechanism in the source's own words"),
    Column("context_label", pl.Categorical, "Motive or context in the source's own words"),
    Column("status", pl.Categorical, "reported, forensic_certified or validated"),
    # who
    Column("sex", pl.Categorical, "female, male or other, of the person the claim is about"),
    Column("age_from", pl.Int16, "Age in completed years, or the lower end of the age band told", "years"),
    Column(
        "age_to", pl.Int16, "Age in completed years, or the upper end of the band told (null: open)", "years"
    ),
    Column("relationship_label", pl.Categorical, "Relationship with the alleged perpetrator, as given"),
    # where
    Column(
        "department_code", pl.Categorical, "First-level administrative code as given, without leading zeros"
    ),
    Column("department_name", pl.Categorical, "First-level administrative name as given"),
    Column(
        "municipality_code",
        pl.Categorical,
        "Second-level administrative code as given, without leading zeros",
    ),
    Column("municipality_name", pl.Categorical, "Second-level administrative name as given"),
    Column("zone", pl.Categorical, "Zone, canton or ward as given"),
    Column("locality", pl.Categorical, "Neighbourhood, colonia, barrio, hamlet as given"),
    Column("police_code", pl.Categorical, "Police jurisdiction (quadrant, circuit, beat) code as given"),
    Column("police_name", pl.Categorical, "Police jurisdiction name as given"),
    Column("place_type", pl.Categorical, "Kind of place (street, home, bar) as given"),
    Column("latitude", pl.Float64, "WGS 84", "degrees"),
    Column("longitude", pl.Float64, "WGS 84", "degrees"),
    Column("place_precision", pl.Categorical, "point, locality, zone, municipality, department or none"),
    # how good
    Column(
        "missing",
        pl.Categorical,
        "Why values are missing, 'column=reason' joined by ';', sorted; null: none missing",
    ),
    Column(
        "flags", pl.Categorical, "What was noticed, codes of problems.py joined by ';', sorted; null: nothing"
    ),
)

SCHEMA: dict[str, Dtype] = {column.name: column.dtype for column in COLUMNS}

# What a profile's field may be besides a canonical column: a part that is put together with others into one.
DATES = ("occurred", "died", "registered")
PARTS = frozenset(f"{date}_{part}" for date in DATES for part in ("year", "month", "day", "weekday")) | {
    "age_unit",
    "age_band",
    "easting",
    "northing",
}
# A field under this prefix is recognised and tells records apart, but has no canonical place.
OTHER = "other_"
