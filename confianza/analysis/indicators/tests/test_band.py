from datetime import date

import polars as pl

from confianza.analysis.indicators import band


def monthly(**years):
    rows = [
        (date(int(year[1:]), month + 1, 1), count)
        for year, counts in years.items()
        for month, count in enumerate(counts)
    ]
    return pl.DataFrame(rows, schema={"month": pl.Date, "count": pl.Float64}, orient="row")


def test_it_is_the_lowest_middle_and_highest_of_the_years_before():
    table = monthly(y2020=[99], y2021=[4], y2022=[9], y2023=[5], y2024=[7], y2025=[6], y2026=[50])
    january = band.of_previous_years(table, year=2026).row(0, named=True)
    assert january == {"month": date(2026, 1, 1), "low": 4.0, "median": 6.0, "high": 9.0, "years": 5}


def test_two_years_make_no_band():
    table = monthly(y2024=[4, 5], y2025=[6, None])
    assert band.of_previous_years(table, year=2026)["low"].to_list() == [None] * 12


def test_a_month_nobody_told_is_not_a_zero_in_the_band():
    table = monthly(y2022=[3], y2023=[None], y2024=[5], y2025=[4])
    january = band.of_previous_years(table, year=2026).row(0, named=True)
    assert (january["low"], january["years"]) == (3.0, 3)
