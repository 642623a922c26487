"""From what institutions tell of victims to the columns that are compared."""

import polars as pl

from confianza.analysis.link import nicknames, preparing

DELIVERED: dict[str, pl.DataType] = {
    "occurred_on": pl.Date(), "died_on": pl.Date(), "sex": pl.String(), "age_from": pl.Int32(),
    "age_to": pl.Int32(), "mechanism": pl.String(), "department_code": pl.String(),
    "municipality_code": pl.String(), "latitude": pl.Float64(), "longitude": pl.Float64(),
    "locality": pl.String(), "first_name": pl.String(), "second_name": pl.String(), "surname": pl.String(),
    "second_surname": pl.String(), "married_surname": pl.String(), "alias": pl.String(),
    "identity_number": pl.String(), "born_on": pl.Date(),
}  # fmt: skip
# Mechanisms that two offices often call differently.
TAKEN_FOR_EACH_OTHER: dict[str, str] = {
    "blunt": "beaten", "bodily_force": "beaten", "fall": "beaten", "strangulation": "choked",
    "drowning": "choked", "fire": "burnt", "explosive": "burnt",
}  # fmt: skip
TELLS_NOTHING = ("unknown", "other", "none", "")
DAYS_A_WEEK = 7
LONGEST_DYING = 60  # days from the fact to the death that are believed
CELL_DEGREES = 0.01  # about a kilometre


def prepare(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `record`, `source` and the columns of the profile `victims`; what was not delivered is null."""
    told = preparing.with_all(frame, DELIVERED)
    return pl.concat(
        [told.select("record", "source"), _names(told), _when(told), _where(told), _who(told)],
        how="horizontal",
    )


def _names(told: pl.DataFrame) -> pl.DataFrame:
    """Names as sets: neither the order of surnames nor a name in the second place matters."""
    given = preparing.words(told, ("first_name", "second_name"), dropped=preparing.PARTICLES)
    given = preparing.canonical(given, nicknames.SPANISH)
    surnames = preparing.words(
        told, ("surname", "second_surname", "married_surname"), dropped=preparing.PARTICLES
    )
    names = pl.DataFrame(
        {
            "given": given,
            "given_sounds": preparing.sounds(given),
            "surnames": surnames,
            "surname_sounds": preparing.sounds(surnames),
        }
    )
    return names.with_columns(
        given_text=preparing.as_text(pl.col("given")),
        surnames_text=preparing.as_text(pl.col("surnames")),
        **{f"given_{n + 1}": pl.col("given").list.get(n, null_on_oob=True) for n in range(2)},
        **{f"surname_{n + 1}": pl.col("surnames").list.get(n, null_on_oob=True) for n in range(2)},
        given_sound=pl.col("given_sounds").list.first(),
        surname_sound=pl.col("surname_sounds").list.first(),
        second_sound=pl.col("surname_sounds").list.get(1, null_on_oob=True),
    )


def _when(told: pl.DataFrame) -> pl.DataFrame:
    """The day of the fact, and until when the death may have been told instead."""
    fact, death = preparing.day_number(pl.col("occurred_on")), preparing.day_number(pl.col("died_on"))
    first = pl.coalesce(fact, death)
    believed = death.is_between(first, first + LONGEST_DYING)
    last = pl.when(believed).then(death).otherwise(first)
    return told.select(
        day_first=first,
        day_last=last,
        died_day=death,
        day_swapped=preparing.day_and_month_swapped(pl.coalesce("occurred_on", "died_on")),
        week=first // DAYS_A_WEEK,
        week_after=first // DAYS_A_WEEK + 1,
        year=pl.coalesce("occurred_on", "died_on").dt.year(),
    )


def _where(told: pl.DataFrame) -> pl.DataFrame:
    """The place; points that cannot be (0, 0) are none."""
    latitude, longitude = pl.col("latitude"), pl.col("longitude")
    real = (latitude.abs() > CELL_DEGREES) & latitude.is_between(-90, 90) & longitude.is_between(-180, 180)
    code = preparing.by_value(told, "municipality_code", preparing.digits)
    department = preparing.by_value(told, "department_code", preparing.digits)
    locality = preparing.by_value(told, "locality", preparing.told)
    cell = [(axis / CELL_DEGREES).round().cast(pl.Int32).cast(pl.String) for axis in (latitude, longitude)]
    return told.select(
        municipality=code,
        department=department,
        locality=locality,
        latitude=pl.when(real).then(latitude),
        longitude=pl.when(real).then(longitude),
        cell=pl.when(real).then(pl.concat_str(cell, separator=" ")),
    )


def _who(told: pl.DataFrame) -> pl.DataFrame:
    """Sex, age as a band, birthday, number, and with what."""
    mechanism = pl.col("mechanism").str.to_lowercase()
    tells = ~mechanism.is_in(list(TELLS_NOTHING))
    at_the_time = (
        (pl.coalesce("occurred_on", "died_on") - pl.col("born_on")).dt.total_days() / 365.25
    ).floor()
    age = at_the_time.cast(pl.Int32)
    return told.select(
        sex=pl.when(pl.col("sex").is_in(["female", "male"])).then("sex"),
        age_first=pl.coalesce("age_from", "age_to", age),
        age_last=pl.coalesce("age_to", "age_from", age),
        born=pl.col("born_on").cast(pl.String),
        identity_number=preparing.by_value(told, "identity_number", preparing.digits),
        mechanism=pl.when(tells).then(mechanism),
        mechanism_group=pl.when(tells).then(mechanism.replace(TAKEN_FOR_EACH_OTHER)),
    )
