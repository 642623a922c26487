"""What the warning signs of a junta add up to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from confianza.web.community.rules import warning_signs
from confianza.web.community.rules.warning_signs import Record

TODAY = date(2026, 11, 28)
IN_ORDER = Record(
    has_officer=True,
    accepted_rules=True,
    is_registered=True,
    last_visited_on=TODAY,
    long_unanswered=0,
    is_idle=False,
    lost_equipment=0,
)


def test_a_junta_in_order_has_no_signs() -> None:
    found = warning_signs.of(IN_ORDER, [(TODAY, [])], TODAY)
    assert (found.signs, found.score, found.level) == ((), 0, "calm")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"has_officer": False}, "no_officer"),
        ({"accepted_rules": False}, "no_rules"),
        ({"is_registered": False}, "not_registered"),
        ({"last_visited_on": None}, "not_visited"),
        ({"last_visited_on": TODAY - timedelta(days=61)}, "not_visited"),
        ({"long_unanswered": 3}, "unanswered"),
        ({"is_idle": True}, "idle"),
        ({"lost_equipment": 1}, "lost_equipment"),
    ],
)
def test_each_fault_of_the_record_is_a_sign(changed, code) -> None:
    found = warning_signs.of(replace(IN_ORDER, **changed), [], TODAY)
    assert [each.code for each in found.signs] == [code]
    assert found.score == warning_signs.signs("known")[code].weight


@pytest.mark.parametrize("changed", [{"last_visited_on": TODAY - timedelta(days=60)}, {"long_unanswered": 2}])
def test_at_the_limit_it_is_none_yet(changed) -> None:
    assert warning_signs.of(replace(IN_ORDER, **changed), [], TODAY).signs == ()


@pytest.mark.parametrize("code", sorted(warning_signs.signs("seen")))
def test_what_was_seen_counts_for_half_a_year_and_once(code) -> None:
    weight = warning_signs.signs("seen")[code].weight
    twice = [(TODAY, [code]), (TODAY - timedelta(days=180), [code])]
    assert warning_signs.of(IN_ORDER, twice, TODAY).score == weight
    assert warning_signs.of(IN_ORDER, [(TODAY - timedelta(days=181), [code])], TODAY).score == 0


@pytest.mark.parametrize("code", ["armed", "detains", "charges", "captured"])
def test_force_money_and_capture_call_for_action_by_themselves(code) -> None:
    assert warning_signs.of(IN_ORDER, [(TODAY, [code])], TODAY).level == "act"


def test_a_junta_that_everybody_left_alone_is_watched_before_it_turns() -> None:
    alone = replace(IN_ORDER, has_officer=False, last_visited_on=None, long_unanswered=5)
    found = warning_signs.of(alone, [], TODAY)
    assert found.level == "watch"


@pytest.mark.parametrize(
    ("score", "level"), [(0, "calm"), (2, "calm"), (3, "watch"), (6, "watch"), (7, "act")]
)
def test_levels(score, level) -> None:
    assert warning_signs.level(score) == level


def test_every_sign_has_its_words_in_both_languages() -> None:
    for kind in ("seen", "known"):
        for sign in warning_signs.signs(kind).values():
            assert set(sign.words) == {"es", "en"}
            assert sign.said("en-gb") == sign.words["en"]
