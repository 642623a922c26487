"""After a purge the register's own files and the sealed files hold no byte of what was destroyed."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from confianza.web.accounts.models import Role
from confianza.web.tips.actions import shredding
from confianza.web.tips.tests import rows

pytestmark = pytest.mark.slow

TIPS = 60
# Tells and destroys in one process of a real workspace, by its own settings, and prints what it wrote.
TELL = """
import json, random, sys
import django; django.setup()
from datetime import timedelta
from confianza.web.accounts.models import User
from confianza.web.tips.actions import shredding
from confianza.web.tips.tests import rows
random.seed(int(sys.argv[1]))
person = User.objects.create_user("lidia", password=None)
goes, stays = [], []
for place in range(int(sys.argv[2])):
    due = random.random() < 0.5
    tip = rows.whole(person, size=random.choice([120, 300, 4200, 17000]), delete_on=rows.today() if due else None)
    (goes if due else stays).append(tip.pk)
told = {name: [piece.hex() for piece in shredding._sealed_bytes(ids)] for name, ids in (("goes", goes), ("stays", stays))}
told["names"] = shredding._file_names(goes)
told["ids"] = [pk.hex for pk in goes]
print(json.dumps(told))
"""


def _run(workspace, *command):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "CONFIANZA_WORKSPACE": str(workspace), "DJANGO_SETTINGS_MODULE": "confianza.web.project.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _confianza(workspace, *words):
    return _run(workspace, "-c", "from confianza.cli import main; main()", *words, "--json")


def _everything(workspace):
    files = [*workspace.glob("register.sqlite3*"), *(workspace / "tips").rglob("*")]
    return b"".join(file.read_bytes() for file in files if file.is_file())


def _missing(pieces, content):
    return [piece for piece in pieces if bytes.fromhex(piece)[:64] not in content]


@pytest.fixture
def told(tmp_path):
    workspace = tmp_path / "office"
    _confianza(workspace, "init", str(workspace))
    return workspace, _run(workspace, "-c", TELL, "7", str(TIPS))


def test_purge_leaves_neither_ciphertext_nor_lookup_in_database_log_or_media(told):
    workspace, written = told
    before = _everything(workspace)
    assert not _missing(written["goes"], before)
    assert len(written["goes"]) > 500
    due = _confianza(workspace, "purge", "--dry-run", "--workspace", str(workspace))
    assert (due["dry_run"], due["tips"], due["held"]) == (True, len(written["ids"]), 0)
    purged = _confianza(workspace, "purge", "--workspace", str(workspace))
    assert (purged["tips"], purged["files"]) == (len(written["ids"]), len(written["names"]))
    assert (purged["log_emptied"], purged["found_again"]) == (True, 0)
    after = _everything(workspace)
    found = len(written["goes"]) - len(_missing(written["goes"], after))
    assert found == 0
    assert not [each for each in written["ids"] + written["names"] if each.encode() in after]
    assert not [name for name in written["names"] if (workspace / "tips" / name).exists()]
    assert not _missing(written["stays"], after)


def test_a_purge_while_somebody_reads_says_that_the_log_could_not_be_emptied(told):
    import sqlite3

    workspace, written = told
    reader = sqlite3.connect(workspace / "register.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM tips_tip").fetchone()
    assert _confianza_failing(workspace)["log_emptied"] is False
    reader.execute("COMMIT")
    reader.close()
    assert _confianza(workspace, "purge", "--workspace", str(workspace))["log_emptied"] is True
    assert len(_missing(written["goes"], _everything(workspace))) == len(written["goes"])


def _confianza_failing(workspace):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [
        sys.executable,
        "-c",
        "from confianza.cli import main; main()",
        "purge",
        "--json",
        "-w",
        workspace,
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    return json.loads(done.stdout)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL keeps its rows elsewhere")
def test_on_postgresql_the_tables_are_written_anew_without_what_was_deleted(workspace, person):
    from confianza.web.project import register

    tip = rows.whole(person(Role.TIP_OPERATOR))
    lookup = bytes(tip.lookup)
    assert lookup in _table_on_disk("tips_tip")
    shredding.shred(tips=[tip.pk], by=None)
    # Rows stay as long as a transaction from before is open anywhere, another test's register included.
    deadline = time.monotonic() + 30
    while lookup in _table_on_disk("tips_tip") and time.monotonic() < deadline:
        assert register.clear_away("tips_")
    assert lookup not in _table_on_disk("tips_tip")


def _table_on_disk(table):
    import psycopg

    from tests.support.postgres import SUPERUSER

    name = connection.get_connection_params()["dbname"]
    with psycopg.connect(os.environ[SUPERUSER], dbname=name, autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
        folder = superuser.execute("SHOW data_directory").fetchone()[0]
        file = superuser.execute("SELECT pg_relation_filepath(%s)", [table]).fetchone()[0]
    return Path(folder, file).read_bytes()
