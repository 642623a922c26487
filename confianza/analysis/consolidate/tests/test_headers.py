"""Headers are found wherever they stand and however they are spelt."""

import pytest

from confianza.analysis.consolidate import headers, month_headers
from confianza.analysis.consolidate.spellings import Spellings
from confianza.analysis.consolidate.tests import building
from confianza.analysis.consolidate.tests.building import EVENTS, HEADER, ROWS, codes, read_one

KNOWN = Spellings(EVENTS)


def found(*head: list[str]) -> headers.Header:
    header = headers.find(head, KNOWN)
    assert header is not None
    return header


@pytest.mark.parametrize(
    "spelling",
    [
        "FECHA DEL HECHO",
        "fecha_del_hecho",
        " Fecha  del\nHecho ",
        "Fecha del hecho.",
        "fecha_ocu",
        "FechaDelHecho",
    ],
)
def test_it_reads_a_header_under_its_spellings(spelling: str) -> None:
    header = found([spelling, "Municipio", "Delito"])
    assert header.columns["occurred_on"] == 0
    assert header.similar == ()


@pytest.mark.parametrize(
    "damaged",
    ["Año de casos 2024", "AÃ±o de casos 2024", "AniO DE CASOS 2024", "A\ufffdo de casos 2024", "Cantidad"],
)
def test_it_reads_headers_whose_letters_were_destroyed_and_any_year(damaged: str) -> None:
    header = found([*HEADER[:4], damaged])
    assert header.columns["weight"] == 4


def test_it_reads_a_header_with_its_accents_destroyed() -> None:
    from confianza.analysis.sources.mx_sesnsp_monthly import PROFILE

    known = Spellings(PROFILE)
    for year in ("AÑO", "A\ufffdo", "Anio", "AÃ±o", "Ano"):
        header = headers.find([[year, "Entidad", "Subtipo de delito", "Mes", "Casos"]], known)
        assert header is not None
        assert header.missing == ()


def test_it_finds_the_header_below_titles_and_above_data() -> None:
    header = found(["POLICÍA"], [], ["Hechos de", "enero"], HEADER, *ROWS)
    assert header.row == 3
    assert header.missing == ()


def test_it_reads_columns_moved_and_unknown_ones_among_them() -> None:
    header = found(["Observaciones", "Delito", "Municipio", "Fecha del hecho"])
    assert header.columns == {"offence_label": 1, "municipality_name": 2, "occurred_on": 3}
    assert header.unknown == {0: "Observaciones"}


def test_it_reads_a_slip_of_the_fingers_and_says_so() -> None:
    table = read_one(building.csv_text([["Fecha del hehco", "Muncipio", "Delito"], ROWS[0][:3]]))
    assert table.cells["municipality_name"].to_list() == ["San Aurelio"]
    told = {problem.column: problem.value for problem in table.problems if problem.code == "header_read_as"}
    assert told == {"occurred_on": "Fecha del hehco", "municipality_name": "Muncipio"}


def test_it_does_not_take_opposites_for_slips() -> None:
    from confianza.analysis.sources.ec_violent_deaths import PROFILE

    header = headers.find([["Coord. X Rev", "Coord. Y Rev", "Coord. Z Rev"]], Spellings(PROFILE))
    assert header is not None
    assert header.unknown == {2: "Coord. Z Rev"}


def test_it_gives_a_field_the_spelling_its_institution_prefers() -> None:
    header = found(["fecha_ocu", "Fecha del hecho", "Municipio", "Delito"])
    assert header.columns["occurred_on"] == 1
    assert header.unknown == {0: "fecha_ocu"}


def test_it_says_what_is_missing_in_the_institutions_own_words() -> None:
    assert found(["Municipio", "Sexo"]).missing == ("Fecha del hecho", "Delito")


def test_it_finds_no_header_where_nothing_is_known() -> None:
    assert headers.find([["a", "b"], ["1", "2"]], KNOWN) is None


def test_it_tells_of_unknown_columns() -> None:
    table = read_one(building.csv_text([[*HEADER, "Observaciones"], [*ROWS[0], "x"]]))
    assert table.unknown_headers == ("Observaciones",)
    assert "unknown_columns" in codes(table)
    assert table.headers == {
        "occurred_on": "Fecha del hecho", "municipality_name": "Municipio", "offence_label": "Delito",
        "sex": "Sexo", "weight": "Cantidad",
    }  # fmt: skip


def test_it_recognises_personal_columns_and_does_not_read_them() -> None:
    table = read_one(building.csv_text([[*HEADER, "Nombre de la víctima"], [*ROWS[0], "Fulana"]]))
    assert "other_name" not in table.cells.columns
    assert table.headers is not None
    assert table.headers["other_name"] == "Nombre de la víctima"
    assert table.unknown_headers == ()


@pytest.mark.parametrize(
    ("header", "month"),
    [
        ("Enero", (1, None)),
        ("SETIEMBRE", (9, None)),
        ("ene-20", (1, 2020)),
        ("Dic. 2024", (12, 2024)),
        ("2024-03", (3, 2024)),
        ("03/2024", (3, 2024)),
        ("2024-03-01", (3, 2024)),
        ("casos de mayo", (5, None)),
        ("Mes", None),
        ("Enero a marzo", None),
        ("Total 2024", None),
        ("2024", None),
        ("marzo cerrado", None),
    ],
)
def test_it_reads_the_months_that_headers_name(header: str, month: tuple[int, int | None] | None) -> None:
    assert month_headers.month_of(header) == month


@pytest.mark.parametrize(
    "header", ["Total", "TOTAL 2016", "Gran total", "Suma", "1er trimestre", "Acumulado"]
)
def test_it_knows_the_headers_of_totals(header: str) -> None:
    assert month_headers.is_total(header)


@pytest.mark.parametrize("header", ["Totalmente", "Enero", "Municipio"])
def test_it_knows_what_is_no_total(header: str) -> None:
    assert not month_headers.is_total(header)


def test_one_column_is_not_taken_for_two_fields_by_likeness() -> None:
    header = found(["Municipios", "Municipioo", "Delito", "Fecha del hecho"])
    assert header.columns["municipality_name"] in (0, 1)
    assert len(header.unknown) == 1
