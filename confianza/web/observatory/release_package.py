"""The files of a release: tables in three forms, what they mean in two languages, and a Data Package around
them. The same figures make the same bytes.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from confianza.store import packages
from confianza.web.observatory import release_sentences
from confianza.web.observatory.queries import by_source

if TYPE_CHECKING:
    from confianza.web.observatory.queries.publications import Prepared

LANGUAGES = ("es", "en")
SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"
TABLE_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
COORDINATE_DECIMALS = 6


@dataclass(frozen=True)
class Edition:
    """Which release this is. `changes`: sentences by language, against the release before."""

    version: str
    as_of: date
    corrects: str
    reason: str
    changes: Mapping[str, Sequence[str]]


def files(prepared: "Prepared", edition: Edition, tables: Mapping[str, pl.DataFrame]) -> dict[str, bytes]:
    """Return every file of the release by its name, checksums included. `tables`: see `told`."""
    made: dict[str, bytes] = {}
    for name, table in tables.items():
        made |= {f"{name}.csv": _csv(table), f"{name}.parquet": _parquet(table)}
    made |= _maps(prepared, tables) | _standards(tables) | _words(prepared, edition, tables)
    made["release.json"] = _json(_for_machines(prepared, edition))
    made["datapackage.json"] = _json(_descriptor(prepared, edition, made))
    return packages.with_sums(made)


def told(prepared: "Prepared") -> dict[str, pl.DataFrame]:
    """Return the tables of a release by name, as `releases.dictionary.TABLES` describes them."""
    from confianza.analysis.releases import dictionary, kinds, periods, tables

    grain = periods.grain_of(pl.col("period"))
    figures = {name: prepared.figures.filter(grain == name) for name in ("month", "quarter", "year")}
    cells = prepared.protected.cells
    made = {
        **{f"figures_{name}": tables.with_gaps(table) for name, table in figures.items()},
        "figures_by_source": _by_source(prepared, figures["year"]),
        "homicide_sex_age": kinds.table(cells, ("sex", "age")),
        "homicide_mechanism": kinds.table(cells, ("mechanism",)),
        "areas": prepared.areas,
        "population": prepared.population.with_columns(pl.col("population").round(1)),
        "indicators": _indicators(prepared),
        "points": prepared.points,
    }
    columns = {table.name: [field.name for field in table.fields] for table in dictionary.TABLES}
    return {name: made[name].select(columns[name]) for name in columns}


def _by_source(prepared: "Prepared", figures: pl.DataFrame) -> pl.DataFrame:
    day, threshold = prepared.as_of, prepared.threshold
    return by_source.told(prepared.ground, prepared.root, figures, as_of=day, threshold=threshold)


def _indicators(prepared: "Prepared") -> pl.DataFrame:
    rows = [
        (
            each.id, each.version, each.name_es, each.name_en, each.multiplier, each.basis,
            each.caveat_es, each.caveat_en,
        )
        for each in prepared.indicators
    ]  # fmt: skip
    names = ["indicator_id", "version", "name_es", "name_en", "multiplier", "basis", "caveat_es", "caveat_en"]
    return pl.DataFrame(rows, schema=names, orient="row")


def _csv(table: pl.DataFrame) -> bytes:
    from confianza.analysis.releases import standards

    return standards.marked(table).write_csv().encode()


def _parquet(table: pl.DataFrame) -> bytes:
    content = io.BytesIO()
    table.write_parquet(content)
    return content.getvalue()


def _json(told: Any) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _maps(prepared: "Prepared", tables: Mapping[str, pl.DataFrame]) -> dict[str, bytes]:
    points = [
        _feature({"type": "Point", "coordinates": [row.pop("longitude"), row.pop("latitude")]}, row)
        for row in tables["points"].iter_rows(named=True)
    ]
    return {
        "areas.geojson": _json(_collection(_areas(prepared))),
        "points.geojson": _json(_collection(points)),
    }


def _areas(prepared: "Prepared") -> list[dict[str, Any]]:
    """The boundaries of the areas, simplified level by level so that neighbours still touch."""
    import shapely

    from confianza.analysis.territory import shapes
    from confianza.analysis.territory.areas import current

    drawn = current(prepared.ground.territory.areas)
    features = []
    for level in prepared.areas["level"].unique(maintain_order=True):
        own = prepared.areas.filter(pl.col("level") == level)
        outlines = dict(
            shapes.simplified(drawn.filter(pl.col("area_id").is_in(own["area_id"].implode())))
            .select("area_id", "wkb")
            .iter_rows()
        )
        for row in own.iter_rows(named=True):
            shape = shapely.from_wkb(outlines[row["area_id"]]) if row["area_id"] in outlines else None
            features.append(_feature(_geometry(shape), row))
    return features


def _geometry(shape: Any) -> dict[str, Any] | None:
    import shapely

    if shape is None:
        return None
    rounded = shapely.set_precision(shape, 10**-COORDINATE_DECIMALS)
    return dict(shapely.geometry.mapping(rounded))


def _feature(geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _collection(features: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def _standards(tables: Mapping[str, pl.DataFrame]) -> dict[str, bytes]:
    from confianza.analysis.releases import standards

    figures = {grain: tables[f"figures_{grain}"] for grain in standards.SDMX_PERIODS}
    return {
        "sdmx/figures.csv": standards.sdmx(figures).write_csv().encode(),
        "hxl/figures_year.csv": standards.hxl(figures["year"]).write_csv().encode(),
    }


def _words(prepared: "Prepared", edition: Edition, tables: Mapping[str, pl.DataFrame]) -> dict[str, bytes]:
    from confianza.analysis.releases import dictionary

    made = {}
    for language in LANGUAGES:
        columns = release_sentences.dictionary_columns(language)
        rows = pl.DataFrame(dictionary.rows(language), schema=list(columns), orient="row")
        made[f"dictionary_{language}.csv"] = rows.write_csv().encode()
        made[f"method_{language}.md"] = release_sentences.method(prepared, edition, tables, language).encode()
        changes = "".join(f"- {sentence}\n" for sentence in edition.changes[language])
        made[f"changes_{language}.md"] = changes.encode()
    return made


def _for_machines(prepared: "Prepared", edition: Edition) -> dict[str, Any]:
    from confianza.analysis.releases import dictionary

    return {
        "version": edition.version,
        "as_of": edition.as_of.isoformat(),
        "area_id": prepared.root,
        "corrects": edition.corrects,
        "reason": edition.reason,
        "changes": {language: list(edition.changes[language]) for language in LANGUAGES},
        "indicators": [
            {
                "id": each.id, "version": each.version,
                "names": {"es": each.name_es, "en": each.name_en},
                "caveats": {"es": each.caveat_es, "en": each.caveat_en},
                "multiplier": each.multiplier, "basis": each.basis,
            }
            for each in prepared.indicators
        ],
        "sources": dict(sorted(prepared.voices.items())),
        "files": dictionary.titles(),
    }  # fmt: skip


def _descriptor(prepared: "Prepared", edition: Edition, made: Mapping[str, bytes]) -> dict[str, Any]:
    """The Data Package (version 2) around the files."""
    from confianza.analysis.releases import dictionary

    described = {table.name: table for table in dictionary.TABLES}
    resources = [
        _table_resource(described[name[: -len(".csv")]], name, content)
        if name.endswith(".csv") and name[: -len(".csv")] in described
        else _file_resource(name, content)
        for name, content in sorted(made.items())
        if not name.endswith(".parquet")  # the same tables again, named beside the CSV
    ]
    return {
        "$schema": SCHEMA,
        "name": "confianza-release",
        "id": f"{prepared.root}:{edition.version}",
        "title": release_sentences.title(prepared, "es"),
        "title_en": release_sentences.title(prepared, "en"),
        "version": edition.version,
        "created": f"{edition.as_of.isoformat()}T00:00:00Z",
        "licenses": [LICENCE],
        "contributors": [
            {"title": title, "roles": ["publisher"]} for title in [release_sentences.publisher(prepared)]
        ],
        "sources": [{"title": title} for title in release_sentences.sources(prepared, "es")],
        "resources": resources,
    }


def _file_resource(name: str, content: bytes) -> dict[str, Any]:
    from confianza.analysis.releases import dictionary

    ending = name.rpartition(".")[2]
    return {
        "$schema": RESOURCE,
        "name": name.lower().replace("/", "-").replace(".", "-").replace("_", "-"),
        "path": name,
        "title": dictionary.titles()[name]["es"],
        "title_en": dictionary.titles()[name]["en"],
        "format": ending,
        "mediatype": packages.MEDIA_TYPES[ending],
        **_measured(content),
        **(_all_text(content) if ending == "csv" else {}),
    }


def _all_text(content: bytes) -> dict[str, Any]:
    """A table in the words of another standard, which a reader of ours need not interpret."""
    header = content.partition(b"\n")[0].decode().split(",")
    fields = [{"name": name, "type": "string"} for name in header]
    return {"type": "table", "encoding": "utf-8", "schema": {"$schema": TABLE_SCHEMA, "fields": fields}}


def _table_resource(table: Any, name: str, content: bytes) -> dict[str, Any]:
    return {
        **_file_resource(name, content),
        "name": table.name,
        "type": "table",
        "encoding": "utf-8",
        "alternatives": [{"path": f"{table.name}.parquet", "mediatype": packages.MEDIA_TYPES["parquet"]}],
        "schema": {
            "$schema": TABLE_SCHEMA,
            "fields": [_field(field) for field in table.fields],
            "missingValues": release_sentences.missing_values(),
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": other, "fields": [column]}}
                for column, other in table.refers
            ],
        },
    }


def _field(field: Any) -> dict[str, Any]:
    told = {"name": field.name, "type": field.type, "description": field.es, "description_en": field.en}
    return told | ({"constraints": {"enum": list(field.values)}} if field.values else {})


def _measured(content: bytes) -> dict[str, Any]:
    import hashlib

    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
