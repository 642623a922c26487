"""Areas and everything told about them: the `Territory` that placing, rates and maps are computed from."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

Dtype = pl.DataType | type[pl.DataType]

# From the widest to the smallest. An area's parent is of the same geography and stands further up the list.
LEVELS: Mapping[str, tuple[str, ...]] = {
    "administrative": ("country", "region", "department", "municipality", "district", "zone", "locality"),
    "police": ("police_region", "commissariat", "substation", "beat"),
}
GEOGRAPHIES = tuple(LEVELS)
RANK = {level: rank for levels in LEVELS.values() for rank, level in enumerate(levels)}
GEOGRAPHY_OF = {level: geography for geography, levels in LEVELS.items() for level in levels}

NOWHERE = ""  # the area_id of what cannot be placed
BEGINNING = date(1, 1, 1)  # valid_from of areas nobody gave a first day for

AREAS: dict[str, Dtype] = {
    "area_id": pl.String, "geography": pl.String, "level": pl.String, "code": pl.String, "name": pl.String,
    "parent_id": pl.String, "valid_from": pl.Date, "valid_to": pl.Date, "wkb": pl.Binary,
}  # fmt: skip
NAMES: dict[str, Dtype] = {"area_id": pl.String, "variant": pl.String}
POPULATIONS: dict[str, Dtype] = {
    "area_id": pl.String, "year": pl.Int32, "population": pl.Float64, "source": pl.String,
}  # fmt: skip
CROSSWALK: dict[str, Dtype] = {
    "from_area": pl.String, "to_area": pl.String, "share": pl.Float64, "method": pl.String,
}  # fmt: skip


def _empty(schema: Mapping[str, Dtype]) -> pl.DataFrame:
    return pl.DataFrame(schema=dict(schema))


@dataclass(frozen=True, eq=False)
class Territory:
    """Areas of both geographies in all their generations, with names, populations and crosswalk.

    `areas` has one row per generation of an area: `area_id` is "level-code" (and "@" with its first day for a
    generation that a newer one of the same code replaced), `parent_id` "" at the top, `valid_from` the first
    day and `valid_to` the first day after its life (null: still current), `wkb` its boundary in WGS 84 or
    null. `names` holds the variants a person confirmed. `crosswalk.share` is the part of `from_area` that
    lies in `to_area`, 0 to 1.
    """

    areas: pl.DataFrame = field(default_factory=lambda: _empty(AREAS))
    names: pl.DataFrame = field(default_factory=lambda: _empty(NAMES))
    populations: pl.DataFrame = field(default_factory=lambda: _empty(POPULATIONS))
    crosswalk: pl.DataFrame = field(default_factory=lambda: _empty(CROSSWALK))

    @classmethod
    def empty(cls) -> "Territory":
        """Return the territory of which nothing is known: every claim is placed nowhere."""
        return cls()

    @cached_property
    def placing_version(self) -> str:
        """A hash of all that placing depends on; new population figures leave it as it was."""
        return _digest(self.areas, self.names, self.crosswalk)

    @cached_property
    def version(self) -> str:
        """A hash of the whole territory, populations included."""
        return _digest(self.areas, self.names, self.crosswalk, self.populations)


def area_id(level: str, code: str) -> str:
    """Return the stable identity of an area, fit for an address: "municipality-0115"."""
    safe = "".join(letter if letter.isalnum() or letter in "._" else "-" for letter in code.strip())
    return f"{level}-{safe}"


def former_id(stable_id: str, valid_from: date) -> str:
    """Return the identity of a generation that a newer one of the same area replaced."""
    return f"{stable_id}@{valid_from.isoformat()}"


def current(areas: pl.DataFrame) -> pl.DataFrame:
    """Keep the areas whose life has not ended."""
    return areas.filter(pl.col("valid_to").is_null())


def as_on(areas: pl.DataFrame, day: date) -> pl.DataFrame:
    """Keep the areas that existed on `day`."""
    ended = pl.col("valid_to").is_not_null() & (pl.col("valid_to") <= day)
    return areas.filter((pl.col("valid_from") <= day) & ~ended)


def ancestry(territory: Territory) -> pl.DataFrame:
    """Return [area_id, ancestor_id] for every area and everything above it, itself included."""
    parents = territory.areas.select("area_id", "parent_id")
    reached = parents.select("area_id", ancestor_id="area_id")
    found = [reached]
    for _ in range(max(map(len, LEVELS.values()))):
        reached = (
            reached.join(parents, left_on="ancestor_id", right_on="area_id")
            .filter(pl.col("parent_id") != NOWHERE)
            .select("area_id", ancestor_id="parent_id")
        )
        if reached.is_empty():
            break
        found.append(reached)
    return pl.concat(found)


def leaves(areas: pl.DataFrame) -> pl.DataFrame:
    """Keep the areas that no other area of the frame has as its parent."""
    return areas.join(areas, left_on="area_id", right_on="parent_id", how="anti")


def _digest(*frames: pl.DataFrame) -> str:
    """Hash frames by their content, whatever the order of their rows."""
    digest = hashlib.sha256()
    for frame in frames:
        rows = sorted("\x1f".join(map(_text, row)) for row in frame.iter_rows())
        digest.update("\x1e".join(rows).encode() + b"\x1d")
    return digest.hexdigest()[:16]


def _text(value: object) -> str:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else repr(value)
