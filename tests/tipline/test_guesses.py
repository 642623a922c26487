"""Whoever guesses receipts learns nothing: right and wrong ones take the same time and have the same size."""

import random
import time

import pytest
from scipy.stats import mannwhitneyu

from confianza.web.tips import receipts

# Beyond this the two kinds could be told apart by somebody who asks often enough.
SIGNIFICANT = 0.05


def asked(door, receipt: str) -> tuple[float, int]:
    visitor = door.visitor().open().press("come back")
    begun = time.perf_counter()
    visitor.press("return", receipt=receipt)
    return time.perf_counter() - begun, visitor.size


def compare(door, *, each: int):
    """Ask for so many known and unknown receipts in a random order; return times and sizes of both."""
    known = [door.visitor().tell().press("send").receipt() for _ in range(5)]
    answered = door.visitor().come_back(known[0])
    answered.press("more", text="Volvieron hoy, con otro carro.")
    order = [True, False] * each
    random.Random(3).shuffle(order)
    found: dict[bool, list[tuple[float, int]]] = {True: [], False: []}
    for number, is_known in enumerate(order):
        receipt = known[number % len(known)] if is_known else receipts.new()
        found[is_known].append(asked(door, receipt))
    return found


def judge(found) -> float:
    sizes = {size for told in found.values() for _, size in told}
    assert len(sizes) == 1
    times = {is_known: [seconds for seconds, _ in told] for is_known, told in found.items()}
    return float(mannwhitneyu(times[True], times[False]).pvalue)


@pytest.mark.slow
@pytest.mark.timeout(1500)  # each of the 400 answers takes a second, that being the point
def test_known_and_unknown_receipts_cannot_be_told_apart(door):
    found = compare(door, each=200)
    chance = judge(found)
    print(f"Mann–Whitney p = {chance:.3f} (200 each)")
    # One such difference in a thousand series would be chance; what could be used shows every time.
    assert chance > SIGNIFICANT or judge(compare(door, each=200)) > SIGNIFICANT
