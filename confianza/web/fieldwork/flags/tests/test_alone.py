"""What one filled form shows by itself, as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from confianza.web.fieldwork.flags import alone, thresholds
from confianza.web.fieldwork.flags.alone import Answered, Interview

TEN = datetime(2026, 11, 20, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def interview(**told):
    usual = {
        "begun": TEN, "ended": TEN + 12 * MINUTE, "received": TEN + 60 * MINUTE, "asks_times": True,
        "asks_people": True, "words": 300, "metres_outside": None, "answered": (),
    }  # fmt: skip
    return Interview(**{**usual, **told})


def battery(codes, *, group="/lugares", choices="lugar"):
    return tuple(Answered(group, choices, code) for code in codes)


TABLE = [
    ({}, []),
    ({"begun": None}, [alone.NO_TIMES]),
    ({"ended": None}, [alone.NO_TIMES]),
    ({"begun": None, "ended": None, "asks_times": False}, []),
    ({"ended": TEN - MINUTE}, [alone.ENDS_BEFORE]),
    ({"received": TEN + 5 * MINUTE}, []),
    ({"received": TEN + MINUTE}, [alone.CLOCK_AHEAD]),
    ({"ended": TEN + timedelta(seconds=100)}, []),
    ({"ended": TEN + timedelta(seconds=99)}, [alone.VERY_SHORT]),
    ({"ended": TEN + timedelta(seconds=99), "asks_people": False}, []),
    ({"begun": TEN.replace(hour=5, minute=59), "ended": TEN}, [alone.UNUSUAL_HOUR]),
    ({"begun": TEN.replace(hour=6), "ended": TEN}, []),
    ({"ended": TEN.replace(hour=21, minute=1), "received": TEN.replace(hour=22)}, [alone.UNUSUAL_HOUR]),
    ({"begun": TEN.replace(hour=3), "asks_people": False}, []),
    ({"metres_outside": thresholds.METRES_OF_A_BORDER}, []),
    ({"metres_outside": thresholds.METRES_OF_A_BORDER + 1}, [alone.OUTSIDE]),
    ({"metres_outside": thresholds.METRES_OF_A_BORDER + 1, "asks_people": False}, [alone.OUTSIDE]),
    ({"answered": battery("sssssssss"), "asks_people": False}, []),
    ({"answered": battery("sssssssss")}, [alone.STRAIGHT]),
    (
        {"begun": TEN.replace(hour=23), "received": TEN},
        [alone.ENDS_BEFORE, alone.CLOCK_AHEAD, alone.UNUSUAL_HOUR],
    ),
]


@pytest.mark.parametrize(("told", "codes"), TABLE)
def test_each_rule_by_itself(told, codes):
    assert alone.flags(interview(**told)) == codes


@pytest.mark.parametrize(
    ("answered", "is_straight"),
    [
        ((), False),
        (battery("sss"), False),
        (battery("ssss"), False),
        (battery("sssssss"), False),
        (battery("ssssssss"), True),
        (battery("sssssssi"), False),
        (battery("ssss") + battery("nnnn", group="/problemas"), True),
        (battery("ssss") + battery("nnns", group="/problemas"), False),
        (battery("ssss") + battery("nnnn", choices="sino"), True),
        (battery("ssssssss") + battery("ab", group="/otro"), True),
    ],
)
def test_a_straight_line_is_many_answers_all_the_same(answered, is_straight):
    assert alone.is_a_straight_line(answered) is is_straight
