"""People of history with invented errors (Splink's test data): a name, a birthday, a place, a postcode, a
trade."""

import polars as pl

from confianza.analysis.link import nicknames, preparing
from confianza.analysis.link.profile import Block, Comparison, Level, LinkProfile

COLUMNS = (
    "full_name", "first_name", "surname", "dob", "birth_place", "postcode_fake", "occupation", "gender",
    "city", "email",
)  # fmt: skip
PARTICLES = (
    *preparing.PARTICLES,
    "of",
    "the",
    "sir",
    "lord",
    "lady",
    "baron",
    "earl",
    "duke",
    "viscount",
    "von",
    "van",
)


def prepare(frame: pl.DataFrame) -> pl.DataFrame:
    """Return folded names, the birthday as text and parts, the postcode and its district."""
    told = preparing.with_all(frame, dict.fromkeys(COLUMNS, pl.String()))
    folded = [preparing.by_value(told, name, preparing.told).alias(name) for name in COLUMNS[1:]]
    read = told.select("record", "source", "full_name", *folded).rename({"postcode_fake": "postcode"})
    names = preparing.words(told, ("full_name",), dropped=PARTICLES)
    spelt = preparing.canonical(preparing.words(told, ("first_name",)), nicknames.ENGLISH)
    read = read.with_columns(
        names=names,
        given=spelt.list.first(),
        dob=pl.col("dob").str.replace_all(" ", ""),
        place=pl.coalesce("birth_place", "city"),
    )
    return read.with_columns(
        name_text=preparing.as_text(pl.col("names")),
        district=pl.col("postcode").str.split(" ").list.first(),
        year=pl.col("dob").str.slice(0, 4),
        month_day=pl.col("dob").str.slice(4),
        given_start=pl.col("given").str.slice(0, 3),
        surname_start=pl.col("surname").str.slice(0, 3),
        trade=pl.col("occupation"),
        mailbox=pl.col("email").str.slice(0, 4),
    )


PROFILE = LinkProfile(
    name="historical_figures",
    says="People with a name, a birthday, a birthplace, a postcode and a trade, all of them with errors.",
    compares=COLUMNS,
    prepare=prepare,
    record_column="unique_id",
    comparisons=(
        Comparison(
            "given",
            missing=("first_name",),
            levels=(
                Level("equal", "exact", ("first_name",), 0.6, 0.01, frequency="first_name"),
                Level("short form of it", "exact", ("given",), 0.1, 0.01, frequency="given"),
                Level("swapped with surname", "swapped", ("first_name", "surname"), 0.02, 1e-5),
                Level("nearly equal", "jaro_winkler", ("first_name",), 0.1, 0.01, 0.88),
                Level("alike", "jaro_winkler", ("first_name",), 0.05, 0.05, 0.75),
            ),
            else_m=0.13,
            else_u=0.92,
        ),
        Comparison(
            "surname",
            missing=("surname",),
            levels=(
                Level("equal", "exact", ("surname",), 0.65, 0.0007, frequency="surname"),
                Level("one letter differs", "damerau", ("surname",), 0.12, 0.001, 1),
                Level("nearly equal", "jaro_winkler", ("surname",), 0.08, 0.003, 0.88),
            ),
            else_m=0.15,
            else_u=0.995,
        ),
        Comparison(
            "born",
            missing=("dob",),
            levels=(
                Level("equal", "exact", ("dob",), 0.65, 4e-4, frequency="dob"),
                Level("one digit differs", "damerau", ("dob",), 0.2, 0.002, 1),
                Level("another year", "exact", ("month_day",), 0.05, 0.005),
                Level("another day or month", "exact", ("year",), 0.08, 0.005),
                Level("two digits differ", "damerau", ("dob",), 0.03, 0.03, 2),
            ),
            else_m=0.04,
            else_u=0.9626,
        ),
        Comparison(
            "postcode",
            missing=("postcode",),
            levels=(
                Level("equal", "exact", ("postcode",), 0.5, 2e-4, frequency="postcode"),
                Level("one or two letters differ", "damerau", ("postcode",), 0.2, 5e-4, 2),
                Level("same district", "exact", ("district",), 0.1, 0.002),
            ),
            else_m=0.2,
            else_u=0.997,
        ),
        Comparison(
            "place",
            missing=("place",),
            levels=(
                Level("equal", "exact", ("place",), 0.6, 0.01, frequency="place"),
                Level("nearly equal", "jaro_winkler", ("place",), 0.1, 0.01, 0.88),
            ),
            else_m=0.3,
            else_u=0.98,
        ),
        Comparison(
            "trade",
            missing=("trade",),
            levels=(Level("equal", "exact", ("trade",), 0.9, 0.05, frequency="trade"),),
            else_m=0.1,
            else_u=0.95,
        ),
        Comparison(
            "email",
            missing=("email",),
            levels=(
                Level("equal", "exact", ("email",), 0.7, 1e-4, frequency="email"),
                Level("one or two letters differ", "damerau", ("email",), 0.15, 1e-4, 2),
                Level("nearly equal", "jaro_winkler", ("email",), 0.1, 1e-3, 0.88),
            ),
            else_m=0.05,
            else_u=0.9988,
        ),
    ),
    blocks=(
        Block(("email",)),
        Block(("postcode",), largest=150),
        Block(("dob",), largest=150),
        Block(("dob", "given")),
        Block(("dob", "surname")),
        Block(("dob", "place")),
        Block(("month_day", "given")),
        Block(("month_day", "surname")),
        Block(("month_day", "place"), largest=150),
        Block(("year", "given"), largest=150),
        Block(("year", "surname")),
        Block(("year", "place"), largest=150),
        Block(("surname", "given")),
        Block(("surname", "given"), ("given", "surname")),
        Block(("surname", "place"), largest=150),
        Block(("surname_start", "given_start", "place")),
        Block(("name_text",)),
        Block(("given", "place", "trade"), largest=150),
        Block(("mailbox", "given")),
    ),
    training=(
        ("dob", "year", "month_day"),
        ("postcode",),
        ("first_name", "surname"),
        ("email",),
        ("place", "trade"),
    ),
    certain=(
        ("first_name", "surname", "dob"),
        ("surname", "dob", "postcode"),
        ("first_name", "postcode", "dob"),
    ),
    certain_recall=0.5,
    priors_from=(
        "Orders of magnitude: every cell has a chance of about one in five to be misspelt, changed or lost."
    ),
)
