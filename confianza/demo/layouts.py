"""How the three offices lay out their files: the institutions' own columns, each year's own habits."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from confianza.demo import health, places, police
from confianza.demo.schedule import CORONER, HEALTH, POLICE, Delivery

MONTHS = (
    "Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Septiembre", "Octubre",
    "Noviembre",
    "Diciembre",
)  # fmt: skip
WEEKDAYS = ("Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado", "Domingo")
SEXES = {"female": "Mujer", "male": "Hombre"}
IGNORED = "Ignorado"
FICTIONAL = "DATOS FICTICIOS DE DEMOSTRACIÓN"


@dataclass(frozen=True)
class Habit:
    """What one year's clerk does: the file's kind, title rows, other words for columns, and their order."""

    kind: str = "xlsx"  # or csv
    encoding: str = "utf-8"
    separator: str = ";"
    months_in_words: bool = True
    titles: tuple[str, ...] = ()
    renamed: Mapping[str, str] | None = None
    moved_to_front: tuple[str, ...] = ()
    total: bool = False
    footnote: str = ""
    sheet: str = "Hoja1"


POLICE_TITLES = (
    "POLICÍA NACIONAL CIVIL",
    f"{places.COMMISSARIAT.upper()} — {FICTIONAL}",
    "Víctimas de hechos delictivos",
    "",
)
CORONER_TITLES = (f"Necropsias por sede, {places.DEPARTMENT} — {FICTIONAL}", "Según fecha de ingreso")


def habit(delivery: Delivery) -> Habit:
    """Return how the office laid out its files in the year of a delivery."""
    year = delivery.first.year
    if delivery.source == HEALTH:
        return Habit(kind="csv", encoding="utf-8-sig" if year % 2 else "utf-8", months_in_words=False)
    if delivery.source == CORONER:
        return Habit(
            titles=CORONER_TITLES, months_in_words=year != 2022, total=year < 2024, sheet="Necropsias"
        )
    return _police_habit(year)


def _police_habit(year: int) -> Habit:
    if year == 2022:
        return Habit(kind="csv", encoding="latin-1", months_in_words=False)
    if year == 2023:
        renamed = {
            "num_corre": "Número correlativo", "año_ocu": "Año de ocurrencia", "mes_ocu": "Mes de ocurrencia",
            "día_ocu": "Día de ocurrencia", "zona_ocu": "Zona de ocurrencia", "sexo_per": "Sexo",
            "edad_per": "Edad", "delito_com": "Delito cometido",
        }  # fmt: skip
        return Habit(
            titles=POLICE_TITLES[:2], renamed=renamed, moved_to_front=("delito_com", "sexo_per"), total=True
        )
    footnote = "Fuente: Sistema de la Comisaría 71. Cifras sujetas a cambio."
    return Habit(titles=POLICE_TITLES, total=True, footnote=footnote, sheet=f"Víctimas {year}")


def table(delivery: Delivery, told: pl.DataFrame) -> pl.DataFrame:
    """Return what the office writes for the told rows: its columns, its words, its codes for the unknown."""
    how = habit(delivery)
    columns = {POLICE: _police, CORONER: _coroner, HEALTH: _health}[delivery.source]
    written = (
        told.sort("occurred_on", "victim_id").with_row_index("_number", 1).select(**columns(delivery, how))
    )
    front = [name for name in how.moved_to_front if name in written.columns]
    ordered = written.select(*front, *(name for name in written.columns if name not in front))
    return ordered.rename({old: new for old, new in (how.renamed or {}).items() if old in ordered.columns})


def _date_parts(how: Habit, year: str, month: str, day: str, weekday: str) -> dict[str, pl.Expr]:
    on = pl.col("occurred_on")
    in_words = on.dt.month().replace_strict(dict(enumerate(MONTHS, 1)), return_dtype=pl.String)
    return {
        year: on.dt.year(),
        month: in_words if how.months_in_words else on.dt.month(),
        day: on.dt.day(),
        weekday: on.dt.weekday().replace_strict(dict(enumerate(WEEKDAYS, 1)), return_dtype=pl.String),
    }


def _age_columns() -> dict[str, pl.Expr]:
    age = pl.col("age")
    first = age // 5 * 5
    return {
        "edad_per": age.fill_null(999),
        "g_edad_60ymás": _split(age, 60, "Menor de 60 años", "60 años y más"),
        "g_edad_80ymás": _split(age, 80, "Menor de 80 años", "80 años y más"),
        "edad_quinquenales": pl.format("{}-{}", first, first + 4).fill_null(IGNORED),
    }


def _split(age: pl.Expr, at: int, below: str, above: str) -> pl.Expr:
    told = pl.when(age.is_null()).then(pl.lit(IGNORED)).when(age < at).then(pl.lit(below))
    return told.otherwise(pl.lit(above))


def _sex() -> pl.Expr:
    return pl.col("sex").replace_strict(SEXES, return_dtype=pl.String).fill_null(IGNORED)


def _names() -> dict[str, pl.Expr]:
    """The columns that the restricted edition of a layout has and the public one has not."""
    return {
        "primer_nombre": pl.col("first_name"), "segundo_nombre": pl.col("second_name"),
        "primer_apellido": pl.col("surname"), "segundo_apellido": pl.col("second_surname"),
        "apellido_casada": pl.col("married_surname"), "apodo": pl.col("alias"),
        "num_identificacion": pl.col("identity_number"),
        "fecha_nacimiento": pl.col("born_on").dt.strftime("%d/%m/%Y"),
    }  # fmt: skip


def _police(delivery: Delivery, how: Habit) -> dict[str, pl.Expr]:
    hour = pl.col("hour")
    quarter = hour // 6 * 6
    label = pl.col("label" if delivery.is_final else "first_label")
    part = pl.when(hour.is_null()).then(pl.lit(IGNORED)).when(hour < 6).then(pl.lit("Madrugada"))
    return {
        "num_corre": pl.col("_number"),
        **_date_parts(how, "año_ocu", "mes_ocu", "día_ocu", "día_sem_ocu"),
        "hora_ocu": hour.fill_null(99),
        "g_hora": pl.format("{}:00 a {}:59", quarter, quarter + 5).fill_null(IGNORED),
        "g_hora_mañ_tar_noch": part.when(hour < 12).then(pl.lit("Mañana"))
        .when(hour < 18).then(pl.lit("Tarde")).otherwise(pl.lit("Noche")),
        "area_geo_ocu": pl.when("is_rural").then(pl.lit("Rural")).otherwise(pl.lit("Urbana")),
        "depto_ocu": pl.lit(places.DEPARTMENT),
        "mupio_ocu": pl.col("municipality"),
        "zona_ocu": pl.col("ward").fill_null("99"),
        "sexo_per": _sex(),
        **_age_columns(),
        "delito_com": label,
        "g_delitos": police.group_of(label),
        **_names(),
    }  # fmt: skip


def _coroner(delivery: Delivery, how: Habit) -> dict[str, pl.Expr]:
    return {
        "num_corre": pl.col("_number"),
        **_date_parts(how, "año_ing", "mes_ing", "día_ing", "día_sem_ing"),
        "depto_ocu": pl.lit(places.DEPARTMENT),
        "mupio_ocu": pl.col("municipality"),
        **_age_columns(),
        "menor_mayor": _split(pl.col("age"), 18, "Menor", "Mayor"),
        "sexo_per": _sex(),
        "causa_muerte": pl.col("cause"),
        **_names(),
    }


def _health(delivery: Delivery, how: Habit) -> dict[str, pl.Expr]:
    day = "%d/%m/%Y"
    blank = pl.lit("")
    return {
        "id_fuente": pl.lit("HSE"),
        "id_registro": pl.format("HSE-{}", pl.col("victim_id")),
        "fecha_hecho": pl.col("occurred_on").dt.strftime(day),
        "hora_hecho": pl.col("hour"),
        "fecha_muerte": pl.col("died_on").dt.strftime(day),
        "fecha_registro": pl.col("registered_on").dt.strftime(day),
        "primer_nombre": pl.col("first_name"), "segundo_nombre": pl.col("second_name"),
        "apellido1": pl.col("surname"), "apellido2": pl.col("second_surname"),
        "apellido_casada": pl.col("married_surname").fill_null(""), "alias": pl.col("alias").fill_null(""),
        "doc_id": pl.col("identity_number").fill_null(""),
        "sexo": pl.col("sex").replace_strict({"female": "M", "male": "H"}),
        "edad": pl.col("age"), "edad_unidad": pl.lit("años"),
        "fecha_nac": pl.col("born_on").dt.strftime(day),
        "cod_depto": pl.lit(places.DEPARTMENT_CODE), "cod_mupio": pl.col("municipality_code"),
        "zona": pl.col("ward"), "colonia": pl.col("locality"),
        "lat": _with_comma("latitude"), "lon": _with_comma("longitude"),
        "precision_geo": pl.when(pl.col("latitude").is_null()).then(pl.lit("zona"))
        .otherwise(pl.lit("punto")),
        "lugar_tipo": blank,
        "mecanismo": pl.col("mechanism").replace_strict(health.MECHANISMS, default=None),
        "intencion": pl.col("intent"), "cie10": pl.col("icd10"), "delito_nacional": blank,
        "iccs": pl.col("iccs"),
        "relacion": blank,
        "estado_validacion": pl.when(pl.col("died_on").is_null()).then(pl.lit("reportado"))
        .otherwise(pl.lit("certificado forense")),
    }  # fmt: skip


def _with_comma(coordinate: str) -> pl.Expr:
    return pl.col(coordinate).cast(pl.String).str.replace(".", ",", literal=True)
