"""The verb for hot spots: every method answers, writes GeoJSON, and tells what it left out."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from confianza.cli.program import app


@pytest.fixture
def town(tmp_path):
    """A file of 500 events in degrees, 200 of them in one block, with a day and a harm; one at (0, 0)."""
    random = np.random.default_rng(1)
    lon = np.r_[-90.53 + random.uniform(0, 0.03, 300), -90.51 + random.uniform(0, 0.003, 200), 0]
    lat = np.r_[14.6 + random.uniform(0, 0.03, 300), 14.62 + random.uniform(0, 0.003, 200), 0]
    day = np.datetime64("2026-01-01") + random.integers(0, 150, 501).astype("timedelta64[D]")
    rows = [f"{a:.6f},{b:.6f},{c},{n % 5}" for n, (a, b, c) in enumerate(zip(lon, lat, day, strict=True))]
    path = tmp_path / "town.csv"
    path.write_text("lon,lat,fecha,daño\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def run(path, *words, exit_code=0):
    words = ["hotspots", str(path), "--x", "lon", "--y", "lat", *words]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == exit_code, result.output
    return result.stdout


@pytest.mark.parametrize(
    "method", ["surplus", "gi", "counts", "density", "classes", "clusters", "scan", "chains", "hexagons"]
)
def test_every_method_answers_and_writes_geojson(town, tmp_path, method):
    file = tmp_path / "out.geojson"
    said = json.loads(
        run(town, "--method", method, "--date", "fecha", "--cell", "400", "--out", str(file), "--json")
    )
    assert said["method"] == method
    assert said["events"] == 500
    assert len(said["rows"]) == said["found"]
    assert any("(0, 0)" in note for note in said["notes"])
    drawn = json.loads(file.read_text())
    assert len(drawn["features"]) == said["found"]
    for feature in drawn["features"]:
        assert np.abs(np.ravel(feature["geometry"]["coordinates"])).max() < 91


def test_the_block_is_hot_and_nothing_far_from_it_is(town):
    said = json.loads(run(town, "--json"))
    assert said["found"] > 0
    assert said["signal_p"] < 0.01
    assert np.ptp([row["x"] for row in said["rows"]]) < 1_500


def test_weights_are_heeded(town):
    plain, harm = (json.loads(run(town, "--json", *more)) for more in ((), ("--weight", "daño")))
    assert (plain["method"], harm["method"]) == ("surplus", "gi")
    total = [sum(row["count"] for row in said["rows"]) for said in (plain, harm)]
    assert total[0] != total[1]


def test_all_cells_are_told_where_somebody_asks(town):
    said = json.loads(run(town, "--all", "--json"))
    assert len(said["rows"]) == said["cells"]
    assert sum(row["shown"] for row in said["rows"]) == said["found"]


def test_people_read_a_sentence_and_a_table(town):
    assert "cells are hot spots" in run(town)
    assert "findings" in run(town, "--method", "clusters")


def test_a_quiet_town_is_called_quiet(tmp_path):
    random = np.random.default_rng(5)
    rows = [f"{a:.1f},{b:.1f}" for a, b in random.uniform(700_000, 703_000, (400, 2))]
    path = tmp_path / "quiet.csv"
    path.write_text("lon,lat\n" + "\n".join(rows) + "\n")
    words = ["hotspots", str(path), "--x", "1", "--y", "2", "--crs", "metres"]
    said = CliRunner().invoke(app, words, catch_exceptions=False).stdout
    assert "no cell stands out from chance" in said


def test_a_single_crowded_place_is_hot_though_gi_cannot_see_it(tmp_path):
    random = np.random.default_rng(5)
    places = [*random.uniform(700_000, 703_000, (100, 2)), *np.full((100, 2), 701_500)]
    path = tmp_path / "crowded.csv"
    path.write_text("lon,lat\n" + "\n".join(f"{a:.1f},{b:.1f}" for a, b in places) + "\n")
    said = json.loads(run(path, "--crs", "metres", "--cell", "300", "--json"))
    assert 1 <= said["found"] <= 9
    assert max(row["count"] for row in said["rows"]) >= 100
    assert json.loads(run(path, "--crs", "metres", "--cell", "300", "--method", "gi", "--json"))["found"] == 0


def test_surplus_heeds_no_weights_and_says_so(town):
    said = json.loads(run(town, "--method", "surplus", "--weight", "daño", "--json", exit_code=2))
    assert "--method gi" in said["error"]["message"]


def test_an_offence_and_days_are_chosen_from_a_table(tmp_path):
    path = tmp_path / "events.csv"
    rows = [
        f"{700_000 + n},{1_600_000 + n},2026-01-{1 + n % 30:02},{'Robo' if n % 3 else 'Hurto'}"
        for n in range(90)
    ]
    path.write_text("lon,lat,fecha,delito\n" + "\n".join(rows) + "\n")
    words = ("--method", "counts", "--crs", "metres", "--json")
    assert json.loads(run(path, *words))["events"] == 90
    assert json.loads(run(path, *words, "--offence", "Robo"))["events"] == 60
    days = ("--date", "fecha", "--from", "2026-01-01", "--to", "2026-01-10")
    assert json.loads(run(path, *words, *days))["events"] == 30
    assert json.loads(run(path, *words, *days, "--offence", "robbery"))["events"] == 18
    assert "--date COLUMN" in json.loads(run(path, *words, *days[2:], exit_code=2))["error"]["message"]
    late = ("--date", "fecha", "--from", "2027-01-01")
    assert json.loads(run(path, *words, *late, exit_code=1))["error"]["code"] == "none_chosen"


def test_methods_of_time_ask_for_days(town):
    assert "--date" in json.loads(run(town, "--method", "scan", "--json", exit_code=2))["error"]["message"]


def test_hexagons_ask_where_on_the_globe(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text("lon,lat\n700000,1600000\n700100,1600000\n")
    words = [
        "hotspots",
        str(path),
        "--x",
        "1",
        "--y",
        "2",
        "--method",
        "hexagons",
        "--crs",
        "metres",
        "--json",
    ]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 2
    assert "--crs" in json.loads(result.stdout)["error"]["message"]


def test_tiny_cells_over_a_large_place_are_refused(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text("x,y\n500000,1600000\n700000,1800000\n600000,1700000\n")
    words = ["hotspots", str(path), "--cell", "5", "--json"]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == "giant_grid"


@pytest.mark.parametrize("method", ["gi", "density", "counts", "clusters"])
def test_two_points_are_answered_too(tmp_path, method):
    path = tmp_path / "two.csv"
    path.write_text("x,y\n500000,1600000\n500010,1600010\n")
    words = ["hotspots", str(path), "--method", method, "--json"]
    assert CliRunner().invoke(app, words, catch_exceptions=False).exit_code == 0


def test_a_file_that_cannot_be_written_is_told(town, tmp_path):
    said = json.loads(run(town, "--out", str(tmp_path / "none" / "out.geojson"), "--json", exit_code=2))
    assert "cannot be written" in said["error"]["message"]
