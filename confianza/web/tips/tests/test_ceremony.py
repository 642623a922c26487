"""Keys on paper and stick: made off every machine, signed there, opened there by three together."""

import json
import os
import stat
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confianza.web.lib import sealing
from confianza.web.tips import ceremony, envelopes, escrow
from confianza.web.tips.ceremony import CeremonyRefused

UNIT = uuid.UUID(int=7)
# Of the key 00 01 … 1f.
WORDS_OF_2026 = (
    "bacha beda lefa beda firri bamu dala damu bemu gate febo dabu "
    "bado lige fidu lena biti nasu base doba moti beti lacho teno"
)


@pytest.fixture
def root(tmp_path):
    return ceremony.make_root(tmp_path / "root").pair


@pytest.fixture
def holders(tmp_path):
    return [ceremony.make_holder(tmp_path / f"h{n}", f"Institución {n}").pair for n in range(5)]


def request(tmp_path, **changed):
    box, signing = sealing.new_pair(), sealing.new_signing_pair()
    told = {
        "unit": str(UNIT),
        "epoch": 2,
        "public": box.public.hex(),
        "verify": signing.public.hex(),
        **changed,
    }
    file = tmp_path / "request.json"
    ceremony.write_request(file, [told])
    return file, box, signing


# --- keys ----------------------------------------------------------------------------------------------


def test_a_key_file_is_read_by_its_owner_only_and_never_replaced(tmp_path, root):
    file = tmp_path / "root" / "root.key"
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert ceremony.read_key(file, ceremony.ROOT) == root
    with pytest.raises(CeremonyRefused, match="file_exists"):
        ceremony.make_root(tmp_path / "root")


def test_public_files_hold_no_private_key(tmp_path, root, holders):
    public = (tmp_path / "root" / "root.pub").read_text() + (tmp_path / "h0" / "holder.pub").read_text()
    assert root.private.hex() not in public
    assert holders[0].private.hex() not in public
    assert ceremony.read_root_public(tmp_path / "root" / "root.pub") == root.public
    told = ceremony.read_holder(tmp_path / "h0" / "holder.pub")
    assert told == ("Institución 0", "", holders[0].public)


@given(st.binary(min_size=32, max_size=32))
def test_a_key_comes_back_from_its_24_words(private):
    spelt = ceremony.spelt(private)
    assert len(spelt.split()) == 24
    assert ceremony.unspelt(f"  {spelt.upper()}\n") == private


def test_the_words_of_a_key_stay_the_same_in_later_versions():
    assert ceremony.unspelt(WORDS_OF_2026) == bytes(range(32))
    assert ceremony.spelt(bytes(range(32))) == WORDS_OF_2026


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda words: words[:-1], "words_count"),
        (lambda words: ["teléfono", *words[1:]], "words_unknown"),
        (lambda words: [words[1], words[0], *words[2:]], "words_wrong"),
    ],
)
def test_a_mistake_in_the_words_is_noticed(change, code):
    with pytest.raises(CeremonyRefused, match=code):
        ceremony.unspelt(" ".join(change(WORDS_OF_2026.split())))


def test_a_key_on_paper_is_typed_into_a_file_and_opens(tmp_path, root):
    paper = tmp_path / "paper.txt"
    paper.write_text(ceremony.spelt(root.private))
    assert ceremony.read_key(paper, ceremony.ROOT) == root


# --- vouching ------------------------------------------------------------------------------------------


def test_what_the_root_key_signed_is_vouched_for(tmp_path, root):
    file, box, signing = request(tmp_path)
    ceremony.sign(file, root, tmp_path / "signed.json")
    signed = ceremony.read_vouching((tmp_path / "signed.json").read_text())
    keys = box.public, signing.public
    envelopes.check_vouched(root.public, signed[UNIT, 2], UNIT, 2, *keys)
    for wrong in ((UNIT, 3), (uuid.UUID(int=8), 2)):
        with pytest.raises(sealing.Forged):
            envelopes.check_vouched(root.public, signed[UNIT, 2], *wrong, *keys)


@pytest.mark.parametrize("changed", [{"public": "00"}, {"public": "x"}, {"unit": "x"}, {"epoch": "x"}])
def test_a_request_that_was_spoilt_is_not_signed(tmp_path, root, changed):
    file, *_ = request(tmp_path, **changed)
    with pytest.raises(CeremonyRefused, match="broken_file"):
        ceremony.sign(file, root, tmp_path / "signed.json")
    assert not (tmp_path / "signed.json").exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "broken_file"), ("[]", "another_kind"), ('{"kind": "x", "version": 1}', "another_kind"),
     ('{"kind": "confianza-key-vouching", "version": 2}', "another_kind"),
     ('{"kind": "confianza-key-vouching", "version": 1}', "broken_file"),
     ('{"kind": "confianza-key-vouching", "version": 1, "signed": [{}]}', "broken_file")],
)  # fmt: skip
def test_another_file_is_not_taken_for_a_vouching(text, code):
    with pytest.raises(CeremonyRefused, match=code):
        ceremony.read_vouching(text)


def test_a_missing_file_is_told_by_its_name(tmp_path):
    with pytest.raises(CeremonyRefused) as refused:
        ceremony.read_holder(tmp_path / "nothing.pub")
    assert (refused.value.code, refused.value.told) == ("unreadable", str(tmp_path / "nothing.pub"))


def test_an_empty_request_is_refused(tmp_path, root):
    file = tmp_path / "request.json"
    ceremony.write_request(file, [])
    with pytest.raises(CeremonyRefused, match="empty_request"):
        ceremony.look_at(file)


# --- escrow --------------------------------------------------------------------------------------------


@pytest.fixture
def unit():
    return envelopes.UnitKeys(sealing.new_pair().private, sealing.new_signing_pair().private)


@pytest.fixture
def ines():
    return sealing.new_pair()


def asked(tmp_path, unit, ines, holders, **changed):
    told = {
        "unit": str(UNIT), "epoch": 2, "person": 5, "reason": "Nadie quedó.",
        "unit_public": sealing.pair_of(unit.box).public.hex(), "person_public": ines.public.hex(), **changed,
    }  # fmt: skip
    file = tmp_path / "escrow.json"
    kept = escrow.shares(unit.packed(), [holder.public for holder in holders])
    ceremony.write_escrow_request(file, told, kept)
    return file


def test_three_holders_open_a_key_for_one_person_and_write_it_nowhere(tmp_path, unit, ines, holders):
    file, out = asked(tmp_path, unit, ines, holders), tmp_path / "answer.json"
    ceremony.open_together(file, [holders[4], holders[0], holders[2]], out)
    answer = ceremony.read_escrow_answer(out)
    assert sealing.unseal_with(ines.private, answer["sealed"]) == unit.packed()
    assert set(answer["holders"]) == {holders[n].public for n in (0, 2, 4)}
    assert unit.box.hex() not in out.read_text()


def test_two_holders_write_no_answer(tmp_path, unit, ines, holders):
    file, out = asked(tmp_path, unit, ines, holders), tmp_path / "answer.json"
    with pytest.raises(CeremonyRefused, match="not_three"):
        ceremony.open_together(file, holders[:2], out)
    assert not out.exists()


def test_a_request_about_another_unit_than_it_says_is_noticed(tmp_path, unit, ines, holders):
    file = asked(tmp_path, unit, ines, holders, unit_public=sealing.new_pair().public.hex())
    with pytest.raises(CeremonyRefused, match="another_key"):
        ceremony.open_together(file, holders, tmp_path / "answer.json")


@pytest.mark.parametrize("field", ["person", "unit", "holders", "sealed", "reason", "epoch"])
def test_an_answer_that_was_spoilt_is_not_taken(tmp_path, unit, ines, holders, field):
    out = tmp_path / "answer.json"
    ceremony.open_together(asked(tmp_path, unit, ines, holders), holders, out)
    told = json.loads(out.read_text())
    del told[field]
    out.write_text(json.dumps(told))
    with pytest.raises(CeremonyRefused, match="broken_file"):
        ceremony.read_escrow_answer(out)
