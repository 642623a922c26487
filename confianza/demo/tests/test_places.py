import csv
import io
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from confianza.analysis.vocabulary.folding import fold
from confianza.demo import places

CATALOGUES = Path(__file__).parents[4] / "shared" / "data"


def test_it_says_a_department_that_no_neighbouring_country_has():
    assert int(places.DEPARTMENT_CODE) > 22  # Guatemala has 22 departments, Honduras 18, El Salvador 14


def test_it_is_a_town_of_about_140_000_that_grows():
    people = {
        year: sum(places.people(ward, year) for ward in places.WARDS if ward.municipality == "2301")
        for year in (2018, 2022, 2026)
    }
    assert 130_000 < people[2018] < people[2022] < people[2026] < 155_000


def test_the_municipality_has_fifteen_wards_as_the_report_counts_them():
    wards = [ward for ward in places.WARDS if ward.municipality == places.MUNICIPALITY_CODE]
    assert (len(wards), sum(ward.is_canton for ward in wards)) == (15, 7)


def test_codes_tell_areas_apart():
    codes = [ward.code for ward in places.WARDS] + [beat.code for beat in places.BEATS]
    assert len(codes) == len(set(codes))


@pytest.mark.shared
@pytest.mark.skipif(not CATALOGUES.exists(), reason="../shared/data is not here")
def test_no_municipality_or_department_carries_the_name_of_a_real_one():
    real = _names_of_guatemala() | _names_of_honduras() | _names_of_el_salvador()
    assert len(real) > 700
    for name in (places.DEPARTMENT, *(town.name for town in places.MUNICIPALITIES)):
        nearest, score, _ = process.extractOne(fold(name), real, scorer=fuzz.ratio)
        assert score < 90, f"{name} is too near to {nearest}"


def _names_of_guatemala() -> set[str]:
    rows = csv.DictReader((CATALOGUES / "gt-limites" / "catalogo_municipios.csv").open(encoding="utf-8"))
    return {fold(row[column]) for row in rows for column in ("municipio", "departamento")}


def _names_of_honduras() -> set[str]:
    text = (CATALOGUES / "hn-limites" / "municipios_ids.txt").read_text(encoding="utf-16")
    return {fold(name) for line in text.splitlines() for name in line.split("|")[1:]} - {""}


def _names_of_el_salvador() -> set[str]:
    from openpyxl import load_workbook

    file = CATALOGUES / "sv-indicadores-2007" / "Departamentos, municipios y cantones de El Salvador.xlsx"
    book = load_workbook(io.BytesIO(file.read_bytes()), read_only=True)
    cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return {fold(cell) for cell in cells if isinstance(cell, str) and not any(map(str.isdigit, cell))} - {""}
