"""init and check in processes of their own, as an administrator would run them."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from confianza.cli import main; main()"]


OURS = {"CONFIANZA_WORKSPACE", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "CONFIANZA_SECRET_KEY"}


def environment(language: str) -> dict[str, str]:
    """An administrator's environment: nothing of this test process, and a language."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**kept, "CONFIANZA_LANGUAGE": language}


def run(*words: str | int | Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment(language))


@pytest.fixture(scope="module")
def made(installation) -> Path:
    return installation


def test_a_workspace_is_readable_by_nobody_else(made):
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert stat.S_IMODE((made / "keys").stat().st_mode) == 0o700
    assert {stat.S_IMODE(key.stat().st_mode) for key in (made / "keys").iterdir()} == {0o600}
    assert stat.S_IMODE((made / "register.sqlite3").stat().st_mode) == 0o600


def test_making_it_again_changes_no_key(made):
    key = (made / "keys" / "sessions").read_text()
    again = run("init", made, "--json")
    assert json.loads(again.stdout) == {"workspace": str(made), "new": False, "territory": None}
    assert (made / "keys" / "sessions").read_text() == key


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.odt").write_text("mine")
    refused = run("init", tmp_path)
    assert refused.returncode == 1
    assert "holds other files" in refused.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.odt"]


def test_all_is_well_in_a_new_workspace(made):
    checked = run("check", "--workspace", made, "--json")
    assert checked.returncode == 0
    found = json.loads(checked.stdout)
    assert {each["what"] for each in found} >= {
        "register", "keys", "files", "event_store", "territory", "uploads", "account", "clock", "disk",
        "backup", "settings", "translations",
    }  # fmt: skip
    assert [each["what"] for each in found if not each["well"]] == []
    assert [each["what"] for each in found if each["level"] == "warning"] == ["backup"]


def test_keys_that_others_can_read_are_told_with_their_remedy(made):
    key = made / "keys" / "sessions"
    key.chmod(0o644)
    checked = run("check", "--workspace", made)
    key.chmod(0o600)
    assert checked.returncode == 1
    assert "chmod go=" in checked.stdout


def test_a_store_that_was_altered_is_told(made, tmp_path):
    file = tmp_path / "marzo.csv"
    file.write_text("id_registro;fecha_hecho;delito_nacional\n9;05/03/2024;Homicidio\n")
    stored = json.loads(run("ingest", file, "--source", "canonical_es", "-w", made, "--json").stdout)
    [claims] = (made / "store" / "claims").rglob(f"{stored['delivery']}*.parquet")
    whole = claims.read_bytes()
    claims.write_bytes(whole[:-1] + b"?")
    checked = run("check", "-w", made)
    claims.write_bytes(whole)
    assert checked.returncode == 1
    assert "backup" in checked.stdout


def test_a_whole_cycle_from_the_terminal(made, tmp_path):
    file = tmp_path / "enero.csv"
    file.write_text(
        "id_registro;fecha_hecho;delito_nacional\n1;05/01/2024;Homicidio\n2;06/01/2024;Homicidio\n"
    )
    stored = run("ingest", file, "--source", "canonical_es", "-w", made, "--json")
    assert json.loads(stored.stdout)["claims"] == 2
    counted = run("indicators", "-w", made, "--by", "year", "--offence", "homicide", "--json")
    assert [(row["period"], row["count"]) for row in json.loads(counted.stdout)] == [("2024", 3)]
    listed = run("deliveries", "list", "-w", made)
    assert json.loads(stored.stdout)["delivery"] in listed.stdout


def test_a_wrong_workspace_is_told_in_the_language_of_the_terminal(tmp_path):
    refused = run("deliveries", "list", "-w", tmp_path, language="es")
    assert refused.returncode == 1
    assert refused.stderr.startswith("No hay espacio de trabajo en")
    asked_by_a_machine = run("deliveries", "list", "-w", tmp_path, "--json", language="es")
    assert json.loads(asked_by_a_machine.stdout)["error"]["code"] == "no_workspace"


def test_the_verbs_are_listed_in_the_order_of_the_cycle():
    told = run("--help").stdout
    verbs = [line.split()[0] for line in told.partition("Commands:")[2].splitlines() if line.strip()]
    assert " ".join(verbs) == (
        "demo init serve worker check tips people backup restore backup-key purge "
        "sources ingest deliveries territory link quality undercount indicators "
        "hotspots near-repeat trend forecast survey select sequence draw evaluate "
        "bulletin release network audit"
    )


def test_help_starts_quickly_because_it_loads_nothing_heavy():
    loading = "import sys, confianza.cli.program; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", loading], capture_output=True, text=True, timeout=60
    ).stdout
    assert not {"django", "polars", "duckdb", "ibis", "pandas", "rich"} & set(loaded.split())
