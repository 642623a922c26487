from datetime import date

import pytest
from django.utils import translation

from confianza.web.design import writing


def test_it_writes_numbers_as_northern_central_america_does(language: str) -> None:
    assert writing.number(1234567) == "1,234,567"
    assert writing.number(1234.56, 1) == "1,234.6"


def test_it_writes_a_dash_where_there_is_no_number() -> None:
    assert writing.number(None) == "–"
    assert writing.interval(None, 3.0) == "–"
    assert writing.period(None, date(2025, 1, 1)) == "–"
    assert writing.day(None) == writing.month(None) == "–"


@pytest.mark.parametrize(
    ("spoken", "interval", "day", "month"),
    [
        ("es", "3.1 a 7.4", "22 de noviembre de 2026", "noviembre de 2026"),
        ("en", "3.1 to 7.4", "22 November 2026", "November 2026"),
    ],
)
def test_it_speaks_the_language_of_the_reader(spoken: str, interval: str, day: str, month: str) -> None:
    with translation.override(spoken):
        assert writing.interval(3.14, 7.41) == interval
        assert writing.day(date(2026, 11, 22)) == day
        assert writing.month(date(2026, 11, 22)).lower() == month.lower()


def test_it_writes_a_period_of_one_month_once() -> None:
    with translation.override("en"):
        assert writing.period(date(2025, 3, 1), date(2025, 3, 31)) == "March 2025"
        assert writing.period(date(2025, 3, 1), date(2025, 5, 31)) == "March 2025 to May 2025"


@pytest.mark.parametrize(
    ("octets", "written"), [(1, "1 byte"), (999, "999 bytes"), (12_345, "12 kB"), (2_500_000, "2.5 MB")]
)
def test_it_writes_sizes_in_units_people_know(octets: int, written: str) -> None:
    assert writing.size(octets) == written
