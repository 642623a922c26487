"""Nobody works out what is not told: by hand, by differences, and with what was told before."""

import pytest

from confianza.analysis.surveys import protecting
from confianza.analysis.surveys.protecting import Part, Said

SHARE = (0.0, 1.0)


def town(**told):
    return [Part(name, *each) for name, each in told.items()]


def total_of(parts):
    return sum(part.people * part.estimate for part in parts) / sum(part.people for part in parts)


def test_everything_is_told_where_nothing_is_secret():
    parts = town(a=(0.4, 100, 60, True), b=(0.5, 80, 50, True))
    assert protecting.allowed(parts, total_of(parts), scale=SHARE).parts == {"a", "b"}


def test_the_total_less_the_others_would_give_one_part_away_so_another_is_left_out():
    parts = town(a=(0.4, 100, 60, True), b=(0.5, 80, 50, True), c=(0.3, 90, 40, True), d=(0.9, 30, 9, False))
    found = protecting.allowed(parts, total_of(parts), scale=SHARE)
    assert found.parts == {"a", "b"}
    assert found.total


def test_two_secret_parts_protect_each_other():
    parts = town(a=(0.4, 100, 60, True), b=(0.5, 80, 50, True), c=(0.3, 50, 20, False), d=(0.6, 50, 9, False))
    assert protecting.allowed(parts, total_of(parts), scale=SHARE).parts == {"a", "b"}


def test_a_secret_part_that_outweighs_the_other_secret_one_is_not_protected_by_it():
    """c is nine of ten of what is left: from 0.27 / 0.9 = 0.3 it could be at most 0.19 to 0.3."""
    parts = town(a=(0.4, 100, 60, True), b=(0.5, 80, 50, True), c=(0.3, 90, 29, False), d=(0.0, 10, 3, False))
    assert protecting.allowed(parts, total_of(parts), scale=SHARE).parts == {"a"}


def test_where_all_that_is_left_said_no_more_is_left_out():
    parts = town(a=(0.4, 100, 60, True), b=(0.5, 80, 50, True), c=(0.0, 50, 20, False), d=(0.0, 50, 9, False))
    assert protecting.allowed(parts, total_of(parts), scale=SHARE).parts == {"a"}


def test_what_was_told_before_stays_known_and_the_next_one_is_left_out_instead():
    """Before, c and d were left out. Now c may be told, but then d would be the total less all others."""
    parts = town(a=(0.4, 100, 60, True), b=(0.5, 80, 50, True), c=(0.3, 50, 31, True), d=(0.6, 50, 9, False))
    people = {part.name: part.people for part in parts}
    before = Said(total_of(parts), people, {"a": 0.4, "b": 0.5})
    assert protecting.allowed(parts, total_of(parts), scale=SHARE, before=[before]).parts == {"a", "b"}


def test_two_totals_by_different_weights_give_two_parts_away_which_one_total_does_not():
    """0.5 c + 0.5 d = 0.45 and 0.8 c + 0.2 d = 0.36 have one solution: c = 0.3, d = 0.6."""
    told = {"a": 0.4}
    first = Said((0.4 * 100 + 0.3 * 50 + 0.6 * 50) / 200, {"a": 100, "c": 50, "d": 50}, told)
    second = Said((0.4 * 100 + 0.3 * 80 + 0.6 * 20) / 200, {"a": 100, "c": 80, "d": 20}, told)
    secret = {"c": 0.3, "d": 0.6}
    assert not protecting.given_away([first], secret, SHARE)
    assert protecting.given_away([first, second], secret, SHARE) == ["c", "d"]


def test_two_totals_that_mislead_give_nothing_away():
    """The answers of c and d weigh otherwise inside of them too: what solves both totals is neither's."""
    told = {"a": 0.4}
    first = Said((0.4 * 100 + 0.3 * 50 + 0.6 * 50) / 200, {"a": 100, "c": 50, "d": 50}, told)
    second = Said((0.4 * 100 + 0.35 * 55 + 0.5 * 45) / 200, {"a": 100, "c": 55, "d": 45}, told)
    assert not protecting.given_away([first, second], {"c": 0.35, "d": 0.5}, SHARE)


def test_where_nothing_left_out_would_help_not_even_the_total_is_told():
    parts = town(a=(0.0, 100, 20, False), b=(0.0, 80, 20, False))
    assert protecting.allowed(parts, 0.0, scale=SHARE) == protecting.Allowed(frozenset(), False)


@pytest.mark.parametrize("lowest", [0, 1])
def test_a_mean_is_open_over_a_fifth_of_its_own_scale(lowest):
    parts = town(a=(5, 100, 60, True), b=(6, 100, 50, True), c=(7, 20, 9, False))
    found = protecting.allowed(parts, total_of(parts), scale=(lowest, 10))
    assert found.parts == {"a"}
