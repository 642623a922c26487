"""A profile is proposed for an unknown file, by headers and by content, with its doubts."""

import random

import pytest

from confianza.analysis.consolidate import contents, suggestion
from confianza.analysis.consolidate.tests import building
from confianza.analysis.consolidate.tests.building import delivered
from confianza.analysis.sources.profile import Profile
from confianza.analysis.vocabulary.problems import DeliveryRefused

PNC = [
    "num_corre",
    "año_ocu",
    "mes_ocu",
    "día_ocu",
    "depto_ocu",
    "mupio_ocu",
    "sexo_per",
    "edad_per",
    "delito_com",
]
PNC_ROWS = [
    [
        str(place),
        "2024",
        "3",
        str(1 + place % 28),
        "Guatemala",
        "Mixco",
        "Mujer",
        str(15 + place),
        "Homicidio",
    ]
    for place in range(40)
]


def guessed(told: suggestion.Suggestion) -> dict[str, str]:
    return {guess.header: guess.column for guess in told.columns}


def test_it_recognises_a_known_layout_and_is_sure() -> None:
    told = suggestion.suggest(delivered(building.csv_text([["POLICÍA"], PNC, *PNC_ROWS])))
    assert (told.name, told.sure, told.header_row) == ("gt_pnc_victims", True, 2)
    assert told.profiles[0].missing == ()
    assert told.told[0].startswith("gt_pnc_victims (")
    assert guessed(told)["sexo_per"] == "sex"


def test_it_is_not_sure_of_a_layout_that_lacks_what_it_requires() -> None:
    told = suggestion.suggest(delivered(building.csv_text([PNC[:4], *(row[:4] for row in PNC_ROWS)])))
    assert not told.sure


def test_it_guesses_columns_by_their_values_where_their_names_say_nothing() -> None:
    chance = random.Random(1)
    header = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"]
    rows = [
        [
            f"{1 + n % 28:02d}/03/2024",
            ["Homicidio", "Robo a persona", "Extorsión"][n % 3],
            ["Hombre", "Mujer", "No reportado"][n % 3],
            ["arma de fuego", "arma blanca"][n % 2],
            f"{14 + chance.random():.6f}".replace(".", ","),
            f"{-90 + chance.random():.6f}",
            ["X95", "X99.1", "W34"][n % 3],
            ["Villa Esperanza", "San Aurelio"][n % 2],
        ]
        for n in range(60)
    ]
    text = building.csv_text([header, *rows], ";")
    told = suggestion.suggest(delivered(text), places={"villa esperanza", "san aurelio"})
    assert list(guessed(told).values()) == [
        "occurred_on", "offence_label", "sex", "mechanism",
        "latitude", "longitude", "icd10", "municipality_name",
    ]  # fmt: skip
    assert all(guess.by == "content" for guess in told.columns)


def test_it_tells_its_doubts() -> None:
    rows = [["x", "Mujer", str(n)] for n in range(40)]
    told = suggestion.suggest(delivered(building.csv_text([["Observaciones", "edad_per", "zzz"], *rows])))
    doubts = {(problem.code, problem.value) for problem in told.unsure}
    assert ("guess_unknown", "Observaciones") in doubts
    assert ("guess_contradicted", "edad_per") in doubts
    assert {"guess_no_date", "guess_no_offence", "guess_date_meaning"} <= {code for code, _ in doubts}


def test_it_gives_a_meaning_to_one_column_only() -> None:
    rows = [["01/02/2024", "03/02/2024", "Homicidio"]] * 5
    told = suggestion.suggest(delivered(building.csv_text([["fecha_ocu", "otra", "delito_com"], *rows])))
    assert sorted(guessed(told).values()) == sorted(set(guessed(told).values()))
    assert next(guess for guess in told.columns if guess.header == "otra").column in (
        "occurred_on",
        "other_otra",
    )


def test_it_writes_a_profile_that_python_can_load() -> None:
    header = ['Lugar "exacto"', "Fecha", "Ñandú"]
    told = suggestion.suggest(delivered(building.csv_text([header, ["x", "01/02/2024", "3"]] * 3, ";")))
    source = told.as_profile_source("gt_nueva")
    namespace: dict[str, Profile] = {}
    exec(compile(source, "gt_nueva.py", "exec"), namespace)  # noqa: S102 - it is the text we ship
    profile = namespace["PROFILE"]
    assert profile.name == "gt_nueva"
    assert [field.headers[0] for field in profile.fields][1:] == ["Fecha", "Ñandú"]
    assert "# ?" in source


def test_it_writes_the_profile_of_a_wide_table() -> None:
    header = ["Municipio", "Enero", "Febrero", "Marzo", "Total"]
    told = suggestion.suggest(delivered(building.csv_text([header, ["Cobán", "1", "2", "3", "6"]])))
    assert told.months == ("Enero", "Febrero", "Marzo")
    namespace: dict[str, Profile] = {}
    exec(told.as_profile_source(), namespace)  # noqa: S102 - it is the text we ship
    assert namespace["PROFILE"].wide is not None
    assert {"occurred_year", "occurred_month", "weight"} <= {
        field.column for field in namespace["PROFILE"].fields
    }


def test_it_looks_into_archives_and_workbooks() -> None:
    content = building.workbook({"Léame": [["Notas"]], "Datos": [PNC, *PNC_ROWS]})
    told = suggestion.suggest(delivered(building.zipped({"h.xlsx": content}), "entrega.zip"))
    assert (told.file, told.sheet, told.name) == ("h.xlsx", "Datos", "gt_pnc_victims")


def test_it_refuses_what_holds_no_table() -> None:
    with pytest.raises(DeliveryRefused):
        suggestion.suggest(delivered(building.zipped({"a.png": b"\x89PNG"}), "entrega.zip"))


@pytest.mark.parametrize(
    ("values", "column"),
    [
        (["2019", "2020.0", "2024"], "occurred_year"),
        (["enero", "Feb", "SETIEMBRE"], "occurred_month"),
        (["Lunes", "martes", "vie"], "occurred_weekday"),
        (["30-34", "18 a 24 años", "60 y más"], "age_band"),
        (["13:40", "4:30", "02:15:00"], "minute_of_day"),
        (["672382.39", "667194.31"], "easting"),
        (["2296059.5", "2292900.7"], "northing"),
        (["-2,23533", "-2.26055"], "latitude"),
        (["X95", "y09", "V01.1"], "icd10"),
    ],
)
def test_it_knows_values_by_their_look(values: list[str], column: str) -> None:
    assert contents.guesses(values)[0].column == column


def test_small_numbers_are_told_as_doubtful() -> None:
    assert all(guess.confidence < 0.5 for guess in contents.guesses([str(n) for n in range(1, 13)]))


def test_nothing_is_guessed_from_missing_values() -> None:
    assert contents.guesses(["-", "No reportado", ""]) == []


def test_a_profile_says_how_doubtful_a_line_is() -> None:
    rows = [[str(n % 90), "x"] for n in range(90)]
    told = suggestion.suggest(delivered(building.csv_text([["zzz", "Observaciones"], *rows])))
    assert "# ? 40% by content, or weight" in told.as_profile_source()
