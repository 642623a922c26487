"""Packages of other observatories: whatever was done to them on the way, only the true ones arrive."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from confianza.store import received, signing
from confianza.store.signing import Refused

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SENDER, STRANGER, OWN = (SigningKey(bytes([number]) * 32) for number in (1, 2, 3))
KNOWN = received.Sender("Robles", signing.public(SENDER))
FILES = {"figures.csv": b"area_id,count\nmunicipality-0102,7\n", "areas.csv": b"area_id\nmunicipality-0102\n"}


def told(**changes):
    return {
        "schema_version": 1, "node": "Robles", "country": "GT", "level": "municipal",
        "recipient": signing.public(OWN), "sequence": 5, "made_at": NOW - timedelta(hours=1),
        "as_of": date(2026, 11, 27), "first": "2026-01", "last": "2026-10", "kind": "aggregates",
        "area_id": "municipality-0102", "area_name": "Robles", "agreement": "1", "release": "2026-11-27.1",
        "definitions": {},
    } | changes  # fmt: skip


def package(signer=SENDER, files=FILES, **changes):
    return signing.seal(told(**changes), files, signer)


def verify(data, sender=KNOWN, now=NOW):
    return received.verify(data, senders=[sender], own_key=signing.public(OWN), now=now)


def refusal(data, **how):
    with pytest.raises(Refused) as refused:
        verify(data, **how)
    return refused.value.code


GOOD = package()


def rewritten(edit, *, compression=zipfile.ZIP_STORED):
    """Take a good package apart, let `edit` change its entries, and write it as any zip tool would."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        entries = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in edit(entries):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100600 << 16
            archive.writestr(entry, content, compress_type=compression)
    return made.getvalue()


def test_a_good_package_arrives_with_its_files():
    sealed, sender = verify(GOOD)
    assert (sender.name, sealed.manifest.sequence, sealed.files) == ("Robles", 5, FILES)


def test_the_same_content_is_the_same_bytes_whatever_the_order_of_files():
    assert package(files=dict(reversed(FILES.items()))) == GOOD


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, len(GOOD) - 1), bit=st.integers(0, 7))
def test_no_bit_can_be_flipped(at, bit):
    changed = bytearray(GOOD)
    changed[at] ^= 1 << bit
    refusal(bytes(changed))


@pytest.mark.slow
def test_no_bit_at_all_can_be_flipped():
    for at in range(len(GOOD)):
        for bit in range(8):
            changed = bytearray(GOOD)
            changed[at] ^= 1 << bit
            refusal(bytes(changed))


@settings(max_examples=50, deadline=None)
@given(cut=st.integers(0, len(GOOD) - 1), added=st.binary(min_size=1, max_size=40))
def test_nothing_can_be_cut_off_added_or_put_before(cut, added):
    for changed in (GOOD[:cut], GOOD + added, added + GOOD, GOOD[:cut] + added + GOOD[cut:]):
        refusal(changed)


@settings(max_examples=30, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32))
def test_signed_with_another_key_it_is_refused(seed):
    assert refusal(package(SigningKey(seed))) == "other_key"


def test_a_stranger_is_told_from_a_known_node_with_another_key():
    assert refusal(package(STRANGER, node="Nadie")) == "unknown_node"
    assert refusal(package(STRANGER)) == "other_key"
    retired = replace(KNOWN, retired_keys=frozenset({signing.public(STRANGER)}))
    assert refusal(package(STRANGER), sender=retired) == "retired_key"


def test_another_signature_under_the_right_name_and_key_is_forged():
    other = signing.unsealed(package(STRANGER)).signature
    assert refusal(rewritten(lambda entries: [entries[0], ("signature", other), *entries[2:]])) == "forged"


@pytest.mark.parametrize(
    "edit",
    [
        lambda entries: [*entries[:3], (entries[3][0], entries[3][1].replace(b"7", b"6"))],
        lambda entries: entries[:3],
        lambda entries: [*entries, ("files/z.csv", b"more")],
        lambda entries: [*entries[:2], (entries[2][0], entries[3][1]), (entries[3][0], entries[2][1])],
    ],
    ids=["a figure changed", "a file taken out", "a file put in", "two files swapped"],
)
def test_a_file_that_is_not_as_signed_is_tampered_with(edit):
    assert refusal(rewritten(edit)) == "tampered"


def test_the_order_of_entries_is_part_of_the_package():
    assert refusal(rewritten(lambda entries: [*entries[:2], entries[3], entries[2]])) == "altered"
    assert refusal(rewritten(lambda entries: [entries[1], entries[0], *entries[2:]])) == "no_package"


def test_an_old_package_is_refused_as_such():
    seen = signing.unsealed(GOOD)
    again = replace(KNOWN, last_sequence=5, seen=frozenset({seen.sha256}))
    assert refusal(GOOD, sender=again) == "replayed"
    assert refusal(package(sequence=4), sender=again) == "out_of_order"
    assert verify(package(sequence=6), sender=again)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"made_at": NOW + timedelta(hours=1)}, "from_the_future"),
        ({"made_at": NOW - timedelta(days=101)}, "too_old"),
        ({"made_at": NOW - timedelta(days=3)}, "older_than_last"),
        ({"as_of": date(2026, 11, 20)}, "older_than_last"),
        ({"recipient": signing.public(STRANGER)}, "other_recipient"),
        ({"schema_version": 2}, "other_schema"),
    ],
)
def test_what_is_stale_for_somebody_else_or_of_another_schema_is_refused(changes, code):
    last = replace(KNOWN, last_made_at=NOW - timedelta(days=2), last_as_of=date(2026, 11, 26))
    assert refusal(package(**changes), sender=last) == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_package"),
        (b"%PDF-1.7", "no_package"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (rewritten(lambda entries: [*entries, ("files/../../keys/network", b"x")]), "leads_out"),
        (rewritten(lambda entries: [*entries, ("/etc/passwd", b"x")]), "leads_out"),
        (rewritten(lambda entries: [*entries, ("files/C:\\x", b"x")]), "leads_out"),
        (rewritten(lambda entries: [*entries, *((f"files/{n}", b"") for n in range(70))]), "too_many_files"),
        (rewritten(lambda entries: entries, compression=zipfile.ZIP_DEFLATED), "compressed"),
        (rewritten(lambda entries: [(entries[0][0], b"[]"), *entries[1:]]), "no_manifest"),
        (rewritten(lambda entries: [(entries[0][0], b"[" * 100_000), *entries[1:]]), "no_manifest"),
        (
            rewritten(lambda entries: [(entries[0][0], b'{"format":"confianza-package/2"}'), *entries[1:]]),
            "other_format",
        ),
    ],
)
def test_what_is_no_package_is_refused_before_anything_of_it_is_believed(data, code):
    assert refusal(data) == code


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = rewritten(lambda e: [*e, ("files/b", b"0" * 5_000_000)], compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 20_000
    assert refusal(bomb) == "compressed"
    monkeypatch.setattr(signing, "MOST_BYTES", 100)
    assert refusal(GOOD) == "too_large"


def test_a_fingerprint_is_digits_that_can_be_read_aloud_and_typed_in_any_grouping():
    key = signing.public(SENDER)
    told = signing.fingerprint(key)
    assert [len(group) for group in told.split()] == [5] * 7
    assert told.replace(" ", "").isdigit()
    assert signing.same_fingerprint(told.replace(" ", "-"), key)
    assert not signing.same_fingerprint(told, signing.public(STRANGER))
    assert not signing.same_fingerprint("", key)


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    made = signing.key(tmp_path)
    assert signing.key(tmp_path) == made
    assert (tmp_path / signing.NAME).stat().st_mode & 0o777 == signing.ONLY_I_READ
    assert not signing.is_key("00")
    assert not signing.is_key("x")
    assert signing.is_key(signing.public(made))
