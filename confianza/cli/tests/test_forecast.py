"""The verb that forecasts places: every method beside its baselines, and the reason for the chosen one."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from confianza.cli.program import app

WORDS = (
    "--x",
    "lon",
    "--y",
    "lat",
    "--date",
    "date",
    "--train-until",
    "2023-06-30",
    "--test-until",
    "2023-12-31",
)


def rows(cases=1_200, more=""):
    random = np.random.default_rng(4)
    days = np.datetime64("2022-01-01") + np.sort(random.integers(0, 730, cases))
    places = random.normal([-90.5, 14.6], 0.006, size=(cases, 2))
    header = "lon,lat,date,delito" + (f",{more.partition('=')[0]}" if more else "")
    told = [
        f"{x:.6f},{y:.6f},{day},{'Robo' if n % 2 else 'Hurto'}"
        for n, ((x, y), day) in enumerate(zip(places, days, strict=True))
    ]
    return [header, *(f"{row},{more.partition('=')[2]}" if more else row for row in told)]


@pytest.fixture
def asked(tmp_path):
    def run(lines, *words, exit_code=0):
        path = tmp_path / "cases.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        result = CliRunner().invoke(app, ["forecast", str(path), *words], catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result.stdout

    return run


@pytest.fixture
def told(asked):
    return lambda lines, *words, exit_code=0: json.loads(asked(lines, *words, "--json", exit_code=exit_code))


def test_every_method_is_told_beside_the_baselines_with_its_scores(told):
    said = told(rows(), *WORDS)
    methods = {each["method"]: each for each in said["methods"]}
    assert set(methods) == {"last_period", "long_run_mean", "density", "self_exciting"}
    assert [name for name, each in methods.items() if each["baseline"]] == [
        "last_period",
        "long_run_mean",
        "density",
    ]
    for each in methods.values():
        assert [score["area_share"] for score in each["scores"]] == [0.01, 0.02, 0.05, 0.1]
        for score in each["scores"]:
            assert {"pai", "pei", "ser", "ci_low", "ci_high", "hit_rate", "expected", "seen"} <= set(score)
            assert score["ci_low"] <= score["pai"] <= score["ci_high"]
            assert score["hit_rate"] == pytest.approx(score["pai"] * score["area_share"], abs=1e-3)
            assert 0 <= score["pei"] <= 1
    assert said["chosen"] in methods
    assert len(said["why"]) > 40
    assert said["periods"] == [f"2023-{month:02}-01" for month in range(7, 13)]
    assert said["cases"]["learnt"] + said["cases"]["scored"] == 1_200
    assert (said["next"]["from"], said["next"]["until"]) == ("2024-01-01", "2024-01-31")
    assert -90.6 < said["next"]["cells"][0]["longitude"] < -90.4


def test_a_layer_brings_the_risk_terrain(told, tmp_path):
    (tmp_path / "bars.csv").write_text("lon,lat\n-90.501,14.601\n-90.499,14.602\n", encoding="utf-8")
    said = told(rows(), *WORDS, "--layer", f"bars={tmp_path / 'bars.csv'}")
    assert "risk_terrain" in [each["method"] for each in said["methods"]]


def test_a_column_of_offences_makes_a_table_for_each(told):
    said = told(rows(), *WORDS, "--offence", "delito")
    assert {group["offence"] for group in said["groups"]} == {"Robo", "Hurto"}
    one = told(rows(), *WORDS, "--offence", "Robo")
    own = next(group for group in said["groups"] if group["offence"] == "Robo")
    assert one["methods"] == own["methods"]


def test_persons_and_patrols_are_told(told):
    notes = " ".join(told(rows(more="nombre=Fulana"), *WORDS)["notes"])
    assert "persons_ignored" in notes
    said = told(rows(more="origen=patrulla"), *WORDS, "--origin", "origen", exit_code=1)
    assert said["error"]["code"] == "only_patrol_finds"


def test_people_read_a_table_and_the_reason(asked):
    said = asked(rows(), *WORDS)
    assert "PAI at 1 %" in said
    assert "density" in said


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("--x", "nada", "--y", "lat", "--date", "date"), "points_unknown_column", 2),
        ((*WORDS[:6], "--train-until", "2030-01-01"), "no_whole_period", 2),
        ((*WORDS, "--step", "decade"), "wrong_usage", 2),
        ((*WORDS, "--layer", "bars"), "wrong_usage", 2),
        ((*WORDS, "--offence", "piratería"), "no_such_offence", 2),
        ((*WORDS, "--cell", "0"), "no_cell_size", 2),
        ((*WORDS, "--cell", "0.01"), "giant_grid", 1),
    ],
)
def test_wrong_questions_are_answered_in_one_sentence(told, words, code, exit_code):
    assert told(rows(300), *words, exit_code=exit_code)["error"]["code"] == code


def test_a_file_of_one_place_is_refused(told):
    lines = [
        "lon,lat,date",
        *(f"-90.5,14.6,2023-{month:02}-0{day}" for month in range(1, 13) for day in (1, 5)),
    ]
    assert told(lines, *WORDS, exit_code=1)["error"]["code"] == "one_place"


def test_months_after_the_end_of_the_file_are_not_zeros(told):
    said = told(rows(), *WORDS[:8], "--test-until", "2025-12-31")
    assert said["periods"] == [f"2023-{month:02}-01" for month in range(7, 13)]
    assert any(note.startswith("silent_end") for note in said["notes"])
    assert said["next"]["from"] == "2024-01-01"


def test_every_finding_of_forecasts_and_trends_is_said_in_spanish(monkeypatch):
    from confianza.analysis.hotspots import asking
    from confianza.cli import language

    monkeypatch.setenv("CONFIANZA_LANGUAGE", "es")
    silent = [
        code
        for code in asking.CODES
        if language._(asking.KINDS[code].sentence) == asking.KINDS[code].sentence
    ]
    assert not silent
