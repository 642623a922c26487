"""Twelve months of releases and a correction, attacked by somebody who has nothing but the files."""

import polars as pl
import pytest
from scipy.sparse import csr_array

from tests.publication import outsider

THRESHOLD = 5
MONTHS = 12
# Enough of the newest release to be quick; all of it, and all earlier ones, are attacked in `make validate`.
EVERY = 8


def test_the_demo_publishes_every_month_and_a_correction(folders):
    assert len(folders) == MONTHS + 1


def test_no_hidden_figure_of_the_newest_release_can_be_told(readings):
    attack = outsider.Attack(readings)
    newest = len(readings) - 1
    hidden = [key for key, value in readings[newest].figures.items() if value is None]
    chosen = set(sorted(hidden)[::EVERY])
    found, asked = outsider.leaks(attack, THRESHOLD, lambda number, key: number == newest and key in chosen)
    assert asked > 50
    assert not found


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("linked", [False, True], ids=["each-alone", "all-together"])
def test_no_hidden_figure_of_any_release_can_be_told(readings, demo_folder, linked):
    """Who takes for unchanged what no shown figure says has changed is wrong where only a hidden one was
    revised, and is told nothing: what counts is an interval that holds the truth.
    """
    found, asked = outsider.leaks(outsider.Attack(readings, linked=linked), THRESHOLD)
    assert asked > 1000
    assert not [each for each in found if _holds_the_truth(demo_folder, *each)]


def _holds_the_truth(demo_folder, version, key, low, high):
    cells = pl.read_parquet(demo_folder / "audited" / version / "cells.parquet")
    named = zip(("indicator_id", "area_id", "period", "kind"), key, strict=True)
    true = cells.filter(pl.col(name) == value for name, value in named)["value"].to_list()
    return not true or low <= true[0] <= high


def test_the_outsider_would_find_a_leak(readings):
    """Somebody who shows one cell too many is found out: the attack can fail."""
    told = readings[-1]
    betrayed = outsider.Reading(told.version, dict(told.figures), told.sources, told.children)
    quarter = next(
        key
        for key, value in told.figures.items()
        if value is not None and "-Q" in key[2] and _hidden_months(told, key) >= 2
    )
    months = [key for key in _months(quarter) if told.figures[key] is None]
    betrayed.figures.update(dict.fromkeys(months[1:], 1.0))
    found, _ = outsider.leaks(outsider.Attack([betrayed]), THRESHOLD, lambda _number, key: key == months[0])
    assert [each[1] for each in found] == [months[0]]


def _months(quarter):
    indicator, area, period, _ = quarter
    first = 3 * int(period[-1]) - 2
    return [(indicator, area, f"{period[:4]}-{month:02}", "") for month in range(first, first + 3)]


def _hidden_months(told, quarter):
    return sum(key in told.figures and told.figures[key] is None for key in _months(quarter))


def test_the_outsider_bounds_the_published_example():
    """The 3 × 4 table of the literature on this house's desk: hidden alone, two cells are told exactly."""
    # x + 26 = 29 in its row, y + 53 = 55 in its row (the other cells and the margins are shown)
    told = outsider.bounds(csr_array([[1.0, 0.0], [0.0, 1.0]]), [3.0, 2.0], 0)
    assert told == (3.0, 3.0)
