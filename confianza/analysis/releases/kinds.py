"""Victims of homicide of a whole year by sex and age, and by mechanism, with everything these add up to."""

from collections.abc import Iterable

import polars as pl

from confianza.analysis.releases import linking
from confianza.analysis.vocabulary.ages import BANDS

# Children, the young who die most, adults, the old: finer bands of one town are nearly all hidden.
GROUPS = (("0-17", 0, 17), ("18-29", 18, 29), ("30-59", 30, 59), ("60+", 60, None))
UNKNOWN = "unknown"
INDICATOR = "homicide"
_SAME_AS_MECHANISM = {"firearm_homicide": "firearm"}


def group_of_bands() -> dict[str, str]:
    """Return the age group of every band that lies in one."""
    return {
        band.code: code
        for band in BANDS
        for code, first, last in GROUPS
        if band.first >= first and (last is None or (band.last is not None and band.last <= last))
    }


def cells(
    area: str, by_sex_age: pl.DataFrame, by_mechanism: pl.DataFrame, years: Iterable[str]
) -> pl.DataFrame:
    """Return KEY, value of one area's years: by sex, by age, by both, by mechanism, zeros included.

    `by_sex_age`: year, sex, age_band, count; `by_mechanism`: year, mechanism, count ("" where not told).
    """
    ages = pl.col("age_band").replace_strict(group_of_bands(), default=UNKNOWN, return_dtype=pl.String)
    persons = by_sex_age.select(
        "year", "count", sex=pl.col("sex").replace("", UNKNOWN), age=ages,
    )  # fmt: skip
    mechanisms = by_mechanism.with_columns(mechanism=pl.col("mechanism").replace("", UNKNOWN))
    parts = [
        _kind(persons, ("sex",)), _kind(persons, ("age",)), _kind(persons, ("sex", "age")),
        _kind(mechanisms, ("mechanism",)),
    ]  # fmt: skip
    wanted = pl.DataFrame({"period": sorted(years)}, schema={"period": pl.String})
    told = pl.concat(parts)
    every = told.select("kind").unique().join(wanted, how="cross")
    counted = every.join(told, on=["kind", "period"], how="left").with_columns(pl.col("value").fill_null(0))
    return counted.select(
        indicator_id=pl.lit(INDICATOR), area_id=pl.lit(area), period="period", kind="kind",
        value=pl.col("value").cast(pl.Int64),
    ).sort(linking.KEY)  # fmt: skip


def _kind(table: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    text = linking.BETWEEN.join(f"{name}={{}}" for name in names)
    return table.group_by(period=pl.col("year").cast(pl.String), kind=pl.format(text, *names)).agg(
        value=pl.col("count").sum()
    )


def relations(cells: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """Return what the kinds add up to."""
    both = cells.filter(pl.col("kind").str.contains(linking.BETWEEN, literal=True))
    sex, age = (pl.col("kind").str.split(linking.BETWEEN).list.get(place) for place in (0, 1))
    return [
        ("sex", _parts_of(_of(cells, "sex="), pl.lit(linking.ALL))),
        ("age", _parts_of(_of(cells, "age="), pl.lit(linking.ALL))),
        ("mechanism", _parts_of(_of(cells, "mechanism="), pl.lit(linking.ALL))),
        ("age-of-sex", _parts_of(both, sex)),
        ("sex-of-age", _parts_of(both, age)),
        *(
            (f"same-{other}", _same(cells, other, mechanism))
            for other, mechanism in _SAME_AS_MECHANISM.items()
        ),
    ]


def _of(cells: pl.DataFrame, begins: str) -> pl.DataFrame:
    alone = ~pl.col("kind").str.contains(linking.BETWEEN, literal=True)
    return cells.filter(pl.col("kind").str.starts_with(begins) & alone)


def _parts_of(parts: pl.DataFrame, whole: pl.Expr) -> pl.DataFrame:
    rows = parts.select("indicator_id", "area_id", "period", part="kind", kind=whole)
    return linking.pairs_of(rows, kind=pl.col("part"))


def _same(cells: pl.DataFrame, other: str, mechanism: str) -> pl.DataFrame:
    rows = cells.filter(pl.col("kind") == f"mechanism={mechanism}").select(
        "area_id", "period", part="kind", indicator_id=pl.lit(other), kind=pl.lit(linking.ALL)
    )
    return linking.pairs_of(rows, indicator_id=pl.lit(INDICATOR), kind=pl.col("part"))


def table(protected: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """Return area_id, year, `names` ("all" for a sum over it), count, status of the protected cells."""
    told = protected.filter(pl.col("indicator_id") == INDICATOR)
    wanted = " |".join(names)
    parts = pl.col("kind").str.split(linking.BETWEEN)
    rows = told.filter(
        (pl.col("kind") != linking.ALL)
        & ~linking.is_rest()
        & parts.list.eval(pl.element().str.split("=").list.first().is_in(wanted.split(" |"))).list.all()
    )
    named = [
        pl.col("kind").str.extract(rf"(?:^|;){name}=([^;]*)").fill_null("all").alias(name) for name in names
    ]
    return rows.select(
        "area_id", pl.col("period").alias("year"), *named,
        count=pl.when(~pl.col("hidden")).then("value"),
        status=pl.when("hidden").then(pl.lit("hidden")).otherwise(pl.lit("reported")),
    ).sort("area_id", "year", *names)  # fmt: skip
