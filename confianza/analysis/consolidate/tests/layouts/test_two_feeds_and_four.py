"""The layouts that discrepancy reports compare: Mexico's two daily feeds and Chile's four institutions."""

from datetime import date

import polars as pl

from confianza.analysis.consolidate.tests.layouts.delivering import csv, delivered, xlsx


def _cells(result) -> set[tuple[str | None, date, int]]:
    told = result.claims.select(pl.col("department_name").cast(pl.String), "occurred_on", "weight")
    return set(told.iter_rows())


def test_a_day_of_the_press_feed_that_was_delivered_twice_counts_once() -> None:
    header = ["Entidad", "Municipio", "Homicidios", "Hombre", "Mujer", "No Identificado", "Fecha"]
    day = [
        ["Chiapas", "Tapachula", "2.0", "2.0", "0.0", "0.0", "2020-08-24"],
        ["Chiapas", "Villaflores", "1.0", "1.0", "0.0", "0.0", "2020-08-24"],
    ]
    mixed = ["Colima", "Colima", "1.0", "", "", "", "08/03/19"]
    result = delivered("mx_daily_press", csv([header, *day, *day, mixed]))

    assert (result.rows_read, result.duplicates.height, result.victims) == (5, 2, 4)
    assert date(2019, 3, 8) in set(result.claims["occurred_on"])
    assert {problem.code for problem in result.warnings} == {"unknown_columns"}


def test_the_total_of_the_country_is_no_state() -> None:
    rows = [
        ["Entidad", "Homicidios", "Fecha"],
        ["Colima", "2.0", "2020-01-01"], ["Campeche", "0.0", "2020-01-01"], ["Total", "2.0", "2020-01-01"],
    ]  # fmt: skip
    result = delivered("mx_daily_cabinet", csv(rows))

    assert dict(result.reasons) == {"total_row": 1}
    assert sorted(result.claims["weight"]) == [0, 2]


def test_the_file_says_which_institution_of_chile_speaks_and_when_it_was_asked() -> None:
    header = ["Año", "Mes", "Region", "Frecuencia", "fuente", "AñoConsulta", "MesConsulta"]
    rows = [
        ["2018.0", "Enero", "Región del Maule", "2.0", "SAF", "2018.0", "Marzo"],
        ["2018.0", "Enero", "Sin información registrada", "3.0", "SAF", "2018.0", "Marzo"],
    ]
    result = delivered("cl_homicides_by_region", csv([header, *rows], name="fiscalia_Compilado_Total.csv"))

    assert result.series == "Fiscalía"
    assert _cells(result) == {("Región del Maule", date(2018, 1, 1), 2), (None, date(2018, 1, 1), 3)}
    assert set(result.claims["registered_on"]) == {date(2018, 3, 1)}
    assert set(result.claims["place_precision"].cast(pl.String)) == {"department", "none"}


def test_a_column_per_year_becomes_a_claim_per_year_and_blanks_are_not_reported_yet() -> None:
    header = [
        "Año", "Mes", "Región", "Frecuencia 2023", "Frecuencia 2024", "fuente", "AñoConsulta", "MesConsulta",
        "Frecuencia 2025",
    ]  # fmt: skip
    rows = [
        [2024, "Julio", "Región de Ñuble", 3, 4, "Policías", 2024, "Julio", None],
        [2025, "Julio", "Región de Ñuble", None, 5, "Policías", 2025, "Julio", 0],
    ]
    result = delivered("cl_police_homicides", xlsx([header, *rows]))

    told = result.claims.select("occurred_on", "weight", "registered_on").rows()
    assert told == [
        (date(2023, 7, 1), 3, date(2024, 7, 1)),
        (date(2024, 7, 1), 4, date(2024, 7, 1)),
        (date(2024, 7, 1), 5, date(2025, 7, 1)),
        (date(2025, 7, 1), 0, date(2025, 7, 1)),
    ]
    assert dict(result.reasons) == {"not_yet_reported": 2}
