"""backup, restore and backup-key in processes of their own, as an administrator would run them."""

import json
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from confianza.cli.tests.test_installation import COMMAND, environment, run
from confianza.store import integrity
from confianza.store.layout import StoreLayout
from confianza.web.project.tests import kept

PASSPHRASE = "una frase para las pruebas"
NOT_KEPT = ("cache", "passing", "backups.jsonl", "register.sqlite3", "store/.", "store/aside", "keys/.")


@pytest.fixture(scope="module")
def office(installation) -> Path:
    """An installation with one delivery, seen by nobody yet."""
    file = installation.parent / "enero.csv"
    file.write_text("id_registro;fecha_hecho;delito_nacional\n1;05/01/2024;Homicidio\n")
    assert run("ingest", file, "--source", "canonical_es", "-w", installation).returncode == 0
    return installation


@pytest.fixture(scope="module")
def secret(office) -> Path:
    file = office.parent / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    return file


@pytest.fixture(scope="module")
def away(office, secret) -> Path:
    folder = office.parent / "away"
    assert run("backup", folder, "-w", office, "--passphrase-file", secret).returncode == 0
    return folder


def test_wiped_and_brought_back_every_table_and_every_file_is_equal(office, secret, tmp_path):
    shutil.copytree(office, tmp_path / "office")
    before = kept.rows(office / "register.sqlite3"), kept.digests(office, *NOT_KEPT)
    made = run("backup", tmp_path / "away", "-w", tmp_path / "office", "--passphrase-file", secret, "--json")
    shutil.rmtree(tmp_path / "office")
    words = ("-w", tmp_path / "office", "--passphrase-file", secret, "--json")
    told = json.loads(run("restore", tmp_path / "away", *words).stdout)
    found = tmp_path / "office"
    assert (kept.rows(found / "register.sqlite3"), kept.digests(found, *NOT_KEPT)) == before
    assert any(path.endswith(".parquet") for path in before[1])
    assert integrity.check(StoreLayout(found / "store")) == []
    assert (told["equal"], told["unequal"], told["digest"]) == (True, [], json.loads(made.stdout)["digest"])
    assert [finding["what"] for finding in told["checks"] if finding["level"] == "error"] == []
    assert run("check", "-w", found).returncode == 0


def test_the_count_of_everything_is_shown(away, secret, tmp_path):
    shown = run("restore", away, "-w", tmp_path / "again", "--passphrase-file", secret)
    assert shown.returncode == 0
    lines = [line.split() for line in shown.stdout.splitlines()]
    assert ["audit_chain", "1", "1", "equal"] in lines
    assert ["store/claims", "1", "1", "equal"] in lines
    assert "every table and every file is equal" in shown.stdout


@pytest.mark.parametrize("half", ["datos", "llaves"])
@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b[:9] + bytes([b[9] ^ 1]) + b[10:]], ids=["cut", "bit"]
)
def test_a_spoilt_backup_is_refused_with_one_sentence(away, secret, tmp_path, half, spoil):
    shutil.copytree(away, tmp_path / "away")
    [file] = (tmp_path / "away").glob(f"*.{half}")
    file.write_bytes(spoil(file.read_bytes()))
    refused = run("restore", tmp_path / "away", "-w", tmp_path / "again", "--passphrase-file", secret)
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "Traceback" not in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["away"]


def test_a_workspace_that_stands_is_not_overwritten(office, away, secret):
    refused = run("restore", away, "-w", office, "--passphrase-file", secret)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert integrity.check(StoreLayout(office / "store")) == []


def test_the_passphrase_may_come_from_the_environment_and_never_stands_in_the_command(away, tmp_path):
    words = ["restore", str(away), "-w", str(tmp_path / "again"), "--json"]
    told = {**environment("en"), "CONFIANZA_BACKUP_PASSPHRASE": PASSPHRASE}
    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=120, env=told)
    assert json.loads(done.stdout)["equal"]
    helped = run("restore", "--help").stdout + run("backup", "--help").stdout
    assert "--passphrase-file" in helped
    assert "--passphrase " not in helped
    unasked = run("restore", away, "-w", tmp_path / "more", language="es")
    assert (unasked.returncode, unasked.stderr[:3]) == (1, "Ind")


def test_a_passphrase_is_made_and_shown_once_and_only_where_somebody_sees_it(office, tmp_path):
    unseen = run("backup", tmp_path / "away", "-w", office)
    assert unseen.returncode == 1
    assert not (tmp_path / "away").exists()
    made = json.loads(run("backup", tmp_path / "away", "-w", office, "--json").stdout)
    assert len(made["passphrase"].split()) == 10
    (tmp_path / "paper").write_text(made["passphrase"].replace(" ", "  "))
    words = ("-w", tmp_path / "again", "--passphrase-file", tmp_path / "paper")
    assert run("restore", tmp_path / "away", *words).returncode == 0
    for written in (*office.rglob("*"), *(tmp_path / "away").iterdir()):
        assert not written.is_file() or made["passphrase"].encode() not in written.read_bytes()


def test_a_rescue_key_locks_and_opens_with_the_keys_in_another_place(office, tmp_path):
    told = json.loads(run("backup-key", tmp_path / "rescue", "--json").stdout)
    assert stat.S_IMODE((tmp_path / "rescue").stat().st_mode) == 0o600
    assert run("backup-key", tmp_path / "rescue").returncode == 1
    where = (tmp_path / "away", "--keys-to", tmp_path / "safe")
    made = run("backup", *where, "-w", office, "--recipient", told["recipient"])
    assert made.returncode == 0
    assert [path.suffix for path in (tmp_path / "away").iterdir()] == [".datos"]
    words = ("--keys", tmp_path / "safe", "-w", tmp_path / "again")
    refused = run("restore", tmp_path / "away", *words)
    assert (refused.returncode, "--rescue-key" in refused.stderr) == (1, True)
    assert run("restore", tmp_path / "away", *words, "--rescue-key", tmp_path / "rescue").returncode == 0


def test_a_short_passphrase_is_refused(office, tmp_path):
    (tmp_path / "short").write_text("corta")
    refused = run(
        "backup", tmp_path / "away", "-w", office, "--passphrase-file", tmp_path / "short", language="es"
    )
    assert refused.returncode == 1
    assert "12 caracteres" in refused.stderr
