import stat

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from confianza.web.records import files

pytestmark = pytest.mark.usefixtures("workspace")


def test_it_keeps_files_where_nobody_else_can_read_them():
    kept = files.keep(7, [SimpleUploadedFile("enero.csv", b"a;b"), SimpleUploadedFile("febrero.csv", b"c")])
    assert kept == [{"name": "enero.csv", "size": 3}, {"name": "febrero.csv", "size": 1}]
    modes = {stat.S_IMODE(file.stat().st_mode) for file in files.folder(7).iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(files.folder(7).stat().st_mode) == 0o700


def test_it_gives_kept_files_back_under_their_names():
    kept = files.keep(7, [SimpleUploadedFile("enero.csv", b"a;b"), SimpleUploadedFile("vacio.csv", b"")])
    assert [(file.name, bytes(file.content)) for file in files.kept(7, kept)] == [
        ("enero.csv", b"a;b"),
        ("vacio.csv", b""),
    ]


def test_a_name_never_becomes_a_path():
    files.keep(7, [SimpleUploadedFile("../../escape.csv", b"x")])
    assert [file.name for file in files.folder(7).iterdir()] == ["0"]


def test_a_folder_left_by_a_killed_process_is_not_in_the_way():
    files.keep(7, [SimpleUploadedFile("old.csv", b"old")] * 2)
    kept = files.keep(7, [SimpleUploadedFile("new.csv", b"new")])
    assert [bytes(file.content) for file in files.kept(7, kept)] == [b"new"]


def test_discarding_leaves_nothing():
    files.keep(7, [SimpleUploadedFile("a.csv", b"x")])
    files.discard(7)
    files.discard(7)
    assert not files.folder(7).exists()


def test_it_refuses_a_file_of_two_gigabytes_without_reading_it(tmp_path):
    sparse = tmp_path / "huge.csv"
    with sparse.open("wb") as file:
        file.truncate(2 * 1024**3)
    with pytest.raises(files.TooLarge) as refused:
        files.read([sparse])
    assert refused.value.problem.details == {"size": 2147, "limit": 1073}


def test_a_large_file_is_mapped_and_a_small_one_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAP_FROM_BYTES", 10)
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_bytes(b"123456789")
    large.write_bytes(b"1234567890")
    read = files.read([small, large])
    assert read[0].content == b"123456789"
    assert isinstance(read[1].content, memoryview)
    assert bytes(read[1].content) == b"1234567890"


def test_files_of_the_same_name_keep_their_folder(tmp_path):
    for month in ("01", "02"):
        (tmp_path / month).mkdir()
        (tmp_path / month / "data.csv").write_text(month)
    names = [file.name for file in files.read([tmp_path / "01" / "data.csv", tmp_path / "02" / "data.csv"])]
    assert names == [str(tmp_path / "01" / "data.csv"), str(tmp_path / "02" / "data.csv")]
