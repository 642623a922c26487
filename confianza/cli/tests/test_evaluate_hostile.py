"""Tables as they come: every verb of `confianza evaluate` reads them, or says in a sentence what to mend."""

import json

import pytest
from typer.testing import CliRunner

from confianza.cli.program import app

HEAD = ["area", "period", "count", "on", "start"]
VERBS = {
    "panel": ["--treated", "on"],
    "wedge": ["--treated", "on"],
    "alike": ["--of", "a", "--until", "2006"],
    "synthetic": [
        "--unit", "area", "--time", "period", "--outcome", "count", "--treated", "a", "--from", "2006",
    ],
    "power": ["--after", "3"],
}  # fmt: skip
OF_PERIODS = ("panel", "wedge", "alike", "synthetic")
OF_COUNTS = ("panel", "wedge", "alike", "power")


def row(area, at):
    on = area == "a" and at > 4
    count = 20 + 3 * "abcdefgh".index(area) + (5 * at + "abcdefgh".index(area)) % 4 - 12 * on
    return [area, str(2001 + at), str(count), str(int(on)), "2006" if area == "a" else ""]


ROWS = [row(area, at) for area in "abcdefgh" for at in range(9)]


def text(rows=ROWS, head=HEAD, sep=","):
    return "".join(sep.join(cells) + "\n" for cells in [head, *rows])


def with_cell(column, value):
    """Return the table with one cell of its fourth line written otherwise."""
    return text(
        [
            [value if (at, name) == (2, column) else cell for name, cell in zip(HEAD, cells, strict=True)]
            for at, cells in enumerate(ROWS)
        ]
    )


def all_cells(column, write):
    return text(
        [
            [write(cell) if name == column else cell for name, cell in zip(HEAD, cells, strict=True)]
            for cells in ROWS
        ]
    )


def asked(tmp_path, verb, content):
    path = tmp_path / "conteos.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = CliRunner().invoke(
        app, ["evaluate", verb, str(path), "--json", *VERBS[verb]], catch_exceptions=False
    )
    told = json.loads(result.stdout)
    assert ("error" in told) == (result.exit_code != 0)
    return result.exit_code, told


READ = {
    "as it should be": text(),
    "with a mark of byte order": "\ufeff" + text(),
    "UTF-16 of a spreadsheet": text().encode("utf-16"),
    "semicolons": text(sep=";"),
    "lines of Windows": text().replace("\n", "\r\n"),
    "empty rows at the end, as spreadsheets save them": text() + ",,,,\n , ,,,\n\n",
}


@pytest.mark.parametrize("verb", ["panel", "alike", "synthetic"])
def test_however_it_is_written_the_answer_is_the_same(tmp_path, verb):
    code, plain = asked(tmp_path, verb, text())
    assert code == 0
    for content in READ.values():
        assert asked(tmp_path, verb, content) == (0, plain)


REFUSED = {
    "nothing": ("", "points_empty_file", (*VERBS,)),
    "a header alone": (text([]), "points_empty_file", (*VERBS,)),
    "below zero": (with_cell("count", "-4"), "negative_count", (*VERBS,)),
    "a word": (with_cell("count", "DOG"), "not_a_number", (*VERBS,)),
    "a percent sign": (with_cell("count", "28%"), "not_a_number", (*VERBS,)),
    "no end": (with_cell("count", "Infinity"), "not_a_number", (*VERBS,)),
    "no number": (with_cell("count", "NaN"), "blank_cell", (*VERBS,)),
    "a thousand of Python's": (with_cell("count", "1_000"), "not_a_number", (*VERBS,)),
    "two lines in a cell": (with_cell("count", '"4\n5"'), "not_a_number", (*VERBS,)),
    "part of a case": (with_cell("count", "3.5"), "not_whole_cell", OF_COUNTS),
    "thousands": (with_cell("count", "1.000"), "thousands_cell", OF_COUNTS),
    "thousands in quotes": (with_cell("count", '"1,234"'), "thousands_cell", OF_COUNTS),
    "huge": (with_cell("count", "1e308"), "too_large_cell", (*VERBS,)),
    "more than were ever counted": (with_cell("count", "1e15"), "too_large_cell", OF_COUNTS),
    "two rows of one period": (text([*ROWS, ROWS[0]]), "twice_in_panel", ("panel", "wedge", "alike")),
    "two rows of one unit": (text([*ROWS, ROWS[0]]), "told_twice", ("synthetic",)),
    "a row is missing": (text(ROWS[:30] + ROWS[31:]), "missing_cell", ("panel", "wedge", "alike")),
    "days first": (all_cells("period", "31/12/{}".format), "not_in_one_way", ("panel", "wedge", "alike")),
    "months first": (all_cells("period", "5/{}".format), "not_in_one_way", ("panel", "wedge", "alike")),
    "one month among years": (with_cell("period", "2003-05"), "not_in_one_way", ("panel", "wedge", "alike")),
    "days first, too": (all_cells("period", "31/12/{}".format), "not_a_period", ("synthetic",)),
    "one period before": (text([each for each in ROWS if each[1] >= "2005"]), "begins_too_early", ("panel",)),
    "one before": (text([each for each in ROWS if each[1] >= "2005"]), "one_period_before", ("synthetic",)),
    "counts and rates": (
        text([[*each, "rate" if at == 9 else "cases"] for at, each in enumerate(ROWS)], [*HEAD, "unit"]),
        "different_units",
        (*VERBS,),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "verb"), [(kind, verb) for kind, (_, _, verbs) in REFUSED.items() for verb in verbs]
)
def test_it_is_refused_in_one_sentence(tmp_path, kind, verb):
    content, code, _ = REFUSED[kind]
    exit_code, told = asked(tmp_path, verb, content)
    assert (told["error"]["code"], exit_code) == (code, 1)
    assert told["error"]["message"].endswith(".")
    assert "\n" not in told["error"]["message"]
    if (code.endswith("_cell") and code != "missing_cell") or code in ("negative_count", "not_a_number"):
        assert told["error"]["message"].startswith("Row 4, column “count”")


@pytest.mark.parametrize(
    ("exposure", "code"),
    [
        ("45.678", "thousands_cell"),
        ("0", "exposure_cell"),
        ("-1", "exposure_cell"),
        ("1e15", "exposures_apart"),
    ],
)
def test_a_population_is_read_or_refused(tmp_path, exposure, code):
    rows = [[*each[:4], exposure if at == 2 else "987"] for at, each in enumerate(ROWS)]
    path = tmp_path / "conteos.csv"
    path.write_text(text(rows, [*HEAD[:4], "people"]))
    words = ["evaluate", "panel", str(path), "--treated", "on", "--exposure", "people", "--json"]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert json.loads(result.stdout)["error"]["code"] == code


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (lambda rows: rows[:9] + rows[10:], "gap", "2015-09"),
        (lambda rows: rows[:9] + rows[8:], "not_in_order", "2015-09"),
        (lambda rows: [*rows[:3], ["2015-04", "12", "1e15"], *rows[4:]], "exposures_apart", "1e+15"),
    ],
)
def test_a_period_of_a_series_is_called_as_it_is_written(tmp_path, change, code, said):
    rows = [[f"{2015 + at // 12}-{at % 12 + 1:02}", str(20 + at % 7), "1000"] for at in range(48)]
    path = tmp_path / "meses.csv"
    path.write_text(text(change(rows), ["period", "count", "people"]))
    words = ["evaluate", "series", str(path), "--from", "2018-01", "--exposure", "people", "--json"]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    told = json.loads(result.stdout)["error"]
    assert (told["code"], result.exit_code) == (code, 2 if code == "exposures_apart" else 1)
    assert said in told["message"]


def test_an_area_that_stands_twice_is_not_chosen_twice(tmp_path):
    path = tmp_path / "pueblos.csv"
    path.write_text("town,count\n" + "".join(f"t{at % 11},{5 + at}\n" for at in range(12)))
    words = ["evaluate", "returning", str(path), "--top", "2", "--unit", "town", "--json"]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert json.loads(result.stdout)["error"]["code"] == "area_twice"
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--before 1e300 --after 1", "too_many"),
        ("--before inf --after 3", "not_a_count"),
        ("--before nan --after 3", "not_a_count"),
        ("--before 1,000 --after 2", "wrong_usage"),
        ("--before 1_000 --after 2", "wrong_usage"),
        ("--before 3,,4 --after 2", "wrong_usage"),
        ("--before 1.000 --after 2", "wrong_usage"),
        ("--before 3% --after 2", "wrong_usage"),
        ("--before 3 --after 4 --exposure-before 1e-308 --exposure-after 1e300", "exposures_apart"),
        ("--relative-before inf --relative-after 3", "not_a_level"),
    ],
)
def test_numbers_beyond_reason_on_the_command_line(words, code):
    result = CliRunner().invoke(
        app, ["evaluate", "rate-ratio", "--json", *words.split()], catch_exceptions=False
    )
    assert (json.loads(result.stdout)["error"]["code"], result.exit_code) == (code, 2)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("displacement --treated 5,6 --comparison 3,4 --periods nan,1", "bad_sizes"),
        ("displacement --treated 5,6 --comparison 3,4 --periods 1e308,1e-308", "bad_sizes"),
        ("displacement --treated 5,6 --comparison 3,4 --areas inf,1,1,1", "bad_sizes"),
        ("displacement --treated 5,6 --comparison 3,4 --dispersion 1e308", "bad_dispersion"),
        ("displacement --treated 0,0 --comparison 0,0", "nothing_counted"),
        ("displacement --treated 1e308,6 --comparison 3,4", "too_many"),
        ("power --base nan", "bad_plan"),
        ("power --base inf", "bad_plan"),
        ("power --base 100 --compared inf", "bad_plan"),
        ("power --base 100 --dispersion 1e308", "bad_dispersion"),
        ("rate-ratio --before 3 --after 4 --dispersion 1e300", "bad_dispersion"),
        ("claim --went down", "not_a_direction"),
    ],
)
def test_options_beyond_reason_are_refused_in_a_sentence(words, code):
    result = CliRunner().invoke(app, ["evaluate", *words.split(), "--json"], catch_exceptions=False)
    assert json.loads(result.stdout)["error"]["code"] == code
    assert result.exit_code in (1, 2)


def test_a_ward_that_was_copied_is_not_added_twice(tmp_path):
    path = tmp_path / "partes.csv"
    rows = "treated,,207,110\ncomparison,,308,318\noutlying,Norte,3,4\n"
    path.write_text("part,name,before,after\n" + rows + "outlying,Norte,3,4\n")
    words = ["evaluate", "displacement", str(path), "--json"]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert json.loads(result.stdout)["error"]["code"] == "area_twice"


def test_ten_million_cases_are_compared_at_once():
    # scipy.stats.binomtest(9_997_000, 19_997_000).pvalue
    words = "evaluate rate-ratio --before 10000000 --after 9997000 --json"
    told = json.loads(CliRunner().invoke(app, words.split(), catch_exceptions=False).stdout)
    assert told["p"] == pytest.approx(0.50244538, abs=1e-6)
    assert told["e_test"] == pytest.approx(told["mid_p"], abs=1e-3)
