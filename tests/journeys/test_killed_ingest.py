"""The plug is pulled while a delivery is taken in: the next look finds the old state or the new one, whole."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from confianza.store import claims, deliveries
from confianza.store.layout import StoreLayout

ROWS = 2_000
HEADER = "id_registro;fecha_hecho;sexo;edad;cod_depto;cod_mupio;delito_nacional\n"


def run(*words):
    program = "from confianza.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
    )  # fmt: skip


def month_file(folder, number):
    """A month of its own for every file, so that none takes the place of another."""
    year, month = 1990 + number // 12, number % 12 + 1
    rows = (f"R{number}-{n};{n % 28 + 1:02}/{month:02}/{year};F;30;23;2301;Homicidio\n" for n in range(ROWS))
    path = folder / f"{year}-{month:02}.csv"
    path.write_text(HEADER + "".join(rows))
    return path


def ingest(workspace, path):
    return run("ingest", path, "--source", "canonical_es", "--workspace", workspace, "--json")


def taken_in(workspace):
    """How many claims are visible, by file."""
    layout = StoreLayout(workspace / "store")
    found = {each.files[0]: each.counts["claims"] for each in deliveries.listing(layout)}
    assert claims.visible(layout).count().execute() == sum(found.values())
    return found


def kill_ingests(folder, times):
    workspace = folder / "office"
    assert run("init", workspace).wait(60) == 0
    started = time.monotonic()
    assert ingest(workspace, month_file(folder, 0)).wait(120) == 0
    usual = time.monotonic() - started
    moments, survived = random.Random(50), 0
    for number in range(1, times + 1):
        path, before = month_file(folder, number), taken_in(workspace)
        victim = ingest(workspace, path)
        time.sleep(moments.uniform(0.2, 1.1) * usual)
        victim.send_signal(signal.SIGKILL)
        victim.wait(60)
        after = taken_in(workspace)
        survived += path.name in after
        assert after in (before, before | {path.name: ROWS})
        assert ingest(workspace, path).wait(120) == (1 if path.name in after else 0)
        assert taken_in(workspace) == before | {path.name: ROWS}
    return survived


def test_an_ingest_killed_now_and_then_loses_and_doubles_nothing(tmp_path):
    kill_ingests(tmp_path, 3)


@pytest.mark.slow
def test_an_ingest_killed_at_fifty_moments_loses_and_doubles_nothing(tmp_path):
    survived = kill_ingests(tmp_path, 50)
    assert 0 < survived < 50, "every kill came too early or too late to prove anything"
