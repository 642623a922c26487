from datetime import date

import polars as pl
import pytest
import shapely

from confianza.analysis.territory import columns, drafts
from confianza.analysis.territory.findings import FileRefused
from confianza.analysis.territory.reading import Layer
from confianza.analysis.territory.tests.village import box

LEFT, RIGHT = box(0, 0, 1, 1), box(1, 0, 2, 1)


def layer(*rows, wkb=None, file="zonas.geojson"):
    shapes = tuple(wkb or [None] * len(rows))
    cells = pl.DataFrame(list(rows), infer_schema_length=None)
    return Layer(file, "", cells.cast(pl.String), shapes)


def made(*rows, wkb=None, told=None, **more):
    given = layer(*rows, wkb=wkb)
    found, problems = drafts.of_layer(given, columns.guess(given, told), **more)
    return found, {problem.code: problem for problem in problems}


def test_a_row_becomes_an_area_with_its_life_and_population():
    row = {"level": "zone", "code": "3", "name": "Zona 3", "parent_code": "0101", "valid_from": "2010-01-01",
           "valid_to": "2024/05/01", "population_2018": "1.234"}  # fmt: skip
    [draft], problems = made(row, wkb=[LEFT])
    assert (draft.area_id, draft.name, draft.parent_code) == ("zone-3", "Zona 3", "0101")
    assert (draft.valid_from, draft.valid_to) == (date(2010, 1, 1), date(2024, 5, 1))
    assert draft.populations == ((2018, 1234.0),)
    assert not problems


def test_the_life_told_for_the_whole_file_holds_where_rows_say_nothing():
    [draft], _ = made({"zona": "1"}, life=drafts.Life(date(2024, 5, 1)))
    assert draft.valid_from == date(2024, 5, 1)


def test_lakes_zeros_and_neighbouring_countries_are_left_out_and_told():
    rows = [
        {"id": "101", "municipio": "Mixco", "id_depto": "100", "departamento": "Guatemala"},
        {"id": "0", "municipio": "Aguas", "id_depto": "100", "departamento": "Guatemala"},
        {"id": "4000", "municipio": "Belice", "id_depto": "4000", "departamento": "Belice"},
        {"id": "1299", "municipio": "Lago de Coatepeque", "id_depto": "1200", "departamento": "Santa Ana"},
        {"id": "311", "municipio": "La Laguna", "id_depto": "300", "departamento": "Chalatenango"},
    ]
    found, problems = made(*rows)
    assert [draft.name for draft in found] == ["Mixco", "La Laguna"]
    assert problems["no_area"].count == 3
    kept, _ = made(*rows, keep=["Belice"], exclude=["mixco"])
    assert [draft.name for draft in kept] == ["Belice", "La Laguna"]


def test_areas_without_a_code_get_the_same_one_every_time():
    found, problems = made({"municipality": "Ahuachapán Centro", "department": "Ahuachapán"})
    assert found[0].code == "ahuachapan-ahuachapan-centro"
    assert problems["code_made"].count == 1


def test_pieces_of_one_area_are_joined():
    rows = [{"cod_zona": "01", "zona": "Islas"}, {"cod_zona": "1", "zona": "ISLAS"}]
    [draft], problems = made(*rows, wkb=[LEFT, RIGHT])
    assert shapely.from_wkb(draft.wkb).equals(shapely.box(0, 0, 2, 1))
    assert problems["parts_merged"].count == 1


def test_rows_of_one_area_and_several_years_are_one_area():
    rows = [
        {"zona": "1", "año": str(year), "poblacion": str(people)}
        for year, people in ((2018, 10), (2019, 11), (2019, 4))
    ]
    [draft], problems = made(*rows)
    assert draft.populations == ((2018, 10.0), (2019, 15.0))
    assert not {"parts_merged"} & set(problems)


def test_one_code_for_two_names_is_refused():
    with pytest.raises(FileRefused, match="One code stands for differently named areas"):
        made({"cod_zona": "1", "zona": "Norte"}, {"cod_zona": "01", "zona": "Sur"})


def test_two_generations_of_one_code_in_one_file_are_two_drafts():
    common = {"level": "zone", "code": "3", "name": "Zona 3"}
    old = {**common, "valid_from": "2010-01-01", "valid_to": "2022-01-01"}
    found, problems = made(old, {**common, "valid_from": "2022-01-01", "valid_to": None}, wkb=[LEFT, LEFT])
    assert [draft.valid_to for draft in found] == [date(2022, 1, 1), None]
    assert not problems


def test_overlapping_siblings_and_missing_boundaries_are_told():
    rows = [{"zona": str(number)} for number in (1, 2, 3)]
    _, problems = made(*rows, wkb=[LEFT, box(0.5, 0, 2, 1), None])
    assert problems["overlap"].value == "1 (1) × 2 (2)"
    assert problems["shape_missing"].count == 1


def test_an_area_drawn_inside_its_sibling_is_an_overlap_and_a_shared_border_is_not():
    rows = [{"zona": str(number)} for number in (1, 2)]
    assert "overlap" in made(*rows, wkb=[LEFT, box(0.2, 0.2, 0.4, 0.4)])[1]
    assert "overlap" not in made(*rows, wkb=[LEFT, RIGHT])[1]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"code": "1", "name": "x"}, "not clear of which level"),
        ({"level": "planet", "code": "1", "name": "x"}, "level that does not exist: planet"),
        ({"level": "zone", "code": "1", "name": "x", "valid_from": "mayo"}, "cannot be read: mayo"),
        (
            {"level": "zone", "code": "1", "name": "x", "valid_from": "2020-01-01", "valid_to": "2019-01-01"},
            "ends before",
        ),
    ],
)
def test_what_cannot_become_an_area_is_refused(row, sentence):
    given = layer(row, file="areas.csv")
    with pytest.raises(FileRefused, match=sentence):
        drafts.of_layer(given, columns.guess(given))
