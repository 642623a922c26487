"""A backup and the way back: equal, private, and nothing half-done."""

import os
import stat
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from confianza.web.lib.workspaces import Workspace
from confianza.web.project.backups import envelopes, journal, landing, making, pairs, rescue_keys
from confianza.web.project.backups.envelopes import Lock, Opener
from confianza.web.project.backups.refusals import Refused
from confianza.web.project.tests import kept

NOT_KEPT = ("cache", "backups.jsonl", "register.sqlite3", "store/.")  # the last: locks, which are empty


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    kept.weak_passphrases(monkeypatch)


@pytest.fixture
def office(tmp_path) -> Workspace:
    return kept.installation(tmp_path / "office")


def test_what_comes_back_is_equal_in_every_table_and_every_file(office, tmp_path):
    pair = kept.back_up(office, tmp_path / "away")
    restored = kept.bring_back(pair, tmp_path / "again")
    assert restored.equal
    assert kept.rows(tmp_path / "again/register.sqlite3") == kept.rows(office.register)
    assert kept.digests(tmp_path / "again", *NOT_KEPT) == kept.digests(office.root, *NOT_KEPT)


def test_making_a_backup_changes_nothing_of_what_is_kept(office, tmp_path):
    before = kept.rows(office.register), kept.digests(office.root, *NOT_KEPT)
    kept.back_up(office, tmp_path / "away")
    assert (kept.rows(office.register), kept.digests(office.root, *NOT_KEPT)) == before


def test_both_archives_are_readable_by_nobody_else_and_nothing_is_left_beside_them(office, tmp_path):
    pair = kept.back_up(office, tmp_path / "away")
    assert {path.name for path in (tmp_path / "away").iterdir()} == {pair.data.name, pair.keys.name}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (pair.data, pair.keys)} == {0o600}
    assert not (office.cache / "backup").exists()


def test_what_comes_back_is_readable_by_nobody_else(office, tmp_path):
    kept.bring_back(kept.back_up(office, tmp_path / "away"), tmp_path / "again")
    places = [tmp_path / "again", *(tmp_path / "again").rglob("*")]
    assert not [path for path in places if path.stat().st_mode & 0o077]


def test_neither_archive_holds_a_word_of_what_it_keeps(office, tmp_path):
    pair = kept.back_up(office, tmp_path / "away")
    sealed = pair.data.read_bytes() + pair.keys.read_bytes()
    assert not [word for word in (b"Ana", b"people", b"a secret of sessions", b"manifests") if word in sealed]


def test_the_data_archive_does_not_hold_the_keys(office, tmp_path):
    described = making_manifest(office, tmp_path)
    assert not [entry.path for entry in described.files if "keys" in entry.path]


def making_manifest(office, tmp_path):
    pair = kept.back_up(office, tmp_path / "away")
    return kept.bring_back(pair, tmp_path / "again").manifest


def test_a_killed_restoration_is_cleared_away_by_the_next(office, tmp_path):
    pair = kept.back_up(office, tmp_path / "away")
    left = tmp_path / f".again{landing.UNFINISHED}12345"
    (left / "keys").mkdir(parents=True)
    kept.bring_back(pair, tmp_path / "again")
    assert not left.exists()


def test_a_killed_backup_is_cleared_away_by_the_next(office, tmp_path):
    (tmp_path / "away").mkdir()
    left = tmp_path / "away" / f".confianza-2026-01-01T000000Z.datos{pairs.UNFINISHED}"
    left.write_bytes(b"half")
    (office.cache / "backup").mkdir()
    (office.cache / "backup" / "register.sqlite3").write_text("half")
    kept.back_up(office, tmp_path / "away")
    assert len(list((tmp_path / "away").iterdir())) == 2
    assert not (office.cache / "backup").exists()


def test_a_backup_that_fails_leaves_nothing(office, tmp_path, monkeypatch):
    def full(*_told):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making.archive.Writer, "finish", full)
    with pytest.raises(Refused, match="disk"):
        kept.back_up(office, tmp_path / "away")
    assert list((tmp_path / "away").iterdir()) == []
    assert journal.last_backup(office) is None


def test_a_workspace_is_replaced_only_when_that_is_said_and_then_kept_aside(office, tmp_path):
    pair = kept.back_up(office, tmp_path / "away")
    (office.root / "later").write_text("written after the backup")
    with pytest.raises(Refused, match="occupied"):
        kept.bring_back(pair, office.root)
    assert (office.root / "later").exists()
    restored = kept.bring_back(pair, office.root, replace=True)
    assert not (office.root / "later").exists()
    assert (restored.put_aside / "later").read_text() == "written after the backup"
    assert Workspace(restored.put_aside).exists


def test_a_folder_with_other_files_is_left_alone_even_then(office, tmp_path):
    pair = kept.back_up(office, tmp_path / "away")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.odt").write_text("mine")
    with pytest.raises(Refused, match="foreign"):
        kept.bring_back(pair, tmp_path / "mine", replace=True)
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["thesis.odt"]


@pytest.fixture
def volume(tmp_path, monkeypatch) -> Path:
    """An empty folder that is a disk of its own, as a container has it: it cannot be renamed."""
    place = tmp_path / "volume"
    place.mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == place)
    return place


def test_a_disk_of_its_own_is_filled_in_place(office, tmp_path, volume):
    pair = kept.back_up(office, tmp_path / "away")
    assert kept.bring_back(pair, volume).equal
    again = kept.bring_back(pair, volume, replace=True)
    assert again.equal
    assert again.put_aside.parent == volume
    assert Workspace(again.put_aside).exists
    assert kept.bring_back(kept.back_up(Workspace(volume), tmp_path / "more"), tmp_path / "x").equal
    assert not list((tmp_path / "x").glob("before-*"))


def test_a_restoration_killed_while_it_moved_into_such_a_disk_can_be_done_again(office, tmp_path, volume):
    pair = kept.back_up(office, tmp_path / "away")
    (volume / f".volume{landing.UNFINISHED}777" / "keys").mkdir(parents=True)
    (volume / "store").mkdir()
    assert kept.bring_back(pair, volume).equal
    assert not list(volume.glob(".volume*"))


def test_a_disk_without_room_is_told_before_anything_is_written(office, tmp_path, monkeypatch):
    pair = kept.back_up(office, tmp_path / "away")
    monkeypatch.setattr(landing.shutil, "disk_usage", lambda place: type("Usage", (), {"free": 10})())
    with pytest.raises(Refused, match="no_room"):
        kept.bring_back(pair, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_backup_inside_the_workspace_is_refused(office):
    with pytest.raises(Refused, match="inside_the_workspace"):
        kept.back_up(office, office.root / "backups")
    assert not (office.root / "backups").exists()


def test_two_halves_of_different_backups_do_not_open(office, tmp_path):
    first, second = (kept.back_up(office, tmp_path / name) for name in ("one", "two"))
    with pytest.raises(Refused, match="altered_backup|not_a_pair"):
        kept.bring_back(pairs.Pair(first.data, second.keys), tmp_path / "again")


def test_another_passphrase_does_not_open_it(office, tmp_path):
    pair = kept.back_up(office, tmp_path / "away")
    for opener in (Opener("otra frase para pruebas"), Opener(), Opener(rescue_key=PrivateKey.generate())):
        with pytest.raises(Refused, match="wrong_opener|passphrase_needed"):
            kept.bring_back(pair, tmp_path / "again", opener)


def test_each_holder_of_a_rescue_key_opens_it_and_nobody_else(office, tmp_path):
    ana, noe, somebody = (PrivateKey.generate() for _ in range(3))
    pair = kept.back_up(office, tmp_path / "away", Lock(recipients=[ana.public_key, noe.public_key]))
    for number, key in enumerate((ana, noe)):
        assert kept.bring_back(pair, tmp_path / str(number), Opener(rescue_key=key)).equal
    for opener in (Opener(rescue_key=somebody), Opener(kept.PASSPHRASE)):
        with pytest.raises(Refused, match="wrong_opener|rescue_key_needed"):
            kept.bring_back(pair, tmp_path / "again", opener)


def test_a_mistyped_rescue_key_is_noticed(tmp_path):
    told = rescue_keys.make(tmp_path / "key")
    assert rescue_keys.of(told) == envelopes.private_key((tmp_path / "key").read_text()).public_key
    for wrong in (told[:-1] + ("0" if told[-1] != "0" else "1"), told[:-2], "confianza-rescue-", "hola", ""):
        with pytest.raises(Refused, match="no_rescue_key"):
            rescue_keys.of(wrong)


def test_a_rescue_key_is_written_for_its_owner_only_and_over_nothing(tmp_path):
    rescue_keys.make(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    with pytest.raises(Refused, match="key_exists"):
        rescue_keys.make(tmp_path / "key")


def test_the_newest_pair_of_a_folder_is_meant_and_a_missing_half_is_told(office, tmp_path):
    first = kept.back_up(office, tmp_path / "away")
    second = kept.back_up(office, tmp_path / "away")
    assert first.name < second.name
    assert pairs.found(tmp_path / "away", None) == second
    assert pairs.found(first.data, None) == first
    second.keys.rename(tmp_path / second.keys.name)
    assert pairs.found(tmp_path / "away", tmp_path).keys == tmp_path / second.keys.name
    with pytest.raises(Refused, match="half_missing"):
        pairs.found(tmp_path / "away", None)


def test_the_journal_knows_the_last_backup_and_passes_over_a_torn_line(office, tmp_path):
    kept.back_up(office, tmp_path / "away")
    made = journal.last_backup(office)
    with (office.root / "backups.jsonl").open("a") as file:
        file.write('{"at": "2026-')
    assert journal.last_backup(office) == made is not None
