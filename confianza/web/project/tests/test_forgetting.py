"""Old backups are forgotten by their keys; the newest never is."""

from datetime import UTC, datetime, timedelta

from confianza.web.project.backups import forgetting

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def _backup(folder, moment):
    keys = folder / f"confianza-{moment:%Y-%m-%dT%H%M%SZ}.llaves"
    keys.write_bytes(b"key of the backup")
    return keys


def test_the_keys_of_backups_older_than_half_a_year_expire(tmp_path):
    old = _backup(tmp_path, NOW - timedelta(days=180))
    _backup(tmp_path, NOW - timedelta(days=179))
    assert forgetting.expired(tmp_path, NOW) == [old]


def test_the_newest_backup_stays_however_old_it_is(tmp_path):
    _backup(tmp_path, NOW - timedelta(days=500))
    assert forgetting.expired(tmp_path, NOW) == []


def test_what_a_person_named_is_left_to_that_person(tmp_path):
    (tmp_path / "antes-de-mudarnos.llaves").write_bytes(b"")
    _backup(tmp_path, NOW)
    assert forgetting.expired(tmp_path, NOW) == []


def test_a_forgotten_key_is_overwritten_before_its_name_goes(tmp_path):
    keys, second = _backup(tmp_path, NOW), tmp_path / "second"
    second.hardlink_to(keys)
    forgetting.forget(keys)
    assert not keys.exists()
    assert b"backup" not in second.read_bytes()
