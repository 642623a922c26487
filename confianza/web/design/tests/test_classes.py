import math

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from confianza.web.design import palette
from confianza.web.design.classes import Classes, classify

MANY = [0.0, 0.4, 1.2, 3.3, 4.8, 7.9, 12.1, 15.5, 23.9, 31.2, 48.0, 61.7]


def test_zero_is_a_class_of_its_own_and_no_value_is_none() -> None:
    classes = classify(MANY, decimals=1)
    assert classes.of(0) == 0
    assert classes.of(None) is None
    assert classes.of(math.nan) is None
    assert classes.colour(0) == palette.PAPER
    assert classes.colour(None) is None


def test_a_value_is_judged_as_it_is_written() -> None:
    classes = Classes([0.1, 5.0], decimals=1)
    assert classes.of(0.04) == 0
    assert classes.of(4.96) == 2


def test_it_cuts_at_round_numbers() -> None:
    counts = [3, 417, 1234, 1871, 2790, 12345, 20011, 28377]
    assert classify(counts).cuts == [1, 420, 1900, 2800, 20000]


def test_labels_leave_no_gap_and_do_not_overlap() -> None:
    with translation.override("en"):
        assert Classes([0.1, 5.0, 12.0], decimals=1).labels() == ["0.1 – 4.9", "5.0 – 11.9", "12.0 or more"]
        assert Classes([1, 2, 5]).labels() == ["1", "2 – 4", "5 or more"]


def test_few_different_values_get_a_class_each() -> None:
    assert classify([1, 1, 2, 2, 2, 3, None]).cuts == [1, 2, 3]


def test_where_most_are_one_the_few_that_are_more_still_have_colours() -> None:
    assert classify([*[1] * 100, *[2] * 20, *[3] * 8, 4, 4, 5, 6, 8, 11]).cuts == [1, 2, 3, 4, 5]


def test_only_zeros_or_nothing_at_all_make_no_class() -> None:
    for values in ([], [None], [0, 0]):
        assert classify(values).cuts == []
        assert classify(values).labels() == []


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e6)), min_size=1, max_size=60), st.sampled_from([0, 1]))
def test_every_value_has_a_class_a_colour_and_a_label(values: list[float | None], decimals: int) -> None:
    classes = classify(values, decimals=decimals)
    assert len(classes.labels()) == len(classes.colours) == len(classes.cuts) <= 5
    assert list(classes.cuts) == sorted(set(classes.cuts))
    for value in values:
        assert (classes.of(value) is None) == (value is None)
        assert value is None or 0 <= (classes.of(value) or 0) <= len(classes.cuts)


@pytest.mark.parametrize("low", [0.1, 3.0])
def test_a_bigger_value_is_never_in_a_lower_class(low: float) -> None:
    classes = classify(MANY, decimals=1)
    places = [classes.of(low + step / 2) for step in range(140)]
    assert places == sorted(places)
