"""The demo is backed up, wiped and brought back: every table and every Parquet file is equal."""

import json
import shutil
import subprocess
import sys

from confianza.store import integrity
from confianza.store.layout import StoreLayout
from confianza.web.project.tests import kept

NOT_KEPT = ("cache", "passing", "backups.jsonl", "register.sqlite3", "store/.", "store/aside", "keys/.")
PROGRAM = "from confianza.cli import main; main()"


def told(*words):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, words), "--json"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_demo_is_backed_up_wiped_and_brought_back_equal(demo_folder, tmp_path):
    demo = tmp_path / "demo"
    shutil.copytree(demo_folder, demo)
    (tmp_path / "passphrase").write_text("una frase para las pruebas")
    before = kept.rows(demo / "register.sqlite3"), kept.digests(demo, *NOT_KEPT)
    lock = ("-w", demo, "--passphrase-file", tmp_path / "passphrase")
    made = told("backup", tmp_path / "away", *lock)
    shutil.rmtree(demo)
    restored = told("restore", tmp_path / "away", *lock)
    assert kept.rows(demo / "register.sqlite3") == before[0]
    assert kept.digests(demo, *NOT_KEPT) == before[1]
    assert sum(path.endswith(".parquet") for path in before[1]) > 100
    assert integrity.check(StoreLayout(demo / "store")) == []
    assert restored["equal"]
    assert (len(restored["tables"]), sum(each["found"] for each in restored["tables"])) == (
        made["tables"], made["rows"],
    )  # fmt: skip
