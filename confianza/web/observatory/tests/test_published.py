import dataclasses

from confianza.web.observatory import published
from confianza.web.observatory.tests.encinos import PEOPLE, POLICE


def test_it_publishes_the_homicides_of_the_municipality_by_year(deliveries):
    years = published.yearly_counts()
    assert [(y.year, y.area, y.count, y.complete) for y in years] == [
        *((year, "Encinos", 36, True) for year in range(2021, 2026)), (2026, "Encinos", 23, False),
    ]  # fmt: skip
    assert abs(years[0].rate_per_100k - 36 / PEOPLE * 100_000) < 1e-9
    assert years[0].sources == (POLICE,)


def test_nothing_finer_than_a_municipality_and_a_year_has_a_way_out():
    fields = {field.name for field in dataclasses.fields(published.YearlyCount)}
    assert fields == {
        "year",
        "area",
        "count",
        "rate_per_100k",
        "ci_low",
        "ci_high",
        "complete",
        "sources",
        "as_of",
    }


def test_nothing_delivered_is_nothing_published(territory):
    assert published.yearly_counts() == []
