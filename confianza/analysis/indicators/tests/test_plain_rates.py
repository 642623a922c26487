import polars as pl
import pytest

from confianza.analysis.indicators import plain_rates
from confianza.analysis.indicators.plain_rates import Columns, RatesRefused
from confianza.analysis.indicators.tests.test_standardisation import BIRTHS, CASES, STANDARD


def test_a_table_of_texts_gives_rates_with_their_intervals():
    table = pl.DataFrame({"area": ["a", "b"], "count": ["10", "0"], "population": ["100000", "5000"]})
    told = plain_rates.of_table(table, Columns())
    assert told["rate"].to_list() == [10.0, 0.0]
    assert told["rate_low"][0] == pytest.approx(4.7954, abs=1e-4)
    assert told["rate_high"][1] == pytest.approx(3.6889 * 20, abs=1e-2)
    assert told["smoothed"].to_list() == [None, None]
    assert told["standardised"].to_list() == [None, None]


def test_half_a_year_is_half_the_exposure():
    table = pl.DataFrame({"count": [10], "population": [100_000]})
    assert plain_rates.of_table(table, Columns(area=""), months=6)["rate"].to_list() == [20.0]


def test_eight_areas_are_smoothed():
    table = pl.DataFrame(
        {"area": list("abcdefgh"), "count": [9, 0, 3, 30, 4, 5, 2, 8], "population": [9000] * 8}
    )
    told = plain_rates.of_table(table, Columns())
    assert told["smoothed"].null_count() == 0
    assert told["smoothed"].max() < told["rate"].max()


def test_ages_give_standardised_rates_over_the_ages_told():
    bands = ["15-19", "20-24", "25 a 29", "30–34", "35-39", "40 y más"]
    rows = [
        (str(order), band, int(CASES[order][n]), int(BIRTHS[order][n]))
        for order in range(5)
        for n, band in enumerate(bands)
    ]
    table = pl.DataFrame(rows, schema=["order", "mother", "count", "births"], orient="row")
    told = plain_rates.of_table(table, Columns(population="births", area="order", age="mother"))
    from confianza.analysis.indicators import standardisation

    weights = [8.47, 8.22, 7.93, 7.61, 7.15, 6.59 + 6.04 + 5.37 + 4.55 + 3.72 + 2.96 + 2.21 + 1.52 + 1.545]
    assert len(STANDARD) == len(weights)
    for order in range(5):
        expected = standardisation.direct(CASES[order], BIRTHS[order], weights)
        assert told["standardised"][order] == pytest.approx(expected.value)
        assert told["standardised_high"][order] == pytest.approx(expected.high)
    assert told["rate"][0] == pytest.approx(56.3, abs=0.05)


def test_an_area_that_lacks_an_age_has_no_standardised_rate():
    table = pl.DataFrame(
        {
            "area": ["a", "a", "b", "c", "c"],
            "age": ["0-14", "15+", "0-14", "0-14", "15+"],
            "count": [1, 2, 3, 1, 1],
            "population": [100, 200, 100, 0, 50],
        }
    )
    told = plain_rates.of_table(table, Columns(age="age"))
    assert [value is None for value in told["standardised"]] == [False, True, True]


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        ({"count": ["x", "2"]}, "rates_number", "Row 2, column “count”: “x”"),
        ({"count": ["nan", "2"]}, "rates_number", "Row 2"),
        ({"count": ["1", "-2"]}, "rates_negative", "Row 3"),
        ({"population": ["1", None]}, "rates_blank", "Row 3, column “population”"),
        ({"age": ["0-4", "nobody"]}, "rates_age", "Row 3: “nobody”"),
        ({"age": ["0-4", "85+"]}, "rates_age", "“85+”"),
        ({"age": ["0-4", "3+"]}, "rates_overlap", "overlap at 3 years"),
        ({"age": ["3+", "0-4"]}, "rates_overlap", "overlap at 3 years"),
        ({"age": ["0-4", "0-4"]}, "rates_twice", "Row 3 tells “a” (0-4)"),
    ],
)
def test_bad_cells_are_told_by_row_and_column(change, code, says):
    table = {
        "area": ["a", "a"],
        "age": ["0-4", "5+"],
        "count": ["1", "2"],
        "population": ["10", "20"],
    } | change
    with pytest.raises(RatesRefused) as refused:  # noqa: PT011
        plain_rates.of_table(pl.DataFrame(table), Columns(age="age"))
    assert refused.value.code == code
    assert says in str(refused.value)


def test_a_column_that_is_not_there_and_months_that_are_none_are_told():
    table = pl.DataFrame({"area": ["a"], "count": [1]})
    with pytest.raises(RatesRefused, match="no column “population”; there are: area, count"):
        plain_rates.of_table(table, Columns())
    with pytest.raises(RatesRefused, match="13 months"):
        plain_rates.of_table(table, Columns(), months=13)
