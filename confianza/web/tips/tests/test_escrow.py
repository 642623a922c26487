"""Any three of five holders open a unit's keys, in any order; two do not, whatever they try."""

import itertools

import pytest

from confianza.web.lib import sealing
from confianza.web.tips import escrow

PACKED = bytes(range(64))
HOLDERS = [sealing.new_pair() for _ in range(5)]
SHARES = escrow.shares(PACKED, [holder.public for holder in HOLDERS])


@pytest.mark.parametrize("three", list(itertools.combinations(range(5), 3)))
def test_each_three_open_it_in_any_order(three):
    for order in itertools.permutations(three):
        assert escrow.opened(SHARES, [HOLDERS[number].private for number in order]) == PACKED


@pytest.mark.parametrize("two", list(itertools.combinations(range(5), 2)))
def test_no_two_open_it(two):
    keys = [HOLDERS[number].private for number in two]
    with pytest.raises(escrow.NotThree):
        escrow.opened(SHARES, keys)
    # Nor do they by hand: whichever boxes they open, another box is inside.
    for share in SHARES:
        assert PACKED not in _as_far_as_it_goes(share.sealed, keys)


def test_the_same_key_three_times_is_one_holder():
    with pytest.raises(escrow.NotThree):
        escrow.opened(SHARES, [HOLDERS[0].private] * 3)


def test_two_holders_and_a_stranger_open_nothing():
    keys = [HOLDERS[0].private, HOLDERS[1].private, sealing.new_pair().private]
    with pytest.raises(escrow.NotThree):
        escrow.opened(SHARES, keys)


def test_all_five_open_it_too():
    assert escrow.opened(SHARES, [holder.private for holder in HOLDERS]) == PACKED


def test_there_are_ten_shares_of_the_same_size():
    assert len(SHARES) == 10
    assert len({len(share.sealed) for share in SHARES}) == 1
    assert not [share for share in SHARES if PACKED in share.sealed]


def test_a_changed_share_opens_nothing():
    broken = [escrow.Share(one.holders, one.sealed[:-1] + bytes([one.sealed[-1] ^ 1])) for one in SHARES]
    with pytest.raises(escrow.NotThree):
        escrow.opened(broken, [holder.private for holder in HOLDERS])


@pytest.mark.parametrize("holders", [[], [1, 2, 3, 4], [1, 1, 2, 3, 4], [1, 2, 3, 4, 5, 6]])
def test_five_different_holders_are_asked_for(holders):
    with pytest.raises(ValueError, match="5 holders"):
        escrow.shares(PACKED, [bytes([number]) * 32 for number in holders])


def _as_far_as_it_goes(box, keys):
    while opened := next(filter(None, (_tried(key, box) for key in keys)), None):
        box = opened
    return box


def _tried(key, box):
    try:
        return sealing.unseal_with(key, box)
    except sealing.CannotOpen:
        return None
