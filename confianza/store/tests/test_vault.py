import io
import os
import stat
from pathlib import Path

import pytest

from confianza.store import durable, vault

SECRET = bytes(range(32))
PIECE = vault.PIECE_BYTES


def sealed(content: bytes, context: str = "a") -> bytes:
    into = io.BytesIO()
    vault.seal(content, into, secret=SECRET, context=context)
    return into.getvalue()


def opened(content: bytes, secret: bytes = SECRET, context: str = "a") -> bytes:
    return b"".join(vault.opened(io.BytesIO(content), secret=secret, context=context))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 7])
def test_it_gives_back_what_was_sealed(size: int) -> None:
    content = os.urandom(size)
    assert opened(sealed(content)) == content


@pytest.mark.parametrize("step", [1000, PIECE, PIECE + 1, 3 * PIECE])
def test_what_is_sealed_as_it_comes_opens_like_what_was_sealed_at_once(step: int) -> None:
    content, into = os.urandom(2 * PIECE + 7), io.BytesIO()
    sealer = vault.Sealer(into, secret=SECRET, context="a")
    for start in range(0, len(content), step):
        sealer.write(content[start : start + step])
    sealer.finish()
    assert opened(into.getvalue()) == content
    assert len(into.getvalue()) == len(sealed(content))


def test_a_sealing_that_was_not_finished_does_not_open() -> None:
    into = io.BytesIO()
    vault.Sealer(into, secret=SECRET, context="a").write(bytes(2 * PIECE))
    with pytest.raises(vault.Altered):
        opened(into.getvalue())


def test_the_sealed_bytes_do_not_hold_the_content() -> None:
    assert b"Nombre de la persona" not in sealed(b"Nombre de la persona" * 100)


def test_it_says_when_the_key_is_another() -> None:
    with pytest.raises(vault.WrongKey, match="another vault key"):
        opened(sealed(b"content"), secret=bytes(32))


@pytest.mark.parametrize("position", [len(vault.MAGIC) + 10, 60, 200, PIECE + 200, -1])
def test_it_notices_one_altered_byte_wherever_it_is(position: int) -> None:
    content = bytearray(sealed(bytes(PIECE + 500)))
    content[position] ^= 1
    with pytest.raises(vault.Altered):
        opened(bytes(content))


@pytest.mark.parametrize("kept", [0, 10, 25, 40, 60, PIECE, PIECE + 60])
def test_it_notices_that_the_end_is_cut_off(kept: int) -> None:
    with pytest.raises(vault.Altered):
        opened(sealed(bytes(PIECE + 500))[:kept])


def test_it_notices_a_missing_end_even_between_two_pieces() -> None:
    whole = sealed(bytes(2 * PIECE))
    with pytest.raises(vault.Altered):
        opened(whole[: -(PIECE + vault.OVERHEAD_BYTES)])


def test_it_notices_bytes_added_at_the_end() -> None:
    with pytest.raises(vault.Altered):
        opened(sealed(b"content") + b"more")


def test_a_sealed_file_cannot_stand_in_for_another() -> None:
    with pytest.raises(vault.Altered, match="00002/rejected"):
        opened(sealed(b"content", context="00001/rejected"), context="00002/rejected")


def test_the_key_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    vault.ensure_key(tmp_path / "keys")
    assert stat.S_IMODE((tmp_path / "keys" / "vault").stat().st_mode) == 0o600


def test_a_second_call_gives_the_same_key(tmp_path: Path) -> None:
    assert vault.ensure_key(tmp_path / "keys") == vault.ensure_key(tmp_path / "keys")
    assert [file.name for file in (tmp_path / "keys").iterdir()] == ["vault"]


def test_of_two_keys_made_at_once_the_first_stays(tmp_path: Path) -> None:
    first = vault.ensure_key(tmp_path)
    durable.keep_first(tmp_path / "vault", bytes(32))
    assert vault.key(tmp_path) == first
    assert [file.name for file in tmp_path.iterdir()] == ["vault"]


def test_it_says_where_a_missing_key_belongs(tmp_path: Path) -> None:
    with pytest.raises(vault.VaultError, match="put it back as .*/keys/vault"):
        vault.key(tmp_path / "keys")


def test_it_refuses_a_file_that_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "vault").write_bytes(b"short")
    with pytest.raises(vault.VaultError, match="is no vault key"):
        vault.key(tmp_path)
