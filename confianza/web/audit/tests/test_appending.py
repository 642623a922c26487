"""Entries of several processes at once, and of processes that are killed: none lost, no false alarm."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

KILLED = 9
BEGIN = """
import os, threading
import django
django.setup()
from django.db import connection, transaction
from confianza.web.audit.actions import COMMAND_LINE, record, sign
from confianza.web.audit.chain import keys, verification
def write(count=1):
    for _ in range(count):
        record(by=COMMAND_LINE, action="a.b", subject="s")
from confianza.web.lib import walls
wall = walls.lowered()
wall.__enter__()
"""
VERDICT = "told = verification.verify(); print(told.entries, told.fault)"
Run = Callable[..., str]


def environment(workspace: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    kept |= {
        "CONFIANZA_WORKSPACE": str(workspace),
        "DJANGO_SETTINGS_MODULE": "confianza.web.project.settings_test",
    }
    if connection.vendor == "postgresql":
        told = connection.settings_dict
        host = told["HOST"] or told["OPTIONS"]["host"]
        server = f"{quote(host, safe='')}:{told['PORT'] or 5432}"
        kept["DATABASE_URL"] = f"postgresql://{told['USER']}:{told['PASSWORD']}@{server}/{told['NAME']}"
    return kept


def start(workspace: Path, script: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BEGIN + script],
        env=environment(workspace), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.fixture(scope="module")
def empty_register(tmp_path_factory) -> Path:
    """A register with its tables, made once. PostgreSQL has the one of the test run."""
    folder = tmp_path_factory.mktemp("empty")
    if connection.vendor == "sqlite":
        making = start(
            folder, 'from django.core.management import call_command\ncall_command("migrate", verbosity=0)'
        )
        assert making.wait() == 0, making.stderr.read()
    return folder


@pytest.fixture
def workspace_of_processes(transactional_db, empty_register, tmp_path) -> Path:
    return Path(shutil.copytree(empty_register, tmp_path / "workspace"))


@pytest.fixture
def run(workspace_of_processes) -> Run:
    """Run a script in a process of its own and return what it printed."""

    def run(script: str, *, exit_code: int = 0) -> str:
        process = start(workspace_of_processes, script)
        printed, errors = process.communicate(timeout=60)
        assert process.returncode == exit_code, errors
        return printed.strip()

    return run


DIES = {
    "before the first entry is committed": ("transaction.atomic().__enter__(); write(); os._exit(9)", 0),
    "after the first commit, before the keys are written": (
        "with transaction.atomic():\n    write(); keys.keep = lambda *_: os._exit(9)",
        1,
    ),
    "before a later entry is committed": (
        "write(3); transaction.atomic().__enter__(); write(2); os._exit(9)",
        3,
    ),
    "after a later commit, before the keys are written": (
        "write(3)\nwith transaction.atomic():\n    write(2); keys.keep = lambda *_: os._exit(9)",
        5,
    ),
    "after a signature, before the keys are written": (
        "write(3)\nkeys.keep = lambda *_: os._exit(9)\nsign()",
        3,
    ),
}


@pytest.mark.parametrize("moment", DIES)
def test_a_killed_process_loses_no_entry_and_raises_no_alarm(run: Run, moment: str) -> None:
    script, kept = DIES[moment]
    run(script, exit_code=KILLED)
    told = run(f"{VERDICT}; write(2); sign(); {VERDICT}")
    assert told.splitlines() == [f"{kept} None", f"{kept + 2} None"]


def test_deeds_that_are_undone_leave_no_trace(run: Run) -> None:
    undone = """
def undo(deed):
    with transaction.atomic():
        deed()
        transaction.set_rollback(True)
undo(write)
write(2)
undo(write); undo(sign)
with transaction.atomic():
    write(); undo(lambda: (write(), sign())); write()
sign(); undo(sign); write()
"""
    assert run(undone + VERDICT) == "5 None"


def test_keys_that_cannot_be_written_undo_no_deed(run: Run) -> None:
    script = """
write()
whole, keys.keep = keys.keep, lambda *_: 1 / 0
write(2)
keys.keep = whole
write()
"""
    assert run(script + VERDICT) == "4 None"


AT_ONCE = """
threads = [threading.Thread(target=lambda: (write(15), sign(), connection.close())) for _ in range(3)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
"""


WATCHING = """
for _ in range(25):
    found = verification.verify().fault
    if found:
        print(found)
"""


def test_threads_and_processes_write_one_chain_that_is_whole_all_the_while(
    run: Run, workspace_of_processes
) -> None:
    run("write()")
    processes = [start(workspace_of_processes, script) for script in (AT_ONCE, AT_ONCE, WATCHING)]
    printed = [process.communicate(timeout=120) for process in processes]
    assert printed == [("", "")] * 3
    assert run(VERDICT) == "91 None"
