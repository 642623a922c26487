"""The verbs that choose municipalities and the order of what is done there."""

import json

import pytest
from typer.testing import CliRunner

from confianza.analysis.selection import problems, questions, sequencing
from confianza.cli import language
from confianza.cli.program import app

A2SIT = "gt-indicadores-a2sit/A2SIT_data_input_template_GTM{}.xlsx"
UNHAPPY = (
    "--violence", "85", "--trend", "rising", "--gangs", "strong", "--trust", "low", "--vetted", "0.6",
    "--commitment", "words", "--capacity", "low",
)  # fmt: skip


@pytest.fixture
def asked():
    def run(*words, exit_code=0):
        result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result.stdout

    return run


@pytest.fixture
def told(asked):
    return lambda *words, exit_code=0: json.loads(asked(*words, "--json", exit_code=exit_code))


@pytest.fixture
def towns(tmp_path):
    file = tmp_path / "towns.csv"
    rows = ["town,h2016,h2017,h2018,h2019,h2020,people,trust"]
    for at in range(12):
        counts = (40 + at, 44 + at, 41 + 2 * at, 50 + 2 * at, 55 + 9 * at)
        rows.append(f"town {at},{','.join(map(str, counts))},{30_000 + 700 * at},{0.60 - 0.03 * at:.2f}")
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


COUNTED = ("--counts", "h2016,h2017,h2018,h2019,h2020", "--population", "people", "--draws", "400")


def test_three_alternatives_are_told_with_their_acceptabilities(tmp_path, told):
    file = tmp_path / "three.csv"
    file.write_text("name,one,two\nA,1,0\nB,0,1\nC,0.6,0.6\n")
    found = told("select", file, "--top", "1")
    first = {row["name"]: row["p_first"] for row in found["municipalities"]}
    assert first == pytest.approx({"A": 0.4, "B": 0.4, "C": 0.2}, abs=0.02)
    assert told("select", file) == found
    assert found["method"]["weights"] == "any"


def test_counts_rates_and_both_directions_are_told_with_their_noise(towns, told):
    found = told("select", towns, *COUNTED, "--indicator", "trust:low:weight=2", "--top", "3")
    assert [each["name"] for each in found["criteria"]] == [
        "count", "rate", "direction_of_count", "direction_of_rate", "trust"
    ]  # fmt: skip
    assert found["criteria"][-1]["high_first"] is False
    assert found["method"]["weights"] == "around"
    first = found["municipalities"][0]
    assert first["name"] == "town 11"
    assert first["rank_low"] <= first["rank"] <= first["rank_high"]
    assert first["direction_of_count"]["verdict"] == "rising"
    assert first["direction_of_rate"]["ratio"] == first["direction_of_count"]["ratio"]
    assert first["values"]["rate"]["observed"] == pytest.approx(154 / 37700 * 1e5, rel=1e-4)
    assert first["values"]["rate"]["smoothed"] < first["values"]["rate"]["observed"]
    assert set(found["regression_to_the_mean"]) == {"count", "rate"}
    assert {each["criterion"] for each in found["one_less"]} == {each["name"] for each in found["criteria"]}
    assert sum(row["p_top"] for row in found["municipalities"]) == pytest.approx(3, abs=1e-2)


def test_what_one_more_criterion_would_change_is_told(towns, told):
    found = told(
        "select", towns, "--counts", "h2020", "--also", "trust:low,h2016", "--draws", "200", "--top", "3"
    )
    assert [each["criterion"] for each in found["one_more"]] == ["trust", "h2016"]
    assert found["one_more"][0]["alike"] > 0.99


def test_people_read_a_list_and_sentences(towns, asked):
    said = asked("select", towns, *COUNTED, "--top", "3")
    assert "among the first 3" in said
    assert "Sure to be among the first 3" in said or "Nobody is sure" in said
    assert "If nothing at all were done there" in said


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("--counts", "h2016,h2018"), "select_years", 2),
        (("--counts", "murders"), "select_no_column", 2),
        (("--indicator", "trust:sideways"), "select_not_understood", 2),
        (("--indicator", "trust:weight=-1"), "select_not_understood", 2),
        (("--indicator", "trust:se=people:cv=0.1"), "select_not_understood", 2),
        (("--indicator", "trust", "--weight", "fear=2"), "select_weight_unknown", 2),
        (("--indicator", "trust", "--weight", "2"), "select_not_understood", 2),
        (("--indicator", "trust", "--indicator", "trust"), "select_criterion_twice", 2),
        (("--indicator", "trust", "--top", "12"), "select_top", 2),
        (("--indicator", "trust", "--draws", "9"), "select_draws", 2),
        (("--normalise", "log"), "wrong_usage", 2),
        (("--normalise", "z", "--aggregate", "geometric"), "select_geometric_z", 2),
        (("--counts", "trust"), "select_not_whole", 1),
        (("--counts", "people", "--population", "h2020"), "select_people", 1),
    ],
)
def test_wrong_questions_are_answered_in_one_sentence(towns, told, words, code, exit_code):
    said = told("select", towns, *words, exit_code=exit_code)["error"]
    assert said["code"] == code
    assert len(said["message"]) > 20


@pytest.mark.parametrize(
    ("cell", "code"),
    [("1.000", "select_thousands"), ("1_000", "select_cell"), ("1e308", "select_cell")],
)
@pytest.mark.parametrize("place", [2, 3])
def test_a_count_or_a_population_is_read_or_refused(tmp_path, told, cell, code, place):
    rows = [[f"t{at}", str(at), str(5 + at), str(9000 + at)] for at in range(12)]
    rows[4][place] = cell
    path = tmp_path / "pueblos.csv"
    path.write_text("town,code,deaths,people\n" + "".join(",".join(row) + "\n" for row in rows))
    words = ("--counts", "deaths", "--population", "people", "--top", "3", "--draws", "200")
    found = told("select", path, *words, exit_code=1)["error"]
    assert found["code"] == code
    assert found["message"].startswith("Row 6, column")


def test_a_negative_count_is_named_by_row_column_and_value(towns, told):
    towns.write_text(towns.read_text().replace("town 3,43", "town 3,-43"))
    said = told("select", towns, *COUNTED, exit_code=1)["error"]
    assert said["message"].startswith("Row 5, column “h2016” (B): -43.")


def test_names_of_columns_may_hold_colons(tmp_path, told):
    file = tmp_path / "odd.csv"
    file.write_text("name,trust: police,b\nA,1,0\nB,0,1\nC,0.6,0.6\n")
    found = told("select", file, "--indicator", "trust: police:low", "--top", "1", "--draws", "200")
    assert found["first"] == ["B"]


# --- Guatemala -------------------------------------------------------------------------------------------


def test_guatemala_is_ranked_with_intervals_and_the_certain_are_named(shared_data, told):
    found = told("select", shared_data / A2SIT.format(""))
    rows = found["municipalities"]
    assert len(rows) == 340
    assert len(found["criteria"]) == 40
    assert all(row["rank_low"] <= row["rank_high"] for row in rows)
    assert found["first"][0] == rows[0]["name"] == "Santa Bárbara (GT1310)"
    assert found["certain"] == [row["name"] for row in rows if row["p_top"] >= 0.95] == []
    assert len(found["possible"]) > 30
    people = next(note for note in found["notes"] if note["code"] == "note_people_found")
    assert "14887284" in people["sentence"]
    assert "Delitos" in people["sentence"]


def test_by_crime_alone_eight_of_guatemalas_ten_are_certain(shared_data, told):
    found = told("select", shared_data / A2SIT.format(""), "--indicator", "Delitos")
    assert {name.partition(" (")[0] for name in found["certain"]} == {
        "Guatemala", "Escuintla", "El Tejar", "Puerto Barrios", "Antigua Guatemala", "Chimaltenango",
        "Tiquisate", "Amatitlán",
    }  # fmt: skip
    assert set(found["certain"]) < set(found["first"])
    assert "14887284" in next(
        note["sentence"] for note in found["notes"] if note["code"] == "note_people_found"
    )
    assert found["regression_to_the_mean"]["Delitos"]["mean"] < 0


def test_the_one_wrong_cell_of_guatemala_is_named_by_row_column_and_value(shared_data, told):
    for words in ((), ("--indicator", "Delitos")):
        said = told("select", shared_data / A2SIT.format("_error"), *words, exit_code=1)["error"]
        assert said["code"] == "select_cell"
        assert said["message"].startswith("Row 7, column “DesastresNat” (D): “DOG” is no number.")


def test_guatemala_saved_as_csv_is_read_like_its_workbook(shared_data, told, tmp_path):
    import csv

    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(str(shared_data / A2SIT.format("_error")))
    file = tmp_path / "guatemala.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(book.get_sheet_by_name("Data").to_python())
    assert told("select", file, exit_code=1)["error"]["message"].startswith(
        "Row 7, column “DesastresNat” (D)"
    )


def test_the_people_of_guatemala_are_found_to_be_those_of_its_census(shared_data, told):
    found = told(
        "select",
        shared_data / A2SIT.format(""),
        "--indicator",
        "Delitos",
        "--draws",
        "200",
        "--doubt",
        "none",
    )
    rates = {row["name"]: row["values"]["Delitos"] for row in found["municipalities"]}
    # 1,664 crimes among 465,773 people (census of 2018): a gamma's standard deviation is close to √1664.
    assert rates["Mixco (GT0108)"]["sd"] == pytest.approx(1664**0.5 / 465_773 * 1e5, rel=0.01)
    assert found["regression_to_the_mean"]["Delitos"]["mean"] < 0


# --- sequencing ------------------------------------------------------------------------------------------


def test_a_sequence_is_told_with_reasons_changes_and_disagreement(told):
    found = told(
        "sequence", *UNHAPPY, "--instead", "policing", "--by", "precinct commander", "--reason", "They left"
    )
    assert found["begin"] == "enforcement"
    assert [each["step"] for each in found["sequence"]] == ["enforcement", "prevention", "policing", "full"]
    assert {"condition": "vetted", "value": "low", "begin": "preparation"} in found["would_change"]
    assert found["overruled"]["agrees_if"] == {"violence": "low", "gangs": "none", "capacity": "medium"}
    assert found["reason"]


def test_what_is_not_known_is_to_be_found_out(told, asked):
    found = told("sequence", "--violence", "85", "--gangs", "strong")
    assert found["begin"] is None
    assert [each["condition"] for each in found["find_out"]] == ["vetted"]
    assert "Find out first" in asked("sequence", "--violence", "85")


def test_people_read_steps_reasons_and_what_would_change(asked):
    said = asked(
        "sequence", *UNHAPPY, "--instead", "enforcement", "--by", "commander", "--reason", "as told."
    )
    assert said.startswith("1. Enforcement and a model precinct first")
    assert "if “share of officers vetted” were low" in said
    assert "The table agrees already." in said


def test_the_whole_table_is_printed_and_a_table_of_ones_own_is_read(told, asked, tmp_path):
    found = told("sequence", "--table")
    assert len(found["rules"]) == len(sequencing.default().rules)
    assert "gangs = strong" in asked("sequence", "--table")
    own = tmp_path / "own.toml"
    own.write_text(sequencing.files("confianza.analysis.selection").joinpath(sequencing.FILE).read_text())
    assert told("sequence", *UNHAPPY, "--rules", own)["begin"] == "enforcement"
    own.write_text("version = 1")
    assert "no table of rules" in told("sequence", "--rules", own, exit_code=2)["error"]["message"]


def test_a_word_that_is_no_answer_is_refused(told):
    assert told("sequence", "--gangs", "many", exit_code=2)["error"]["code"] == "select_sequence_value"
    assert told("sequence", *UNHAPPY, "--instead", "full", exit_code=2)["error"]["code"] == (
        "select_sequence_missing"
    )


def test_every_sentence_is_said_in_spanish(monkeypatch, asked):
    language.compile_catalogues()
    monkeypatch.setenv("CONFIANZA_LANGUAGE", "es")
    language._translations.cache_clear()
    known = (*problems.KINDS.values(), *questions.NOTES.values())
    assert [text for text in known if language._(text) == text] == []
    assert "Prevención de base comunitaria" in asked("sequence", *UNHAPPY)
