"""The verb for near repeats: the same keys always, the published table, and a sentence for bad input."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from confianza.cli.program import app

TABLE = "x,y,day\n765000,1612000,2026-01-01\n765010,1612000,2026-01-03\n765500,1612300,2026-02-01\n"
DEGREES = "x,y,day\n-90.5123,14.6123,2026-01-01\n-90.5223,14.6223,2026-01-04\n"
CHICAGO = [[28, 5, 5, 2], [44, 13, 8, 4], [97, 56, 19, 16], [77, 67, 45, 20], [182194, 146149, 95237, 45879]]


@pytest.fixture
def asked(tmp_path):
    def run(text, *words, exit_code=0):
        path = tmp_path / "events.csv"
        path.write_text(text, encoding="utf-8")
        result = CliRunner().invoke(app, ["near-repeat", str(path), *words], catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result.stdout

    return run


@pytest.fixture
def told(asked):
    return lambda text, *words, exit_code=0: json.loads(asked(text, *words, "--json", exit_code=exit_code))


@pytest.mark.shared
@pytest.mark.parametrize("names", [("X", "Y", "D"), ("1", "2", "3")])
def test_the_published_table_of_a_file_without_names(names, shared_data):
    file = str(shared_data / "us-chicago-near-repeat/chicago_be_month1.csv")
    words = ["--distances", "0,1,100,200,300", "--days", "0,7,14,21", "--metric", "manhattan", "--json"]
    x, y, date = names
    words += ["--x", x, "--y", y, "--date", date, "--permutations", "19"]
    result = CliRunner().invoke(app, ["near-repeat", file, *words], catch_exceptions=False)
    said = json.loads(result.stdout)
    assert said["observed"] == CHICAGO
    assert np.shape(said["expected"]) == np.shape(said["ratio"]) == np.shape(said["p"]) == (5, 4)
    assert bool(said["notes"]) == (x == "X")


def burkitt():
    geopandas, libpysal = pytest.importorskip("geopandas"), pytest.importorskip("libpysal")
    frame = geopandas.read_file(libpysal.examples.get_path("burkitt.shp"))
    return frame[["X", "Y", "T"]].to_csv(index=False)


def test_one_distance_and_one_time_reach_their_ends(told):
    said = told(burkitt(), "--x", "X", "--y", "Y", "--date", "T", "--distances", "0,20", "--days", "0,5")
    assert said["observed"] == [[13, 3416], [39, 14110]]
    assert said["expected"][0][0] == pytest.approx(10.1438161)
    assert said["sd"][0][0] == pytest.approx(2.8979, abs=1e-4)
    assert said["closed"]
    assert any("taken as days" in note for note in said["notes"])


def test_and_do_not_where_somebody_says_so(told):
    words = ["--x", "X", "--y", "Y", "--date", "T", "--distances", "0,20", "--days", "0,5", "--ends", "lower"]
    assert told(burkitt(), *words)["observed"][0][0] == 12


def test_a_table_says_ratio_and_p_for_every_band(told):
    said = told(TABLE, "--date", "day", "--distances", "0,50,100", "--days", "0,7,14")
    assert said["observed"] == [[1, 0, 0], [0, 0, 0], [0, 0, 2]]
    assert said["ratio"][1] == [None, None, None]
    assert said["p"][1] == [1, 1, 1]
    assert not said["closed"]


def test_people_read_a_sentence_and_a_table(asked):
    said = asked(TABLE, "--date", "day", "--chains", "50,7")
    assert "no near repeat stands out from chance" in said
    assert "[0, 7) days" in said
    assert "2 events from 2026-01-01 to 2026-01-03, begun by event 1 of the file." in said


def test_chains_are_told_where_somebody_asks(told):
    said = told(TABLE, "--date", "day", "--chains", "50,7")
    assert said["chains"][0]["events"] == 2
    assert said["roles"] == {"alone": 1, "originator": 1, "repeat": 1}


@pytest.mark.parametrize(
    ("text", "words", "code", "exit_code"),
    [
        ("", (), "points_empty_file", 1),
        ("x,y,day\n", (), "points_empty_file", 1),
        ("x,y,day\n765000,1612000,2026-01-01\n", (), "one_point", 1),
        ("x,y,day\n" + "765000,1612000,2026-01-01\n" * 3, (), "one_place", 1),
        (TABLE.replace("2026-02-01", "2026-02-31"), (), "not_a_day", 1),
        (TABLE.replace("765010", "aquí"), (), "not_a_number", 1),
        (TABLE.replace("765010", "inf"), (), "not_finite", 1),
        ("x,y,day\n1,2,\n3,4,\n", ("--crs", "metres"), "no_points", 1),
        ("x,y,day\n1,2,2026-01-01\n3,4,2026-01-01\n", ("--crs", "metres"), "one_day", 1),
        ("x,y,day\n1,2,2026-01-01\n3,4,2026-01-01\n", (), "degrees_or_metres", 2),
        (DEGREES, ("--crs", "EPSG:32615"), "degrees_as_metres", 2),
        (TABLE, ("--x", "este"), "points_unknown_column", 2),
        (TABLE, ("--distances", "5"), "bad_bands", 2),
        (TABLE, ("--days", "7,0"), "bad_bands", 2),
        (TABLE, ("--days", "0,una"), "wrong_usage", 2),
        (TABLE, ("--chains", "50"), "wrong_usage", 2),
        (TABLE, ("--crs", "nada"), "unknown_crs", 2),
        ("x,x,day\n1,2,2026-01-01\n", (), "points_columns_alike", 1),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_a_sentence(told, text, words, code, exit_code):
    said = told(text, "--date", "day", *words, exit_code=exit_code)
    assert said["error"]["code"] == code
    assert said["error"]["message"].endswith(".")


def test_a_file_without_names_is_asked_for_places(told):
    rows = "765000,1612000,2026-01-01,robo\n765010,1612000,2026-01-03,robo\n"
    said = told(rows, "--date", "day", exit_code=2)
    assert "from 1 to 4" in said["error"]["message"]
    assert told(rows, "--x", "1", "--y", "2", "--date", "3")["events"] == 2


def test_semicolons_decimal_commas_and_old_encodings_are_read(tmp_path):
    path = tmp_path / "año.csv"
    path.write_bytes("x;y;día\n765000,5;1612000,5;1/2/2026\n765010,5;1612000,25;3/2/2026\n".encode("cp1252"))
    words = ["near-repeat", str(path), "--date", "día", "--distances", "0,50", "--days", "0,7", "--json"]
    said = json.loads(CliRunner().invoke(app, words, catch_exceptions=False).stdout)
    assert said["observed"][0][0] == 1
    assert len(said["notes"]) == 2
