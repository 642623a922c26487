"""Which area a told place means: by its codes, names and confirmed variants, each within the one above it."""

from collections.abc import Callable, Sequence

import polars as pl

from confianza.analysis.territory import keys
from confianza.analysis.territory.areas import LEVELS, NOWHERE, Territory

# What a claim tells about its place, as in `vocabulary.claims`.
TOLD = (
    "department_code", "department_name", "municipality_code", "municipality_name",
    "zone", "locality", "police_code", "police_name",
)  # fmt: skip

# A told zone may be a zone or, after a reform, a district that once was a municipality; neighbourhoods are
# told as either.
ZONE_LEVELS = ("zone", "district")
LOCALITY_LEVELS = ("locality", "zone", "district")

AMBIGUOUS = "ambiguous"
UNKNOWN = "unknown"

_BLOCKED = "\0"  # a scope that holds no area: the place above was told and is not known


def resolve(places: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Return, for each told place, the area every part of it means.

    `places` has `place` (unique), `on` (Date or null: newest) and the `TOLD` columns (String). The result has
    `place` and, for each of department, municipality, zone, locality and police, `<part>_area` (area_id, ""
    where not found) and `<part>_by` ("code", "name", "variant", "ambiguous", "unknown"; null where nothing
    was told).

    A municipality is looked for only within the department told, and not at all where that department is not
    known: a Quezaltepeque of another country must not become ours. Levels the territory does not have are
    passed over.
    """
    register = _Register(territory)
    department = register.find(places, None, ["department"], "department_code", "department_name")
    under = _scope(department, None, known=register.has("department"))
    municipality = register.find(places, under, ["municipality"], "municipality_code", "municipality_name")
    within = _scope(municipality, under, known=register.has("municipality"))
    zone = register.find(places, within, ZONE_LEVELS, "zone", "zone")
    near = _scope(zone, within, known=False)
    locality = register.find(places, near, LOCALITY_LEVELS, None, "locality")
    police = register.find(places, None, LEVELS["police"], "police_code", "police_name")
    parts = {
        "department": department,
        "municipality": municipality,
        "zone": zone,
        "locality": locality,
        "police": police,
    }
    columns = [frame.rename({"area": f"{part}_area", "by": f"{part}_by"}) for part, frame in parts.items()]
    return pl.concat([places.select("place"), *columns], how="horizontal")


def _scope(found: pl.DataFrame, above: pl.Series | None, *, known: bool) -> pl.Series:
    """Return the area in which the next part is to be looked for."""
    wider = pl.repeat(NOWHERE, len(found), eager=True) if above is None else above
    told = found["by"].is_not_null() & known
    inside = (
        pl.when(found["area"] != NOWHERE)
        .then(found["area"])
        .when(told)
        .then(pl.lit(_BLOCKED))
        .otherwise(wider)
    )
    return pl.select(inside.alias("scope")).to_series()


class _Register:
    """The keys of a territory, and the one rule by which a told key finds its area."""

    def __init__(self, territory: Territory) -> None:
        self._codes = keys.of_codes(territory)
        self._names = keys.of_names(territory)
        self._levels = set(territory.areas["level"])

    def has(self, level: str) -> bool:
        """Say whether any area of that level is known."""
        return level in self._levels

    def find(
        self,
        places: pl.DataFrame,
        scope: pl.Series | None,
        levels: Sequence[str],
        code: str | None,
        name: str,
    ) -> pl.DataFrame:
        """Return [area, by] row by row: by code first, then by name, then by name without its kind of place.

        Where a code and a name contradict each other the code is believed: offices copy codes and type names.
        """
        rows = places.select(
            "place", "on", pl.lit(NOWHERE).alias("scope") if scope is None else scope.alias("scope")
        )
        named = rows.with_columns(places[name].alias("text"))
        tries = [_told(named, key, self._names, levels) for key in (keys.name_key, keys.bare_name_key)]
        told = named["text"].is_not_null()
        if code is not None:
            coded = rows.with_columns(places[code].alias("text"))
            tries.insert(0, _told(coded, keys.code_key, self._codes, levels))
            told |= coded["text"].is_not_null()
        return _first_answer(rows, tries, told)


def _told(
    rows: pl.DataFrame, key: Callable[[str], str], known: pl.DataFrame, levels: Sequence[str]
) -> pl.DataFrame:
    """Return [place, area, by] of the rows whose key answers to one area, or to several ("ambiguous")."""
    texts = rows["text"].unique().drop_nulls()
    keyed = pl.DataFrame(
        {"text": texts, "key": [key(text) for text in texts]}, schema_overrides={"key": pl.String}
    )
    candidates = (
        rows.join(keyed, on="text")
        .join(known.filter(pl.col("level").is_in(levels)), on=["scope", "key"])
        .filter(pl.col("rank") == pl.col("rank").min().over("place"))
        .with_columns(alive=_alive())
        .filter(pl.col("alive") | ~pl.col("alive").any().over("place"))
    )
    return candidates.group_by("place").agg(
        area=pl.when(pl.col("area_id").n_unique() == 1)
        .then(pl.col("area_id").first())
        .otherwise(pl.lit(NOWHERE)),
        by=pl.when(pl.col("area_id").n_unique() == 1).then(pl.col("by").min()).otherwise(pl.lit(AMBIGUOUS)),
    )


def _alive() -> pl.Expr:
    """Whether the area existed on the day told; without a day, whether it exists still."""
    ended = pl.col("valid_to").is_not_null() & (pl.col("on").is_null() | (pl.col("valid_to") <= pl.col("on")))
    begun = pl.col("on").is_null() | (pl.col("valid_from") <= pl.col("on"))
    return begun & ~ended


def _first_answer(rows: pl.DataFrame, tries: Sequence[pl.DataFrame], told: pl.Series) -> pl.DataFrame:
    """Return [area, by] of the first try that found one area; else "ambiguous" or "unknown"."""
    answers = rows.select("place")
    for number, found in enumerate(tries):
        named = found.rename({"area": f"area{number}", "by": f"by{number}"})
        answers = answers.join(named, on="place", how="left", maintain_order="left")
    areas = [pl.when(pl.col(f"area{n}") != NOWHERE).then(pl.col(f"area{n}")) for n in range(len(tries))]
    by = [pl.when(pl.col(f"area{n}") != NOWHERE).then(pl.col(f"by{n}")) for n in range(len(tries))]
    unclear = [pl.col(f"by{n}") for n in range(len(tries))]
    silent = pl.when(told).then(pl.lit(UNKNOWN))
    return answers.select(
        area=pl.coalesce(*areas, pl.lit(NOWHERE)), by=pl.coalesce(*by, *unclear, silent).cast(pl.String)
    )
