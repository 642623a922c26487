import polars as pl
import pytest

from confianza.analysis.territory import columns, figures
from confianza.analysis.territory.findings import FileRefused
from confianza.analysis.territory.reading import Layer
from confianza.analysis.territory.tests import village


def told(rows, territory=None):
    cells = pl.DataFrame(rows).cast(pl.String)
    layer = Layer("poblacion.csv", "", cells, (None,) * len(cells))
    known = territory or village.territory()
    found, problems = figures.of_layer(layer, columns.guess(layer), known, source="INE")
    return {(one.area_id, one.year): one.population for one in found}, {
        one.code: one.count for one in problems
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234.567", 1_234_567), ("1,234", 1234), ("12 345", 12345), ("1’234", 1234), ("99.0", 99),
        ("99,5", 99.5),
        ("0", 0), ("-5", None), ("s/d", None), ("", None), (None, None), ("inf", None), ("nan", None),
    ],
)  # fmt: skip
def test_counts_are_read_in_any_writing(text, value):
    assert figures.number(text) == value


def test_a_long_table_finds_its_areas_by_code_and_a_wide_one_by_name():
    assert told([{"cod_municipio": "101", "año": "2018", "poblacion": "1.500"}]) == (
        {("municipality-0101", 2018): 1500},
        {},
    )
    wide = [{"departamento": "Valle", "municipio": "SAN JOSE DEL RIO", "2018": "70", "2019": ""}]
    assert told(wide) == ({("municipality-0102", 2018): 70}, {})


def test_rows_by_sex_are_added_up_and_that_is_said():
    rows = [
        {"municipio": "Valle Claro", "sexo": sex, "año": "2018", "poblacion": people}
        for sex, people in (("H", "4"), ("M", "6"))
    ]
    assert told(rows) == ({("municipality-0101", 2018): 10}, {"figures_summed": 1})


def test_what_cannot_be_used_is_counted_by_its_reason():
    rows = [
        {"municipio": "Nunca Oída", "2018": "5"},
        {"municipio": "Valle Claro", "2018": "muchos"},
    ]
    assert told(rows) == ({}, {"area_unknown": 1, "population_unreadable": 1})


def test_a_name_that_several_areas_have_needs_its_parent():
    twins = village.territory(
        [*village.AREA_ROWS, village.area("municipality", "0103", "San José", "department-01")]
    )
    assert told([{"municipio": "San José", "2018": "5"}], twins)[1] == {"area_ambiguous": 1}
    within = [{"departamento": "Montaña", "municipio": "San José", "2018": "5"}]
    assert told(within, twins)[0] == {("municipality-0201", 2018): 5}


def test_a_file_without_figures_is_refused():
    with pytest.raises(FileRefused, match="has no population"):
        told([{"municipio": "Valle Claro", "codigo": "1"}])
