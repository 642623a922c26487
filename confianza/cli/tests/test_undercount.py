"""The verb that says how many no source saw: a plain table in, the same four keys out."""

import json

import pytest
from typer.testing import CliRunner

from confianza.cli.program import app

KOREA = "b,c,d,Count\n0,0,1,41\n0,1,0,5\n1,0,0,5\n1,1,0,54\n1,0,1,6\n0,1,1,0\n1,1,1,12\n"
ARTIFICIAL = "A,B,C,n\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"


@pytest.fixture
def asked(tmp_path):
    def run(text, *words, exit_code=0):
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        result = CliRunner().invoke(app, ["undercount", str(path), *words], catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result.stdout

    return run


@pytest.fixture
def told(asked):
    return lambda text, *words, exit_code=0: json.loads(asked(text, *words, "--json", exit_code=exit_code))


def test_a_table_is_answered_with_four_keys_and_nothing_else(told):
    said = told(KOREA)
    assert set(said) == {"observed", "estimates", "range", "refused"}
    assert said["observed"] == 123
    assert all(set(each) == {"method", "estimate", "ci_low", "ci_high"} for each in said["estimates"])
    assert {each["method"]: each["estimate"] for each in said["estimates"]}["loglinear_min_bic"] == 157.17
    low, high = said["range"]
    assert low < 157.17 < high
    assert said["refused"][0].startswith("no_estimate: The model [12,13] has no estimate")


def test_a_table_that_cannot_bear_a_range_gets_none_and_says_why(told):
    said = told(ARTIFICIAL)
    assert said["range"] is None
    assert any("[12,3]" in reason for reason in said["refused"])
    assert any(reason.startswith("list_alone: The list “C”") for reason in said["refused"])


def test_a_model_without_an_estimate_is_refused(told):
    said = told(ARTIFICIAL, "--model", "[12,3]")
    assert (said["estimates"], said["range"]) == ([], None)
    assert "[12,3]" in said["refused"][0]


def test_a_model_with_one_is_told(told):
    assert [each["estimate"] for each in told(ARTIFICIAL, "--model", "[13,23]")["estimates"]] == [296.0]


def test_details_are_told_where_somebody_asks(told):
    said = told(KOREA, "--details", "--replicates", "20")
    assert said["models"]["loglinear_min_bic"] == "[12,23]"
    assert said["lists"] == {"b": 77, "c": 71, "d": 59}
    assert said["overlaps"][0] == {"lists": ["b", "c"], "both": 66}


def test_groups_are_estimated_one_by_one(told):
    rows = [line for line in KOREA.splitlines() if line][1:]
    text = "zone,b,c,d,Count\n" + "".join(f"{zone},{row}\n" for zone in ("north", "south") for row in rows)
    said = told(text, "--by", "zone", "--details", "--replicates", "20")
    assert said["observed"] == 246
    assert {name: group["observed"] for name, group in said["groups"].items()} == {"north": 123, "south": 123}


def test_people_are_told_the_range_in_a_sentence(asked):
    said = asked(KOREA, "--replicates", "20")
    assert "At least one list knows 123 people; there were between" in said
    assert "The model [12,13] has no estimate" in said


@pytest.mark.parametrize(
    ("text", "words", "code", "exit_code"),
    [
        ("A,B,n\n1,0,x\n0,1,2\n", (), "not_a_count", 1),
        ("", (), "empty_table", 1),
        (KOREA, ("--lists", "b,z"), "unknown_column", 2),
        (KOREA, ("--count", "z"), "unknown_column", 2),
        (KOREA, ("--by", "z"), "unknown_column", 2),
        (KOREA, ("--model", "[123]"), "unknown_model", 2),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(told, text, words, code, exit_code):
    assert told(text, *words, exit_code=exit_code)["error"]["code"] == code


def test_it_needs_no_workspace_and_no_register(tmp_path):
    """A sentence comes out where nothing but the command was started."""
    import subprocess
    import sys

    path = tmp_path / "korea.csv"
    path.write_text(KOREA)
    command = [
        sys.executable,
        "-c",
        "from confianza.cli import main; main()",
        "undercount",
        str(path),
        "--model",
        "[123]",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert "is no model of these lists" in done.stderr
    assert "Traceback" not in done.stderr
