"""Wide months and nested blocks become one row per record; their totals are checked."""

from dataclasses import replace

import pytest

from confianza.analysis.consolidate.delivery import TidyTable
from confianza.analysis.consolidate.tests import building
from confianza.analysis.consolidate.tests.building import codes, read_one
from confianza.analysis.sources.profile import Field, NestedBlocks, Profile, WideMonths
from confianza.analysis.vocabulary.problems import DeliveryRefused

WIDE = Profile(
    name="test_wide", institution="", country="", title_es="", title_en="",
    grain="tally", date_meaning="registration",
    fields=(
        Field("occurred_year", ("Año",), "year", required=True),
        Field("municipality_name", ("Municipio",), required=True),
        Field("occurred_month", ("Mes",), "month"),
        Field("weight", ("Casos",), "count"),
    ),
    wide=WideMonths(blank="not_yet_reported"),
)  # fmt: skip
BLOCKS = replace(
    WIDE,
    fields=(
        Field("offence_label", ("Cuadrante/Delito",), "offence", required=True),
        Field("police_code", ()),
        *(Field(part, ()) for part in ("occurred_year", "occurred_month", "weight")),
    ),
    wide=WideMonths(blank="zero", year="header_above"),
    blocks=NestedBlocks(r"^C-\d", "police_code", "offence_label"),
)


def wide(rows: list[list[str]], profile: Profile = WIDE) -> TidyTable:
    return read_one(building.csv_text(rows), profile=profile)


def left_out(table: TidyTable) -> list[tuple[int, str, int]]:
    return table.left_out.select("row", "reason", "records").rows()


def test_it_makes_one_record_of_every_cell() -> None:
    table = wide(
        [["Año", "Municipio", "Enero", "Febrero"], ["2024", "Cobán", "3", "0"], ["2024", "Tactic", "1", "2"]]
    )
    columns = ["_row", "_column", "occurred_year", "municipality_name", "occurred_month", "weight"]
    assert table.cells.select(columns).rows() == [
        (2, "Enero", "2024", "Cobán", "1", "3"),
        (2, "Febrero", "2024", "Cobán", "2", "0"),
        (3, "Enero", "2024", "Tactic", "1", "1"),
        (3, "Febrero", "2024", "Tactic", "2", "2"),
    ]  # fmt: skip
    assert table.cells["_identity"].n_unique() == 4


def test_the_wide_and_the_long_file_are_the_same_cell_by_cell() -> None:
    columns = ["occurred_year", "municipality_name", "occurred_month", "weight"]
    across = wide([["Año", "Municipio", "Enero", "Febrero"], ["2024", "Cobán", "3", ""]])
    down = wide(
        [["Año", "Municipio", "Mes", "Casos"], ["2024", "Cobán", "1", "3"], ["2024", "Cobán", "2", ""]]
    )
    assert (
        across.cells.select(columns).rows()
        == down.cells.select(columns).rows()
        == [("2024", "Cobán", "1", "3")]
    )
    assert left_out(across) == [(2, "not_yet_reported", 1)]
    assert left_out(down) == [(3, "not_yet_reported", 1)]


def test_it_leaves_out_columns_and_rows_of_totals_counted_in_cells() -> None:
    table = wide(
        [
            ["Año", "Municipio", "Enero", "Febrero", "Total"],
            ["2024", "Cobán", "3", "1", "4"],
            ["2024", "Tactic", "5", "6", "99"],
            ["TOTAL", "", "8", "8", "15"],
        ]
    )
    assert left_out(table) == [(1, "total_column", 2), (4, "total_row", 3)]
    assert table.cells.height + table.left_out["records"].sum() == 9
    told = {problem.code: (problem.rows, problem.column) for problem in table.problems}
    assert told == {"total_column_disagrees": ((3,), "Total"), "total_disagrees": ((4,), "Febrero")}


def test_it_reads_the_years_above_the_months() -> None:
    table = wide(
        [
            ["Cuadrante/Delito", "2023", "", "", "2024", "", ""],
            ["", "Enero", "Febrero", "Total", "Enero", "Febrero", "Total"],
            ["C-1.1", "1", "", "1", "2", "", "2"],
            ["Robo", "1", "", "1", "", "", ""],
            ["Homicidio", "", "", "", "2", "", "2"],
            ["C-1.2", "7", "", "7", "", "", ""],
            ["Robo", "6", "", "6", "", "", ""],
            ["Total general", "8", "", "8", "2", "", "2"],
        ],
        BLOCKS,
    )
    assert table.cells.height == 3 * 4
    january = table.cells.filter(table.cells["_column"] == "2023 Enero").select(
        "police_code", "offence_label", "weight"
    )
    assert january.rows() == [("C-1.1", "Robo", "1"), ("C-1.1", "Homicidio", "0"), ("C-1.2", "Robo", "6")]
    assert left_out(table) == [
        (2, "total_column", 3), (2, "total_column", 3),
        (3, "subtotal_row", 6), (6, "subtotal_row", 6), (8, "total_row", 6),
    ]  # fmt: skip
    told = {problem.code: (problem.count, problem.rows) for problem in table.problems}
    assert told == {"subtotal_disagrees": (1, (6,)), "total_disagrees": (1, (8,))}


@pytest.mark.parametrize(
    "headers", [["ene-23", "feb-23"], ["Enero 2023", "Febrero 2023"], ["2023-01", "2023-02"]]
)
def test_it_reads_the_year_in_the_header_of_the_month(headers: list[str]) -> None:
    profile = replace(WIDE, fields=WIDE.fields[1:], wide=WideMonths(blank="zero", year="header"))
    table = wide([["Municipio", *headers], ["Cobán", "1", "2"]], profile)
    assert table.cells.select("occurred_year", "occurred_month").rows() == [("2023", "1"), ("2023", "2")]


def test_it_reads_the_year_that_only_the_sheet_or_the_title_tells() -> None:
    profile = replace(WIDE, fields=WIDE.fields[1:], wide=WideMonths(blank="zero", year="title"))
    rows: list[list[object]] = [["Municipio", "Enero", "Febrero"], ["Cobán", 1, 2]]
    sheets: dict[str, list[list[object]]] = {"Año 2022": rows, "Hoja2": [["Casos del año 2023"], *rows]}
    tables = building.read(building.delivered(building.workbook(sheets), "casos.xlsx"), profile=profile)
    assert [table.cells["occurred_year"][0] for table in tables] == ["2022", "2023"]


def test_it_refuses_months_without_a_year() -> None:
    with pytest.raises(DeliveryRefused, match="Año"):
        wide([["Cuadrante/Delito", "Enero", "Febrero"], ["Robo", "1", "2"]], BLOCKS)


def test_it_rejects_every_cell_of_a_row_that_does_not_fit() -> None:
    table = wide(
        [["Año", "Municipio", "Enero", "Febrero"], ["2024", "Cobán", "3", "0"], ["2024", "Tactic", "1"]]
    )
    assert table.rejected.select("row", "column", "reason").rows() == [
        (3, "Enero", "too_few_fields"),
        (3, "Febrero", "too_few_fields"),
    ]


def test_it_does_not_compare_quarters_with_the_whole_year() -> None:
    table = wide(
        [["Año", "Municipio", "Enero", "Febrero", "1er trimestre"], ["2024", "Cobán", "3", "1", "9"]]
    )
    assert codes(table) == []
    assert left_out(table) == [(1, "total_column", 1)]
