"""`confianza evaluate synthetic`: what would have been, from a plain table."""

import json

import pytest
from typer.testing import CliRunner

from confianza.analysis.evaluation.tests import comparisons
from confianza.analysis.evaluation.tests.comparisons import FOLDER, published
from confianza.cli.program import app

COLUMNS = "--unit town --time year --outcome homicides --treated Colón --from 2010"


def run(words, *more, code=0):
    result = CliRunner().invoke(app, ["evaluate", "synthetic", *words.split(), *map(str, more)])
    assert result.exit_code == code, result.output + result.stderr
    return result


def asked(words, *more, code=0):
    return json.loads(run(words, *more, "--json", code=code).stdout)


def written(tmp_path, *, pool=None, change=lambda lines: lines):
    """Write a pool as people keep one: a row for each town and year, with a semicolon."""
    pool = pool or comparisons.invented(units=24, effect=-12.0)
    lines = ["town;year;homicides;area"]
    for place, period in enumerate(pool.periods):
        lines.append(f"{pool.treated};{period};{pool.y[place]:.6f};3")
        lines += [f"{name};{period};{pool.others[place, at]:.6f};{at}" for at, name in enumerate(pool.donors)]
    path = tmp_path / "pueblos.csv"
    path.write_text("\n".join(change(lines)), encoding="utf-8")
    return path


def said(refused):
    return refused["error"]["message"]


@published
def test_it_gives_california_as_published():
    words = "--unit State --time Year --outcome PacksPerCapita --treated California --from 1989"
    told = asked(words, FOLDER / "california.csv", "--same-area", "--not-chosen-high")
    by_way = {each["method"]: each for each in told["specifications"]}
    assert told["estimate"] == pytest.approx(-19.51363, abs=5e-6)
    assert (told["rank"], told["units"], told["p"]) == (3, 39, pytest.approx(0.076923, abs=5e-7))
    assert told["weights"]["Utah"] == pytest.approx(0.3939, abs=5e-5)
    assert by_way["synthetic_did"]["estimate"] == pytest.approx(-15.605398, abs=1e-6)
    assert by_way["plain_did"]["estimate"] == pytest.approx(-27.349111, abs=1e-6)
    assert told["claim"]["code"] == "within_chance"
    assert "caused" in {refusal["word"] for refusal in told["claim"]["refused"]}


@published
@pytest.mark.slow
def test_it_gives_the_basque_country_as_published_and_what_fits_better():
    words = "--unit regionname --time year --outcome gdpcap --from 1970 --fit-over 1960:1969"
    predictors = [part for each in comparisons.BASQUE_PREDICTORS for part in ("--predictor", each)]
    treated = ["--treated", "Basque Country (Pais Vasco)", "--leave-out", "Spain (Espana)"]
    told = asked(words, FOLDER / "basque.csv", *treated, *predictors)
    by_way = {each["method"]: each for each in told["specifications"]}
    assert by_way["predictors"]["weights"]["Cataluna"] == pytest.approx(0.8508, abs=5e-5)
    assert by_way["predictors"]["estimate"] == pytest.approx(-0.579925, abs=1e-6)
    assert by_way["predictors_best"]["estimate"] == pytest.approx(-0.98, abs=0.005)
    assert told["predictors"]["best_is_global"] is True
    assert told["agree"] is False


def test_predictors_are_searched_from_several_starts(tmp_path):
    file = written(tmp_path, pool=comparisons.invented(units=6, effect=-12.0))
    told = asked(COLUMNS, file, "--predictor", "homicides=2000:2009", "--predictor", "homicides=2009")
    assert "predictors" in [each["method"] for each in told["specifications"]]
    assert told["predictors"]["floor"] <= told["predictors"]["answers"][0]["loss"] * (1 + 1e-9)


def test_what_is_not_known_is_not_claimed(tmp_path):
    file = written(tmp_path)
    unknown = asked(COLUMNS, file)["claim"]
    known = asked(COLUMNS, file, "--same-area", "--not-chosen-high")["claim"]
    registered = asked(COLUMNS, file, "--same-area", "--not-chosen-high", "--registered")["claim"]
    assert unknown["strength"] == "counted"
    assert known["strength"] == "lowered"
    assert registered["strength"] == "caused"
    assert registered["refused"] == []
    assert "caused" in registered["sentence"]


def test_people_read_ways_donors_and_what_cannot_be_said(tmp_path):
    shown = run(COLUMNS, written(tmp_path)).stdout
    assert "Colón beside 24 donors: 10 periods before 2010, 4 from then on." in shown
    assert "synthetic DiD" in shown
    assert "It cannot be said that the programme caused it. It would also need:" in shown


def test_a_column_of_zeros_and_ones_says_who_and_when(tmp_path):
    def marked(lines):
        head, *rows = lines
        cells = [row.split(";") for row in rows]
        ones = [int(town == "Colón" and int(year) >= 2010) for town, year, *_ in cells]
        return [head + ";programme", *(f"{row};{one}" for row, one in zip(rows, ones, strict=True))]

    file = written(tmp_path, change=marked)
    by_column = asked("--unit town --time year --outcome homicides --treated programme", file)
    assert by_column["estimate"] == asked(COLUMNS, file)["estimate"]
    assert by_column["treated"] == "Colón"


def test_another_way_can_speak(tmp_path):
    told = asked(COLUMNS + " --method synthetic_did", written(tmp_path))
    assert told["method"] == told["specifications"][0]["method"] == "synthetic_did"
    assert told["weights_that_fit_alike"] is None


def test_few_donors_have_no_interval_and_say_why(tmp_path):
    file = written(tmp_path, pool=comparisons.invented(units=12, effect=-12.0))
    told = asked(COLUMNS, file, "--same-area", "--not-chosen-high")
    assert told["ci"] is None
    assert told["smallest_p"] == pytest.approx(0.076923, abs=5e-7)
    assert "interval" in {refusal["word"] for refusal in told["claim"]["refused"]}
    assert "p cannot be below 0.077" in run(COLUMNS, file).stdout


def test_a_single_donor_ranks_nothing(tmp_path):
    told = asked(COLUMNS + " --method plain_did", written(tmp_path), "--donors", "town 1")
    assert (told["p"], told["rank"], told["donors"]) == (None, None, 1)
    assert " —" in run(COLUMNS, written(tmp_path), "--donors", "town 1").stdout


BAD = {
    "treated_among_donors": (COLUMNS, ["--donors", "Colón;town 1"], 2, "cannot be its own comparison"),
    "one_period_before": (COLUMNS.replace("2010", "2001"), [], 1, "has 1 period before 2001"),
    "nothing_after": (COLUMNS.replace("2010", "2031"), [], 1, "the last one is 2013"),
    "no_unit": (COLUMNS.replace("Colón", "Colon"), [], 2, "No row has “Colon” in the column “town”"),
    "no_beginning": (COLUMNS.replace("--from 2010", ""), [], 2, "--from PERIOD"),
    "not_a_beginning": (COLUMNS.replace("2010", "mayo"), [], 2, "“mayo” is no period"),
    "no_column": (COLUMNS.replace("homicides", "deaths"), [], 2, "There is no column “deaths”"),
    "no_way": (COLUMNS + " --method magic", [], 2, "There is no way “magic”"),
    "predictor_not_understood": (COLUMNS, ["--predictor", "area"], 2, "“area” was not understood"),
    "predictor_blank": (COLUMNS, ["--predictor", "area=1990"], 1, "“Colón” has nothing"),
}


@pytest.mark.parametrize("code", BAD)
def test_a_wrong_question_gets_one_sentence(tmp_path, code):
    words, more, exit_code, sentence = BAD[code]
    refused = asked(words, written(tmp_path), *more, code=exit_code)
    assert refused["error"]["code"] == code
    assert sentence in said(refused)


def test_two_treated_units_are_not_one(tmp_path):
    words = "--unit town --time year --outcome homicides --from 2010"
    refused = asked(words, written(tmp_path), "--treated", "Colón,town 1", code=1)
    assert refused["error"]["code"] == "two_treated"


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        (lambda lines: [*lines[:5], "town 3;2000;;3", *lines[6:]], "blank_cell", "Row 6, column “homicides”"),
        (
            lambda lines: [*lines[:5], "town 3;2000;¿?;3", *lines[6:]],
            "not_a_number",
            "Row 6, column “homicides”: “¿?”",
        ),
        (lambda lines: [*lines[:5], *lines[6:]], "missing_period", "“town 3” has no row for 2000"),
        (lambda lines: [*lines, lines[5]], "told_twice", "Rows 6 and 352 are both of “town 3” in 2000"),
        (lambda lines: [x for x in lines if ";2004;" not in x], "gap_for_all", "Between 2003 and 2005"),
        (lambda lines: [x.replace(";2004;", ";año;") for x in lines], "not_a_period", "“año” is no period"),
        (
            lambda lines: [f"Colón;{x.split(';')[1]};5;3" if x.startswith("Colón") else x for x in lines],
            "constant_before",
            "“Colón” is 5 in every period before",
        ),
    ],
)
def test_a_hole_in_the_table_is_named_by_its_row(tmp_path, change, code, sentence):
    refused = asked(COLUMNS, written(tmp_path, change=change), code=1)
    assert refused["error"]["code"] == code
    assert sentence in said(refused)


def test_periods_that_are_known_to_be_missing_may_be(tmp_path):
    file = written(tmp_path, change=lambda lines: [x for x in lines if ";2004;" not in x])
    assert asked(COLUMNS + " --gaps", file)["periods"]["before"] == 9


def test_the_answer_comes_in_spanish_too(tmp_path, monkeypatch):
    monkeypatch.setenv("CONFIANZA_LANGUAGE", "es")
    claim = asked(COLUMNS, written(tmp_path), "--same-area", "--not-chosen-high")["claim"]
    assert claim["sentence"].startswith("La mejor explicación de los datos")


def test_every_sentence_of_guard_and_refusals_has_its_spanish(monkeypatch):
    from confianza.analysis.evaluation import guard_words as words
    from confianza.analysis.evaluation import problems
    from confianza.cli import language

    monkeypatch.setenv("CONFIANZA_LANGUAGE", "es")
    mine = list(problems.KINDS).index("no_unit")
    said_here = [*words.SENTENCES.values(), *words.WORDS.values(), *words.NEEDS.values()]
    said_here += [*words.CAUTIONS.values(), *list(problems.KINDS.values())[mine:]]
    assert [text for text in said_here if language._(text) == text] == []
