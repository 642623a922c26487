"""`confianza survey`: what a sample says, on plain files."""

import json
import random

import polars as pl
import pytest
from typer.testing import CliRunner

from confianza.analysis.surveys.tests import schools
from confianza.cli.program import app


def run(words, *more, code=0):
    """Run a line of words, and arguments that are no words (files)."""
    result = CliRunner().invoke(app, ["survey", *words.split(), *map(str, more)])
    assert result.exit_code == code, result.output + result.stderr
    return result


def asked(words, *more, code=0):
    return json.loads(run(words, *more, "--json", code=code).stdout)


@pytest.fixture
def interviews(tmp_path):
    draws = random.Random(3)
    lines = ["wave;stratum;place;weight;trust;safe;town"]
    for row in range(240):
        wave, stratum = 1 + row % 2, "ab"[row // 120]
        trust = "" if row % 40 == 7 else str(draws.randint(0, 10))
        safe = draws.choice(["Sí", "No"])
        lines.append(f"{wave};{stratum};{row // 12};{draws.choice([1, 2])};{trust};{safe};{'xyz'[row % 3]}")
    path = tmp_path / "entrevistas.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


DESIGN = "--weights weight --strata stratum --clusters place"


@schools.needed
def test_it_gives_the_figures_of_r():
    file = schools.FOLDER / "apistrat.csv"
    told = asked("estimate --weights pw --strata stype --fpc fpc --mean api00", file)
    assert told["estimate"] == pytest.approx(662.2873632, rel=1e-9)
    assert told["se"] == pytest.approx(9.408940803, rel=1e-9)
    assert told["ci"] == pytest.approx([643.732188272, 680.842538047], rel=1e-9)
    assert (told["df"], told["n"]) == (197, 200)
    assert told["deff"] == pytest.approx(1.20445726854, rel=1e-9)


@schools.needed
@pytest.mark.parametrize(
    ("words", "se"),
    [
        ("--mean api00 --rake stype:E=4421,H=755,M=1018", 23.92048645),
        ("--mean api00 --post-stratify stype:E=4421,H=755,M=1018", 23.92048645),
        ("--mean api00 --rake stype:E=4421,H=755,M=1018 --rake sch.wide:No=1072,Yes=5122", 23.70361689),
        ("--mean api00 --calibrate 1=6194,stype:H=755,stype:M=1018,api99=3914069", 3.441753116),
        ("--mean api00 --replicates jackknife", 26.32936059),
        ("--ratio api.stu/enroll --replicates jackknife", 0.009517085176),
        ("--proportion sch.wide", 0.02035947724),
        ("--total enroll", 932235.027),
        ("--quantile api00", 35.6678826995),
    ],
)
def test_known_totals_and_replicates_from_the_command_line(words, se):
    design = "estimate --weights pw --clusters dnum --fpc fpc"
    told = asked(f"{design} {words}", schools.FOLDER / "apiclus1.csv")
    assert told["se"] == pytest.approx(se, rel=1e-7)


@schools.needed
def test_two_stages_and_the_test_of_a_table_from_the_command_line():
    design = "estimate --weights pw --clusters dnum,snum --fpc fpc1,fpc2"
    told = asked(f"{design} --ratio api.stu/enroll", schools.FOLDER / "apiclus2.csv")
    assert told["se"] == pytest.approx(0.01885056331, rel=1e-7)
    one = "estimate --weights pw --clusters dnum --fpc fpc --association sch.wide/stype"
    assert asked(one, schools.FOLDER / "apiclus1.csv")["p"] == pytest.approx(0.0217474624, rel=1e-7)


def test_it_tells_every_domain_and_a_place_where_nobody_answered(interviews):
    text = interviews.read_text(encoding="utf-8") + "\n1;a;0;1;;Sí;w"
    interviews.write_text(text, encoding="utf-8")
    told = asked(f"estimate {DESIGN} --mean trust --by town", interviews)
    assert [each["domain"] for each in told["domains"]] == ["w", "x", "y", "z"]
    nobody = told["domains"][0]
    assert (nobody["estimate"], nobody["se"], nobody["n"], nobody["verdict"]) == (None, None, 0, "no_data")
    assert "no data" in run(f"estimate {DESIGN} --mean trust --by town", interviews).stdout


def test_yes_and_no_need_no_answer_and_other_questions_give_each(interviews):
    told = asked(f"estimate {DESIGN} --proportion safe", interviews)
    rest = asked(f"estimate {DESIGN} --proportion safe=No", interviews)
    assert told["estimate"] + rest["estimate"] == pytest.approx(1)
    each = asked(f"estimate {DESIGN} --proportion town", interviews)["answers"]
    assert sum(one["estimate"] for one in each) == pytest.approx(1)


def test_a_change_in_the_same_places_takes_off_what_they_share(interviews):
    words = f"change {DESIGN} --mean trust --wave wave --earlier 1 --later 2"
    same, apart = asked(words, interviews), asked(f"{words} --apart", interviews)
    assert same["estimate"] == pytest.approx(apart["estimate"])
    variances = same["earlier"]["se"] ** 2 + same["later"]["se"] ** 2
    assert same["se"] ** 2 == pytest.approx(variances - 2 * same["covariance"])
    assert apart["se"] ** 2 == pytest.approx(apart["earlier"]["se"] ** 2 + apart["later"]["se"] ** 2)


def test_another_mode_is_said_and_another_scale_refused(interviews):
    words = f"change {DESIGN} --mean trust"
    told = asked(f"{words} --modes face_to_face,telephone", interviews, interviews)
    assert told["cautions"] == ["other_mode"]
    refused = run(f"{words} --scales 0-10,1-7", interviews, interviews, code=1)
    assert "on the scale 0–10 first and on 1–7 later: on another scale" in refused.stderr


def test_the_reports_change_is_refused_without_what_it_does_not_say():
    refused = run("change --earlier 4.7 --later 6.3", code=1)
    assert "n, sd, deff" in refused.stderr
    told = asked("change --earlier 4.7 --later 6.3 --n 400,400 --sd 2.5 --deff 1.5")
    assert told["ci"] == pytest.approx([1.18, 2.02], abs=0.005)
    assert told["detectable_change"] == pytest.approx(0.607, abs=5e-4)


def test_it_plans():
    told = asked("plan --share 0.5 --margin 0.05 --population 12000 --deff 1.5 --response 0.8")
    assert told["interviews"] == 688
    assert asked("plan --sd 2.5 --change 0.5")["interviews"] == 393
    told = asked("plan --sd 2.5 --n 400,400 --deff 1.5")
    assert told["detectable_change"] == pytest.approx(0.607, abs=5e-4)


def test_it_draws_the_same_again(tmp_path):
    places = tmp_path / "lugares.csv"
    rows = "\n".join(f"lugar {n},{n + 10}" for n in range(30))
    places.write_text(f"lugar,casas\n{rows}", encoding="utf-8")
    words = "draw --name lugar --size casas --count 5 --seed s"
    told = asked(words, places)
    assert len(told["drawn"]) == 5
    assert told == asked(words, places)
    assert "lugar" in run("draw --name lugar --count 3 --seed s --replacements 2", places).stdout


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        ("--mean nada", "no column “nada”", 2),
        ("", "one thing at a time", 2),
        ("--mean trust --total weight", "one thing at a time", 2),
        ("--mean safe", "row 2", 1),
        ("--proportion town=q", "nobody said “q”", 2),
        ("--ratio trust", "was not understood", 2),
        ("--mean trust --rake town", "was not understood", 2),
        ("--mean trust --rake town:x=5,y=5", "“z”", 1),
        ("--quantile trust --at 2", "between 0 and 1", 1),
    ],
)
def test_bad_questions_get_a_sentence(interviews, words, says, code):
    result = run(f"estimate {DESIGN} {words}", interviews, code=code)
    assert says in result.stderr.casefold()


def test_files_of_statistics_programs_are_read_with_their_codes(tmp_path, interviews):
    import pyreadstat

    frame = pl.read_csv(interviews, separator=";").to_pandas()
    pyreadstat.write_sav(frame, str(tmp_path / "e.sav"), missing_ranges={"town": ["z"]})
    pyreadstat.write_dta(frame, str(tmp_path / "e.dta"))
    plain = asked(f"estimate {DESIGN} --mean trust", interviews)
    for name in ("e.sav", "e.dta"):
        told = asked(f"estimate {DESIGN} --mean trust", tmp_path / name)
        assert told["se"] == pytest.approx(plain["se"])
    (tmp_path / "broken.sav").write_bytes(b"$FL2 nothing")
    assert "broken.sav" in run("estimate --mean x", tmp_path / "broken.sav", code=2).stderr


def test_lapop_of_el_salvador(shared_data):
    folder = shared_data / "sv-lapop"
    first = folder / "ElSalvador LAPOP AmericasBarometer 2018 v1.0_W.dta"
    by_phone, last = folder / "SLV_2021_LAPOP.dta", folder / "SLV_2023_LAPOP_AmericasBarometer_v1.0_w.dta"
    drawn = "--weights wt --strata estratopri --clusters upm"
    trust = asked(f"change {drawn} --mean b18", first, last)
    assert 0.8 < trust["ci"][0] < trust["estimate"] < trust["ci"][1] < 1.25
    assert asked(f"change {drawn} --mean aoj11", first, last)["ci"][1] < 0
    words = "change --weights wt --mean b18 --modes face_to_face,telephone"
    assert asked(words, first, by_phone)["cautions"] == ["other_mode"]
    assert "It was asked in another way (mode)" in run(words, first, by_phone).stdout
    words = f"estimate {drawn} --mean b18 --by municipio --domains"
    held, none = asked(words, "Colón,Nahuizalco", last)["domains"]
    assert (held["domain"], held["label"], held["verdict"]) == ("30504", "Colón", "too_few")
    assert (none["domain"], none["estimate"], none["n"], none["verdict"]) == (
        "Nahuizalco",
        None,
        0,
        "no_data",
    )


def test_where_nobody_was_asked_there_are_no_data_which_is_not_zero(interviews):
    words = f"estimate {DESIGN} --mean trust --by town --domains X,Colón"
    there, absent = asked(words, interviews)["domains"]
    assert there["domain"] == "x"
    assert there["n"] > 0
    assert absent["domain"] == "Colón"
    assert (absent["estimate"], absent["n"], absent["verdict"]) == (None, 0, "no_data")
    said = run(words, interviews).stdout
    assert "Nobody was asked in: Colón. There are no data of it, which is not zero." in said


def test_classes_that_a_file_names_and_nobody_has_are_told_with_their_labels(tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat")
    frame = pl.DataFrame({"town": [1.0, 1.0, 2.0, 2.0], "trust": [4.0, 6.0, 5.0, 7.0]}).to_pandas()
    towns = {1: "Santa Tecla", 2: "Sonsonate", 3: "Colón"}
    pyreadstat.write_dta(frame, tmp_path / "waves.dta", variable_value_labels={"town": towns})
    told = asked("estimate --mean trust --by town", tmp_path / "waves.dta")["domains"]
    assert [(row["domain"], row["label"], row["n"]) for row in told] == [
        ("1", "Santa Tecla", 2),
        ("2", "Sonsonate", 2),
        ("3", "Colón", 0),
    ]
    (asked_for,) = asked("estimate --mean trust --by town --domains colon", tmp_path / "waves.dta")["domains"]
    assert (asked_for["domain"], asked_for["verdict"]) == ("3", "no_data")


def test_a_change_says_where_it_comes_from_and_where_it_goes(interviews):
    said = run(f"change {DESIGN} --mean trust --wave wave --earlier 1 --later 2", interviews).stdout
    assert "From " in said
    assert said.count("interviews)") == 2
