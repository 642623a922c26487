"""`confianza evaluate`: what counts carry, and no more."""

import json

import pytest
from typer.testing import CliRunner

from confianza.analysis.evaluation import claims, difference_claims
from confianza.analysis.evaluation.tests import known
from confianza.cli import language
from confianza.cli.program import app


def run(words, *more, code=0):
    result = CliRunner().invoke(app, ["evaluate", *words.split(), *map(str, more)])
    assert result.exit_code == code, result.output + result.stderr
    return result


def asked(words, *more, code=0):
    return json.loads(run(words, *more, "--json", code=code).stdout)


def refused(words, *more, code=1):
    return asked(words, *more, code=code)["error"]


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "counts.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_316_and_287_cannot_be_told_from_chance():
    told = asked("rate-ratio --before 316 --after 287")
    assert (told["ratio"], told["ci"], told["p"]) == (0.908228, [0.771368, 1.069018], 0.254163)
    assert "cannot be told from chance" in told["claim"]
    assert (told["percent"], told["percent_ci"]) == (-9.1772, [-22.8632, 6.9018])


@pytest.mark.parametrize(
    ("pair", "ratio", "ci", "p", "code"),
    [
        ("--before 329 --after 568", 1.726444, [1.504571, 1.983608], 1.3097e-15, "rose"),
        ("--before 568 --after 443", 0.779930, [0.687249, 0.884665], 9.4449e-05, "fell"),
    ],
)
def test_more_than_chance_is_a_change_and_no_effect(pair, ratio, ci, p, code):
    told = asked(f"rate-ratio {pair}")
    assert (told["ratio"], told["ci"]) == (ratio, ci)
    assert told["p"] == pytest.approx(p, rel=1e-4)
    assert told["claim_code"] == code
    assert "a change, not an effect" in told["claim"]


def test_percentages_without_counts_have_no_interval_and_say_what_would_help():
    told = asked("rate-ratio --relative-before 0.91 --relative-after 0.72")
    assert (told["ratio"], told["ci"], told["p"]) == (0.791209, None, None)
    assert "Bring the counts" in told["claim"]
    assert "Had there been 100 cases" in run("rate-ratio --relative-before 0.91 --relative-after 0.72").stdout
    assert refused("rate-ratio --relative-before -9 --relative-after -28", code=2)["code"] == "not_a_level"
    assert refused("rate-ratio --relative-before 100", code=2)["code"] == "wrong_usage"


def test_several_periods_say_how_much_they_vary():
    told = asked("rate-ratio --before 300,340,316 --after 287")
    assert told["method"] == "between_periods"
    assert told["if_bunched"] == []
    assert asked("rate-ratio --before 30 --after 10 --exposure-before 3 --exposure-after 1")["ratio"] == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--before -3 --after 4", "not_a_count"),
        ("--before 3.5 --after 4", "not_whole"),
        ("--before 3 --after 4 --dispersion 0.1", "bad_dispersion"),
        ("--before 3 --after 4 --exposure-after 0", "exposure_not_positive"),
        ("--before 3", "wrong_usage"),
        ("--before 3 --after dog", "wrong_usage"),
        ("--before 3,4 --after 5 --exposure-before 1", "wrong_usage"),
    ],
)
def test_what_was_asked_wrongly_is_said(words, code):
    assert refused(f"rate-ratio {words}", code=2)["code"] == code


def test_different_units_are_not_compared(table):
    of = ["--of-before", "5 municipalities", "--of-after", "town"]
    assert refused("rate-ratio --before 568 --after 443", *of)["code"] == "different_subjects"
    mixed = AREAS.replace("area,period,count,on", "area,period,count,on,unidad").replace("\n", ",town\n", 40)
    path = table(mixed.replace("on,unidad,town", "on,unidad"))
    assert refused("panel --treated on", path)["code"] == "different_units"


def test_it_speaks_spanish(monkeypatch):
    monkeypatch.setenv("CONFIANZA_LANGUAGE", "es")
    assert "no se distingue del azar" in run("rate-ratio --before 316 --after 287").stdout


def test_every_sentence_has_its_spanish(monkeypatch):
    from confianza.analysis.evaluation import problems

    monkeypatch.setenv("CONFIANZA_LANGUAGE", "es")
    said = {**claims.SENTENCES, **difference_claims.SENTENCES, **problems.KINDS}
    assert [code for code, sentence in said.items() if language._(sentence) == sentence] == []


@known.needed
def test_the_known_series():
    file = known.FOLDER / "its.csv"
    told = asked("series --count y --time t --from 2.0", file)
    poisson = told["specifications"][0]["terms"]
    assert poisson["after"]["estimate"] == pytest.approx(-0.241660, abs=1e-6)
    assert poisson["after"]["se"] == pytest.approx(0.1325034, abs=1e-7)
    assert told["notes"][0]["code"] == "negative_binomial_fell_back"
    other = asked("series --count y2 --time t --from 2.0 --season 0", file)["specifications"][-1]
    assert (other["name"], other["alpha"]) == ("negative_binomial", pytest.approx(0.171234, abs=2e-6))
    assert "cannot be told" in run("series --count y --time t --from 2.0", file).stdout


@known.needed
def test_the_known_panel():
    told = asked("panel --unit u --time t --count y --start g", known.FOLDER / "panel.csv")
    assert told["two_way_fixed_effects"]["estimate"] == pytest.approx(-0.238506718, abs=1e-9)
    assert not told["two_way_fixed_effects"]["valid"]
    assert told["effect"]["ratio"] == pytest.approx(0.791798, abs=1e-6)
    shown = run("panel --unit u --time t --count y --treated D", known.FOLDER / "panel.csv").stdout
    assert "began at different times" in shown


def test_a_series_of_months_in_any_order(table):
    rows = [
        f"20{10 + at // 12}-{1 + at % 12:02},{(20, 22, 19, 23)[at % 4] if at < 30 else 9 + at % 2}"
        for at in range(42)
    ]
    path = table("period,count\n" + "\n".join(reversed(rows)))
    told = asked("series --from 2012-07", path)
    assert (told["before"], told["after"]) == (30, 12)
    assert told["claim_code"] == "series_changed"
    assert "sin_1" in told["specifications"][0]["terms"]
    assert "sin_1" not in asked("series --from 2012-07 --season 0", path)["specifications"][0]["terms"]
    assert refused("series --from ayer", path, code=2)["code"] == "not_a_beginning_of"
    assert refused("series --from 2012-07 --season 1", path, code=2)["code"] == "wrong_usage"
    assert refused("series --from 2012-07 --count n", path, code=2)["code"] == "no_column"


def test_five_years_carry_no_slope(table):
    path = table("period,count\n" + "\n".join(f"{year},{300 + year % 7}" for year in range(2004, 2010)))
    error = refused("series --from 2009", path)
    assert error["code"] == "few_periods"
    assert "rate-ratio" in error["message"]


def area(row, at):
    on = row == 0 and at > 3
    return f"{'abcdefgh'[row]},{2001 + at},{20 + 3 * row + (5 * at + row) % 4 - 12 * on},{int(on)}"


AREAS = "area,period,count,on\n" + "\n".join(area(row, at) for row in range(8) for at in range(8))


def test_one_area_against_seven(table):
    told = asked("panel --treated on", table(AREAS))
    assert told["placebo_p"] == told["smallest_placebo_p"] == 0.125
    assert told["claim_code"] == "panel_placebo"
    assert "Placebo p" in run("panel --treated on", table(AREAS)).stdout


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("a,2001,", "a,2001,-"), "Row 2, column “count”: -"),
        (("b,2003,", "b,2003,x"), "Row 12, column “count”: “x"),
        (("h,2006,", "x,2006,"), "h has no row in period 2006"),
        (("h,2008,", "h,2007,"), "Row 65: h stands twice in period 2007"),
        ((",1\n", ",0\n"), "No area has the programme"),
    ],
)
def test_the_wrong_cell_is_named(table, change, sentence):
    assert sentence in refused("panel --treated on", table(AREAS.replace(*change)))["message"]


def test_a_wedge_by_lot(table):
    rows = [
        f"{name},{at},{round((18 if at >= 1 + row // 2 else 40) + (row * 3 + at) % 4)},{1 + row // 2}"
        for row, name in enumerate("abcdefgh") for at in range(6)
    ]  # fmt: skip
    path = table("area,period,count,start\n" + "\n".join(rows))
    told = asked("wedge --start start", path)
    assert told["claim_code"] == "wedge_differs"
    assert told["ci"][1] < 1
    assert refused("wedge", path, code=2)["code"] == "wrong_usage"


PAPER = "--treated 207,110 --comparison 308,318 --around-treated 178,157 --around-comparison 150,140"


def test_displacement_of_the_paper():
    told = asked(f"displacement {PAPER} --ward North=40,44")
    assert told["total"]["estimate"] == -118
    assert told["total"]["z"] == pytest.approx(-2.97995, abs=5e-6)
    assert told["claim_codes"][-1] == "ward_within_chance"
    shown = run(f"displacement {PAPER} --dispersion 1").stdout
    assert "fewer than chance" in shown
    assert "Nobody counted around" in run("displacement --treated 207,110 --comparison 308,318").stdout


def test_displacement_from_a_table(table):
    path = table("part,name,before,after\ntreated,,207,110\ncomparison,,308,318\noutlying,North,40,44\n")
    told = asked("displacement", path)
    assert told["local"]["estimate"] == -107
    assert told["wards"][0]["ward"] == "North"


def test_rings_are_counted_from_points(tmp_path):
    near, far = "14.6000,-90.5000", "14.6500,-90.5000"
    rows = [f"{near},2023-05-0{1 + at % 9}" for at in range(60)] + [
        f"{near},2024-05-0{1 + at % 9}" for at in range(20)
    ]
    rows += [f"{far},202{3 + at % 2}-06-01" for at in range(120)] + ["14.6018,-90.5000,2024-02-02"] * 9
    points, places = tmp_path / "points.csv", tmp_path / "places.csv"
    points.write_text("lat,lon,date\n" + "\n".join(rows))
    places.write_text("part,x,y,radius\ntreated,-90.5,14.6,150\ncomparison,-90.5,14.65,150\n")
    words = "--x lon --y lat --width 200 --before 2023-01-01,2024-01-01 --after 2024-01-01,2025-01-01"
    told = asked(f"rings {words}", points, places)
    assert told["counts"]["treated"] == [60, 20]
    assert told["counts"]["comparison"] == [60, 60]
    assert told["counts"]["around_treated"] == [0, 9]
    assert told["local"]["estimate"] == pytest.approx(-40, abs=0.2)
    assert "around the comparison" in run(f"rings {words}", points, places).stdout
    assert "2023-05-01" in told["notes"][-1]
    wrong = words.replace("2023-01-01,", "2025-01-01,")
    assert refused(f"rings {wrong}", points, places, code=2)["code"] == "wrong_usage"
    both = words.replace("--after 2024-01-01", "--after 2023-06-01")
    assert refused(f"rings {both}", points, places, code=2)["code"] == "sides_overlap"


@pytest.mark.parametrize(
    "words",
    [
        "--treated 1 --comparison 2,3",
        "--treated 1,2 --comparison 2,3 --ward x",
        "--treated 1,2 --comparison 2,3 --areas 1",
    ],
)
def test_places_written_wrongly_are_said(words):
    assert refused(f"displacement {words}", code=2)["code"] == "wrong_usage"


def street(x, y):
    on = (x * 7 + y * 3) % 11 == 0
    return f"{x},{y},{10 + (x * 7 + y) % 5},{10 + (x * 3 + y * 5) % 5 - 6 * on},{int(on)}"


def test_spillover_by_lot(table):
    path = table("x,y,before,after,treated\n" + "\n".join(street(at // 12, at % 12) for at in range(144)))
    told = asked("spillover --near 1.1 --draws 499", path)
    assert told["direct"]["estimate"] < -3
    assert told["direct"]["p"] < 0.05
    assert refused("spillover --near 0.1", path)["code"] == "none_near"


def test_areas_that_went_the_same_way_are_proposed(table):
    ways = {"a": (1, 1.0), "b": (1, 1.1), "c": (1, 3.0), "d": (-1, 1.0), "e": (1, 0.9), "f": (-1, 2.0)}
    rows = [
        f"{name},{2001 + at},{round(level * (60 + slope * 6 * at))}"
        for name, (slope, level) in ways.items()
        for at in range(8)
    ]
    path = table("area,period,count\n" + "\n".join(rows))
    told = asked("alike --of a --until 2007", path)
    assert told["periods_before"] == 6
    assert [each["area"] for each in told["proposed"]][:2] == ["b", "e"]
    assert [each["area"] for each in told["proposed"] if not each["alike"]] == ["d", "f"]
    assert "went the same way" in run("alike --of a --most 2", path).stdout
    assert refused("alike --of z", path, code=2)["code"] == "no_area"
    assert refused("alike --of a --until 2003", path)["code"] == "few_to_propose"
    gap = table("area,period,count\n" + "\n".join(row for row in rows if ",2004," not in row))
    assert refused("alike --of a", gap)["code"] == "gap"


def test_power_and_what_comes_by_itself(table):
    assert asked("power --base 316")["smallest_fall"] == pytest.approx(21.13, abs=0.01)
    assert asked("power --base 316 --hoped 9.177")["hoped_power"] == pytest.approx(0.2069, abs=5e-4)
    assert asked("power --base 316 --hoped 9.177 --compared 316")["hoped_power"] < 0.15  # noqa: PLR2004
    assert refused("power --base 1e-9", code=2)["code"] == "bad_plan"
    assert "Not even the end" in run("power --base 10").stdout
    months = "count\n" + "\n".join(str(20 + at % 5) for at in range(36))
    assert asked("power --after 12", table(months))["dispersion"] == 1
    assert "interrupted series" in run("power --after 12", table(months)).stdout
    assert refused("power", code=2)["code"] == "wrong_usage"
    assert refused("power --base 10 --hoped 0", code=2)["code"] == "wrong_usage"
    towns = "town,count\n" + "\n".join(f"t{at},{5 + (at * 7) % 13}" for at in range(30))
    told = asked("returning --top 3 --unit town", table(towns))
    assert told["change"] < 0
    assert len(told["chosen"]) == 3
    assert "by themselves" in told["claim"]
