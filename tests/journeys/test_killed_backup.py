"""The plug is pulled while a backup is made or brought back: what stands is whole, and the next run cleans up."""

import os
import random
import shutil
import signal
import time

import pytest

from confianza.web.project.tests import kept
from tests.journeys.test_killed_ingest import ingest, month_file, run

NOT_KEPT = ("cache", "passing", "backups.jsonl", "register.sqlite3", "store/.", "store/aside", "keys/.")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    assert run("init", folder / "office").wait(120) == 0
    assert ingest(folder / "office", month_file(folder, 0)).wait(120) == 0
    # Something that takes a while to seal.
    (folder / "office" / "annex").write_bytes(os.urandom(40_000_000))
    (folder / "passphrase").write_text("una frase para las pruebas")
    return folder / "office"


def standing(root):
    return kept.rows(root / "register.sqlite3"), kept.digests(root, *NOT_KEPT)


def backup(office, away):
    return run("backup", away, "-w", office, "--passphrase-file", office.parent / "passphrase")


def restore(office, away, root, *more):
    return run("restore", away, "-w", root, "--passphrase-file", office.parent / "passphrase", *more)


def timed(start):
    began = time.monotonic()
    assert start().wait(120) == 0
    return time.monotonic() - began


def kill_at(process, moment):
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait(60)


def kill_backups(office, folder, times):
    before, moments = standing(office), random.Random(7)
    usual = timed(lambda: backup(office, folder / "first"))
    for number in range(times):
        away = folder / str(number)
        kill_at(backup(office, away), moments.uniform(0.4, 1.1) * usual)
        # What carries the name of a backup is one.
        for finished in away.glob("*.datos") if away.exists() else ():
            assert restore(office, finished, folder / "again").wait(120) == 0
            assert standing(folder / "again") == before
            shutil.rmtree(folder / "again")
        assert standing(office) == before
        assert backup(office, away).wait(120) == 0
        assert not list(away.glob(".*"))
        assert not (office / "cache" / "backup").exists()
        shutil.rmtree(away)


def kill_restorations(office, folder, times):
    before, moments = standing(office), random.Random(11)
    assert backup(office, folder / "away").wait(120) == 0
    usual = timed(lambda: restore(office, folder / "away", folder / "first"))
    for number in range(times):
        root = folder / f"root-{number}"
        kill_at(restore(office, folder / "away", root), moments.uniform(0.4, 1.1) * usual)
        assert not root.exists() or standing(root) == before
        assert restore(office, folder / "away", root, "--replace").wait(120) == 0
        assert standing(root) == before
        assert not list(folder.glob(".root-*"))
        for place in folder.glob(f"root-{number}*"):
            shutil.rmtree(place)


def test_a_backup_killed_now_and_then_leaves_nothing_half_done(office, tmp_path):
    kill_backups(office, tmp_path, 2)


def test_a_restoration_killed_now_and_then_leaves_nothing_half_done(office, tmp_path):
    kill_restorations(office, tmp_path, 2)


@pytest.mark.slow
def test_backups_and_restorations_killed_at_many_moments_leave_nothing_half_done(office, tmp_path):
    for name, kill in (("backups", kill_backups), ("restorations", kill_restorations)):
        (tmp_path / name).mkdir()
        kill(office, tmp_path / name, 25)
