"""`confianza evaluate appraisal`: what became of a problem, from a plain table."""

import json

import pytest
from typer.testing import CliRunner

from confianza.analysis.evaluation import appraisal_claims
from confianza.cli import language
from confianza.cli.program import app

BEFORE = [20, 24, 18, 22, 19, 25, 17, 21, 23, 20, 18, 22]
HALVED = [10, 9, 12, 8, 11, 13, 9, 10, 12, 8, 11, 10]
PERIODS = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)]
ITSELF = "compared_with_itself"
YEARS = ["--before", "2023-01:2023-12", "--after", "2024-01:2024-12"]


def run(*words, code=0):
    result = CliRunner().invoke(app, ["evaluate", "appraisal", *map(str, words)])
    assert result.exit_code == code, result.output + result.stderr
    return result


def asked(*words, code=0):
    return json.loads(run(*words, "--json", code=code).stdout)


def lines(**areas):
    rows = [
        f"{area},{period},{count}"
        for area, counts in areas.items()
        for period, count in zip(PERIODS, counts, strict=True)
    ]
    return "\n".join(["area,period,count", *rows]) + "\n"


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "counts.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def wards(table):
    return table(lines(three=BEFORE + HALVED, four=BEFORE + BEFORE, five=BEFORE + HALVED))


def test_a_fall_beside_an_area_without_one(wards):
    told = asked(
        wards, *YEARS, "--area", "three", "--compared", "four", "--agreed", "2023-06-01", "--not-chosen-high"
    )
    assert (told["verdict"], told["claim_code"], told["method"]) == ("fell", "fell_beside", "beside")
    assert told["ratio"] == pytest.approx(123 / 249, abs=1e-6)
    assert told["ci"][0] < told["ratio"] < told["ci"][1] < 1
    assert told["counts"] == {"before": 249, "after": 123, "comparison_before": 249, "comparison_after": 249}
    assert told["guard"]["code"] == "differs_fall"
    assert told["measure"]["agreed_on"] == "2023-06-01"
    assert told["power"]["of_half"] > 0.9  # fmt: skip


def test_where_it_fell_there_too_there_is_no_evidence(wards):
    told = asked(wards, *YEARS, "--area", "three", "--compared", "five")
    assert told["verdict"] == "no_evidence_of_change"
    assert told["claim"].startswith("No evidence of change: 249 counted in 12 periods before")
    shown = run(wards, *YEARS, "--area", "three", "--compared", "five").stdout
    assert shown.startswith("No evidence of change: ")
    assert "interval of 97 %" in shown
    assert shown.count("The time after is short") == 1


def test_a_table_of_one_place_needs_no_areas(table):
    rows = zip(PERIODS, BEFORE + HALVED, [30] * 12 + [15] * 12, strict=True)
    path = table("period,count,days\n" + "".join(f"{period},{y},{days}\n" for period, y, days in rows))
    assert asked(path, *YEARS)["verdict"] == "fell"
    assert asked(path, *YEARS, "--exposure", "days")["verdict"] == "no_evidence_of_change"
    few = asked(
        path, "--before", "2023-01:2023-12", "--after", "2024-01:2024-12", "--complete-until", "2024-06-30"
    )
    assert "still_arriving" in [each["code"] for each in few["cautions"]]  # fmt: skip


def test_so_few_cases_that_nothing_is_computed(table):
    path = table(lines(three=[1, 0, 0, 0] * 6))
    told = asked(path, *YEARS)
    assert (told["verdict"], told["ratio"], told["ci"], told["power"]) == (
        "too_few_to_tell",
        None,
        None,
        None,
    )
    assert "So few tell nothing" in run(path, *YEARS).stdout


def test_weeks(table):
    weeks = [f"2024-01-{day:02}" for day in (1, 8, 15, 22, 29)] + [f"2024-02-{day:02}" for day in (5, 12, 19)]
    path = table("period,count\n" + "".join(f"{week},{9}\n" for week in weeks))
    told = asked(path, "--before", "2024-01-01:2024-01-28", "--after", "2024-01-29:2024-02-25")
    assert (told["measure"]["step"], told["verdict"]) == ("week", "no_evidence_of_change")


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        ("--before 2024-01:2024-12 --after 2023-01:2023-12 --area three", "after_before_before", 2),
        ("--before 2023-01:2023-12 --after 2023-12:2024-06 --area three", "sides_overlap", 2),
        ("--before 2023-12:2023-01 --after 2024-01:2024-06 --area three", "days_backwards", 2),
        ("--before 2023-01-01:2023-12-31 --after 2024-01-01:2024-06-20 --area three", "partial_month", 2),
        ("--before 2023 --after 2024-01:2024-06 --area three", "days_not_understood", 2),
        ("--before 2023-01:2023-12 --after 2024-01:2024-12 --area three --compared three", ITSELF, 2),
        ("--before 2023-01:2023-12 --after 2024-01:2024-12 --area six", "no_area", 2),
        ("--before 2023-01:2023-12 --after 2024-01:2024-12", "wrong_usage", 2),
        ("--before 2023-12:2023-12 --after 2024-01:2024-01 --area three", "two_a_side", 1),
        ("--before 2023-01:2023-12 --after 2024-01:2025-01 --area three", "gap_of", 1),
    ],
)  # fmt: skip
def test_what_was_asked_wrongly_is_said_without_a_number(wards, words, code, exit_code):
    assert asked(wards, *words.split(), code=exit_code)["error"]["code"] == code


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [
        ("2024-05,11", "2024-05,-11", "negative_count"),
        ("2024-05,11", "2024-05,", "blank_cell"),
        ("2024-05,11", "May,11", "not_a_day"),
        ("2024-05,11", "2024-06,11", "twice_in_panel"),
        ("three,2024-05,11\n", "", "gap_of"),
    ],
)
def test_a_wrong_row_is_named(table, wrong, right, code):
    text = lines(three=BEFORE + HALVED)
    assert wrong in text
    error = asked(table(text.replace(wrong, right)), *YEARS, code=1)["error"]
    assert error["code"] == code
    assert "%(" not in error["message"]


def test_it_speaks_spanish_in_every_sentence(monkeypatch, wards):
    monkeypatch.setenv("CONFIANZA_LANGUAGE", "es")
    assert run(wards, *YEARS, "--area", "three").stdout.startswith("Bajó: 249 contados")
    assert run(wards, *YEARS, "--area", "four").stdout.startswith("Sin evidencia de cambio: 249 contados")
    said = appraisal_claims.SENTENCES
    assert [code for code, sentence in said.items() if language._(sentence) == sentence] == []
