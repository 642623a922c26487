import polars as pl
import pytest

from confianza.analysis.territory import columns
from confianza.analysis.territory.findings import FileRefused
from confianza.analysis.territory.reading import Layer


def layer(*headers, file="areas.csv", name="", value="x"):
    return Layer(file, name, pl.DataFrame({header: [value] for header in headers}), (None,))


def test_the_convention_needs_no_guess():
    found = columns.guess(
        layer("level", "code", "name", "parent_code", "valid_from", "valid_to", "population_2018")
    )
    assert (found.level, found.level_column, found.code, found.name) == ("", "level", "code", "name")
    assert (found.parent_code, found.valid_from, found.valid_to) == ("parent_code", "valid_from", "valid_to")
    assert found.population_by_year == {2018: "population_2018"}


@pytest.mark.parametrize(
    ("headers", "level", "code", "name", "parent_code", "parent_name"),
    [
        (
            ["id", "Municipio", "id_depto", "Departamento"],
            "municipality", "id", "Municipio", "id_depto", "Departamento",
        ),
        (
            ["ADM2_ES", "ADM2_PCODE", "ADM1_ES", "ADM1_PCODE"],
            "municipality", "ADM2_PCODE", "ADM2_ES", "ADM1_PCODE", "ADM1_ES",
        ),
        (
            ["codigo_muni_in_depto", "codigo_muni", "municipio"],
            "municipality", "codigo_muni", "municipio", "", "",
        ),
        (["municipality", "department"], "municipality", "", "municipality", "", "department"),
        (["CÓD. DEPTO", "DEPARTAMENTO"], "department", "CÓD. DEPTO", "DEPARTAMENTO", "", ""),
        (["cod_zona", "zona", "cod_mun"], "zone", "cod_zona", "zona", "cod_mun", ""),
        (["cve_cuadrante", "comisaria"], "beat", "cve_cuadrante", "", "", "comisaria"),
        (["Colonia", "Zona", "Municipio"], "locality", "", "Colonia", "", "Zona"),
    ],
)  # fmt: skip
def test_the_headings_of_offices_are_understood(headers, level, code, name, parent_code, parent_name):
    found = columns.guess(layer(*headers))
    assert (found.level, found.code, found.name) == (level, code, name)
    assert (found.parent_code, found.parent_name) == (parent_code, parent_name)


def test_the_level_may_stand_in_the_name_of_the_layer_or_the_file():
    assert columns.guess(layer("id", "name", name="municipios_gtm")).level == "municipality"
    assert columns.guess(layer("id", "name", file="limites/Zonas 2020.geojson")).level == "zone"
    assert columns.guess(layer("id", "name")).level == ""


def test_the_level_may_be_told_by_the_form_of_the_codes():
    assert columns.guess(layer("id", "name", value="HN.AT")).level == "department"
    assert columns.guess(layer("id", "name", value="GT.AV.CO")).level == "municipality"


def test_population_comes_long_or_wide():
    long = columns.guess(layer("codigo_municipio", "Año", "Población"))
    assert (long.level, long.year, long.population) == ("municipality", "Año", "Población")
    wide = columns.guess(layer("municipio", "2018", "Pob 2019", "poblacion_2020", "total"))
    assert wide.population_by_year == {2018: "2018", 2019: "Pob 2019", 2020: "poblacion_2020"}


def test_answers_given_by_a_person_are_taken():
    found = columns.guess(layer("CVE", "TXT", "level"), {"level": "zone", "code": "CVE", "name": "TXT"})
    assert (found.level, found.level_column, found.code, found.name) == ("zone", "", "CVE", "TXT")


def test_an_answer_that_names_no_column_is_refused():
    with pytest.raises(FileRefused, match="has no column NOPE"):
        columns.guess(layer("zona"), {"code": "NOPE"})


def test_a_file_with_neither_codes_nor_names_is_refused():
    with pytest.raises(FileRefused, match="neither a code nor a name"):
        columns.guess(layer("alpha", "beta"))
