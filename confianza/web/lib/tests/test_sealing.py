"""Sealing: fixed vectors, round trips, tampering, and sizes that do not tell."""

import ctypes
import ctypes.util
import io
import threading
import time

import nacl.pwhash
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.bindings import crypto_generichash_blake2b_salt_personal

from confianza.web.lib import sealing

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
SALT = bytes(range(16))
# What earlier versions have written must open for as long as tips are kept.
SEALED_IN_2026 = bytes.fromhex(
    "01000102030405060708090a0b0c0d0e0f1011121314151617e9aa6083fe884561195cb7088d604446370e48"
)
SEALED_TO_IN_2026 = bytes.fromhex(
    "0194767df558c16c5597f87f2eccba5849863c4d5f9da0f40d816397c410d52630c918050068831c0be85af0d2468ed413e0332e"
)
SEALED_BETWEEN_IN_2026 = bytes.fromhex(
    "019d600500b9b5f18c901819496e3dba9874a85964cf28bc723801efac98c97e40cb54a56eb4cefe6912acf554"
)
FILE_OF_2026 = bytes.fromhex(
    "0107ee7a5afcdb679860ec87f33f1712dc4f45a1245ed04d76052fc699d38f35c0b7a46f4900bd68203e1737b50758469e142a55"
)
CHEAP = sealing.Cost(passes=1, memory_kib=8, lanes=1)


class TestWithOneKey:
    @given(st.binary(max_size=200), st.text(max_size=40))
    def test_what_was_sealed_opens_under_its_key_and_subject(self, text, about):
        assert sealing.unseal(KEY, sealing.seal(KEY, text, about=about), about=about) == text

    def test_what_version_1_sealed_opens(self):
        assert sealing.unseal(KEY, SEALED_IN_2026, about="tip|1") == b"who"

    def test_no_two_seals_are_alike_and_each_begins_with_the_version(self):
        first, second = (sealing.seal(KEY, b"x", about="a") for _ in range(2))
        assert first != second
        assert first[:1] == second[:1] == b"\x01"

    def test_it_does_not_open_about_something_else(self):
        blob = sealing.seal(KEY, b"message 1", about="tip|1|message|1")
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal(KEY, blob, about="tip|1|message|2")

    def test_it_does_not_open_under_another_key(self):
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal(OTHER_KEY, sealing.seal(KEY, b"x", about="a"), about="a")

    def test_one_changed_bit_anywhere_is_noticed(self):
        blob = sealing.seal(KEY, b"who, where, when", about="a")
        for changed in _changed_everywhere(blob):
            with pytest.raises(sealing.CannotOpen):
                sealing.unseal(KEY, changed, about="a")

    @pytest.mark.parametrize("length", [0, 1, 20, 40])
    def test_what_was_cut_off_is_noticed(self, length):
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal(KEY, sealing.seal(KEY, b"text", about="a")[:length], about="a")


class TestToAPublicKey:
    def test_only_the_private_half_opens_it(self):
        reader, stranger = sealing.new_pair(), sealing.new_pair()
        blob = sealing.seal_to(reader.public, b"key")
        assert sealing.unseal_with(reader.private, blob) == b"key"
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal_with(stranger.private, blob)

    def test_one_changed_bit_anywhere_is_noticed(self):
        reader = sealing.new_pair()
        for changed in _changed_everywhere(sealing.seal_to(reader.public, b"key")):
            with pytest.raises(sealing.CannotOpen):
                sealing.unseal_with(reader.private, changed)

    def test_what_version_1_sealed_opens(self):
        assert sealing.unseal_with(KEY, SEALED_TO_IN_2026) == b"key"
        writer = sealing.pair_of(KEY).public
        assert sealing.unseal_between(OTHER_KEY, writer, SEALED_BETWEEN_IN_2026) == b"text"

    def test_a_pair_does_not_tell_its_private_half_when_printed(self):
        pair = sealing.new_pair()
        assert repr(pair.private) not in repr(pair)
        assert sealing.pair_of(pair.private) == pair

    def test_what_is_sealed_between_two_opens_only_as_from_the_other(self):
        writer, reader, stranger = (sealing.new_pair() for _ in range(3))
        blob = sealing.seal_between(writer.private, reader.public, b"text")
        assert sealing.unseal_between(reader.private, writer.public, blob) == b"text"
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal_between(reader.private, stranger.public, blob)
        forged = sealing.seal_between(stranger.private, reader.public, b"text")
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal_between(reader.private, writer.public, forged)


class TestSignatures:
    # RFC 8032, 7.1, TEST 2.
    SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    SIGNATURE = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )

    def test_a_signature_is_that_of_the_standard(self):
        assert sealing.sign(self.SEED, b"\x72") == b"\x01" + self.SIGNATURE + b"\x72"
        assert sealing.verified(self.PUBLIC, b"\x01" + self.SIGNATURE + b"\x72") == b"\x72"

    def test_a_signature_of_somebody_else_is_forged(self):
        signed = sealing.sign(sealing.new_signing_pair().private, b"come to the bridge")
        with pytest.raises(sealing.Forged):
            sealing.verified(self.PUBLIC, signed)

    def test_one_changed_bit_anywhere_is_forged(self):
        pair = sealing.new_signing_pair()
        for changed in _changed_everywhere(sealing.sign(pair.private, b"we will not meet you")):
            with pytest.raises(sealing.Forged):
                sealing.verified(pair.public, changed)


class TestKeysFromSecrets:
    def test_a_secret_is_stretched_as_libsodium_does_it(self):
        by_libsodium = nacl.pwhash.argon2id.kdf(
            32, b"tres palabras juntas", SALT, opslimit=4, memlimit=128 * 1024 * 1024
        )
        assert sealing.stretch(b"tres palabras juntas", SALT) == by_libsodium

    def test_a_stretched_secret_stays_the_same_in_later_versions(self):
        assert sealing.stretch(b"a", SALT, CHEAP).hex() == (
            "f5799b9a6e3a3528766157eb422d48a7f19ea483cecb736156aaff762980894d"
        )

    # libsodium 1.0.18, crypto_kdf_derive_from_key(32 bytes, subkey 0, "KDF test", key 00 01 … 1f).
    def test_a_key_is_derived_as_by_libsodium(self):
        assert sealing.derive(KEY, "KDF test").hex() == (
            "c13fcc2e6cd0cd0f82d93b163a5696c5105378f8c629d36baf3ae0239de9c280"
        )

    def test_the_vector_is_what_an_installed_libsodium_says(self):
        name = ctypes.util.find_library("sodium")
        if name is None:
            pytest.skip("no libsodium of the system on this machine")
        made = ctypes.create_string_buffer(32)
        ctypes.CDLL(name).crypto_kdf_derive_from_key(made, 32, ctypes.c_uint64(0), b"KDF test", KEY)
        assert made.raw == sealing.derive(KEY, "KDF test")

    def test_each_purpose_has_another_key(self):
        assert len({sealing.derive(KEY, purpose) for purpose in ("lookup", "lookup2", "x25519")}) == 3

    @pytest.mark.parametrize("purpose", ["", "seventeen letters", "ñññññññññ"])
    def test_a_purpose_that_would_be_cut_off_is_refused(self, purpose):
        with pytest.raises(ValueError, match="16 letters"):
            sealing.derive(KEY, purpose)

    def test_a_hash_needs_its_key(self):
        assert sealing.keyed_hash(KEY, b"P-123") != sealing.keyed_hash(OTHER_KEY, b"P-123")
        with pytest.raises(ValueError, match="32 bytes"):
            sealing.keyed_hash(b"short", b"P-123")

    def test_a_hash_is_the_blake2b_of_libsodium(self):
        by_libsodium = crypto_generichash_blake2b_salt_personal(b"P-123", digest_size=32, key=KEY)
        assert sealing.keyed_hash(KEY, b"P-123") == by_libsodium

    def test_no_more_than_two_secrets_are_stretched_at_once(self, monkeypatch):
        at_once, most = [0], [0]
        lock = threading.Lock()

        def slow(*_told):
            with lock:
                at_once[0] += 1
                most[0] = max(most[0], at_once[0])
            time.sleep(0.02)
            with lock:
                at_once[0] -= 1
            return bytes(32)

        monkeypatch.setattr(sealing, "hash_secret_raw", slow)
        crowd = [threading.Thread(target=sealing.stretch, args=(b"x", SALT)) for _ in range(6)]
        for each in crowd:
            each.start()
        for each in crowd:
            each.join()
        assert most[0] == sealing.STRETCHED_AT_ONCE == 2


class TestSizesThatDoNotTell:
    @given(st.integers(0, 70_000))
    @settings(max_examples=40)
    def test_a_text_fills_one_of_a_few_sizes_and_comes_back(self, size):
        text = b"\x80" * size
        padded = sealing.pad(text)
        assert len(padded) in (4096, 16384, 65536, 131072)
        assert sealing.unpad(padded) == text

    @pytest.mark.parametrize(
        ("size", "filled"),
        [(0, 4096), (4095, 4096), (4096, 16384), (16383, 16384), (65535, 65536), (65536, 131072)],
    )
    def test_a_text_as_long_as_a_bucket_takes_the_next(self, size, filled):
        assert len(sealing.pad(bytes(size))) == filled

    @pytest.mark.parametrize("broken", [b"", bytes(4096), b"x" * 4096])
    def test_what_was_not_filled_up_does_not_open(self, broken):
        with pytest.raises(sealing.CannotOpen):
            sealing.unpad(broken)

    # Worked by hand from the algorithm in the article: e = floor(log2 L), s = floor(log2 e) + 1, the last
    # e - s bits are rounded up to zero.
    @pytest.mark.parametrize(
        ("size", "filled"),
        [(0, 0), (1, 1), (2, 2), (9, 10), (100, 104), (1000, 1024), (1_000_000, 1_015_808)],
    )
    def test_padme_rounds_as_published(self, size, filled):
        assert sealing.padme(size) == filled

    @given(st.integers(1, 10**12))
    def test_padme_costs_at_most_an_eighth_and_never_cuts(self, size):
        assert size <= sealing.padme(size) <= size * 1.12 + 1
        assert sealing.padme(sealing.padme(size)) == sealing.padme(size)


class TestFiles:
    @given(
        st.sampled_from(
            [0, 1, 65_534, 65_535, 65_536, 65_537, 131_071, 131_072, 1_000_000, 1_048_576, 3_000_001]
        ),
        st.sampled_from([1_000_003, 65_536, 7_777]),
    )
    @settings(max_examples=30, deadline=None)
    def test_a_file_comes_back_however_it_arrived(self, size, step):
        content = _content(size)
        assert b"".join(sealing.opened_file(io.BytesIO(_sealed(content, step)), KEY, "file 1")) == content

    def test_what_version_1_sealed_opens(self):
        assert list(sealing.opened_file(io.BytesIO(FILE_OF_2026), KEY, "file 1")) == [b"photo"]

    def test_a_file_of_zeros_and_end_signs_comes_back(self):
        content = b"\x80\x00" * 40_000
        assert b"".join(sealing.opened_file(io.BytesIO(_sealed(content)), KEY, "file 1")) == content

    def test_its_size_tells_only_the_padme_size(self):
        assert len(_sealed(b"")) == len(_sealed(bytes(65_535)))
        assert len(_sealed(bytes(1_000_000))) == len(_sealed(bytes(1_015_807)))
        overhead = 1 + 24 + 17 * 16
        assert len(_sealed(bytes(1_000_000))) == 1_015_808 + overhead

    def test_pieces_come_out_as_they_are_opened(self):
        sealed = io.BytesIO(_sealed(bytes(1_000_000)))
        next(sealing.opened_file(sealed, KEY, "file 1"))
        assert sealed.tell() < 70_000

    @pytest.mark.parametrize(("key", "about"), [(OTHER_KEY, "file 1"), (KEY, "file 2")])
    def test_another_key_or_another_file_opens_nothing(self, key, about):
        with pytest.raises(sealing.CannotOpen):
            list(sealing.opened_file(io.BytesIO(_sealed(b"photo")), key, about))

    @pytest.mark.parametrize("place", [0, 1, 24, 25, 26, 65_000, 65_577, 65_578, 70_000, 100_300, -1])
    def test_a_changed_byte_is_noticed(self, place):
        sealed = bytearray(_sealed(_content(100_000)))
        sealed[place] ^= 1
        with pytest.raises(sealing.CannotOpen):
            list(sealing.opened_file(io.BytesIO(bytes(sealed)), KEY, "file 1"))

    @pytest.mark.parametrize("kept", [0, 1, 24, 25, 1000, 65_578, -1])
    def test_a_file_cut_off_does_not_pass_for_the_whole(self, kept):
        with pytest.raises(sealing.CannotOpen):
            list(sealing.opened_file(io.BytesIO(_sealed(_content(100_000))[:kept]), KEY, "file 1"))

    def test_pieces_swapped_repeated_or_added_are_noticed(self):
        sealed, piece = _sealed(_content(200_000)), sealing.PIECE + 17
        head, first, second = sealed[:25], sealed[25 : 25 + piece], sealed[25 + piece : 25 + 2 * piece]
        rest = sealed[25 + 2 * piece :]
        for wrong in (head + second + first + rest, head + first + first + second + rest, sealed + b"\0"):
            with pytest.raises(sealing.CannotOpen):
                list(sealing.opened_file(io.BytesIO(wrong), KEY, "file 1"))

    def test_a_file_that_was_never_finished_does_not_open(self):
        into = io.BytesIO()
        sealing.FileSealer(into, KEY, "file 1").write(bytes(200_000))
        with pytest.raises(sealing.CannotOpen):
            list(sealing.opened_file(io.BytesIO(into.getvalue()), KEY, "file 1"))


def _changed_everywhere(blob):
    for place in range(len(blob)):
        changed = bytearray(blob)
        changed[place] ^= 1 << (place % 8)
        yield bytes(changed)


def _content(size):
    return (b"0123456789abcdef" * (size // 16 + 1))[:size]


def _sealed(content, step=100_000):
    into = io.BytesIO()
    sealer = sealing.FileSealer(into, KEY, "file 1")
    for start in range(0, len(content), step):
        sealer.write(content[start : start + step])
    sealer.finish()
    return into.getvalue()
