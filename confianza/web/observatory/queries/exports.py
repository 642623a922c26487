"""What a package to another observatory holds: figures of a release, or records without persons."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import polars as pl


class Released(Protocol):
    """What is asked of a release (`published.PublishedRelease`)."""

    @property
    def version(self) -> str: ...
    @property
    def as_of(self) -> date: ...
    def areas(self) -> "pl.DataFrame": ...
    def figures(self, *, grain: Any = ...) -> "pl.DataFrame": ...


def figures(release: Released, area_id: str) -> "pl.DataFrame":
    """Return the months and years of an area and of all that lies in it, in the columns of
    `exchanged.SCHEMA`: what the release hides stays hidden.
    """
    import polars as pl

    from confianza.analysis.indicators import exchanged

    inside = _inside(release.areas(), area_id)
    table = pl.concat([release.figures(grain=grain) for grain in ("month", "year")], how="vertical_relaxed")
    table = table.join(inside, on="area_id").with_columns(
        pl.when("hidden").then(pl.lit("hidden")).when(pl.col("count").is_null()).then(pl.lit("not_told"))
        .otherwise(pl.lit("reported")).alias("status")
    )  # fmt: skip
    return _with_person_years(table).select(
        pl.col(name).cast(kind) for name, kind in exchanged.SCHEMA.items()
    ).sort(exchanged.KEYS)  # fmt: skip


def definitions(indicator_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return how each indicator is defined here, as manifests hold it."""
    import hashlib

    from confianza.analysis.indicators import exchanged, registry
    from confianza.store import signing

    told = {}
    for indicator in map(registry.get, indicator_ids):
        conditions = exchanged.conditions(indicator)
        told[indicator.id] = {
            "version": indicator.version,
            "sha256": hashlib.sha256(signing.canonical(conditions)).hexdigest(),
            "name_es": indicator.name_es,
            "name_en": indicator.name_en,
            "told": conditions,
        }
    return told


def records(cases: "pl.DataFrame", area_code: str, k: int) -> Any:
    """Return the homicides of an area (a code, or the beginning of one), de-identified, with their months.

    Raises `anonymity.TooFew`. The answer is (anonymity.Deidentified, first month, last month).
    """
    import polars as pl

    from confianza.analysis.disclosure import anonymity

    ours = cases.filter(pl.col("series").str.split(";").list.contains("homicide"))
    table = anonymity.of_cases(ours).filter(pl.col("municipality_code").str.starts_with(area_code))
    months = table.filter(pl.col("month") != anonymity.UNKNOWN)["month"].sort()
    made = anonymity.deidentified(table, k=k)
    return made, (months[0] if len(months) else ""), (months[-1] if len(months) else "")


def _inside(areas: "pl.DataFrame", area_id: str) -> "pl.DataFrame":
    """Return the area and all that lies in it; the area itself has no parent in the package."""
    parents: Mapping[str, str | None] = dict(areas.select("area_id", "parent_id").iter_rows())
    within = [name for name in parents if area_id in _line(name, parents)]
    import polars as pl

    return areas.filter(pl.col("area_id").is_in(within)).select(
        "area_id",
        pl.col("name").alias("area_name"),
        "level",
        pl.when(pl.col("area_id") != area_id).then("parent_id").alias("parent_id"),
    )


def _line(name: str | None, parents: Mapping[str, str | None]) -> list[str]:
    line: list[str] = []
    while name and name not in line:
        line.append(name)
        name = parents.get(name)
    return line


def _with_person_years(table: "pl.DataFrame") -> "pl.DataFrame":
    """Add the person-years behind the rates: told, or, where a count of 0 hides them, as others imply."""
    import polars as pl

    if "person_years" in table.columns:
        return table
    kinds = {each: _denominator(each) for each in table["indicator_id"].unique()}
    per = {each: told[1] for each, told in kinds.items()}
    implied = pl.col("count") / pl.col("rate") * pl.col("indicator_id").replace_strict(per, default=None)
    table = table.with_columns(
        denominator=pl.col("indicator_id").replace_strict(
            {each: told[0] for each, told in kinds.items()}, default=None
        ),
        person_years=pl.when((pl.col("rate") > 0) & (pl.col("count") > 0)).then(implied),
    )
    usual = pl.median("person_years").over("area_id", "period", "denominator")
    return table.with_columns(person_years=pl.coalesce("person_years", usual))


def _denominator(indicator_id: str) -> tuple[str, int]:
    from confianza.analysis.indicators import registry

    found = registry.get(indicator_id)
    return found.denominator, found.multiplier
