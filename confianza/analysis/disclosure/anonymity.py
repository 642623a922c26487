"""Records of victims without the victims: k-anonymous, by generalising first and leaving out last.

A record may leave when at least k records say the same of everything by which somebody who knew the victim
would look for them (month, municipality, sex, age, mechanism). Samarati and Sweeney 1998, "Protecting privacy
when disclosing information" (SRI-CSL-98-04). What all k share is still told of each of them: k-anonymity
hides who, not what; hence records go to named institutions under an agreement, never to the public.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

LOOKED_FOR_BY = ("month", "municipality_code", "sex", "age_band", "mechanism")
COLUMNS = (*LOOKED_FOR_BY, "sources")
UNKNOWN = "unknown"
ALL = "all"
# Below five a neighbour who knows three of the others knows the last; agreements may ask for more.
LEAST_K = 5
# What may be left out before the next generalisation is taken: a tenth, as a matter of usefulness only.
MOST_LEFT_OUT = 0.10
_BROAD_AGES = ((0, 17, "00-17"), (18, 29, "18-29"), (30, 59, "30-59"), (60, 200, "60+"))


class TooFew(ValueError):
    """A k so small that records would not hide among each other, or too few records to hide in."""


@dataclass(frozen=True)
class Deidentified:
    """Records (COLUMNS), the smallest group that says the same, what was made coarser, who stayed out."""

    records: pl.DataFrame
    smallest: int
    generalised: tuple[str, ...]
    left_out: int


def of_cases(cases: pl.DataFrame) -> pl.DataFrame:
    """Return COLUMNS of consolidated cases (`link.cases`), each in broad age bands and without its day.

    Names, days, points, neighbourhoods and the keys of cases are not looked at at all.
    """
    return cases.select(
        month=pl.col("occurred_on").dt.strftime("%Y-%m"),
        municipality_code=pl.concat_str("department_code", "municipality_code"),
        sex=pl.col("sex"),
        age_band=_age_band(),
        mechanism=pl.col("mechanism"),
        sources=pl.col("sources"),
    ).with_columns(pl.col(LOOKED_FOR_BY).fill_null(UNKNOWN))


def deidentified(records: pl.DataFrame, *, k: int) -> Deidentified:
    """Make records (COLUMNS) such that each is one of `k` or more that say the same of LOOKED_FOR_BY.

    Columns are made coarser for all records alike, in a fixed order (quarter, mechanism, year, age, sex),
    until at most MOST_LEFT_OUT of them would have to stay out; those stay out. Records come in the order of
    their values, so that their place tells nothing. Raises TooFew for a k below LEAST_K.
    """
    if k < LEAST_K:
        raise TooFew(k)
    coarser: list[str] = []
    kept = _among_k(records, k)
    for name, column, generalise in _LADDER:
        if records.height - kept.height <= MOST_LEFT_OUT * records.height:
            break
        records = records.with_columns(generalise(pl.col(column)).alias(column))
        coarser.append(name)
        kept = _among_k(records, k)
    left_out = records.height - kept.height
    return Deidentified(kept.sort(COLUMNS), smallest_group(kept), tuple(coarser), left_out)


def smallest_group(records: pl.DataFrame, columns: Sequence[str] = LOOKED_FOR_BY) -> int:
    """Return how many records say the same in the smallest group that does; 0 without records."""
    groups = records.group_by(columns).len()
    return int(groups["len"].min() or 0)  # type: ignore[arg-type]


def _among_k(records: pl.DataFrame, k: int) -> pl.DataFrame:
    return records.filter(pl.len().over(LOOKED_FOR_BY) >= k)


def _age_band() -> pl.Expr:
    """The broad band that holds the whole of the age told; null where it lies across two."""
    bands = [
        pl.when(pl.col("age").ge(first) & pl.col("age_until").fill_null(pl.col("age")).le(last)).then(
            pl.lit(name)
        )
        for first, last, name in _BROAD_AGES
    ]
    return pl.coalesce(bands)


def _quarter(month: pl.Expr) -> pl.Expr:
    number = (month.str.slice(5, 2).cast(pl.Int32, strict=False) - 1) // 3 + 1
    told = pl.concat_str(month.str.slice(0, 4), pl.lit("-Q"), number.cast(pl.String))
    return told.fill_null(UNKNOWN)


def _year(month: pl.Expr) -> pl.Expr:
    return pl.when(month == UNKNOWN).then(month).otherwise(month.str.slice(0, 4))


def _firearm_or_not(mechanism: pl.Expr) -> pl.Expr:
    return pl.when(mechanism.is_in(["firearm", UNKNOWN])).then(mechanism).otherwise(pl.lit("other"))


def _minor_or_not(band: pl.Expr) -> pl.Expr:
    return pl.when(band.is_in(["00-17", UNKNOWN])).then(band).otherwise(pl.lit("18+"))


def _everything(_column: pl.Expr) -> pl.Expr:
    return pl.lit(ALL)


_LADDER: tuple[tuple[str, str, Callable[[pl.Expr], pl.Expr]], ...] = (
    ("quarter", "month", _quarter),
    ("mechanism", "mechanism", _firearm_or_not),
    ("year", "month", _year),
    ("age", "age_band", _minor_or_not),
    ("no_mechanism", "mechanism", _everything),
    ("no_age", "age_band", _everything),
    ("no_sex", "sex", _everything),
)
