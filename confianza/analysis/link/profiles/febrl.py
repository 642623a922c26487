"""People of the Febrl generator (Christen 2005): names, an Australian address, a birthday and a number,
with errors."""

import polars as pl

from confianza.analysis.link import preparing
from confianza.analysis.link.profile import Block, Comparison, Level, LinkProfile

TEXTS = ("given_name", "surname", "street_number", "address_1", "address_2", "suburb", "state")
NUMBERS = ("postcode", "date_of_birth", "soc_sec_id")


def prepare(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the folded columns of a Febrl file; `rec_id` is never compared, it holds the truth."""
    told = preparing.with_all(frame, dict.fromkeys((*TEXTS, *NUMBERS), pl.String()))
    texts = [preparing.by_value(told, name, preparing.told).alias(name) for name in TEXTS]
    numbers = [preparing.by_value(told, name, preparing.digits).alias(name) for name in NUMBERS]
    read = told.select("record", "source", *texts, *numbers)
    both = preparing.words(told, ("address_1", "address_2"))
    return read.with_columns(
        pl.Series("address", both),
        given_3=pl.col("given_name").str.slice(0, 3),
        surname_3=pl.col("surname").str.slice(0, 3),
        born_year=pl.col("date_of_birth").str.slice(0, 4),
        born_day=pl.col("date_of_birth").str.slice(4, 4),
        number_start=pl.col("soc_sec_id").str.slice(0, 4),
        number_end=pl.col("soc_sec_id").str.slice(3, 4),
    )


def _text(
    name: str, m: tuple[float, float, float, float], u: tuple[float, float, float, float]
) -> Comparison:
    """A text that clerks misspell."""
    return Comparison(
        name,
        missing=(name,),
        levels=(
            Level("equal", "exact", (name,), m[0], u[0], frequency=name),
            Level("nearly equal", "jaro_winkler", (name,), m[1], u[1], 0.9),
            Level("alike", "jaro_winkler", (name,), m[2], u[2], 0.8),
        ),
        else_m=m[3],
        else_u=u[3],
    )


def _number(
    name: str, m: tuple[float, float, float, float], u: tuple[float, float, float, float]
) -> Comparison:
    """A number of which a digit or two may be wrong."""
    return Comparison(
        name,
        missing=(name,),
        levels=(
            Level("equal", "exact", (name,), m[0], u[0], frequency=name),
            Level("one digit differs", "damerau", (name,), m[1], u[1], 1),
            Level("two digits differ", "damerau", (name,), m[2], u[2], 2),
        ),
        else_m=m[3],
        else_u=u[3],
    )


PROFILE = LinkProfile(
    name="febrl",
    says="People with names, an address, a birthday and a number, as the Febrl generator writes them.",
    compares=(*TEXTS, *NUMBERS),
    prepare=prepare,
    record_column="rec_id",
    comparisons=(
        Comparison(
            "given_name",
            missing=("given_name",),
            levels=(
                Level("equal", "exact", ("given_name",), 0.7, 0.005, frequency="given_name"),
                Level("swapped with surname", "swapped", ("given_name", "surname"), 0.05, 1e-5),
                Level("nearly equal", "jaro_winkler", ("given_name",), 0.15, 0.005, 0.88),
                Level("alike", "jaro_winkler", ("given_name",), 0.05, 0.02, 0.75),
            ),
            else_m=0.05,
            else_u=0.97,
        ),
        _text("surname", (0.7, 0.15, 0.05, 0.1), (0.001, 0.002, 0.01, 0.987)),
        _text("address_1", (0.75, 0.15, 0.05, 0.05), (0.001, 0.002, 0.03, 0.967)),
        _text("address_2", (0.7, 0.15, 0.05, 0.1), (0.001, 0.002, 0.02, 0.977)),
        _text("suburb", (0.75, 0.15, 0.05, 0.05), (0.001, 0.001, 0.01, 0.988)),
        _number("postcode", (0.85, 0.07, 0.04, 0.04), (0.0015, 0.01, 0.1, 0.8885)),
        _number("date_of_birth", (0.88, 0.07, 0.03, 0.02), (1e-4, 0.002, 0.015, 0.9829)),
        _number("soc_sec_id", (0.88, 0.08, 0.02, 0.02), (1e-6, 1e-5, 3e-4, 0.99969)),
        Comparison(
            "street_number",
            missing=("street_number",),
            levels=(Level("equal", "exact", ("street_number",), 0.85, 0.015, frequency="street_number"),),
            else_m=0.15,
            else_u=0.985,
        ),
        Comparison(
            "state",
            missing=("state",),
            levels=(Level("equal", "exact", ("state",), 0.95, 0.25, frequency="state"),),
            else_m=0.05,
            else_u=0.75,
        ),
    ),
    blocks=(
        Block(("soc_sec_id",)),
        Block(("date_of_birth",)),
        Block(("number_start", "born_year")),
        Block(("number_end", "born_day")),
        Block(("surname", "given_name")),
        Block(("surname", "given_name"), ("given_name", "surname")),
        Block(("surname_3", "given_3", "state")),
        Block(("postcode", "surname_3")),
        Block(("postcode", "given_3")),
        Block(("address_1", "street_number")),
        Block(("suburb", "surname")),
        Block(("suburb", "given_name")),
        Block(("address_1", "given_name")),
        Block(("address_1", "surname")),
        Block(("address_2", "given_3")),
        Block(("address_1", "suburb")),
        Block(("number_start", "postcode")),
    ),
    training=(("date_of_birth",), ("soc_sec_id",), ("surname", "given_name")),
    certain=(("soc_sec_id",), ("date_of_birth", "surname"), ("date_of_birth", "given_name")),
    certain_recall=0.95,
    priors_from="Orders of magnitude from the error rates of the Febrl generator's manual (Christen 2005).",
)
