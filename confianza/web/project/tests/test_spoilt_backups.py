"""One altered byte, one missing byte, a forged archive: refused, and nothing is left behind."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confianza.web.project.backups import archive, envelopes, keybundle, pairs
from confianza.web.project.backups.envelopes import Lock
from confianza.web.project.backups.manifest import Manifest
from confianza.web.project.backups.pairs import Pair
from confianza.web.project.backups.refusals import Refused
from confianza.web.project.tests import kept

WORDS = "altered_backup|not_a_pair|wrong_opener|no_keys_archive|rescue_key_needed|unsafe_path"


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> Pair:
    with pytest.MonkeyPatch.context() as patch:
        kept.weak_passphrases(patch)
        folder = tmp_path_factory.mktemp("spoilt")
        return kept.back_up(kept.installation(folder / "office"), folder / "away")


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("place")


def refused(pair: Pair, half: str, content: bytes, place: Path) -> None:
    """Bring back a pair of which one half has another content; it must be refused and leave nothing."""
    spoilt = place / getattr(pair, half).name
    spoilt.write_bytes(content)
    told = Pair(**{"data": pair.data, "keys": pair.keys, half: spoilt})
    with pytest.raises(Refused, match=WORDS):
        kept.bring_back(told, place / "again")
    spoilt.unlink()
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("half", ["data", "keys"])
def test_every_single_altered_byte_is_noticed(pair, place, half):
    whole = getattr(pair, half).read_bytes()
    assert len(whole) < 4000, "too large to try every byte"
    for position in range(len(whole)):
        content = bytearray(whole)
        content[position] ^= 1 << position % 8
        refused(pair, half, bytes(content), place)


@pytest.mark.parametrize("half", ["data", "keys"])
def test_every_single_place_to_cut_is_noticed(pair, place, half):
    whole = getattr(pair, half).read_bytes()
    for length in range(len(whole)):
        refused(pair, half, whole[:length], place)


@pytest.mark.parametrize("half", ["data", "keys"])
def test_what_is_added_at_the_end_is_noticed(pair, place, half):
    whole = getattr(pair, half).read_bytes()
    for more in (b"\0", whole, whole[-17:]):
        refused(pair, half, whole + more, place)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(half=st.sampled_from(["data", "keys"]), data=st.data())
def test_no_way_of_rearranging_bytes_goes_unnoticed(pair, place, half, data):
    whole = getattr(pair, half).read_bytes()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), min_size=2, max_size=4)))
    bounds = zip([0, *cuts], [*cuts, len(whole)], strict=True)
    parts = [whole[start:end] for start, end in bounds]
    content = b"".join(data.draw(st.permutations(parts))) + data.draw(st.binary(max_size=3))
    if content != whole:
        refused(pair, half, content, place)


def forged(place: Path, told: list[tuple[str, bytes]], monkeypatch, **more) -> Pair:
    """A pair made by somebody who has the program, knows a passphrase, and means harm."""
    monkeypatch.setattr(archive, "_checked", lambda path: path)
    pair = pairs.fresh(place / "forged", place / "forged")
    with pairs.writing(pair) as (data, keys):
        counted = pairs.Digested(data)
        writer = archive.Writer(counted, secret=bytes(32), context=keybundle.DATA_CONTEXT)
        for path, content in told:
            writer.add(path, [content])
        described = Manifest("1", "2026-01-01", "9", "sqlite", (), (), tuple(writer.entries), **more)
        writer.add("manifest.json", [described.as_bytes()])
        writer.finish()
        seal = keybundle.Seal(bytes(32), "1", counted.size, counted.digest)
        keybundle.write(keys, seal, {"sessions": b"x"}, Lock(kept.PASSPHRASE))
    monkeypatch.undo()
    return pair


@pytest.mark.parametrize(
    "path",
    [
        "workspace/../../evil", "../evil", "/evil-of-confianza", "workspace//evil", "workspace/./evil",
        "workspace/..", "workspace/a\\..\\evil", "workspace/evil\0.txt", "workspace/", "", "evil",
        "keys/evil", "workspace/" + "a" * 5000, "register/../evil", "workspace/ev\nil",
    ],
    ids=lambda path: ascii(path[:24]),
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(tmp_path, monkeypatch, path):
    kept.weak_passphrases(monkeypatch)
    pair = forged(tmp_path, [(path, b"evil")], monkeypatch)
    with pytest.raises(Refused, match=WORDS):
        kept.bring_back(pair, tmp_path / "deep" / "again")
    assert [each.name for each in tmp_path.iterdir()] == ["forged"]


def test_a_file_that_stands_where_the_keys_or_the_register_belong_is_refused(tmp_path, monkeypatch):
    for path in ("workspace/keys/sessions", "workspace/keys", "register/people"):
        pair = forged(tmp_path, [(path, b"evil")], monkeypatch)
        with pytest.raises(Refused):
            kept.bring_back(pair, tmp_path / "again")
        assert [each.name for each in tmp_path.iterdir()] == ["forged"]


def test_a_backup_of_a_newer_program_is_told_as_such(tmp_path, monkeypatch):
    pair = forged(tmp_path, [], monkeypatch, format=2)
    with pytest.raises(Refused, match="newer_backup"):
        kept.bring_back(pair, tmp_path / "again")


class Stream:
    """An archive written octet by octet, to say what a Writer would not."""

    def __init__(self, place: Path, content: bytes) -> None:
        self.path = place / "stream"
        with self.path.open("wb") as into:
            sealer = archive.vault.Sealer(into, secret=bytes(32), context="a")
            sealer.write(content)
            sealer.finish()

    def read(self) -> list[tuple[str, bytes]]:
        with self.path.open("rb") as sealed:
            told = archive.entries(sealed, secret=bytes(32), context="a")
            return [(path, b"".join(content)) for path, content in told]


def frame(content: bytes, *, deflated: bool = False) -> bytes:
    return (len(content) | (archive.DEFLATED if deflated else 0)).to_bytes(4) + content


ENTRY = b"\0\1a"
END = bytes(4)


def test_the_stream_of_these_tests_is_read_where_it_is_right(tmp_path):
    deflated = archive.zlib.compress(b"b" * 5000)
    stream = Stream(tmp_path, ENTRY + frame(b"b" * 10) + frame(deflated, deflated=True) + END)
    assert stream.read() == [("a", b"b" * 5010)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(ENTRY + frame(archive.zlib.compress(bytes(2**24)), deflated=True) + END, id="bomb"),
        pytest.param(ENTRY + (2**20 + 1).to_bytes(4) + bytes(2**20 + 1) + END, id="frame too long"),
        pytest.param(ENTRY + (2**31 - 1).to_bytes(4) + b"short", id="length beyond the end"),
        pytest.param(ENTRY + frame(b"not deflated", deflated=True) + END, id="not deflated"),
        pytest.param(ENTRY + frame(archive.zlib.compress(b"b") + b"more", deflated=True) + END, id="more"),
        pytest.param(ENTRY + frame(archive.zlib.compress(b"b" * 99)[:-4], deflated=True) + END, id="less"),
        pytest.param(ENTRY + frame(archive.zlib.compress(b""), deflated=True) + END, id="nothing deflated"),
        pytest.param(ENTRY + END + ENTRY + END, id="twice the same"),
        pytest.param(b"\0\0" + END, id="no name"),
        pytest.param(b"\xff\xff" + b"a" * 65535 + END, id="name too long"),
        pytest.param(b"\0\2\xff\xfe" + END, id="no text"),
        pytest.param(ENTRY, id="no end"),
        pytest.param(b"\0", id="half a length"),
    ],
)
def test_what_no_writer_writes_is_refused(tmp_path, content):
    with pytest.raises(Refused, match="altered_backup"):
        Stream(tmp_path, content).read()


def test_keys_that_open_into_more_than_keys_are_refused(tmp_path, monkeypatch):
    kept.weak_passphrases(monkeypatch)
    with (tmp_path / "a.llaves").open("wb") as into:
        seal = keybundle.Seal(bytes(32), "1", 1, "1")
        keybundle.write(into, seal, {"sessions": bytes(keybundle.LARGEST)}, Lock(kept.PASSPHRASE))
    assert (tmp_path / "a.llaves").stat().st_size < keybundle.LARGEST // 100
    with pytest.raises(Refused, match="no_keys_archive"):
        keybundle.read(tmp_path / "a.llaves", envelopes.Opener(kept.PASSPHRASE))
