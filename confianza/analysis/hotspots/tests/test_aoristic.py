"""When in the week cases happened, if only a span is known."""

from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from confianza.analysis.hotspots import aoristic

MONDAY, SUNDAY = 0, 6


def moments(*written):
    return pl.Series(
        [datetime.fromisoformat(each) if each else None for each in written], dtype=pl.Datetime("ms")
    )


def week_of(start, end, **how):
    return aoristic.of_spans(moments(start), moments(end), **how).weights


def test_a_span_counts_in_each_hour_by_its_part():
    week = week_of("2024-01-01T01:50", "2024-01-01T02:10")
    assert week[MONDAY, 1] == pytest.approx(0.5)
    assert week[MONDAY, 2] == pytest.approx(0.5)


def test_a_span_over_the_end_of_the_week_goes_on_on_monday():
    week = week_of("2024-01-07T22:00", "2024-01-08T02:00")
    assert week[SUNDAY, 22:].tolist() == pytest.approx([0.25, 0.25])
    assert week[MONDAY, :2].tolist() == pytest.approx([0.25, 0.25])


@pytest.mark.parametrize("end", [None, "2024-01-01T15:30", "2024-01-01T12:00"])
def test_without_an_end_or_with_one_before_the_start_a_case_counts_in_the_hour_of_its_start(end):
    week = week_of("2024-01-01T15:30", end)
    assert week[MONDAY, 15] == 1
    assert week.sum() == 1


def test_without_a_start_a_case_is_in_no_hour_and_told():
    told = aoristic.of_spans(moments(None), moments("2024-01-01T15:30"))
    assert told.weights.sum() == 0
    assert told.without_start == 1


def test_a_week_is_spread_evenly_and_a_minute_less_is_not():
    assert np.ptp(week_of("2024-01-01T12:00", "2024-01-08T12:00")) == 0
    assert np.ptp(week_of("2024-01-01T12:30", "2024-01-08T12:29")) > 0


def test_what_is_spread_adds_up_to_the_cases_whatever_their_spans():
    random = np.random.default_rng(1)
    begins = random.integers(1_700_000_000, 1_710_000_000, 5_000) * 1_000
    start = pl.Series(begins).cast(pl.Datetime("ms"))
    end = pl.Series(begins + random.integers(-10_000, 900_000, 5_000) * 1_000).cast(pl.Datetime("ms"))
    for how in ({}, {"zone": "America/New_York"}, {"zone": "Asia/Kathmandu", "clock": "elapsed"}):
        assert aoristic.of_spans(start, end, **how).weights.sum() == pytest.approx(5_000)


def test_the_hour_that_the_clocks_skip_gets_nothing_if_hours_that_passed_are_counted():
    """On 10 March 2024 at 2:00 clocks in New York went to 3:00: midnight to six were five hours."""
    span = {"start": "2024-03-10T05:00", "end": "2024-03-10T10:00", "zone": "America/New_York"}
    passed = week_of(**span, clock="elapsed")[SUNDAY]
    assert passed[:6].tolist() == pytest.approx([0.2, 0.2, 0, 0.2, 0.2, 0.2])
    assert week_of(**span)[SUNDAY, 2] == pytest.approx(1 / 6)


def test_the_hour_that_comes_twice_gets_double_if_hours_that_passed_are_counted():
    passed = week_of("2024-11-03T04:00", "2024-11-03T08:00", zone="America/New_York", clock="elapsed")
    assert passed[SUNDAY, :3].tolist() == pytest.approx([0.25, 0.5, 0.25])


def test_full_hours_of_a_zone_beside_those_of_utc_are_its_own():
    passed = week_of("2024-01-01T00:15", "2024-01-01T02:15", zone="Asia/Kathmandu", clock="elapsed")
    assert passed[MONDAY, 6:8].tolist() == pytest.approx([0.5, 0.5])


def test_a_zone_that_does_not_exist_is_said():
    with pytest.raises(ValueError, match=r"Marte/Olimpo is no time zone"):
        week_of("2024-01-01T00:15", None, zone="Marte/Olimpo")


def test_weights_multiply_cases():
    start = moments("2024-01-01T01:00", "2024-01-01T01:00")
    told = aoristic.of_spans(start, moments(None, None), weight=np.array([2.0, 0.5]))
    assert told.weights[MONDAY, 1] == 2.5


@pytest.mark.shared
def test_it_equals_the_published_table_of_washington_to_half_a_thousandth(shared_data):
    """1,025 burglaries of 2016 and the answer of their author (Ratcliffe, R package aoristic, dcburgsum)."""
    folder: Path = shared_data.parent / "oracles/near-repeat"
    if not (folder / "dcburgsum.csv").is_file():
        pytest.skip("the table of Washington is not on this machine")
    told = pl.read_csv(folder / "dcburglaries.csv", null_values=["NA"])
    start, end = (
        told[name].str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="ms")
        for name in ("StartDateTime", "EndDateTime")
    )
    spread = aoristic.of_spans(start, end, zone="America/New_York")
    published = pl.read_csv(folder / "dcburgsum.csv").drop("Range").to_numpy()
    assert np.abs(spread.weights.T - published).max() < 0.0005
    totals = [147.181, 163.508, 152.641, 157.115, 159.402, 122.134, 123.027]
    assert spread.weights.sum(axis=1) == pytest.approx(totals, abs=0.004)
    assert (spread.without_end, spread.a_week_or_more) == (37, 28)
    as_written = aoristic.of_spans(start, end)
    assert np.abs(as_written.weights.T - published).max() > 7
