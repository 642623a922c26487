"""Codes that are worth money, and the word that goes with them."""

from datetime import date
from uuid import uuid4

import pytest

from confianza.web.lib import sealing
from confianza.web.tips import vouchers
from confianza.web.tips.rules.rewards import Term

TERM = Term(date(2026, 3, 15), date(2026, 9, 11))


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(vouchers, "COST", sealing.Cost(1, 64, 1))


def test_a_code_has_twelve_digits_and_a_slip_is_told(tmp_path):
    code = vouchers.new(tmp_path, "a", TERM).code
    assert vouchers.read(vouchers.grouped(code)) == code
    wrong = f"{(int(code[0]) + 1) % 10}{code[1:]}"
    for typed in (wrong, code[:-1], code + "0", "", "doce"):
        with pytest.raises(vouchers.Mistyped):
            vouchers.read(typed)


def test_the_register_knows_a_code_by_what_another_key_would_not_find(tmp_path):
    here, there = tmp_path / "one", tmp_path / "other"
    here.mkdir()
    there.mkdir()
    voucher = vouchers.new(here, "a", TERM)
    assert vouchers.lookup(here, voucher.code) == voucher.lookup
    assert vouchers.lookup(there, voucher.code) != voucher.lookup


def test_only_its_owner_reads_a_voucher(tmp_path):
    owner, other = sealing.new_pair(), sealing.new_pair()
    voucher = vouchers.new(tmp_path, "b", TERM)
    sealed = vouchers.for_owner(voucher, owner.public)
    assert vouchers.of_owner(owner.private, sealed) == voucher
    with pytest.raises(sealing.CannotOpen):
        vouchers.of_owner(other.private, sealed)


def test_sealed_vouchers_are_of_one_size(tmp_path):
    owner = sealing.new_pair()
    sizes = {len(vouchers.for_owner(vouchers.new(tmp_path, band, TERM), owner.public)) for band in "abc"}
    assert len(sizes) == 1


def test_what_waits_for_one_case_is_not_another_s(tmp_path):
    voucher, case = vouchers.new(tmp_path, "a", TERM), uuid4()
    sealed = vouchers.to_wait(tmp_path, voucher, case, date(2026, 3, 1))
    waiting = vouchers.that_waits(tmp_path, sealed, case)
    assert (waiting.lookup, waiting.band, waiting.term, waiting.since) == (
        voucher.lookup, "a", TERM, date(2026, 3, 1),
    )  # fmt: skip
    with pytest.raises(sealing.CannotOpen):
        vouchers.that_waits(tmp_path, sealed, uuid4())


@pytest.mark.parametrize("said", ["Limón con sal", "limon con sal", "  LIMÓN   con sal "])
def test_a_word_is_the_same_however_it_is_typed(said):
    assert vouchers.matches(said, vouchers.hidden("Limón con sal"))


def test_another_word_is_not_and_where_there_is_none_nothing_is():
    assert not vouchers.matches("limon", vouchers.hidden("limones"))
    assert not vouchers.matches("", "")
    assert not vouchers.matches("limon", "")


def test_equal_words_are_not_kept_equally():
    assert vouchers.hidden("limon") != vouchers.hidden("limon")
