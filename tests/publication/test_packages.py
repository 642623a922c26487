"""Every release of the demo is read by the tools of others, and no point on its map is anybody's home."""

import csv
import os

import numpy as np
import polars as pl
import pytest

from confianza.store import packages

METRES_PER_DEGREE = 111_320.0
NOT_A_HOME_METRES = 5.0
FACTS_SHOWN_AT_A_POINT = 5


def test_every_release_is_a_valid_data_package(folders, monkeypatch):
    from frictionless import validate

    for folder in folders[-2:]:
        monkeypatch.chdir(folder)
        report = validate("datapackage.json")
        assert report.valid, report.flatten(["title", "message"])[:5]


@pytest.mark.slow
def test_all_releases_are_valid_data_packages(folders, monkeypatch):
    from frictionless import validate

    for folder in folders:
        monkeypatch.chdir(folder)
        assert validate("datapackage.json").valid, folder


def test_every_file_is_what_its_checksum_says(folders):
    for folder in folders:
        packages.check(folder)


def test_the_three_forms_of_a_table_agree(folders):
    folder = folders[-1]
    for name in ("figures_month", "figures_year"):
        parquet = pl.read_parquet(folder / f"{name}.parquet")
        with (folder / f"{name}.csv").open(encoding="utf-8") as lines:
            told = list(csv.DictReader(lines))
        assert len(told) == parquet.height
        for row, kept in zip(told, parquet.iter_rows(named=True), strict=True):
            assert (row["count"] == "..") == (kept["status"] == "hidden")
            assert row["count"] in ("", "..") or float(row["count"]) == kept["count"]
            if row["count"] == "..":
                assert row["rate"] == row["rate_low"] == row["rate_high"] == row["smoothed"] == ".."


def test_the_sdmx_reads(folders):
    import sdmx
    from sdmx.model import v30

    structure = v30.DataStructureDefinition(id="CITIZEN_SECURITY")
    for name in ("FREQ", "REF_AREA", "INDICATOR", "TIME_PERIOD"):
        structure.dimensions.append(v30.Dimension(id=name))
    structure.measures.append(v30.Measure(id="OBS_VALUE"))
    for name in ("OBS_STATUS", "CONF_STATUS"):
        structure.attributes.append(v30.DataAttribute(id=name))
    message = sdmx.read_sdmx(folders[-1] / "sdmx" / "figures.csv", structure=structure)
    told = sum(len(data.obs) for data in message.data)
    figures = [
        pl.read_parquet(folders[-1] / f"figures_{grain}.parquet") for grain in ("month", "quarter", "year")
    ]
    assert told == sum(table.height for table in figures)


def test_the_hxl_reads(folders):
    hxl = pytest.importorskip("hxl", reason="libhxl is not whole on this machine", exc_type=ImportError)
    file = folders[-1] / "hxl" / "figures_year.csv"
    source = hxl.data(str(file), hxl.InputOptions(allow_local=True))
    assert "#indicator+num+value" in {column.display_tag for column in source.columns} or "#loc+code" in {
        column.display_tag for column in source.columns
    }
    assert len(list(source)) == pl.read_parquet(folders[-1] / "figures_year.parquet").height


def test_no_point_lies_where_something_happened(demo_folder, folders):
    """Against what the house alone knows: every place any source ever told."""
    claims = [
        pl.read_parquet(file, columns=["longitude", "latitude"])
        for file in (demo_folder / "store" / "claims").rglob("*.parquet")
    ]
    places = pl.concat(claims).drop_nulls().unique().to_numpy()
    for folder in folders:
        points = pl.read_parquet(folder / "points.parquet")
        if points.is_empty():
            continue
        there = points.select("longitude", "latitude").unique().to_numpy()
        scale = np.array([np.cos(np.radians(there[:, 1].mean())), 1.0]) * METRES_PER_DEGREE
        apart = np.linalg.norm((there[:, None, :] - places[None, :, :]) * scale, axis=2)
        assert apart.min() > NOT_A_HOME_METRES * 0.99
        assert points["count"].min() >= FACTS_SHOWN_AT_A_POINT


def test_a_map_shows_no_offence_that_may_not_be_mapped(folders):
    for folder in folders:
        mapped = set(pl.read_parquet(folder / "points.parquet")["indicator_id"])
        assert not mapped & {"sexual_violence", "domestic_violence", "femicide", "child_maltreatment"}


def test_sexual_and_domestic_violence_are_told_by_town_and_year_alone(folders):
    guarded = ["sexual_violence", "domestic_violence", "femicide", "child_maltreatment"]
    for folder in folders:
        for grain in ("month", "quarter"):
            told = pl.read_parquet(folder / f"figures_{grain}.parquet")
            assert told.filter(pl.col("indicator_id").is_in(guarded)).is_empty()
        yearly = pl.read_parquet(folder / "figures_year.parquet").filter(
            pl.col("indicator_id").is_in(guarded)
        )
        levels = {area.partition("-")[0] for area in yearly["area_id"]}
        assert levels <= {"municipality", "commissariat", "department"}


def test_files_are_not_named_after_this_machine(folders):
    text = (folders[-1] / "datapackage.json").read_text(encoding="utf-8")
    assert os.path.expanduser("~") not in text
    assert str(folders[-1].parent) not in text
