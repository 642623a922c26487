"""What is told opens for its readers and its teller, and for nobody else; nor can anybody speak for them."""

import uuid
from dataclasses import replace

import pytest

from confianza.web.lib import sealing
from confianza.web.tips import envelopes

TIP = uuid.UUID(int=1)
TOLD = {"text": "Lo vi el martes, en la esquina.", "kind": "threat"}


@pytest.fixture
def tip():
    return sealing.new_pair()


@pytest.fixture
def teller():
    return sealing.new_pair()


@pytest.fixture
def unit():
    return sealing.new_signing_pair()


def said(tip, teller, *, place=0, of=TIP):
    return envelopes.told_by_tipster(TOLD, tip=of, place=place, teller=teller, tip_public=tip.public)


def answered(tip, teller, unit, *, place=1):
    return envelopes.told_by_unit(
        TOLD, tip=TIP, place=place, signing=unit.private, tip_public=tip.public, teller=teller.public
    )


def read(sealed, tip, teller, *, place=0, of=TIP):
    return envelopes.opened_by_reader(
        sealed, tip=of, place=place, tip_private=tip.private, teller=teller.public
    )


def test_readers_and_teller_open_what_the_teller_said(tip, teller):
    sealed = said(tip, teller)
    assert read(sealed, tip, teller) == TOLD
    own = envelopes.opened_by_tipster(sealed, tip=TIP, place=0, teller=teller, tip_public=tip.public)
    assert own == TOLD


def test_nobody_else_opens_it(tip, teller):
    with pytest.raises(sealing.CannotOpen):
        read(said(tip, teller), sealing.new_pair(), teller)


@pytest.mark.parametrize("moved", [{"place": 1}, {"of": uuid.UUID(int=2)}])
def test_a_message_moved_to_another_row_does_not_open(tip, teller, moved):
    with pytest.raises(sealing.CannotOpen):
        read(said(tip, teller), tip, teller, **moved)


def test_whoever_can_only_write_in_the_register_cannot_speak_for_the_teller(tip, teller):
    stranger = sealing.new_pair()
    with pytest.raises(sealing.CannotOpen):
        read(said(tip, stranger), tip, teller)


def test_an_answer_opens_for_both_and_names_who_signed_it(tip, teller, unit):
    sealed = answered(tip, teller, unit)
    for private, is_teller in ((teller.private, True), (tip.private, False)):
        told = envelopes.reply(
            sealed, tip=TIP, place=1, private=private, verify=unit.public, is_teller=is_teller
        )
        assert told == TOLD


def test_an_answer_signed_by_another_is_forged(tip, teller, unit):
    forged = answered(tip, teller, sealing.new_signing_pair())
    with pytest.raises(sealing.Forged):
        envelopes.reply(forged, tip=TIP, place=1, private=teller.private, verify=unit.public, is_teller=True)


def test_a_true_answer_put_in_another_place_is_refused(tip, teller, unit):
    sealed = answered(tip, teller, unit, place=1)
    with pytest.raises(sealing.CannotOpen):
        envelopes.reply(sealed, tip=TIP, place=2, private=teller.private, verify=unit.public, is_teller=True)


def test_a_true_signature_sealed_again_for_another_place_is_forged(tip, teller, unit):
    line = envelopes._told(envelopes.REPLY, TIP, 1)
    signed = sealing.sign(unit.private, line + sealing.pad(b"{}"))
    again = envelopes._sealed(signed, envelopes._told(envelopes.REPLY, TIP, 2), tip.public, teller.public)
    with pytest.raises(sealing.Forged):
        envelopes.reply(again, tip=TIP, place=2, private=teller.private, verify=unit.public, is_teller=True)


def test_the_units_own_account_does_not_open_for_the_teller(tip, teller):
    sealed = envelopes.entry({"note": "falta ver"}, tip=TIP, place=0, tip_public=tip.public)
    assert envelopes.opened_entry(sealed, tip=TIP, place=0, tip_private=tip.private) == {"note": "falta ver"}
    with pytest.raises(sealing.CannotOpen):
        envelopes.opened_entry(sealed, tip=TIP, place=0, tip_private=teller.private)
    assert sealed.for_tipster == b""


def test_what_is_known_of_a_file_is_bound_to_that_file(tip):
    one, other = uuid.UUID(int=5), uuid.UUID(int=6)
    sealed = envelopes.about_attachment({"name": "a.jpg"}, tip=TIP, attachment=one, tip_public=tip.public)
    opened = envelopes.opened_attachment(sealed, tip=TIP, attachment=one, tip_private=tip.private)
    assert opened == {"name": "a.jpg"}
    with pytest.raises(sealing.CannotOpen):
        envelopes.opened_attachment(sealed, tip=TIP, attachment=other, tip_private=tip.private)


def test_short_and_long_texts_have_sizes_that_do_not_tell(tip, teller):
    sizes = {
        len(
            envelopes.told_by_tipster(
                {"t": "x" * n}, tip=TIP, place=0, teller=teller, tip_public=tip.public
            ).body
        )
        for n in (1, 100, 1000, 4000)
    }
    assert len(sizes) == 1


def test_a_swapped_key_of_the_tip_is_noticed_by_its_teller(tip):
    word = sealing.new_key()
    bound = envelopes.binding(word, TIP, tip.public)
    assert envelopes.binding(word, TIP, sealing.new_pair().public) != bound
    assert envelopes.binding(word, uuid.UUID(int=2), tip.public) != bound


def test_the_directory_vouches_for_these_keys_of_this_unit_and_no_others():
    root, keys, verify = sealing.new_signing_pair(), sealing.new_pair().public, sealing.new_pair().public
    signed = envelopes.vouch(root.private, TIP, 3, keys, verify)
    envelopes.check_vouched(root.public, signed, TIP, 3, keys, verify)
    for wrong in (
        (root.public, TIP, 4, keys, verify),
        (root.public, TIP, 3, verify, keys),
        (root.public, uuid.UUID(int=9), 3, keys, verify),
        (sealing.new_signing_pair().public, TIP, 3, keys, verify),
    ):
        with pytest.raises(sealing.Forged):
            envelopes.check_vouched(wrong[0], signed, *wrong[1:])


def test_a_key_needs_both_its_halves():
    key = sealing.new_key()
    one, other = envelopes.halves(key)
    assert envelopes.joined(one, other) == key
    assert key not in (one, other)


def test_keys_of_a_unit_travel_as_one():
    keys = envelopes.UnitKeys(sealing.new_key(), sealing.new_key())
    assert envelopes.UnitKeys.of(keys.packed()) == keys
    with pytest.raises(sealing.CannotOpen):
        envelopes.UnitKeys.of(keys.packed()[1:])


def test_a_tampered_body_does_not_open(tip, teller):
    sealed = said(tip, teller)
    broken = replace(sealed, body=sealed.body[:-1] + bytes([sealed.body[-1] ^ 1]))
    with pytest.raises(sealing.CannotOpen):
        read(broken, tip, teller)
