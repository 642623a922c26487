from datetime import date

import polars as pl
import pytest

from confianza.analysis.indicators import periods

MAY = date(2026, 5, 1)


@pytest.mark.parametrize(("grain", "written", "begins"), [
    ("month", "2026-05", MAY), ("quarter", "2026-Q2", date(2026, 4, 1)), ("year", "2026", date(2026, 1, 1)),
])  # fmt: skip
def test_a_period_is_written_as_people_file_it_and_read_back(grain, written, begins):
    assert pl.DataFrame({"month": [MAY]}).select(periods.label(pl.col("month"), grain)).item() == written
    assert periods.beginning(written) == begins


@pytest.mark.parametrize(("months", "expected"), [
    (0, MAY), (1, date(2026, 6, 1)), (8, date(2027, 1, 1)), (-5, date(2025, 12, 1)), (-12, date(2025, 5, 1)),
])  # fmt: skip
def test_months_are_counted_across_years(months, expected):
    assert periods.shifted(MAY, months) == expected


def test_all_months_between_two_are_listed():
    assert periods.months_of(date(2025, 12, 1), date(2026, 2, 1)).to_list() == [
        date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1),
    ]  # fmt: skip
