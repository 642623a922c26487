"""Workbooks: typed cells become text that reads back unambiguously; sheets, merged cells, errors, damage."""

import datetime as dt
import io
from dataclasses import replace

import openpyxl  # type: ignore[import-untyped]
import pytest
import xlwt  # type: ignore[import-untyped]

from confianza.analysis.consolidate.delivery import Limits
from confianza.analysis.consolidate.tests import building
from confianza.analysis.consolidate.tests.building import (
    EVENTS,
    HEADER,
    ROWS,
    codes,
    delivered,
    read,
    read_one,
)
from confianza.analysis.vocabulary.problems import DeliveryRefused


def cells_of(values: list[object]) -> list[str | None]:
    """Write values into one column of a workbook and return how they are read."""
    rows: list[list[object]] = [["01/02/2024", "Cobán", "Robo", "", value] for value in values]
    return read_one(building.workbook({"Hoja1": [[*HEADER], *rows]}), "h.xlsx").cells["weight"].to_list()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(2024, 1, 31), "2024-01-31"),
        (dt.datetime(2024, 1, 31, 14, 30), "2024-01-31 14:30:00"),
        (dt.time(14, 30), "14:30:00"),
        (dt.timedelta(hours=26, minutes=5), "26:05:00"),
        (3, "3"),
        (45322.0, "45322"),
        (0.1 + 0.2, "0.3"),
        (-79.93585, "-79.93585"),
        (True, "true"),
        ("  1.234,5 ", "1.234,5"),
        ("", None),
        (None, None),
    ],
)
def test_it_writes_every_kind_of_cell_as_text(value: object, text: str | None) -> None:
    assert cells_of([value]) == [text]


def test_it_keeps_the_errors_of_a_spreadsheet_as_text_and_says_so() -> None:
    table = read_one(building.workbook({"Hoja1": [HEADER, [*ROWS[0][:4], "#REF!"], ROWS[1]]}), "h.xlsx")
    assert table.cells["weight"].to_list() == ["#REF!", "2"]
    assert [problem.value for problem in table.problems if problem.code == "cell_errors"] == ["#REF!"]


def test_it_numbers_rows_as_the_spreadsheet_shows_them() -> None:
    blank: list[object] = [None] * 5
    rows = [blank, ["POLICÍA", *blank[1:]], blank, blank, HEADER, *ROWS]
    assert read_one(building.workbook({"Hoja1": rows}), "h.xlsx").cells["_row"].to_list() == [6, 7, 8]


def test_it_gives_a_merged_value_to_every_row_it_covers() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [HEADER, ROWS[0], ["02/02/2024", None, *ROWS[1][2:]], ROWS[2]]:
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    table = read_one(building.saved(book), "h.xlsx")
    assert table.cells["municipality_name"].to_list() == ["San Aurelio", "San Aurelio", "San Aurelio"]


def test_it_joins_a_header_of_two_rows_with_merged_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ["HECHOS DE 2024"],
        ["Fecha", None, "Lugar", None, "Delito"],
        ["del hecho", "de registro", "Municipio", "Zona", None],
        ["01/02/2024", "05/02/2024", "Cobán", "3", "Robo"],
    ]:
        sheet.append(row)
    for cells in ("A2:B2", "C2:D2", "E2:E3"):
        sheet.merge_cells(cells)
    table = read_one(building.saved(book), "h.xlsx")
    assert table.cells.select("occurred_on", "municipality_name", "offence_label").row(0) == (
        "01/02/2024", "Cobán", "Robo",
    )  # fmt: skip
    assert table.cells["_row"].to_list() == [4]


def test_it_reads_every_sheet_of_the_layout_and_tells_of_the_others() -> None:
    content = building.workbook(
        {"Enero": [HEADER, ROWS[0]], "Léame": [["Notas"]], "Febrero": [HEADER, ROWS[1]]}
    )
    tables = read(delivered(content, "h.xlsx"))
    assert [table.sheet for table in tables] == ["Enero", "Febrero"]
    assert [problem.value for problem in tables[0].problems if problem.code == "sheet_not_read"] == ["Léame"]


def test_it_does_not_read_hidden_sheets_and_tells_of_them() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(building.workbook({"A": [HEADER, ROWS[0]], "B": [HEADER, ROWS[1]]}))
    )
    book["B"].sheet_state = "hidden"
    [table] = read(delivered(building.saved(book), "h.xlsx"))
    assert table.sheet == "A"
    assert [problem.value for problem in table.problems if problem.code == "hidden_sheet"] == ["B"]


def test_it_reads_the_old_format() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Hechos", cell_overwrite_ok=True)
    for place, row in enumerate([["POLICÍA"], HEADER, *ROWS]):
        for column, value in enumerate(row):
            sheet.write(place, column, value)
    sheet.write(2, 0, dt.date(2024, 2, 1), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write(2, 4, 7.0)
    buffer = io.BytesIO()
    book.save(buffer)
    table = read_one(buffer.getvalue(), "h.xls")
    assert table.cells.select("occurred_on", "weight").row(0) == ("2024-02-01", "7")
    assert table.cells["_row"].to_list() == [3, 4, 5]


def refusal(content: bytes, name: str = "h.xlsx", limits: Limits = building.LIMITS) -> str:
    with pytest.raises(DeliveryRefused) as refused:
        read(delivered(content, name), limits=limits)
    return refused.value.problem.code


def test_it_refuses_a_damaged_workbook() -> None:
    content = building.workbook({"Hoja1": [HEADER, *ROWS]})
    assert refusal(content[: len(content) // 2]) == "broken_workbook"
    assert refusal(building.zipped({"xl/workbook.xml": b"<workbook/>"})) == "broken_workbook"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "h.xls") == "broken_workbook"


def test_it_refuses_a_workbook_with_a_password() -> None:
    envelope = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(900)
    )
    assert refusal(envelope) == "password_protected"


def test_it_refuses_two_cells_that_claim_a_giant_rectangle() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "Fecha", "x"
    assert refusal(building.saved(book)) == "too_many_cells"


def test_it_reads_only_the_sheets_that_a_layout_names() -> None:
    content = building.workbook({"Hechos": [HEADER, ROWS[0]], "Hechos 2023": [HEADER, ROWS[1]]})
    [table] = read(delivered(content, "h.xlsx"), profile=replace(EVENTS, sheets=("^hechos$",)))
    assert table.sheet == "Hechos"
    assert "sheet_not_read" in codes(table)


def test_it_passes_over_a_sheet_of_blank_cells() -> None:
    tables = read(delivered(building.workbook({"Hoja1": [HEADER, ROWS[0]], "Hoja2": [[" "]]}), "h.xlsx"))
    assert [table.sheet for table in tables] == ["Hoja1"]
    assert "sheet_not_read" not in codes(tables[0])


def test_merged_cells_beyond_the_table_do_no_harm() -> None:
    book = openpyxl.load_workbook(io.BytesIO(building.workbook({"Hoja1": [HEADER, ROWS[0]]})))
    book.active.merge_cells("H2:H5")
    assert read_one(building.saved(book), "h.xlsx").cells.height == 1
