"""audit verify, heads, sign and sheet, as the auditor at the machine uses them."""

import json
import sqlite3
import stat
from pathlib import Path

import pytest
from django.db import connection

from confianza.cli.tests.test_installation import run
from confianza.web.audit.actions import COMMAND_LINE, record
from confianza.web.audit.tests import tampering


@pytest.fixture
def account(db, workspace) -> None:
    for number in range(9):
        record(by=COMMAND_LINE, action="a.b", subject=f"s{number}")


def test_an_account_nobody_touched_verifies(account, told, confianza):
    assert told("audit", "verify") == {"ok": True, "entries": 9}
    result = confianza("audit", "verify")
    assert (result.exit_code, result.stdout) == (0, "All 9 entries are as they were written.\n")


TAMPERED = {
    "changed": ("UPDATE audit_entry SET subject = 'x' WHERE id = 4", 4, "Entry 4 was changed."),
    "deleted": ("DELETE FROM audit_entry WHERE id = 4", 4, "Entry 4 is missing."),
    "first deleted": ("DELETE FROM audit_entry WHERE id = 1", 1, "Entry 1 is missing."),
    "another number": ("UPDATE audit_entry SET id = 50 WHERE id = 9", 9, "Entry 9 is missing."),
}


@pytest.mark.parametrize("way", TAMPERED)
def test_the_first_bad_entry_is_named_and_the_exit_code_says_so(account, told, confianza, way: str):
    statement, entry, sentence = TAMPERED[way]
    tampering.run(statement)
    answer = told("audit", "verify", exit_code=1)
    assert (answer["ok"], answer["entries"]) == (False, 9 - ("deleted" in way))
    assert (answer["first_bad"]["entry"], answer["first_bad"]["sentence"]) == (entry, sentence)
    assert set(answer["first_bad"]) == {"entry", "why", "sentence"}
    result = confianza("audit", "verify")
    assert (result.exit_code, result.stdout) == (1, sentence + "\n")


def test_a_tail_cut_in_the_file_of_a_real_workspace_is_missed(installation, tmp_path):
    folder = installation
    for _ in range(2):
        assert run("audit", "heads", "--export", tmp_path / "h", "-w", folder).returncode == 0
    assert json.loads(run("audit", "verify", "-w", folder, "--json").stdout) == {"ok": True, "entries": 2}
    with sqlite3.connect(folder / "register.sqlite3") as register:
        register.execute("DELETE FROM audit_entry WHERE id = 2")
    cut = run("audit", "verify", "-w", folder, "--json")
    assert cut.returncode == 1
    assert json.loads(cut.stdout)["first_bad"]["why"] == "cut"


def test_heads_are_signed_listed_and_held_against_the_account(account, told, confianza, tmp_path):
    file = tmp_path / "heads.json"
    assert told("audit", "heads") == []
    assert "No head is signed yet" in confianza("audit", "heads").stdout
    told("audit", "heads", "--export", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [head] = told("audit", "heads")
    assert head["entry"] == 10
    assert head["words"] in confianza("audit", "heads").stdout
    assert told("audit", "verify", "--heads", file) == {"ok": True, "entries": 10}
    tampering.run("DELETE FROM audit_head")
    tampering.run("DELETE FROM audit_entry WHERE id > 7")
    assert told("audit", "verify", "--heads", file, exit_code=1)["first_bad"]["entry"] == 8


def test_newer_heads_take_the_place_of_older_ones_but_never_of_heads_the_account_lost(
    account, told, tmp_path
):
    file = tmp_path / "heads.json"
    for _ in range(2):
        told("audit", "heads", "--export", file)
    before = file.read_text()
    assert before.count("signature") == 2
    tampering.run("DELETE FROM audit_head WHERE id = 2")
    refused = told("audit", "heads", "--export", file, exit_code=1)
    assert refused["error"]["code"] == "heads_differ"
    assert file.read_text() == before


def test_signing_twice_without_a_deed_in_between_is_one_head(account, told):
    first = told("audit", "sign")
    assert first["entry"] == 9
    assert told("audit", "sign") == first
    assert len(told("audit", "heads")) == 1


def test_nothing_can_be_signed_before_the_first_deed(told):
    assert told("audit", "sign") == {"entry": 0, "words": ""}
    assert told("audit", "verify") == {"ok": True, "entries": 0}


def test_the_sheet_is_for_its_reader_only_and_never_written_over(account, told, confianza, tmp_path):
    sheet = tmp_path / "sheet.json"
    told("audit", "sheet", sheet)
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    before = sheet.read_text()
    assert "there already" in confianza("audit", "sheet", sheet).stderr
    assert sheet.read_text() == before
    assert told("audit", "verify", "--sheet", sheet) == {"ok": True, "entries": 10}


@pytest.mark.parametrize("option", ["--heads", "--sheet"])
@pytest.mark.parametrize(
    "content", ["", "[]", '{"format": "x"}', "\udcff"], ids=["empty", "list", "other", "octets"]
)
def test_a_file_of_another_sort_is_refused(account, told, tmp_path: Path, option: str, content: str):
    file = tmp_path / "file"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert told("audit", "verify", option, file, exit_code=2)["error"]["code"] == "wrong_usage"


def test_verifying_writes_nothing(account, told):
    with connection.execute_wrapper(_refuse_writing):
        told("audit", "verify")


def _refuse_writing(execute, statement, *rest):
    assert statement.lstrip().upper().startswith("SELECT"), statement
    return execute(statement, *rest)
