"""What is no record is left out and said so: totals, notes, repeated headers, blank rows."""

import pytest

from confianza.analysis.consolidate.delivery import TidyTable
from confianza.analysis.consolidate.tests import building
from confianza.analysis.consolidate.tests.building import HEADER, ROWS, codes, read_one, reasons

BLANK = [""] * 5


def table_of(*rows: list[str]) -> TidyTable:
    return read_one(building.csv_text([HEADER, *rows]))


@pytest.mark.parametrize("word", ["TOTAL", "Total general", "Gran total", "SUB-TOTAL", "Suma", "Totales:"])
def test_it_leaves_out_totals_by_their_word(word: str) -> None:
    table = table_of(*ROWS, [word, "", "", "", "7"])
    assert table.cells.height == 3
    assert reasons(table.left_out) == {5: "total_row"}
    assert table.left_out["text"].to_list() == [f"{word} | 7"]
    assert "total_disagrees" not in codes(table)


def test_it_leaves_out_a_subtotal_in_any_column_of_labels() -> None:
    table = table_of(ROWS[0], ["02/02/2024", "San Aurelio", "Total", "", "1"], ROWS[1])
    assert reasons(table.left_out) == {3: "total_row"}


def test_it_leaves_out_a_total_without_a_word_by_its_place_and_value() -> None:
    table = table_of(*ROWS, ["", "", "", "", "7"])
    assert reasons(table.left_out) == {5: "total_row"}
    assert "total_disagrees" not in codes(table)


def test_it_tells_of_a_total_that_is_not_the_sum() -> None:
    table = table_of(*ROWS, ["TOTAL", "", "", "", "1.009"])
    [problem] = [problem for problem in table.problems if problem.code == "total_disagrees"]
    assert problem.details == {"stated": "1009", "found": "7"}
    assert (problem.rows, problem.column) == ((5,), "Cantidad")


@pytest.mark.parametrize("offence", ["Pérdida total de vehículo", "Robo total"])
def test_it_keeps_records_that_only_speak_of_totals(offence: str) -> None:
    assert table_of(["01/02/2024", "Cobán", offence, "", "1"]).cells.height == 1


@pytest.mark.parametrize(
    "note",
    [
        "Fuente: Policía",
        "ELABORÓ: Unidad de Estadística",
        "Nota: cifras preliminares",
        "* Datos sujetos a cambio",
        "Lcda. Jefa de la Unidad",
        "Fecha de corte 31 de enero",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 4])
def test_it_leaves_out_signatures_and_notes_wherever_they_stand(note: str, place: int) -> None:
    row = ["" if column != place else note for column in range(5)]
    table = table_of(*ROWS, BLANK, row)
    assert table.cells.height == 3
    assert reasons(table.left_out) == {6: "footnote"}


def test_it_keeps_a_record_whose_words_look_like_a_note() -> None:
    row = ["01/02/2024", "Fuente Clara", "Robo", "Mujer", "1"]
    assert table_of(row, ["01/02/2024", "Datos", "Robo", "", "1"]).cells.height == 2


def test_it_leaves_out_a_header_repeated_on_every_page() -> None:
    table = table_of(ROWS[0], HEADER, ROWS[1])
    assert table.cells["_row"].to_list() == [2, 4]
    assert reasons(table.left_out) == {3: "repeated_header"}


def test_it_counts_blank_rows_and_does_not_count_them_as_records() -> None:
    table = table_of(ROWS[0], BLANK, [" ", "", " ", "", ""], ROWS[1], BLANK)
    assert table.cells["_row"].to_list() == [2, 5]
    assert table.left_out.is_empty()
    assert [problem.count for problem in table.problems if problem.code == "blank_rows"] == [3]


def test_it_rejects_a_row_blank_in_all_that_is_required() -> None:
    table = table_of(ROWS[0], ["", "", "", "Mujer", "1"], ROWS[1])
    assert reasons(table.rejected) == {3: "required_blank"}
    assert table.rejected["record"].to_list() == ["Mujer | 1"]


def test_it_rejects_a_last_line_that_was_cut_off() -> None:
    table = read_one(building.csv_text([HEADER, *ROWS]) + "04/02/2024,Villa Esp")
    assert reasons(table.rejected) == {5: "too_few_fields"}
