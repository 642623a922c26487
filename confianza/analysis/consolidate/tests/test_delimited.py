"""Delimited text: separators, line ends, quotes, and rows that do not fit."""

import polars as pl
import pytest

from confianza.analysis.consolidate import delimited
from confianza.analysis.consolidate.tests import building
from confianza.analysis.consolidate.tests.building import HEADER, ROWS, codes, read_one, reasons
from confianza.analysis.vocabulary.problems import DeliveryRefused


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_it_reads_any_separator_and_line_end(separator: str, line_end: str) -> None:
    table = read_one(building.csv_text([HEADER, *ROWS], separator, line_end))
    assert table.cells["municipality_name"].to_list() == [row[1] for row in ROWS]
    assert table.cells["_row"].to_list() == [2, 3, 4]
    assert table.cells["_column"].null_count() == 3


def test_it_reads_decimal_commas_between_semicolons() -> None:
    table = read_one("lat;lon;Municipio;Delito;Fecha del hecho\n14,5;-90,5;Cobán;Robo;01/02/2024\n")
    assert table.unknown_headers == ("lat", "lon")
    assert table.cells["municipality_name"].to_list() == ["Cobán"]


def test_it_reads_a_last_line_without_end() -> None:
    assert read_one(building.csv_text([HEADER, *ROWS]).rstrip("\n")).cells.height == 3


def test_it_numbers_rows_as_a_person_counts_them_titles_and_blank_lines_too() -> None:
    text = (
        "POLICÍA\n\nHechos de 2024\n"
        + building.csv_text([HEADER, ROWS[0]])
        + "\n"
        + building.csv_text(ROWS[1:])
    )
    table = read_one(text)
    assert table.cells["_row"].to_list() == [5, 7, 8]
    assert [problem.count for problem in table.problems if problem.code == "blank_rows"] == [1]


def test_it_keeps_a_value_over_several_lines_as_one_row() -> None:
    text = (
        building.csv_text([HEADER])
        + '01/02/2024,"San\nAurelio",Robo,Mujer,1\n02/02/2024,Cobán,Robo,Mujer,1\n'
    )
    table = read_one(text)
    assert table.cells["municipality_name"].to_list() == ["San\nAurelio", "Cobán"]
    assert table.cells["_row"].to_list() == [2, 3]


def test_it_strips_cells_and_makes_blank_ones_null() -> None:
    table = read_one(building.csv_text([HEADER, ["01/02/2024", " San Aurelio ", "Robo", "  ", '" 3 "']]))
    assert table.cells.select("municipality_name", "sex", "weight").row(0) == ("San Aurelio", None, "3")


def test_it_strips_the_last_cell_of_the_text() -> None:
    assert read_one(building.csv_text([HEADER, ROWS[0]]).rstrip("\n") + " ").cells["weight"].to_list() == [
        "1"
    ]


def test_it_rejects_rows_with_too_many_or_too_few_fields_and_keeps_the_others() -> None:
    many, few = [*ROWS[0], "de más"], ROWS[0][:3]
    table = read_one(building.csv_text([HEADER, ROWS[0], many, ROWS[1], few, ROWS[2]]))
    assert table.cells["_row"].to_list() == [2, 4, 6]
    assert reasons(table.rejected) == {3: "too_many_fields", 5: "too_few_fields"}
    assert table.rejected["record"][0] == ",".join(many)


def test_it_accepts_rows_whose_extra_fields_are_blank() -> None:
    table = read_one(building.csv_text([HEADER, ROWS[0], [*ROWS[1], "", ""], ROWS[2]]))
    assert table.cells["_row"].to_list() == [2, 3, 4]
    assert table.cells["weight"].to_list() == ["1", "2", "4"]
    assert table.rejected.is_empty()


def test_it_leaves_out_short_totals_and_notes_at_the_foot() -> None:
    text = building.csv_text([HEADER, *ROWS]) + "TOTAL,7\nFuente: Policía\nElaborado en enero\n"
    table = read_one(text)
    assert table.cells.height == 3
    assert reasons(table.left_out) == {5: "total_row", 6: "footnote", 7: "footnote"}
    assert table.rejected.is_empty()


def test_it_sets_free_the_rows_that_an_open_quote_swallowed() -> None:
    broken = ['"01/02/2024', *ROWS[0][1:]]
    text = building.csv_text([HEADER, ROWS[0], broken, ROWS[1], [*ROWS[2], "de más"], ROWS[2]])
    table = read_one(text)
    assert table.cells["_row"].to_list() == [2, 3, 4, 6]
    assert table.cells["occurred_on"].to_list() == ["01/02/2024", "01/02/2024", "02/02/2024", "03/02/2024"]
    assert reasons(table.rejected) == {5: "too_many_fields"}
    assert "swallowed_rows" in codes(table)


def test_it_numbers_the_rows_after_swallowed_ones_rightly() -> None:
    swallowed = 'x,"abierta,y\n01/02/2024,San Aurelio,Robo,Mujer,1\nz",1\n'
    text = building.csv_text([HEADER, ROWS[0]]) + swallowed + building.csv_text([ROWS[1]])
    table = read_one(text)
    assert table.cells["_row"].to_list() == [2, 4, 6]
    assert table.cells.height + table.rejected.height == 5


def test_it_warns_of_a_quote_that_swallowed_rows_and_still_fits() -> None:
    swallowed = '01/02/2024,San Aurelio,"Robo,Mujer,1\n02/02/2024,Cobán,Robo",Mujer,1\n'
    wide = building.csv_text([HEADER, ROWS[0]]) + swallowed.replace("Robo,Mujer,1\n", "Robo\na,b,c,d,e\n")
    assert "swallowed_rows" in codes(read_one(wide))


def test_it_refuses_a_quote_never_closed_in_a_giant_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_BLOCK_BYTES", 1 << 12)
    text = building.csv_text([HEADER, ROWS[0]]) + "x" * 50_000 + "\n"
    with pytest.raises(DeliveryRefused) as refused:
        read_one(text)
    assert refused.value.problem.code == "not_a_table"


def test_it_reads_line_by_line_where_a_quote_is_open_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_BLOCK_BYTES", 1 << 12)
    quoted = ['"01/02/2024"', '"San ""El Viejo"" Aurelio"', "Robo", "Mujer", "1"]
    text = building.csv_text([HEADER, quoted, ['"01/02/2024', *ROWS[0][1:]], *(ROWS * 100)])
    table = read_one(text)
    assert table.cells.height == 302
    assert table.cells["municipality_name"][0] == 'San "El Viejo" Aurelio'
    assert table.cells["occurred_on"][1] == "01/02/2024"


def test_it_reads_one_column_too_many_in_every_row() -> None:
    table = read_one(building.csv_text([HEADER, *([*row, "x"] for row in ROWS)]))
    assert table.cells.height == 3
    assert table.rejected.is_empty()


def test_it_tells_of_characters_destroyed_before() -> None:
    table = read_one(
        building.csv_text([HEADER, ["01/02/2024", "Cob\N{REPLACEMENT CHARACTER}n", "Robo", "", "1"]])
    )
    assert "damaged_characters" in codes(table)


def test_it_says_which_rows_are_the_same_in_every_cell() -> None:
    header, rows = [*HEADER, "Observaciones"], [[*row, "x"] for row in (ROWS[0], ROWS[0], ROWS[1])]
    rows.append([*ROWS[0], "otra"])
    same = read_one(building.csv_text([header, *rows])).cells["_identity"]
    assert same[0] == same[1]
    assert same.n_unique() == 3
    assert same.dtype == pl.UInt64


def test_it_reads_a_head_with_a_quote_open_for_longer_than_any_value() -> None:
    text = building.csv_text([HEADER, ['"01/02/2024', *ROWS[0][1:]]]) + building.csv_text(ROWS) * 2000
    table = read_one(text)
    assert table.cells.height == 6001
    assert table.cells["occurred_on"][0] == "01/02/2024"


def test_it_rejects_rows_of_giant_values() -> None:
    table = read_one(building.csv_text([HEADER, ROWS[0], ["x" * 200_000, "y"]]))
    assert table.cells.height == 1
    assert reasons(table.rejected) == {3: "too_few_fields"}


def test_it_reads_a_table_in_which_no_row_fits() -> None:
    table = read_one(building.csv_text([HEADER, [*ROWS[0], "x"], [*ROWS[1], "x", "y"]]))
    assert table.cells.height + table.rejected.height == 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "cp1252"])
def test_it_reads_tables_in_other_encodings(encoding: str) -> None:
    table = read_one(building.csv_text([HEADER, *ROWS], ";").encode(encoding))
    assert table.cells["offence_label"].to_list() == ["Homicidio", "Robo", "Extorsión"]


def test_a_header_may_end_in_blank_fields_that_its_rows_do_not_have() -> None:
    assert read_one(building.csv_text([[*HEADER, "", ""], *ROWS])).cells.height == 3


def test_rows_that_all_lack_a_field_of_the_header_are_rejected() -> None:
    table = read_one(building.csv_text([HEADER, *(row[:4] for row in ROWS), ROWS[0]]))
    assert reasons(table.rejected) == dict.fromkeys((2, 3, 4), "too_few_fields")


def test_a_header_of_two_rows_may_be_wider_than_the_table() -> None:
    header = "Fecha del hecho,Lugar,,Delito,Sexo\n,Municipio,Barrio,\n"
    table = read_one(header + "01/02/2024,Cobán,x,Robo\n02/02/2024,Mixco,y,Robo\n")
    assert table.cells.select("municipality_name", "offence_label", "sex").rows() == [
        ("Cobán", "Robo", None),
        ("Mixco", "Robo", None),
    ]
