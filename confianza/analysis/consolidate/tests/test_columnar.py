"""Parquet and JSON become the same text tables as everything else."""

import datetime as dt
import io
import json

import polars as pl
import pytest

from confianza.analysis.consolidate.delivery import Limits
from confianza.analysis.consolidate.tests import building
from confianza.analysis.consolidate.tests.building import delivered, read, read_one, reasons
from confianza.analysis.sources.profile import Field, JsonRecords, Profile
from confianza.analysis.vocabulary.problems import DeliveryRefused

POINTS = Profile(
    name="test_points", institution="", country="", title_es="", title_en="",
    grain="offence", date_meaning="occurrence",
    fields=(
        Field("latitude", ("lat",), "decimal", required=True),
        Field("offence_label", ("delito",), "offence", required=True),
        Field("municipality_name", ("municipio",)),
        Field("locality", ("colonia",)),
    ),
    json=JsonRecords(key="puntos", columns=("lat", "delito"), path=("municipio", "colonia")),
)  # fmt: skip


def parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def test_it_writes_typed_columns_as_text() -> None:
    frame = pl.DataFrame(
        {
            "Fecha del hecho": [dt.date(2024, 1, 31), dt.date(2024, 2, 1)],
            "Municipio": pl.Series(["Cobán ", ""], dtype=pl.Categorical),
            "Delito": ["Robo", "Hurto"],
            "Sexo": [dt.datetime(2024, 1, 31, 14, 30), None],
            "Cantidad": [1.096, 11201.0],
            "lista": [[1], [2]],
        }
    )
    table = read_one(parquet(frame), "h.parquet")
    assert table.cells["occurred_on"].to_list() == ["2024-01-31", "2024-02-01"]
    assert table.cells["municipality_name"].to_list() == ["Cobán", None]
    assert table.cells["sex"].to_list() == ["2024-01-31 14:30:00", None]
    assert table.cells["weight"].to_list() == ["1.096", "11201"]
    assert table.cells["_row"].to_list() == [1, 2]


def test_it_refuses_damaged_parquet_and_more_cells_than_the_limit() -> None:
    content = parquet(pl.DataFrame({"Fecha del hecho": ["x"] * 10, "Municipio": ["y"] * 10}))
    for broken, limits, code in (
        (content[: len(content) // 2], Limits(), "broken_parquet"),
        (content, Limits(max_parquet_cells=10), "too_many_cells"),
    ):
        with pytest.raises(DeliveryRefused) as refused:
            read(delivered(broken, "h.parquet"), limits=limits)
        assert refused.value.problem.code == code


def test_it_reads_nameless_records_and_the_place_from_the_path() -> None:
    points = json.dumps({"agregados": [[1]], "puntos": [[14.5, "Robo "], [15, None], [16.25]]}).encode()
    archive = building.zipped({"datos/COBÁN/El Centro.json": points, "datos/población.json": b'{"a": 1}'})
    [table] = read(delivered(archive, "puntos.zip"), profile=POINTS)
    assert table.file == "datos/COBÁN/El Centro.json"
    assert table.cells.select("latitude", "offence_label", "municipality_name", "locality").rows() == [
        ("14.5", "Robo", "COBÁN", "El Centro"),
        ("15", None, "COBÁN", "El Centro"),
    ]
    assert reasons(table.rejected) == {3: "too_few_fields"}
    assert [problem.value for problem in table.problems] == ["datos/población.json"]


def test_it_reads_an_array_of_objects() -> None:
    records = [
        {"Fecha del hecho": "01/02/2024", "Municipio": "Cobán", "Delito": {"a": 1}},
        {"Municipio": "Cobán", "Sexo": 1},
    ]
    table = read_one(json.dumps(records).encode(), "h.json")
    assert table.cells["offence_label"].to_list() == ['{"a": 1}', None]
    assert table.cells["_row"].to_list() == [1, 2]


@pytest.mark.parametrize("content", ['{"puntos": [[1, ', "[" * 100_000])
def test_it_refuses_damaged_json(content: str) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        read(delivered(content, "h.json"), profile=POINTS)
    assert refused.value.problem.code == "broken_json"


def test_it_refuses_parquet_whose_data_were_damaged() -> None:
    frame = pl.DataFrame({name: [str(n * 7919) for n in range(50_000)] for name in building.HEADER})
    content = bytearray(parquet(frame))
    content[100:-5_000] = bytes(len(content) - 5_100)
    with pytest.raises(DeliveryRefused) as refused:
        read(delivered(bytes(content), "h.parquet"))
    assert refused.value.problem.code == "broken_parquet"
