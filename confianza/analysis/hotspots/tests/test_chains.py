"""Chains of near repeats: who began, who repeats whom, and ties that are settled the same way every time."""

import numpy as np

from confianza.analysis.hotspots import chains, points
from confianza.analysis.hotspots.tests import invented


def linked(x, when, ids=None, **how):
    events = points.of_arrays(x, np.zeros(len(x)), invented.days(*when))
    return chains.of_points(events, ids=ids, **({"metres": 100, "days": 7} | how))


def test_the_first_is_the_originator_and_the_next_repeat_it():
    told = linked([0, 50, 90, 5_000], [1, 3, 6, 2])
    assert told.events["role"].to_list() == ["originator", "repeat", "repeat", "alone"]
    assert told.events["chain"].to_list() == [1, 1, 1, None]
    assert told.events["repeats"].to_list() == [None, 0, 1, None]
    assert told.events["generation"].to_list() == [0, 1, 2, 0]


def test_of_two_on_the_same_day_the_smaller_id_began():
    told = linked([0, 10], [5, 5], ids=["b", "a"])
    assert told.events["role"].to_list() == ["repeat", "originator"]
    assert told.events["repeats"].to_list() == ["a", None]
    turned = linked([10, 0], [5, 5], ids=["a", "b"])
    assert turned.events.sort("id")["role"].to_list() == told.events.sort("id")["role"].to_list()


def test_nearness_in_space_and_in_time_are_weighed_alike():
    # 10 m and 6 days away against 80 m and 1 day: 0.745 of both limits against 0.66.
    told = linked([0, 90, 10], [0, 5, 6])
    assert told.events["repeats"].to_list()[2] == 1


def test_limits_are_reached_and_not_passed():
    assert linked([0, 100], [0, 7]).events["role"].to_list() == ["originator", "repeat"]
    assert linked([0, 100.01], [0, 7]).events["role"].to_list() == ["alone", "alone"]


def test_a_chain_that_two_began_has_one_number_and_two_originators():
    told = linked([0, 150, 75], [0, 1, 2])
    assert told.events["role"].to_list() == ["originator", "originator", "repeat"]
    assert told.chains["originator"].to_list() == [0]
    assert told.chains["events"].to_list() == [3]


def test_the_longest_chain_comes_first():
    told = linked([0, 10, 5_000, 5_010, 5_020], [0, 1, 2, 3, 4])
    assert told.chains["events"].to_list() == [3, 2]
    assert told.chains["x"].to_list() == [5_010, 5]
    assert told.chains["reach"].to_list() == [10, 5]


def test_where_nothing_repeats_there_is_no_chain():
    told = linked([0, 5_000], [0, 1])
    assert told.chains.is_empty()
    assert told.events["repeats"].null_count() == 2


def test_a_chain_as_long_as_the_file_counts_its_generations():
    days = 5_000
    events = points.of_arrays(np.arange(days) * 10.0, np.zeros(days), invented.days(np.arange(days)))
    told = chains.of_points(events, metres=10, days=1).events
    assert told["generation"].to_list() == list(range(days))
