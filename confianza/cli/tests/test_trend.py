"""The verb that tells a series: noise, season, change, hours of the week."""

import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from confianza.cli.program import app


@pytest.fixture
def asked(tmp_path):
    def run(rows, *words, exit_code=0):
        path = tmp_path / "cases.csv"
        path.write_text("\n".join(rows), encoding="utf-8")
        result = CliRunner().invoke(app, ["trend", str(path), *words], catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result.stdout

    return run


@pytest.fixture
def told(asked):
    return lambda rows, *words, exit_code=0: json.loads(asked(rows, *words, "--json", exit_code=exit_code))


def two_years(each_day=1, header="fecha,delito"):
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(731)]
    return [header, *(f"{day},Homicidio doloso" for day in days for _ in range(each_day))]


def test_a_series_is_told_with_noise_fan_and_change(told):
    said = told(two_years(), "--date", "fecha")
    assert {"series", "fan", "season", "change", "direction", "breaks", "wheel", "notes"} <= set(said)
    assert [row["count"] for row in said["series"][:3]] == [31, 29, 31]
    assert said["series"][0]["expected"] is None
    band = said["series"][-1]
    assert band["low_95"] <= band["low_80"] <= band["count"] <= band["high_80"] <= band["high_95"]
    assert len(said["fan"]) == 6
    assert said["change"]["verdict"] == "no_clear_change"
    assert 0.3 < said["change"]["probability_up"] < 0.7
    assert said["season"] is None
    assert said["wheel"] is None


def test_hours_of_the_week_come_from_spans(told):
    rows = [
        "date,from,to",
        *(f"2026-01-{day:02},2026-01-{day:02} 22:30,2026-01-{day:02} 23:30" for day in range(1, 32)),
    ]
    said = told(rows, "--date", "date", "--start", "from", "--end", "to")
    assert len(said["wheel"]["hours"]) == 7
    assert len(said["wheel"]["hours"][0]) == 24
    assert said["wheel"]["by_hour"][22] == said["wheel"]["by_hour"][23] == 15.5
    assert said["wheel"]["cases"]["spans"] == 31


def test_moments_in_utc_are_told_on_the_clock_of_a_zone(told):
    rows = ["date", *(f"2026-01-{day:02} 03:00" for day in range(1, 32)), "2026-02-01 03:00"]
    said = told(rows, "--date", "date", "--zone", "America/Guatemala")
    assert said["wheel"]["by_hour"][21] == 32
    assert said["series"][0] == {"period": "2026-01-01", "count": 31.0, "expected": None}
    offsets = [row.replace("03:00", "03:00-06:00") if ":" in row else row for row in rows]
    assert told(offsets, "--date", "date", "--zone", "America/Guatemala")["wheel"]["by_hour"][3] == 32


def test_people_read_a_sentence_and_a_table(asked):
    said = asked(two_years(), "--date", "fecha")
    assert "365 in the last 12 periods against 366" in said
    assert "2024-01-01" in said


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (("--date", "cuando"), "cuando", 2),
        (("--date", "fecha", "--zone", "Marte"), "no time zone", 2),
        (("--date", "fecha", "--offence", "piratería marítima"), "piratería marítima", 2),
        (("--date", "fecha", "--step", "decade"), "--step", 2),
        (("--date", "fecha", "--from", "ayer"), "ayer", 2),
    ],
)
def test_wrong_questions_are_answered_in_one_sentence(told, words, sentence, code):
    said = told(two_years(), *words, exit_code=code)
    assert sentence in said["error"]["message"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [(["date"], "points_empty_file"), (["date", "2026-02-31"], "not_a_day"), (["date", "-", "-"], "no_dates"),
     (["date", "2026-02-10"], "no_whole_step")],
)  # fmt: skip
def test_wrong_files_are_answered_in_one_sentence(told, rows, code):
    said = told(rows, "--date", "date", exit_code=2 if code == "no_dates" else 1)
    assert said["error"]["code"] == code
    assert len(said["error"]["message"]) > 20


def test_cases_of_one_offence_only(told):
    rows = [*two_years(), *(f"2025-06-{day:02},Extorsión" for day in range(1, 31))]
    assert (
        sum(row["count"] for row in told(rows, "--date", "fecha", "--offence", "homicide")["series"]) == 731
    )
