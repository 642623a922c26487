"""`confianza evaluate claim`: the guard, asked from the command line."""

import json

import pytest
from typer.testing import CliRunner

from confianza.cli.program import app

ALL = (
    "--counts --clear --control --before 10 --after 4 --path-shown --fit-good --placebo-p 0.02 --same-area "
    "--not-chosen-high --ways-agree --registered"
)


def run(words, code=0):
    result = CliRunner().invoke(app, ["evaluate", "claim", *words.split()])
    assert result.exit_code == code, result.output + result.stderr
    return result


def asked(words, code=0):
    return json.loads(run(words + " --json", code).stdout)


def test_with_everything_it_may_be_called_caused():
    told = asked(ALL)
    assert (told["strength"], told["refused"], told["cautions"]) == ("caused", [], {})
    assert "caused a fall" in told["sentence"]


@pytest.mark.parametrize(
    ("less", "needs"),
    [
        ("--control", "comparison"),
        ("--same-area", "same_area"),
        ("--path-shown", "path"),
        ("--fit-good", "fit"),
        ("--placebo-p 0.02", "placebo"),
        ("--not-chosen-high", "fair_comparison"),
        ("--ways-agree", "agreement"),
        ("--registered", "registration"),
        ("--after 4", "three_after"),
        ("--before 10", "eight_before"),
        ("--clear", "clear_interval"),
        ("--counts", "counts"),
    ],
)
def test_anything_that_is_missing_is_asked_for(less, needs):
    told = asked(ALL.replace(less, ""))
    caused = next(refusal for refusal in told["refused"] if refusal["word"] == "caused")
    assert needs in caused["needs"]


def test_months_are_no_years():
    told = asked(ALL + " --years-after 0.3")
    assert told["strength"] == "fits"
    assert "short_time" in told["cautions"]


def test_five_municipalities_and_one_sub_station():
    said = run("--counts --clear --before 1 --after 1 --other-area --chosen-high").stdout
    assert said.startswith("The difference is more than chance, but the place may have been chosen")
    assert "The counts are not known to be of the area where the programme was" in said
    assert "It cannot be said that the programme caused it. It would also need:" in said


def test_knowing_nothing_says_nothing():
    assert asked("")["strength"] == "reported"


def test_neither_way_is_no_claim():
    assert asked(ALL + " --went none")["strength"] == "counted"
    assert asked(ALL + " --went rise")["code"] == "caused_rise"


def test_a_wrong_direction_or_p_is_wrong_usage():
    assert asked("--went sideways", code=2)["error"]["code"] == "not_a_direction"
    run("--placebo-p 7", code=2)
