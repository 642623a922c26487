"""Many at once with photos: none is lost, and the memory stays within bounds (benchmarks/tips_load.py: 5 minutes)."""

import pytest

from benchmarks import tips_load

SECONDS = 20


@pytest.mark.slow
def test_a_hundred_tips_a_minute_with_photos_of_a_megabyte_lose_nothing():
    told = tips_load.load(seconds=SECONDS)
    assert not told.errors
    assert len(told.receipts) == round(tips_load.A_MINUTE * SECONDS / 60)
    assert told.lost == 0
    assert max(told.memory) < tips_load.AIM_MB
