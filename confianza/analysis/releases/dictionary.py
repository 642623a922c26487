"""What is in a release, file by file and column by column, in Spanish and English: data, not code."""

from dataclasses import dataclass
from typing import Literal

Type = Literal["string", "number", "integer", "boolean"]
MARK = ".."  # in the place of every hidden figure, whatever it is hidden for


@dataclass(frozen=True)
class Field:
    """A column: its Data Package type, what it holds, and its values where they are few."""

    name: str
    type: Type
    es: str
    en: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table of a release, written as CSV and Parquet under `name`. `key`: its primary key."""

    name: str
    es: str
    en: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    refers: tuple[tuple[str, str], ...] = ()  # column, table whose key it is


AREA = Field("area_id", "string", "Área: nivel y código.", "Area: level and code.")
INDICATOR = Field("indicator_id", "string", "Indicador.", "Indicator.")
SOURCE = Field(
    "source", "string", "Fuente citada; nunca se suman fuentes.", "Source quoted; sources are never added."
)
COUNT = Field(
    "count",
    "number",
    "Cuántos; «..» donde la cifra está oculta, vacío donde la fuente no habla de ese período.",
    "How many; “..” where the figure is hidden, empty where the source does not speak of that period.",
)
STATUS = Field(
    "status",
    "string",
    "reported: como lo dice la fuente; estimated: llevado de otras áreas publicadas; hidden: oculto; "
    "not_told: nadie habla de él.",
    "reported: as the source tells it; estimated: carried over from other published areas; hidden; not_told: "
    "nobody speaks of it.",
    ("reported", "estimated", "hidden", "not_told"),
)
RATE = "por cada tantos habitantes y año como diga el multiplicador del indicador"
RATE_EN = "per as many inhabitants and year as the indicator's multiplier says"


def _figures(grain: str, es: str, en: str, period: str) -> Table:
    return Table(
        f"figures_{grain}",
        es,
        en,
        ("area_id", "indicator_id", "period"),
        (
            AREA,
            INDICATOR,
            Field("period", "string", f"Período, escrito {period}.", f"Period, written {period}."),
            COUNT,
            Field("rate", "number", f"Tasa, {RATE}.", f"Rate, {RATE_EN}."),
            Field(
                "rate_low",
                "number",
                "Límite inferior del intervalo exacto del 95 %.",
                "Lower limit of the exact 95 % interval.",
            ),
            Field(
                "rate_high",
                "number",
                "Límite superior del intervalo exacto del 95 %.",
                "Upper limit of the exact 95 % interval.",
            ),
            Field(
                "smoothed",
                "number",
                "Tasa suavizada, solo donde ninguna de sus vecinas está oculta.",
                "Smoothed rate, only where none of its neighbours is hidden.",
            ),
            SOURCE,
            Field(
                "months_told",
                "integer",
                "De cuántos meses del período habla la fuente.",
                "Of how many months of the period the source speaks.",
            ),
            Field(
                "complete",
                "boolean",
                "Si el período entero está contado; el año en curso cuenta trimestres enteros.",
                "Whether the whole period is counted; the year that is not over counts whole quarters.",
            ),
            STATUS,
        ),
        (("area_id", "areas"), ("indicator_id", "indicators")),
    )


def _kinds(name: str, es: str, en: str, *kinds: Field) -> Table:
    year = Field("year", "string", "Año.", "Year.")
    return Table(
        f"homicide_{name}",
        es,
        en,
        ("area_id", "year", *(kind.name for kind in kinds)),
        (AREA, year, *kinds, COUNT, STATUS),
        (("area_id", "areas"),),
    )


ALL_ES, ALL_EN = "all: todos; unknown: no se sabe.", "all: everybody; unknown: not known."
TABLES = (
    _figures("month", "Cifras por mes", "Figures by month", "2026-03"),
    _figures("quarter", "Cifras por trimestre", "Figures by quarter", "2026-Q1"),
    _figures("year", "Cifras por año", "Figures by year", "2026"),
    Table(
        "figures_by_source",
        "Muertes por violencia según cada fuente, años enteros",
        "Deaths by violence as each source tells them, whole years",
        ("area_id", "indicator_id", "period", "source"),
        (
            AREA,
            INDICATOR,
            Field("period", "string", "Año entero.", "Whole year."),
            Field("source", "string", "La fuente; nunca se suman.", "The source; they are never added."),
            COUNT,
            Field("months_told", "integer", "De cuántos meses habla.", "Of how many months it speaks."),
        ),
        (("area_id", "areas"), ("indicator_id", "indicators")),
    ),
    _kinds(
        "sex_age",
        "Homicidios de un año por sexo y edad",
        "Homicides of a year by sex and age",
        Field("sex", "string", f"Sexo; {ALL_ES}", f"Sex; {ALL_EN}"),
        Field(
            "age",
            "string",
            f"Grupo de edad en años cumplidos; {ALL_ES}",
            f"Age group in completed years; {ALL_EN}",
        ),
    ),
    _kinds(
        "mechanism",
        "Homicidios de un año por mecanismo",
        "Homicides of a year by mechanism",
        Field(
            "mechanism",
            "string",
            "Con qué se causó la muerte; unknown: no se sabe.",
            "What caused the death; unknown: not known.",
        ),
    ),
    Table(
        "areas",
        "Áreas publicadas",
        "Published areas",
        ("area_id",),
        (
            AREA,
            Field("name", "string", "Nombre.", "Name."),
            Field("level", "string", "Nivel.", "Level."),
            Field(
                "parent_id",
                "string",
                "Área de la que es parte; vacío arriba.",
                "Area it is part of; empty at the top.",
            ),
            Field(
                "geography",
                "string",
                "Administrativa o policial.",
                "Administrative or police.",
                ("administrative", "police"),
            ),
        ),
    ),
    Table(
        "population",
        "Población",
        "Population",
        ("area_id", "year"),
        (
            AREA,
            Field("year", "integer", "Año.", "Year."),
            Field(
                "population", "number", "Habitantes a mitad de año.", "Inhabitants in the middle of the year."
            ),
            Field(
                "kind",
                "string",
                "given: dada por la fuente; interpolated y extrapolated: calculada entre años o más allá.",
                "given by its source; interpolated between years or extrapolated beyond them.",
                ("given", "interpolated", "extrapolated"),
            ),
            SOURCE,
        ),
        (("area_id", "areas"),),
    ),
    Table(
        "indicators",
        "Indicadores",
        "Indicators",
        ("indicator_id",),
        (
            INDICATOR,
            Field("version", "integer", "Versión de la definición.", "Version of the definition."),
            Field("name_es", "string", "Nombre en español.", "Name in Spanish."),
            Field("name_en", "string", "Nombre en inglés.", "Name in English."),
            Field(
                "multiplier",
                "integer",
                "Las tasas son por tantos habitantes.",
                "Rates are per so many inhabitants.",
            ),
            Field(
                "basis",
                "string",
                "Dónde ocurrió, o dónde vivía la persona.",
                "Where it happened, or where the person lived.",
                ("occurrence", "residence"),
            ),
            Field(
                "caveat_es",
                "string",
                "Lo que hay que saber, en español.",
                "What a reader must know, in Spanish.",
            ),
            Field(
                "caveat_en",
                "string",
                "Lo que hay que saber, en inglés.",
                "What a reader must know, in English.",
            ),
        ),
    ),
    Table(
        "points",
        "Puntos de referencia por año",
        "Snap points by year",
        ("snap_id", "indicator_id", "period"),
        (
            Field(
                "snap_id",
                "string",
                "Punto que representa ocho viviendas o más.",
                "Point that stands for eight homes or more.",
            ),
            Field(
                "longitude",
                "number",
                "Longitud (WGS 84) del punto, nunca del hecho.",
                "Longitude (WGS 84) of the point, never of the fact.",
            ),
            Field(
                "latitude",
                "number",
                "Latitud (WGS 84) del punto, nunca del hecho.",
                "Latitude (WGS 84) of the point, never of the fact.",
            ),
            AREA,
            INDICATOR,
            Field("period", "string", "Año.", "Year."),
            SOURCE,
            Field(
                "count",
                "integer",
                "Cuántos; los puntos con menos no se publican.",
                "How many; points with fewer are not published.",
            ),
        ),
        (("area_id", "areas"), ("indicator_id", "indicators")),
    ),
)

# Files that are not tables: what they are, by name.
OTHERS: dict[str, tuple[str, str]] = {
    "areas.geojson": ("Límites de las áreas, simplificados", "Boundaries of the areas, simplified"),
    "points.geojson": ("Puntos de referencia como mapa", "Snap points as a map"),
    "sdmx/figures.csv": ("Todas las cifras, en SDMX-CSV 2.0", "All figures, as SDMX-CSV 2.0"),
    "hxl/figures_year.csv": ("Cifras por año, con etiquetas HXL", "Figures by year, with HXL tags"),
    "dictionary_es.csv": ("Diccionario de datos (español)", "Data dictionary (Spanish)"),
    "dictionary_en.csv": ("Diccionario de datos (inglés)", "Data dictionary (English)"),
    "method_es.md": ("Nota de método (español)", "Method note (Spanish)"),
    "method_en.md": ("Nota de método (inglés)", "Method note (English)"),
    "changes_es.md": ("Qué cambió (español)", "What changed (Spanish)"),
    "changes_en.md": ("Qué cambió (inglés)", "What changed (English)"),
    "release.json": ("La publicación para máquinas", "The release for machines"),
    "datapackage.json": ("Descripción del paquete de datos", "Description of the data package"),
    "SHA256SUMS": ("Sumas de comprobación", "Checksums"),
}


def titles() -> dict[str, dict[str, str]]:
    """Return the title of every file in both languages."""
    tables = {
        f"{table.name}.{ending}": {"es": table.es, "en": table.en}
        for table in TABLES
        for ending in ("csv", "parquet")
    }
    return tables | {name: {"es": es, "en": en} for name, (es, en) in OTHERS.items()}


def rows(language: str) -> list[tuple[str, str, str, str, str]]:
    """Return the data dictionary: table, column, type, what it holds, its values."""
    return [
        (
            table.name,
            field.name,
            field.type,
            field.es if language == "es" else field.en,
            " ".join(field.values),
        )
        for table in TABLES
        for field in table.fields
    ]
