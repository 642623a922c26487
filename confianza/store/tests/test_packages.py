"""Packages are whole or not there, and say of each file what it is."""

import hashlib
import subprocess

import pytest

from confianza.store import packages

FILES = {"b.csv": b"1,2\n", "inside/a.csv": "ñ\n".encode()}


def test_a_folder_is_written_whole_and_its_sums_are_those_of_sha256sum(tmp_path):
    packages.write(tmp_path / "out", packages.with_sums(FILES))
    assert packages.contents(tmp_path / "out") == packages.with_sums(FILES)
    checked = subprocess.run(["sha256sum", "--check", packages.SUMS], cwd=tmp_path / "out")  # noqa: S607
    assert checked.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_is_filled_and_a_full_one_left_alone(tmp_path):
    packages.write(tmp_path, FILES)
    with pytest.raises(packages.NotEmpty):
        packages.write(tmp_path, {"c.csv": b""})
    assert packages.contents(tmp_path) == FILES


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path):
    (tmp_path / "out").write_text("a letter")
    with pytest.raises(packages.NotEmpty):
        packages.write(tmp_path / "out", FILES)


@pytest.mark.parametrize("name", ["../out.csv", "/etc/out.csv", "", "a/../../b"])
def test_no_name_leads_out_of_the_package(tmp_path, name):
    with pytest.raises(ValueError, match="leads out"):
        packages.write(tmp_path / "out", {name: b""})
    assert not (tmp_path / "out").exists()


def test_what_a_killed_writer_left_gives_way(tmp_path):
    left = tmp_path / f"out{packages.ASIDE}"
    left.mkdir()
    (left / "half.csv").write_text("half")
    packages.write(tmp_path / "out", FILES)
    assert packages.contents(tmp_path / "out") == FILES


@pytest.mark.parametrize("deed", ["change", "remove", "add", "unlist"])
def test_a_changed_package_is_found(tmp_path, deed):
    packages.write(tmp_path / "out", packages.with_sums(FILES))
    packages.check(tmp_path / "out")
    if deed == "change":
        (tmp_path / "out" / "b.csv").write_bytes(b"1,3\n")
    elif deed == "remove":
        (tmp_path / "out" / "b.csv").unlink()
    elif deed == "add":
        (tmp_path / "out" / "c.csv").write_bytes(b"")
    else:
        (tmp_path / "out" / packages.SUMS).unlink()
    with pytest.raises(packages.Altered):
        packages.check(tmp_path / "out")


def test_the_digest_of_one_file_is_its_own():
    assert packages.digest({"a.pdf": b"x"}) == hashlib.sha256(b"x").hexdigest()
    assert packages.digest(FILES) == hashlib.sha256(packages.sums(FILES).encode()).hexdigest()
