"""The verb of draws: commit, reveal, replace, verify."""

import copy
import json
import stat

import pytest
from typer.testing import CliRunner

from confianza.cli import language
from confianza.cli.program import app
from confianza.web.lib import draw_checks

WORDS = "guayaba río lunes tejado catorce"


@pytest.fixture
def asked(tmp_path):
    def run(verb, *words, exit_code=0):
        result = CliRunner().invoke(app, ["draw", verb, *map(str, words)], catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result.stdout

    return run


@pytest.fixture
def told(asked):
    return lambda *words, exit_code=0: json.loads(asked(*words, "--json", exit_code=exit_code))


@pytest.fixture
def committed(tmp_path, told):
    """A draw of five of twelve neighbours with three replacements, announced: its record, its secret."""
    people = tmp_path / "people.csv"
    people.write_text(
        "who,side\n" + "".join(f"vecina {at},{'river' if at % 3 else 'hills'}\n" for at in range(12))
    )

    def commit(*more, exit_code=0, count="5"):
        record, secret = tmp_path / "record.json", tmp_path / "secret.txt"
        said = told(
            "commit", people, "--purpose", "Jury", "--announced", "Five words of five neighbours",
            "--count", count, "--record", record, "--secret", secret, "--at", "2026-03-01T09:00", *more,
            exit_code=exit_code,
        )  # fmt: skip
        return record, secret, said

    return commit


@pytest.fixture
def drawn(committed, told):
    record, secret, _said = committed("--replacements", "3")
    told("reveal", record, "--secret", secret, "--witnessed", WORDS, "--at", "2026-03-05T18:00")
    return record


def test_a_draw_from_commitment_to_verdict(committed, told):
    record, secret, said = committed(
        "--stratum", "side", "--replacements", "river=2", count="river=2,hills=1"
    )
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert secret.read_text().strip() not in record.read_text()
    before = told("verify", record, exit_code=1)
    assert [each["code"] for each in before["problems"]] == ["draw_not_revealed"]
    result = told("reveal", record, "--secret", secret, "--witnessed", WORDS, "--at", "2026-03-05T18:00")
    assert {stratum: len(names) for stratum, names in result["drawn"].items()} == {"hills": 1, "river": 2}
    verdict = told("verify", record, "--commitment", said["commitment"], "--heard", WORDS)
    assert verdict == {
        "holds": True, "commitment": said["commitment"], "seats": result["drawn"], "problems": []
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda told: told.update(secret="0" * 64), "draw_altered_secret"),
        (lambda told: told.update(seed="0" * 64), "draw_altered_seed"),
        (lambda told: told.update(witnessed=WORDS + "!"), "draw_altered_witnessed"),
        (lambda told: told["list"].pop(), "draw_altered_list"),
        (lambda told: told["list"].reverse(), "draw_altered_order"),
        (lambda told: told["counts"].update(all=4), "draw_altered_counts"),
        (lambda told: told["drawn"]["all"].pop(), "draw_altered_result"),
        (lambda told: told["drawn"]["all"].reverse(), "draw_altered_result_order"),
    ],
)
def test_an_altered_record_fails_with_the_sentence_that_says_what(drawn, told, asked, change, code):
    whole = json.loads(drawn.read_text())
    altered = copy.deepcopy(whole)
    change(altered)
    drawn.write_text(json.dumps(altered))
    found = told("verify", drawn, exit_code=1)
    assert not found["holds"]
    assert code in [each["code"] for each in found["problems"]]
    assert found["problems"][0]["sentence"] in asked("verify", drawn, exit_code=1)


@pytest.mark.parametrize("text", ["", "no", "[]", '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 5000, "\x00\xff"])
def test_what_is_no_record_is_answered_with_a_problem(tmp_path, told, text):
    file = tmp_path / "record.json"
    file.write_text(text, encoding="latin-1")
    assert told("verify", file, exit_code=1)["problems"][0]["code"] in ("draw_not_json", "draw_shape")


def test_a_replacement_steps_in_and_the_record_still_holds(drawn, told, asked):
    result = json.loads(drawn.read_text())
    gone = result["drawn"]["all"][1]
    said = told("replace", drawn, "--name", gone, "--reason", "Sister of an applicant")
    assert said["by"] == result["replacements"]["all"][0]
    assert said["by"] in told("verify", drawn)["seats"]["all"]
    assert told("replace", drawn, "--name", gone, "--reason", "again", exit_code=2)["error"]["code"] == (
        "draw_not_drawn"
    )
    assert said["by"] in asked("verify", drawn)


def test_nothing_is_overwritten_and_nothing_drawn_twice(committed, drawn, told):
    _record, _secret, said = committed(exit_code=2)
    assert "already" in said["error"]["message"]
    secret = drawn.with_name("secret.txt")
    again = told("reveal", drawn, "--secret", secret, "--witnessed", "ten other words here", exit_code=2)
    assert "done already" in again["error"]["message"]


def test_a_wrong_secret_and_few_words_are_refused(committed, told, tmp_path):
    record, secret, _said = committed()
    other = tmp_path / "other.txt"
    other.write_text("0" * 64)
    words = ("--witnessed", WORDS)
    assert told("reveal", record, "--secret", other, *words, exit_code=1)["error"]["code"] == (
        "draw_other_secret"
    )
    few = told("reveal", record, "--secret", secret, "--witnessed", "seven", exit_code=1)
    assert few["error"]["code"] == "draw_witnessed_short"
    assert "seed" not in json.loads(record.read_text())


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--name", "nombre"), "wrong_usage"),
        (("--size", "side"), "wrong_usage"),
        (("--replacements", "many"), "wrong_usage"),
        (("--replacements", "all=2,all=1"), "wrong_usage"),
        (("--at", "tomorrow"), "draw_no_moment"),
        (("--replacements", "9"), "draw_count"),
        (("--replacements", "moon=1"), "draw_no_stratum"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_leaves_no_file(committed, more, code):
    wrong = 1 if code == "draw_count" else 2
    record, secret, said = committed(*more, exit_code=wrong)
    assert said["error"]["code"] == code
    assert not record.exists()
    assert not secret.exists()


def test_where_the_record_cannot_be_written_no_secret_is_left(tmp_path, told):
    people, secret = tmp_path / "people.csv", tmp_path / "secret.txt"
    people.write_text("who\nAna\nBeto\n")
    for record in (tmp_path / "nowhere" / "record.json", secret):
        words = ("--purpose", "Jury", "--announced", "words", "--count", "1", "--secret", secret)
        wrong = 2 if record == secret else 1
        said = told("commit", people, "--record", record, *words, exit_code=wrong)
        assert said["error"]["code"] == ("wrong_usage" if record == secret else "file")
        assert not secret.exists()


def test_it_says_how_many_and_who_stands_first_lest_a_name_was_taken_for_the_header(committed):
    _record, _secret, said = committed()
    assert said["list"] == {"names": 12, "first": "vecina 0", "last": "vecina 11"}


def test_half_a_sign_in_a_record_is_shown_as_its_number(tmp_path, told, asked):
    file = tmp_path / "record.json"
    file.write_text('{"format": "\\ud800"}')
    assert told("verify", file, exit_code=1)["problems"][0]["code"] == "draw_format"
    assert r"\ud800" in asked("verify", file, exit_code=1)


def test_every_finding_is_said_in_spanish(monkeypatch):
    language.compile_catalogues()
    monkeypatch.setenv("CONFIANZA_LANGUAGE", "es")
    language._translations.cache_clear()
    english = [text for text in draw_checks.KINDS.values() if language._(text) == text]
    assert not english
