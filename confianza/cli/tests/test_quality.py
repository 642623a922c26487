"""confianza quality and quality compare, on files and on a workspace."""

import pytest

SOURCE = ("--source", "canonical_es")
CHILE = "Año,Mes,Region,Frecuencia,fuente\n"


@pytest.fixture
def chile(tmp_path):
    """Two institutions by region and month: the second lacks Sur in March and most of Norte."""

    def write(name, rows):
        path = tmp_path / f"{name}_Compilado.csv"
        path.write_text(
            CHILE + "".join(f"2024,{month},Región del {area},{n},{name}\n" for month, area, n in rows)
        )
        return path

    months = ("Enero", "Febrero", "Marzo", "Abril")
    full = [(month, area, 40) for month in months for area in ("Norte", "Sur")]
    part = [(m, a, 5 if a == "Norte" else 40) for m, a, _ in full if (m, a) != ("Marzo", "Sur")]
    return write("fiscalia", full), write("cead", part)


def test_a_plain_file_is_judged_without_a_workspace(told, delivery):
    answer = told("quality", delivery("05/01/2024", "11/02/2024"), *SOURCE)
    (source,) = answer["sources"]
    assert (source["source"], source["victims"]) == ("canonical_es", 2.0)
    by_id = {each["id"]: each for each in source["criteria"]}
    assert by_id["victim_unit"]["verdict"] == "met"
    assert by_id["validation_table"]["verdict"] == "to_be_answered"
    assert by_id["low_missing"]["verified"] is False
    assert all(each["sentence"] and each["name"] for each in source["criteria"])
    assert any("context" in sentence for sentence in source["requests"])


def test_a_workspace_is_judged_source_by_source(told, delivery):
    told("ingest", delivery("05/01/2024", "11/02/2024"), *SOURCE, "--office", "Hospital")
    answer = told("quality")
    assert [source["source"] for source in answer["sources"]] == ["canonical_es/Hospital"]
    assert answer["linked"] is False
    assert told("quality", "--source", "canonical_es/Hospital")["whole"]
    assert told("quality", "--source", "nobody", exit_code=2)["error"]["code"] == "unknown_voice"


def test_an_empty_workspace_has_no_source_and_nothing_to_compare(told):
    assert told("quality")["sources"] == []
    assert told("quality", "compare", exit_code=1)["error"]["code"] == "nothing_to_compare"


def test_a_file_without_its_layout_is_wrong_usage(told, delivery):
    assert told("quality", delivery("05/01/2024"), exit_code=2)["error"]["code"] == "wrong_usage"


def test_two_files_are_compared_and_their_layout_is_found(told, chile):
    answer = told("quality", "compare", *chile)
    assert {source["source"] for source in answer["sources"]} == {
        "cl_homicides_by_region/Fiscalía", "cl_homicides_by_region/CEAD",
    }  # fmt: skip
    kinds = {(lack["kind"], lack["areas"][0]): lack for lack in answer["lacks"]}
    assert kinds["part", "Región del Norte"]["missing"] == 140.0
    assert kinds["area_months", "Región del Sur"]["months"] == ["2024-03-01"]
    assert all(lack["source"].endswith("CEAD") and lack["sentence"] for lack in answer["lacks"])
    assert answer["largest"][0]["difference"] == 40.0


def test_a_layout_for_each_file_or_one_for_all(told, chile):
    named = ("--source", "cl_homicides_by_region")
    assert told("quality", "compare", *chile, *named)["pairs"][0]["cells"] == 7
    wrong = told("quality", "compare", *chile, *named, *named, *named, exit_code=2)
    assert wrong["error"]["code"] == "wrong_usage"
    assert (
        told("quality", "compare", *chile, "--level", "zone", exit_code=2)["error"]["code"] == "wrong_usage"
    )


def test_one_file_or_one_of_no_known_layout_is_told_in_a_sentence(told, chile, tmp_path):
    assert told("quality", "compare", chile[0], exit_code=1)["error"]["code"] == "nothing_to_compare"
    strange = tmp_path / "x.csv"
    strange.write_text("a,b\n1,2\n3,4\n")
    assert told("quality", "compare", chile[0], strange, exit_code=2)["error"]["code"] == "layout_unsure"


def test_people_read_tables_and_sentences(confianza, chile, delivery):
    said = confianza("quality", "compare", *chile).stdout
    assert "Who lacks what:" in said
    assert "lacks part of Región del Norte" in said
    told = confianza("quality", "report", delivery("05/01/2024"), *SOURCE).stdout
    assert "not met" in told
    assert "What to ask for:" in told
    assert "compare" in confianza("quality", "--help").stdout
