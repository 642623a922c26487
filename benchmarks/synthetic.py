"""Synthetic records with the skew of real ones, from a fixed seed, and a country of squares."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from confianza.analysis.vocabulary.claims import SCHEMA

SEED = 20110501
BEGINNING = date(2015, 1, 1)
DAYS = 3650

DEPARTMENTS = 22
MUNICIPALITIES = 340
COMMISSARIAT_ROWS = 6  # municipalities that one commissariat polices

# Label, ICCS code, how often: a few offences are most of what is reported.
OFFENCES: tuple[tuple[str, str, float], ...] = (
    ("Hurto", "0502", 30),
    ("Lesiones", "02011", 18),
    ("Robo a peatones", "0401", 14),
    ("Amenazas", "02012", 9),
    ("Robo de vehículo", "040121", 7),
    ("Violencia intrafamiliar", "0201", 6),
    ("Extorsión", "02051", 4),
    ("Hurto de motocicleta", "05021", 4),
    ("Homicidio", "0101", 3),
    ("Violación", "03011", 2),
    ("Homicidio en grado de tentativa", "0102", 1),
    ("Riña", "02011", 1),
    ("Secuestro", "020221", 0.5),
    ("Femicidio", "0101", 0.5),
)
MECHANISMS = (
    ("firearm", "Arma de fuego", 4),
    ("sharp", "Arma blanca", 3),
    ("blunt", "Objeto contundente", 2),
    (None, None, 6),
)
SEXES = (("male", "Hombre", 6), ("female", "Mujer", 3), (None, "No reportado", 1))


class Country:
    """Random records of one synthetic country; every call draws on."""

    def __init__(self, seed: int = SEED) -> None:
        self.random = np.random.default_rng(seed)

    def rows(self, count: int, *, days: tuple[int, int] = (0, DAYS)) -> pl.DataFrame:
        """Return records: day, minute, point, age; positions of offence, mechanism, sex and municipality."""
        random = self.random
        municipality = _skewed(random, MUNICIPALITIES, count)
        return pl.DataFrame(
            {
                "day": random.integers(*days, count, dtype=np.int32),
                "minute": random.integers(0, 1440, count, dtype=np.int32),
                "offence": _weighted(random, [weight for *_, weight in OFFENCES], count),
                "mechanism": _weighted(random, [weight for *_, weight in MECHANISMS], count),
                "sex": _weighted(random, [weight for *_, weight in SEXES], count),
                "age": np.clip(random.gamma(6, 5.5, count), 0, 99).astype(np.int32),
                "municipality": municipality,
                "locality": random.integers(0, 30, count, dtype=np.int32),
                "x": municipality % DEPARTMENTS + random.random(count),
                "y": municipality // DEPARTMENTS + random.random(count),
            }
        ).with_columns(longitude=pl.col("x") / 10 - 92, latitude=pl.col("y") / 10 + 13)


def claims(rows: pl.DataFrame) -> pl.DataFrame:
    """Return these records as canonical claims."""
    told = rows.select(
        record=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32),
        file=pl.lit("sintético.csv"),
        row=pl.int_range(2, pl.len() + 2, dtype=pl.UInt32),
        grain=pl.lit("victim"),
        weight=pl.lit(1, pl.Int64),
        occurred_on=pl.lit(BEGINNING) + pl.duration(days="day"),
        date_precision=pl.lit("day"),
        date_meaning=pl.lit("occurrence"),
        minute_of_day="minute",
        offence_label=_named("offence", [label for label, *_ in OFFENCES]),
        iccs=_named("offence", [code for _, code, _ in OFFENCES]),
        mechanism=_named("mechanism", [code for code, *_ in MECHANISMS]),
        sex=_named("sex", [code for code, *_ in SEXES]),
        age_from="age",
        age_to="age",
        department_code=department_code(),
        municipality_code=municipality_code(),
        municipality_name=pl.format("Municipio {}", municipality_code()),
        locality=pl.format("Colonia {}", "locality"),
        latitude="latitude",
        longitude="longitude",
        place_precision=pl.lit("municipality"),
    )
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in SCHEMA.items() if name not in told.columns]
    return told.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())


def write_csv(rows: pl.DataFrame, file: Path) -> None:
    """Write these records as an institution would: 20 columns in Spanish, semicolons, decimal commas."""
    day = pl.lit(BEGINNING) + pl.duration(days="day")
    clock = pl.duration(minutes="minute")
    rows.select(
        id_fuente=pl.lit("PNC"),
        id_registro=pl.format("PNC-{}", pl.int_range(pl.len())),
        fecha_hecho=day.dt.strftime("%d/%m/%Y"),
        hora_hecho=(pl.lit(BEGINNING).cast(pl.Datetime) + clock).dt.strftime("%H:%M"),
        fecha_registro=(day + pl.duration(days=3)).dt.strftime("%d/%m/%Y"),
        sexo=_named("sex", [label for _, label, _ in SEXES]),
        edad=pl.when(pl.col("age") < 90).then(pl.col("age").cast(pl.String)).otherwise(pl.lit("999")),
        edad_unidad=pl.lit("años"),
        cod_depto=department_code(),
        cod_mupio=municipality_code(),
        zona=pl.format("{}", pl.col("locality") % 25 + 1),
        colonia=pl.format("Colonia El Árbol {}", "locality"),
        lat=_decimal_comma("latitude"),
        lon=_decimal_comma("longitude"),
        lugar_tipo=pl.lit("Vía pública"),
        mecanismo=_named("mechanism", [label or "-" for _, label, _ in MECHANISMS]),
        intencion=pl.lit(""),
        delito_nacional=_named("offence", [label for label, *_ in OFFENCES]),
        relacion=pl.lit("Desconocido"),
        estado_validacion=pl.lit("reportado"),
    ).write_csv(file, separator=";")


def department_code() -> pl.Expr:
    return pl.format("{}", pl.col("municipality") % DEPARTMENTS + 1)


def municipality_code() -> pl.Expr:
    return pl.format(
        "{}", (pl.col("municipality") % DEPARTMENTS + 1) * 100 + pl.col("municipality") // DEPARTMENTS + 1
    )


def write_territory(file: Path) -> None:
    """Write the country's areas as GeoJSON in the project's own convention, and who lives there."""
    height = -(-MUNICIPALITIES // DEPARTMENTS)
    departments = [
        _feature("department", str(column + 1), "Departamento", _box(column, 0, height=height))
        for column in range(DEPARTMENTS)
    ]
    commissariats = [
        _feature(
            "commissariat",
            f"{column + 1}-{row + 1}",
            "Comisaría",
            _box(column, row, height=COMMISSARIAT_ROWS),
        )
        for column in range(DEPARTMENTS)
        for row in range(0, height, COMMISSARIAT_ROWS)
    ]
    municipalities = [_municipality(number) for number in range(MUNICIPALITIES)]
    features = departments + municipalities + commissariats
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def _municipality(number: int) -> dict[str, object]:
    column, row = number % DEPARTMENTS, number // DEPARTMENTS
    people = {f"population_{year}": 3_000_000 // (number + 1) + 5_000 for year in (2015, 2020, 2025)}
    code = str((column + 1) * 100 + row + 1)
    return _feature(
        "municipality", code, "Municipio", _box(column, row), parent_code=str(column + 1), **people
    )


def _feature(level: str, code: str, kind: str, box: list[list[float]], **more: object) -> dict[str, object]:
    properties = {"level": level, "code": code, "name": f"{kind} {code}", **more}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [box]},
    }


def _box(column: int, row: int, *, height: int = 1) -> list[list[float]]:
    west, south = column / 10 - 92, row / 10 + 13
    east, north = west + 0.1, south + height / 10
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _named(column: str, names: Sequence[str | None]) -> pl.Expr:
    return pl.col(column).replace_strict(range(len(names)), names, return_dtype=pl.String)


def _decimal_comma(column: str) -> pl.Expr:
    return pl.col(column).round(6).cast(pl.String).str.replace(".", ",", literal=True)


def _weighted(random: np.random.Generator, weights: Sequence[float], count: int) -> np.ndarray:
    shares = np.asarray(weights) / sum(weights)
    return random.choice(len(weights), count, p=shares).astype(np.int32)


def _skewed(random: np.random.Generator, kinds: int, count: int) -> np.ndarray:
    """A few municipalities have most of the people: Zipf's law."""
    return _weighted(random, [1 / (rank + 1) for rank in range(kinds)], count)
