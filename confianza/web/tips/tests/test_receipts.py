"""What a receipt is, and what it opens."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confianza.web.lib import sealing
from confianza.web.tips import receipts
from confianza.web.tips.keys import IntakeKeys

KEYS = IntakeKeys(salt=b"s" * 16, pepper=b"p" * 32, draft=b"d" * 32, root=None)
digits = st.from_regex(r"\A[0-9]{19}\Z")


def test_the_check_digit_is_damms():
    # The example of the method: 572 is followed by 4.
    assert receipts.with_check("572") == "5724"


def test_a_new_receipt_has_twenty_digits_that_read_back():
    told = receipts.new()
    assert re.fullmatch(r"[0-9]{20}", told)
    assert receipts.read(receipts.grouped(told)) == told


def test_new_receipts_differ():
    assert len({receipts.new() for _ in range(1000)}) == 1000


@given(digits, st.integers(0, 19), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number, place, more):
    told = receipts.with_check(number)
    wrong = told[:place] + str((int(told[place]) + more) % 10) + told[place + 1 :]
    with pytest.raises(receipts.Mistyped):
        receipts.read(wrong)


@given(digits, st.integers(0, 18))
def test_neighbours_swapped_are_noticed(number, place):
    told = receipts.with_check(number)
    swapped = told[:place] + told[place + 1] + told[place] + told[place + 2 :]
    if swapped != told:
        with pytest.raises(receipts.Mistyped):
            receipts.read(swapped)


@pytest.mark.parametrize("typed", ["", "abc", "123", "1" * 21, "٣" * 20, "1234 5678 9012 3456 789X"])
def test_what_is_no_receipt_is_told_apart_at_once(typed):
    with pytest.raises(receipts.Mistyped):
        receipts.read(typed)


def test_a_text_that_holds_a_receipt_is_noticed_however_it_is_written():
    told = receipts.new()
    assert receipts.holds_one(f"mi recibo es {receipts.grouped(told)}, gracias")
    assert receipts.holds_one(f"9{told}")
    assert not receipts.holds_one("el carro P-123ABC, tel. 5555 1234 y 5555 4321")


def test_the_same_receipt_opens_the_same_and_another_nothing_of_it():
    one, again = receipts.root_of("1" * 20, KEYS), receipts.root_of("1" * 20, KEYS)
    other = receipts.root_of("2" * 20, KEYS)
    assert one == again
    assert {one.lookup, one.pair.private, one.word}.isdisjoint({other.lookup, other.pair.private, other.word})


def test_without_the_pepper_a_receipt_does_not_find_its_tip():
    stolen = IntakeKeys(salt=KEYS.salt, pepper=b"?" * 32, draft=b"d" * 32, root=None)
    assert receipts.root_of("1" * 20, KEYS).lookup != receipts.root_of("1" * 20, stolen).lookup


def test_what_a_receipt_opens_is_fixed_for_good():
    # Receipts are on paper: these bytes must never change.
    root = receipts.root_of("12345678901234567897", KEYS)
    assert root.lookup.hex() == "669f7cc5b945057f0f25c46c3fb245b4125a8b0f0cc3819e7fd75ac363c90f1d"
    assert root.pair.public.hex() == "bf9bf4fcbae732e105a9b7d23fc89b5fbbdc31b578cbda32d369ef2ea82d3d00"
    assert root.word.hex() == "1aa27497b6fd56f7b401f73be85677a3618d0ea0e4abb863a8b67eb9683fe155"


def test_the_parts_of_a_root_cannot_be_told_from_each_other():
    root = receipts.root_of("1" * 20, KEYS)
    assert len({root.lookup, root.pair.private, root.pair.public, root.word}) == 4
    assert all(len(part) == sealing.KEY_BYTES for part in (root.lookup, root.pair.private, root.word))
