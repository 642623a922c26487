"""Sealed files: what lies on the disk says nothing, opens nowhere else, and goes for good."""

import shutil

import pytest

from confianza.store.vault import VaultError
from confianza.web.lib.sealed_files import Shelf

CONTENT = b"Seis lamparas encendidas." * 100


@pytest.fixture
def shelf(workspace):
    return Shelf("one")


def test_what_is_kept_is_read_again_and_is_not_readable_on_the_disk(shelf) -> None:
    name = shelf.keep(CONTENT)
    assert shelf.read(name) == CONTENT
    assert shelf.size(name) == len(CONTENT)
    assert b"lamparas" not in shelf.path(name).read_bytes()
    assert shelf.keep(CONTENT) == name


def test_under_a_name_by_chance_equal_files_are_two_and_one_goes_alone(shelf) -> None:
    one, other = shelf.keep_apart(CONTENT), shelf.keep_apart(CONTENT)
    assert one != other
    shelf.destroy(one)
    shelf.destroy(one)
    assert not shelf.path(one).exists()
    assert shelf.read(other) == CONTENT


@pytest.mark.parametrize("where", ["another name", "another shelf"])
def test_a_file_that_was_moved_does_not_open(shelf, where) -> None:
    name = shelf.keep_apart(CONTENT)
    to = (shelf, "f" * 64) if where == "another name" else (Shelf("two"), name)
    place = to[0].path(to[1])
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(shelf.path(name), place)
    with pytest.raises(VaultError):
        to[0].read(to[1])
