"""A backup made while people write and a delivery is taken in holds one moment, whole."""

import sqlite3
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from confianza.store import claims, deliveries, integrity
from confianza.store.layout import StoreLayout
from confianza.store.tests import appending
from confianza.web.project.backups import files, sqlite_register
from confianza.web.project.backups.refusals import Refused
from confianza.web.project.tests import kept


@pytest.fixture
def office(tmp_path, monkeypatch):
    kept.weak_passphrases(monkeypatch)
    workspace = kept.installation(tmp_path / "office")
    (workspace.store / "manifests" / "00001-a.json").unlink()
    with closing(sqlite3.connect(workspace.register)) as register:
        register.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE debit (id INTEGER PRIMARY KEY, sum REAL);"
            "CREATE TABLE credit (id INTEGER PRIMARY KEY, sum REAL);"
        )
    return workspace


@contextmanager
def meanwhile(work):
    """Do `work(number)` again and again in a thread; what it raises is raised here."""
    stopped, done, failed = threading.Event(), threading.Event(), []

    def run():
        number = 0
        try:
            while not stopped.is_set():
                work(number)
                number += 1
                if number > 1:
                    done.set()
        except Exception as error:
            failed.append(error)
            done.set()

    worker = threading.Thread(target=run)
    worker.start()
    done.wait(60)
    yield
    stopped.set()
    worker.join(60)
    if failed:
        raise failed[0]


def transfer(register: Path):
    """Write as a page does: two rows that belong together, in one transaction."""

    def write(number):
        with closing(sqlite3.connect(register, timeout=20)) as opened, opened:
            opened.execute("INSERT INTO debit (sum) VALUES (?)", [number])
            opened.execute("INSERT INTO credit (sum) VALUES (?)", [number])

    return write


def test_what_belongs_together_in_the_register_is_never_torn(office, tmp_path):
    for attempt in range(5):
        with meanwhile(transfer(office.register)):
            pair = kept.back_up(office, tmp_path / "away")
        restored = kept.bring_back(pair, tmp_path / str(attempt))
        found = kept.rows(tmp_path / str(attempt) / "register.sqlite3")
        assert restored.equal
        assert found["debit"] == found["credit"] != []


def test_a_delivery_is_there_whole_or_not_at_all(office, tmp_path):
    layout = StoreLayout(office.store)
    (office.keys / "vault").unlink()
    appending.append(layout, 0)
    with meanwhile(lambda number: appending.append(layout, number + 1)):
        for attempt in range(3):
            known = len(deliveries.listing(layout))
            kept.bring_back(kept.back_up(office, tmp_path / "away"), tmp_path / str(attempt))
            again = StoreLayout(tmp_path / str(attempt) / "store")
            assert integrity.check(again) == []
            told = deliveries.listing(again)
            assert len(told) >= known > 0
            assert claims.visible(again).count().execute() == appending.CLAIMS * len(told)
            assert deliveries.original(again, told[-1].id)[0].content


def test_what_a_killed_ingest_left_is_not_kept(office, tmp_path):
    layout = StoreLayout(office.store)
    (office.keys / "vault").unlink()
    appending.append(layout, 0)
    for left in (layout.claims_of("00002-canonical_es"), layout.sealed_of("00002-canonical_es") / "rejected"):
        left.parent.mkdir(parents=True, exist_ok=True)
        left.write_bytes(b"half")
    (layout.aside("deliveries") / "half").write_bytes(b"half")
    kept.bring_back(kept.back_up(office, tmp_path / "away"), tmp_path / "again")
    again = StoreLayout(tmp_path / "again" / "store")
    assert integrity.check(again) == []
    assert not [path for path in again.root.rglob("*") if "00002" in path.name or path.name == "half"]


def test_a_damaged_store_can_still_be_backed_up(office, tmp_path):
    layout = StoreLayout(office.store)
    (office.keys / "vault").unlink()
    appending.append(layout, 0)
    [manifest] = layout.manifests.iterdir()
    manifest.write_text("{")
    assert kept.bring_back(kept.back_up(office, tmp_path / "away"), tmp_path / "again").equal


def test_what_a_page_deletes_or_adds_while_the_register_is_held_is_there_either_way(office, tmp_path):
    waiting = office.root / "uploads" / "1" / "0"
    waiting.parent.mkdir(parents=True)
    waiting.write_text("waited")

    @contextmanager
    def hold_register(aside):
        waiting.unlink()
        (office.root / "uploads" / "1" / "1").write_text("came")
        with sqlite_register.held(office.register, aside) as held:
            yield held

    kept.bring_back(kept.back_up(office, tmp_path / "away", hold_register=hold_register), tmp_path / "again")
    kept_ones = (tmp_path / "again" / "uploads" / "1").iterdir()
    assert {file.name: file.read_text() for file in kept_ones} == {"0": "waited", "1": "came"}


def test_a_key_made_meanwhile_asks_for_another_run(office, tmp_path):
    @contextmanager
    def hold_register(aside):
        (office.keys / "audit-1").write_text("{}")
        with sqlite_register.held(office.register, aside) as held:
            yield held

    with pytest.raises(Refused, match="key_made_meanwhile"):
        kept.back_up(office, tmp_path / "away", hold_register=hold_register)


def test_two_backups_at_once_are_one_too_many(office, tmp_path):
    @contextmanager
    def hold_register(aside):
        with pytest.raises(Refused, match="backup_running"):
            kept.back_up(office, tmp_path / "other")
        with sqlite_register.held(office.register, aside) as held:
            yield held

    assert kept.back_up(office, tmp_path / "away", hold_register=hold_register)
    assert list((tmp_path / "other").iterdir()) == [] if (tmp_path / "other").exists() else True


def test_a_store_on_another_disk_is_kept_too(office, tmp_path, monkeypatch):
    def another_disk(source, second):
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(files.os, "link", another_disk)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.parquet").write_text("far")
    (office.store / "claims").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "round").symlink_to(office.store)
    kept.bring_back(kept.back_up(office, tmp_path / "away"), tmp_path / "again")
    assert (tmp_path / "again/store/claims/a.parquet").read_text() == "far"
