"""Counting on streets from the command line."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from confianza.cli.program import app


@pytest.fixture
def town(tmp_path):
    """Ten streets of a block, forty events anywhere on them and thirty more on the third."""
    features = [
        {
            "type": "Feature",
            "properties": {"id": n, "nombre": f"{n}ª calle"},
            "geometry": {
                "type": "LineString",
                "coordinates": [[-90.51, 14.60 + n / 1000], [-90.509, 14.60 + n / 1000]],
            },
        }
        for n in range(1, 11)
    ]
    (tmp_path / "calles.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    random = np.random.default_rng(3)
    street = np.r_[random.integers(1, 11, 40), np.full(30, 3)]
    rows = [
        f"{-90.51 + at / 1000:.7f},{14.60 + n / 1000 + 0.00005:.7f}"
        for n, at in zip(street, random.uniform(0, 1, 70), strict=True)
    ]
    (tmp_path / "hechos.csv").write_text("lon,lat\n" + "\n".join([*rows, "-90.505,14.65"]) + "\n")
    return tmp_path


def run(town, *words, exit_code=0, streets="calles.geojson"):
    asked = ["hotspots", town / "hechos.csv", "--x", "lon", "--y", "lat", "--streets", town / streets, *words]
    result = CliRunner().invoke(app, [str(word) for word in asked], catch_exceptions=False)
    assert result.exit_code == exit_code, result.output
    return result.stdout


def test_streets_are_counted_ranked_and_drawn(town):
    said = json.loads(run(town, "--all", "--json", "--out", town / "out.geojson"))
    assert (said["method"], said["events"], said["on_streets"], said["without_street"]) == (
        "streets",
        71,
        70,
        1,
    )
    assert said["segments"] == len(said["rows"]) == 10
    first = said["rows"][0]
    assert (first["rank"], first["id"], first["street"], first["shown"]) == (1, "3", "3ª calle", True)
    assert first["per_100m"] == pytest.approx(first["count"] / first["length"] * 100)
    assert said["length_for_half"] < 0.2 < said["length_for_half_by_chance"]
    drawn = json.loads((town / "out.geojson").read_text())["features"]
    assert {each["geometry"]["type"] for each in drawn} == {"LineString"}


def test_people_read_a_sentence_and_a_table(town):
    said = run(town)
    assert "70 events on 10 segments (1.1 km): half of them on" in said
    assert "1 events have no street within 50 m" in " ".join(said.split())
    assert "3ª calle" in said


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("--within", "0"), "no_tolerance", 2),
        (("--within", "1"), "no_street_near", 1),
        (("--method", "density"), "wrong_usage", 2),
        (("--crs", "metres"), "streets_elsewhere", 2),
    ],
)
def test_wrong_questions_are_answered_in_one_sentence(town, words, code, exit_code):
    if "metres" in words:
        (town / "hechos.csv").write_text("lon,lat\n700000,1600000\n700100,1600000\n")
    assert json.loads(run(town, *words, "--json", exit_code=exit_code))["error"]["code"] == code


@pytest.mark.parametrize("content", ["", "nada", '{"type": "FeatureCollection", "features": []}', "\x00\x01"])
def test_files_that_are_no_streets_are_told(town, content):
    (town / "otro.geojson").write_text(content)
    said = json.loads(run(town, "--json", streets="otro.geojson", exit_code=1))
    assert said["error"]["message"].endswith(".")


def test_the_method_streets_asks_for_their_lines(town):
    result = CliRunner().invoke(app, ["hotspots", str(town / "hechos.csv"), "--method", "streets", "--json"])
    assert result.exit_code == 2
    assert "--streets FILE" in json.loads(result.stdout)["error"]["message"]
