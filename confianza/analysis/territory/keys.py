"""The keys by which an area can be told: its code as offices write it, its names and variants, folded."""

import re
from collections.abc import Iterable, Iterator
from string import ascii_uppercase

import polars as pl

from confianza.analysis.territory import areas
from confianza.analysis.territory.areas import NOWHERE, Dtype, Territory
from confianza.analysis.vocabulary.folding import fold

KEYS: dict[str, Dtype] = {
    "level": pl.String, "scope": pl.String, "key": pl.String, "rank": pl.Int8, "by": pl.String,
    "area_id": pl.String, "valid_from": pl.Date, "valid_to": pl.Date,
}  # fmt: skip

# How directly a key names its area; of two areas that answer to one key, the more direct one is meant.
FULL, SHORTENED = 0, 1

# The kinds of place that are written before the name or left out of it ("Zona 3" is "3", "Cantón El Centro"
# is "El Centro").
KINDS_OF_PLACE = (
    "zona", "z", "canton", "barrio", "bo", "colonia", "col", "aldea", "caserio", "residencial", "distrito",
    "municipio", "municipio de", "departamento", "departamento de", "depto", "comisaria", "delegacion",
    "subestacion", "sub estacion", "sector", "cuadrante",
)  # fmt: skip
_KIND = re.compile(f"^(?:{'|'.join(sorted(KINDS_OF_PLACE, key=len, reverse=True))}) (?=.)")
_ZEROS = re.compile(r"\b0+(?=\d)")


def name_key(text: str) -> str:
    """Fold a name for comparison: accents, case and punctuation gone, numbers without leading zeros."""
    return _ZEROS.sub("", fold(text))


def bare_name_key(text: str) -> str:
    """Fold a name and leave out the kind of place in front of it."""
    return _KIND.sub("", name_key(text))


def code_key(text: str) -> str:
    """Fold a code for comparison: no blanks, upper case, no leading zeros ("0115" and "115" are one, "SV0101"
    stays).
    """
    tight = re.sub(r"\s+", "", text).upper()
    return tight.lstrip("0") or tight


def of_codes(territory: Territory) -> pl.DataFrame:
    """Return every code an area may be told by, within "" (anywhere) or within one of its ancestors.

    Beside the full code these are: its number without the letters of the country ("SV0101" → 101), its part
    after the parent's code ("0115" in department 1 → 15), and a parent's code without the zeros that stand
    for its children (department 100 with municipalities 101, 102 → 1).
    """
    known = territory.areas
    rows = [*_spelt_codes(known), *_codes_without_room_for_children(known)]
    return pl.concat(
        [_keys(_everywhere(rows, territory), territory, "code"), _keys(_relative(known), territory, "code")]
    )


def of_names(territory: Territory) -> pl.DataFrame:
    """Return every name an area may be told by: its own (by "name") and the confirmed or former ones
    ("variant").
    """
    own = territory.areas.select("area_id", "name")
    variants = territory.names.select("area_id", "variant")
    return pl.concat(
        [
            _keys(_everywhere(_spelt_names(own), territory), territory, "name"),
            _keys(_everywhere(_spelt_names(variants), territory), territory, "variant"),
        ]
    )


Row = tuple[str, str, int]  # area_id, key, rank


def _everywhere(rows: Iterable[Row], territory: Territory) -> pl.DataFrame:
    """Return [area_id, key, rank, scope]: each key within "" and within every ancestor of its area."""
    keyed = pl.DataFrame(
        sorted(set(rows)), schema={"area_id": pl.String, "key": pl.String, "rank": pl.Int8}, orient="row"
    )
    scoped = keyed.join(areas.ancestry(territory), on="area_id").rename({"ancestor_id": "scope"})
    return pl.concat([keyed.with_columns(scope=pl.lit(NOWHERE)), scoped])


def _keys(scoped: pl.DataFrame, territory: Territory, by: str) -> pl.DataFrame:
    """Complete [area_id, key, rank, scope] to `KEYS`, each key of an area once, at its best rank."""
    lives = territory.areas.select("area_id", "level", "valid_from", "valid_to")
    best = scoped.group_by("area_id", "key", "scope").agg(pl.col("rank").min())
    return (
        best.join(lives, on="area_id")
        .with_columns(by=pl.lit(by))
        .select(pl.col(column).cast(dtype) for column, dtype in KEYS.items())
    )


def _spelt_names(names: pl.DataFrame) -> Iterator[Row]:
    for area, name in names.iter_rows():
        yield area, name_key(name), FULL
        yield area, bare_name_key(name), SHORTENED


def _spelt_codes(known: pl.DataFrame) -> Iterator[Row]:
    for area, code in known.select("area_id", "code").filter(pl.col("code") != "").iter_rows():
        yield area, code_key(code), FULL
        yield area, code_key(code.strip().lstrip(f"{ascii_uppercase}.- ") or code), SHORTENED


def _relative(known: pl.DataFrame) -> pl.DataFrame:
    """Return [area_id, key, rank, scope] of codes told within the parent: what follows its own code."""
    parents = known.select(parent_id="area_id", parent_code="code")
    pairs = known.join(parents, on="parent_id").select("area_id", "parent_id", "code", "parent_code")
    rows = [
        (area, code_key(rest), SHORTENED, parent)
        for area, parent, code, parent_code in pairs.iter_rows()
        for stem in _stems(parent_code)
        if (rest := _after(code, stem))
    ]
    schema = {"area_id": pl.String, "key": pl.String, "rank": pl.Int8, "scope": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _stems(parent_code: str) -> set[str]:
    """Return what a child's code may begin with: the parent's code, with or without zeros at its ends."""
    full = parent_code.strip()
    return {full, full.lstrip("0"), full.rstrip("0"), full.strip("0")} - {""}


def _after(code: str, stem: str) -> str:
    """Return what follows the parent's code in a child's ("SV0115" after "SV01": "15"), "" where it does not
    begin so.
    """
    told = code.strip()
    for spelling in (told, told.lstrip("0")):
        if spelling.startswith(stem) and len(spelling) > len(stem):
            return spelling[len(stem) :].lstrip(" -./_")
    return ""


def _codes_without_room_for_children(known: pl.DataFrame) -> Iterator[Row]:
    """Yield the short codes of parents whose code ends in the zeros their children fill (100 over 101 … 117 →
    1).
    """
    children: dict[str, list[str]] = dict(known.group_by("parent_id").agg(pl.col("code")).iter_rows())
    for area, code in known.select("area_id", "code").iter_rows():
        # Two digits for the children in Central America, three in Colombia and Mexico.
        stems = [code.removesuffix(zeros) for zeros in ("00", "000") if code.endswith(zeros)]
        short = next(
            (stem for stem in stems if stem and _all_begin_with(children.get(area, []), stem, len(code))), ""
        )
        if short:
            yield area, code_key(short), SHORTENED


def _all_begin_with(codes: list[str], stem: str, width: int) -> bool:
    return bool(codes) and all(len(code) == width and code.startswith(stem) for code in codes)
