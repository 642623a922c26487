"""`confianza evaluate register` and `registered`: fixed before the data, compared after."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from confianza.cli.program import app

BEGINS = date.today() + timedelta(days=365)
ENDS = BEGINS + timedelta(days=1095)
WRITTEN = [
    "--hypothesis", "Los homicidios bajan más que en los municipios parecidos",
    "--outcome", "homicidios, policía", "--area", "Colón", "--method", "synthetic",
    "--begins", BEGINS.isoformat(), "--last-day", ENDS.isoformat(),
    "--comparison", "Quezaltepeque; Sonsonate", "--set", "speaks=outcome",
]  # fmt: skip


def run(verb, *words, code=0):
    result = CliRunner().invoke(app, ["evaluate", verb, *map(str, words)], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def asked(verb, *words, code=0):
    return json.loads(run(verb, *words, "--json", code=code).stdout)


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.json"
    asked("register", *WRITTEN, "--record", path)
    return path


def test_the_digest_is_of_the_file_that_is_written(tmp_path):
    path = tmp_path / "plan.json"
    told = asked("register", *WRITTEN, "--record", path)
    assert told["digest"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told["registration"] == json.loads(path.read_bytes())
    assert told["registration"]["comparison"] == ["Quezaltepeque", "Sonsonate"]
    assert (told["before_the_data"], told["before_the_programme"]) == (True, True)
    assert told["digest"] in run("register", *WRITTEN).stdout


def test_a_plan_in_a_file_gives_the_same_digest_whatever_its_blanks(plan, tmp_path):
    loose = tmp_path / "loose.json"
    loose.write_text(json.dumps(json.loads(plan.read_text()), indent=4), encoding="utf-8-sig")
    again = tmp_path / "again.json"
    assert asked("register", loose, "--record", again)["digest"] == asked("registered", plan)["digest"]
    assert again.read_bytes() == plan.read_bytes()


def test_a_file_that_is_there_is_never_written_over(plan):
    before = plan.read_bytes()
    assert asked("register", *WRITTEN, "--record", plan, code=2)["error"]["code"] == "wrong_usage"
    assert plan.read_bytes() == before


@pytest.mark.parametrize(
    "left", ["--hypothesis", "--outcome", "--area", "--begins", "--last-day", "--method"]
)
def test_what_must_be_fixed_cannot_be_left_open(left, tmp_path):
    at, record = WRITTEN.index(left), tmp_path / "plan.json"
    words = [*WRITTEN[:at], *WRITTEN[at + 2 :], "--record", record]
    assert asked("register", *words, code=2)["error"]["code"] == "registration_leaves_open"
    assert not record.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--begins", "01/02/2027"], "registration_day"),
        (["--begins", "31-12-2027"], "registration_day"),
        (["--last-day", "2001-01-01"], "registration_days"),
        (["--direction", "abajo"], "registration_direction"),
        (["--set", "speaks"], "wrong_usage"),
    ],
)
def test_what_is_written_wrongly_is_said(words, code):
    assert asked("register", *WRITTEN, *words, code=2)["error"]["code"] == code


def test_data_that_have_ended_make_no_registration_and_a_programme_under_way_is_told():
    past = ["--begins", "2009-01-01", "--last-day", "2010-12-31"]
    assert asked("register", *WRITTEN, *past)["before_the_data"] is False
    assert "no registration before the data" in run("register", *WRITTEN, *past).stdout
    assert "begun already" in run("register", *WRITTEN, "--begins", "2009-01-01").stdout


def test_one_letter_changed_afterwards_is_seen(plan):
    digest = hashlib.sha256(plan.read_bytes()).hexdigest()
    assert asked("registered", plan, "--digest", digest.upper())["is_the_one"] is True
    assert "not a letter was changed" in run("registered", plan, "--digest", digest).stdout
    plan.write_bytes(plan.read_bytes().replace(b"synthetic", b"synthetik"))
    assert asked("registered", plan, "--digest", digest, code=1)["is_the_one"] is False
    assert "changed afterwards" in run("registered", plan, "--digest", digest, code=1).stdout


def test_what_was_done_otherwise_is_told_in_both_languages(plan, tmp_path, monkeypatch):
    done = tmp_path / "done.json"
    told = json.loads(plan.read_text()) | {"method": "rate-ratio", "comparison": []}
    done.write_text(json.dumps(told))
    found = asked("registered", plan, done)["deviations"]
    assert [each["field"] for each in found] == ["method", "comparison"]
    assert (
        "The method: “synthetic” was registered, “rate-ratio” was done."
        in run("registered", plan, done).stdout
    )
    assert "nothing is told of it" in found[1]["sentence"]
    assert "is what was registered" in run("registered", plan, plan).stdout
    monkeypatch.setenv("CONFIANZA_LANGUAGE", "es")
    assert (
        "El método: se registró «synthetic» y se hizo «rate-ratio»." in run("registered", plan, done).stdout
    )


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"hola", b"\xff\xfe", b"[" * 50_000, b'{"format": 3}', b" " * 1_000_001]
)
def test_what_is_no_registration_is_refused_in_one_sentence(content, tmp_path):
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    for verb in ("register", "registered"):
        message = asked(verb, path, code=1)["error"]["message"]
        assert message.startswith("This is no registration")
        assert "\n" not in message


def test_a_digest_that_cannot_be_one_is_refused(plan):
    assert asked("registered", plan, "--digest", "abc", code=2)["error"]["code"] == "not_a_digest"
    assert asked("register", plan, "--area", "otra", code=2)["error"]["code"] == "wrong_usage"


def test_a_departure_is_told_and_only_strictly_a_failure(plan, tmp_path):
    done = tmp_path / "done.json"
    done.write_text(json.dumps(json.loads(plan.read_text()) | {"method": "rate-ratio"}))
    assert asked("registered", plan, done)["deviations"]
    assert asked("registered", plan, done, "--strict", code=1)["deviations"]
    assert asked("registered", plan, plan, "--strict")["deviations"] == []
    assert asked("registered", plan, "--strict", code=2)["error"]["code"] == "wrong_usage"
