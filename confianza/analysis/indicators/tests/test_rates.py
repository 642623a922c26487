import polars as pl
import pytest

from confianza.analysis.indicators.rates import person_years, with_rates


def rated(count, person_years):
    frame = pl.DataFrame(
        {"count": [count], "person_years": [person_years]},
        schema={"count": pl.Float64, "person_years": pl.Float64},
    )
    return with_rates(frame).row(0, named=True)


def test_it_gives_the_published_rate_of_el_salvador_in_2010():
    # Police, prosecutor and forensic institute: 4,005 victims, 6,183,002 people (published as 64.7).
    row = rated(4005.0, 6_183_002.0)
    assert row["rate"] == pytest.approx(64.77, abs=0.01)
    assert row["rate_low"] < row["rate"] < row["rate_high"]


def test_a_count_of_zero_has_a_rate_of_zero_and_an_upper_bound():
    row = rated(0.0, 100_000.0)
    assert (row["rate"], row["rate_low"]) == (0.0, 0.0)
    assert row["rate_high"] == pytest.approx(3.689, abs=5e-4)


@pytest.mark.parametrize("nobody", [None, 0.0])
def test_there_is_no_rate_without_a_denominator(nobody):
    row = rated(12.0, nobody)
    assert (row["rate"], row["rate_low"], row["rate_high"]) == (None, None, None)
    assert row["count_low"] == pytest.approx(6.2006, abs=5e-4)


def test_no_data_is_not_zero():
    row = rated(None, 100_000.0)
    assert [row[name] for name in ("count", "count_low", "count_high", "rate", "rate_low", "rate_high")] == [
        None
    ] * 6


def test_half_a_year_is_half_the_person_years():
    lived = pl.DataFrame({"people": [100_000.0]}).select(person_years(pl.col("people"), pl.lit(6)))
    assert lived.item() == 50_000
    assert rated(10.0, lived.item())["rate"] == pytest.approx(20.0)


def test_an_empty_table_keeps_its_columns():
    empty = pl.DataFrame(schema={"count": pl.Float64, "person_years": pl.Float64})
    assert set(with_rates(empty).columns) >= {"rate", "rate_low", "rate_high", "count_low", "count_high"}
