from datetime import date

import polars as pl
import pytest

from confianza.analysis.indicators import usual
from confianza.analysis.indicators.change import compare

JUNE = date(2026, 6, 1)


def _monthly(counts, hidden=()):
    months = list(counts)
    return pl.DataFrame(
        {
            "month": months,
            "count": [None if month in hidden else counts[month] for month in months],
            "hidden": [month in hidden for month in months],
        },
        schema={"month": pl.Date, "count": pl.Float64, "hidden": pl.Boolean},
    )


def _junes(*counts):
    return {date(2025 - back, 6, 1): float(count) for back, count in enumerate(counts)}


def _months_before(count, how_many):
    return {usual._earlier(JUNE, back): float(count) for back in range(1, how_many + 1)}


@pytest.mark.parametrize(("total", "months"), [(0, 3), (3, 5), (60, 5), (12, 12), (700, 5), (41, 4)])
def test_a_count_lies_in_the_band_exactly_where_it_is_no_clear_change(total, months):
    low, high = usual.band(total, months)
    for count in range(high + 30):
        clear = compare(count, total, exposure_before=months).verdict != "no_clear_change"
        assert clear == (not low <= count <= high), count


def test_it_compares_with_the_same_month_of_the_years_before():
    found = usual.of_month(_monthly(_junes(10, 12, 8, 11, 9) | _months_before(100, 5)), JUNE)
    assert (found.total, found.months, found.middle, found.basis) == (50, 5, 10, "same_month")


def test_it_looks_no_farther_back_than_five_years():
    found = usual.of_month(_monthly(_junes(10, 10, 10, 10, 10, 1000)), JUNE)
    assert found.total == 50


def test_with_too_few_years_it_compares_with_the_twelve_months_before():
    found = usual.of_month(_monthly(_junes(10, 12) | _months_before(4, 11)), JUNE)
    assert (found.months, found.basis) == (12, "months_before")
    assert found.total == 11 * 4 + 10


def test_with_too_little_told_there_is_no_answer():
    assert usual.of_month(_monthly(_months_before(4, 5)), JUNE) is None
    assert usual.of_month(_monthly({}), JUNE) is None


def test_months_that_nobody_tells_are_left_out():
    counts = _junes(10, 12, 8, 11) | {date(2021, 6, 1): None}
    assert usual.of_month(_monthly(counts), JUNE).months == 4


def test_a_withheld_month_leaves_no_answer_because_it_was_a_small_one():
    counts = _junes(10, 12, 8, 11, 2)
    assert usual.of_month(_monthly(counts, hidden={date(2021, 6, 1)}), JUNE) is None


def test_a_table_that_withholds_nothing_needs_no_word_about_it():
    assert usual.of_month(_monthly(_junes(1, 2, 3)).drop("hidden"), JUNE).total == 6


def test_the_month_itself_never_counts_as_usual():
    found = usual.of_month(_monthly(_junes(10, 10, 10) | {JUNE: 500.0}), JUNE)
    assert found.total == 30


def test_whole_years_count_the_months_that_are_withheld():
    found = usual.of_whole_years({2025: 60.0, 2024: 84.0, 2019: 900.0, 2026: 900.0}, JUNE)
    assert (found.total, found.months, found.middle, found.basis) == (144, 24, 6, "whole_years")
    assert (found.low, found.high) == usual.band(144, 24)


def test_without_a_whole_year_before_there_is_no_answer():
    assert usual.of_whole_years({2026: 12.0}, JUNE) is None
