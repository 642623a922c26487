"""Who keeps a tip from being destroyed, until when, and how two people say so."""

from datetime import date, timedelta

import pytest

from confianza.web.tips.rules import holds
from confianza.web.tips.rules.holds import HoldFacts, HoldRefused

DAY = date(2026, 3, 1)
ASKED = HoldFacts(asked_by=1, asked_on=DAY)
CONFIRMED = HoldFacts(1, DAY, confirmed_by=2, review_on=date(2026, 8, 30))
RELEASED = HoldFacts(1, DAY, 2, date(2026, 8, 30), released_on=date(2026, 4, 1))


@pytest.mark.parametrize(
    ("hold", "day", "kept"),
    [
        (ASKED, DAY, True),
        (ASKED, date(2026, 3, 7), True),
        (ASKED, date(2026, 3, 8), False),
        (CONFIRMED, date(2026, 8, 29), True),
        (CONFIRMED, date(2026, 8, 30), False),
        (RELEASED, date(2026, 3, 2), False),
    ],
)
def test_a_question_keeps_for_a_week_a_hold_until_its_review(hold, day, kept):
    assert holds.keeps(hold, day) is kept


def test_half_a_year_passes_before_two_people_must_say_so_again():
    assert holds.review_day(DAY) == date(2026, 8, 30)


@pytest.mark.parametrize(
    ("hold", "day", "reminds"),
    [
        (CONFIRMED, date(2026, 7, 30), False),
        (CONFIRMED, date(2026, 7, 31), True),
        (CONFIRMED, date(2026, 8, 30), False),
        (ASKED, DAY, False),
        (RELEASED, date(2026, 8, 1), False),
    ],
)
def test_a_hold_reminds_in_its_last_month(hold, day, reminds):
    assert holds.reminds(hold, day) is reminds


def _problem(check, *told):
    with pytest.raises(HoldRefused) as refused:
        check(*told)
    return refused.value.problem


def test_nobody_confirms_their_own_question():
    assert _problem(holds.check_confirms, ASKED, 1, DAY) == "the_same_person"
    holds.check_confirms(ASKED, 2, DAY)


@pytest.mark.parametrize("hold", [CONFIRMED, RELEASED, HoldFacts(1, DAY - timedelta(days=8))])
def test_what_no_longer_waits_for_an_answer_is_not_confirmed(hold):
    assert _problem(holds.check_confirms, hold, 3, DAY) == "nothing_to_confirm"


def test_what_is_held_is_not_asked_for_again_before_its_last_month():
    assert _problem(holds.check_asks, [CONFIRMED], DAY) == "held_already"
    assert _problem(holds.check_asks, [ASKED], DAY) == "held_already"
    holds.check_asks([CONFIRMED], date(2026, 8, 15))
    holds.check_asks([RELEASED], DAY)


def test_only_what_holds_is_released():
    holds.check_releases(CONFIRMED, DAY)
    holds.check_releases(ASKED, DAY)
    assert _problem(holds.check_releases, RELEASED, DAY) == "holds_nothing"
    assert _problem(holds.check_releases, CONFIRMED, date(2026, 9, 1)) == "holds_nothing"
