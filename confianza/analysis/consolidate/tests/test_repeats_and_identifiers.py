"""Records delivered twice, identifiers shared, and people who must not be recognised."""

from dataclasses import replace

import polars as pl

from confianza.analysis.consolidate.tests.tidying import DATE, NUMBER, consolidated, profile, tidy, warned
from confianza.analysis.sources.profile import Field


def test_exact_repeats_are_dropped_once_and_point_to_the_first() -> None:
    first = tidy({"occurred_on": ["05/01/2024", "05/01/2024", "06/01/2024"]})
    again = tidy({"occurred_on": ["06/01/2024"]}, file="otra.csv", sheet="Hoja1")

    result = consolidated(profile(DATE), first, again)

    assert result.claims["record"].to_list() == [1, 3]
    assert result.duplicates.rows() == [
        ("enero.csv", "", 3, "enero.csv", 2),
        ("otra.csv", "Hoja1", 2, "enero.csv", 4),
    ]
    assert (result.rows_read, result.claims.height, result.duplicates.height) == (4, 2, 2)


def test_repeats_are_kept_and_told_where_the_layout_cannot_tell_them_apart() -> None:
    result = consolidated(profile(DATE, exact_duplicates="keep"), tidy({"occurred_on": ["05/01/2024"] * 3}))

    assert (result.claims.height, result.duplicates.height) == (3, 0)
    assert warned(result, "repeats_kept").rows == (3, 4)


def test_rows_equal_in_their_cells_differ_by_what_stands_above_them() -> None:
    table = tidy({"occurred_on": ["05/01/2024"] * 2, "police_code": ["Q-1", "Q-2"]})
    same_cells = replace(table, cells=table.cells.with_columns(pl.lit(7, pl.UInt64).alias("_identity")))

    assert consolidated(profile(DATE, Field("police_code", ())), same_cells).duplicates.height == 0


def test_records_without_identity_repeat_nothing() -> None:
    table = tidy({"occurred_on": ["05/01/2024"] * 2})

    bare = replace(table, cells=table.cells.drop("_identity", "_column"))

    assert consolidated(profile(DATE), bare).claims.height == 2


def test_different_records_that_share_an_identifier_are_kept_and_told() -> None:
    table = tidy(
        {
            "source_record_id": ["1", "2", "2", None, None],
            "occurred_on": [f"0{day}/01/2024" for day in range(1, 6)],
        }
    )
    next_year = tidy(
        {"source_record_id": ["1", "3"], "occurred_on": ["01/01/2025", "02/01/2025"]}, file="2025.csv"
    )

    result = consolidated(profile(NUMBER, DATE), table, next_year)

    assert result.claims.height == 7
    assert (warned(result, "conflicting_ids").rows, warned(result, "conflicting_ids").value) == ((3, 4), "2")


def test_personal_columns_are_named_and_their_contents_are_nowhere() -> None:
    fields = (NUMBER, DATE, Field("first_name", ("nombre",), personal=True))
    table = tidy(
        {
            "source_record_id": ["1", "2"],
            "occurred_on": ["05/01/2024", "x"],
            "first_name": ["Fulana", "Mengano"],
        },
        headers={"source_record_id": "num", "occurred_on": "fecha", "first_name": "primer_nombre"},
    )

    result = consolidated(profile(*fields), table)

    assert warned(result, "personal_columns").value == "primer_nombre"
    everything = str(result.claims.to_dicts()) + str(result.rejected.to_dicts()) + str(result.warnings)
    assert "Fulana" not in everything
    assert "Mengano" not in everything
