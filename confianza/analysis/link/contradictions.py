"""The hard facts that forbid taking two records for one victim unless a person says so."""

import polars as pl

from confianza.analysis.link.profile import Contradiction

YEARS_APART = 10
DAYS_DEAD_BEFORE = 60  # a body may be found, and told as of that day, weeks after the death


def _both(name: str) -> tuple[pl.Expr, pl.Expr]:
    return pl.col(f"{name}_a"), pl.col(f"{name}_b")


def _other_sex_and_age() -> pl.Expr:
    (sex_a, sex_b), (first_a, first_b), (last_a, last_b) = map(_both, ("sex", "age_first", "age_last"))
    far = (first_a > last_b + YEARS_APART) | (first_b > last_a + YEARS_APART)
    return (sex_a != sex_b) & far & ~_same_identity()


def _same_identity() -> pl.Expr:
    a, b = _both("identity_number")
    return (a == b).fill_null(False)


def _other_identity() -> pl.Expr:
    """Numbers that differ in more than a digit or a swap of neighbours."""
    a, b = _both("identity_number")
    return (a != b) & (_letters_that_differ(a, b) > 2)


def _letters_that_differ(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Return in how many places two numbers differ; many where their lengths are two or more apart."""
    length = pl.max_horizontal(a.str.len_chars(), b.str.len_chars())
    places = [(a.str.slice(n, 1) != b.str.slice(n, 1)).fill_null(False).cast(pl.Int32) for n in range(20)]
    far = (a.str.len_chars().cast(pl.Int32) - b.str.len_chars().cast(pl.Int32)).abs() > 1
    return pl.when(far).then(99).when(length > 20).then(0).otherwise(pl.sum_horizontal(places))


def _dead_before() -> pl.Expr:
    (died_a, died_b), (day_a, day_b) = _both("died_day"), _both("day_first")
    return (died_a + DAYS_DEAD_BEFORE < day_b) | (died_b + DAYS_DEAD_BEFORE < day_a)


OF_VICTIMS = (
    Contradiction("other_identity_number", ("identity_number",), _other_identity),
    Contradiction(
        "other_sex_and_age", ("sex", "age_first", "age_last", "identity_number"), _other_sex_and_age
    ),
    Contradiction("dead_before_the_fact", ("died_day", "day_first"), _dead_before),
)
