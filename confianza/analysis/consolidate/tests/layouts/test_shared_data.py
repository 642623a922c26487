"""Real files of the region, read with the shipped profiles: the figures were counted apart from this code."""

from datetime import date
from glob import glob

import polars as pl
import pytest

from confianza.analysis.consolidate.delivery import Consolidated, DeliveredFile
from confianza.analysis.consolidate.tests.layouts.delivering import delivered
from confianza.analysis.vocabulary.problems import Problem

DATA = __file__.rpartition("/confianza/")[0] + "/../shared/data/"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not glob(DATA), reason="../shared/data is not on this machine"),
]


def _file(pattern: str) -> DeliveredFile:
    path = sorted(glob(DATA + pattern))[0]
    with open(path, "rb") as file:
        return DeliveredFile(path.rpartition("/")[2], file.read())


def _warned(result: Consolidated, code: str) -> Problem:
    return next(problem for problem in result.warnings if problem.code == code)


def _reconciles(result: Consolidated) -> bool:
    kept_out = result.duplicates.height + result.rejected.height + int(result.left_out["records"].sum())
    return result.rows_read == result.claims.height + kept_out


def test_guayaquil_has_4716_rows_35_exact_duplicates_and_coordinates_on_both_axes() -> None:
    result = delivered("ec_violent_deaths", _file("ec-guayaquil-homicidios/*.xlsx"))

    assert (result.rows_read, result.claims.height, result.duplicates.height) == (4716, 4681, 35)
    assert result.claims["latitude"].is_between(-5.1, 1.8).all()
    assert result.claims["longitude"].is_between(-81.1, -75.1).all()
    assert set(result.claims["iccs"].cast(pl.String)) == {"0101"}
    assert result.period == (date(2024, 1, 1), date(2026, 1, 31))
    assert _reconciles(result)


@pytest.mark.parametrize(
    ("year", "rows", "claims", "victims", "last"),
    [
        # victims of 2014 and 2015: the TOTAL row of the file; of 2017: the sum of its column Cantidad
        (2014, 12_932, 12_931, 12_957, date(2014, 12, 31)),
        (2015, 12_440, 12_439, 12_459, date(2015, 12, 31)),
        (2017, 4_720, 4_720, 4_726, date(2017, 5, 31)),
    ],
)
def test_colombia_is_accounted_for_under_three_headers(
    year: int, rows: int, claims: int, victims: int, last: date
) -> None:
    result = delivered("co_police_homicides", _file(f"co-homicidios-incidente/*{year}.csv"))

    assert (result.rows_read, result.claims.height, result.victims) == (rows, claims, victims)
    assert result.period == (date(year, 1, 1), last)
    assert not result.claims["locality"].cast(pl.String).str.contains("NO REPORTADO").any()
    assert result.claims["municipality_code"].cast(pl.String).str.len_chars().is_between(4, 5).all()
    assert "date_parts_differ" not in {problem.code for problem in result.warnings}
    assert _reconciles(result)


def test_the_repeated_row_of_colombia_2014_is_told_and_kept() -> None:
    result = delivered("co_police_homicides", _file("co-homicidios-incidente/*2014.csv"))

    assert _warned(result, "repeats_kept").count == 1
    assert result.duplicates.height == 0


def test_the_days_of_the_week_of_colombia_agree_with_every_date() -> None:
    """In 2015 all dates stand month first, in 2017 only those of days 1 to 12."""
    files = [_file(f"co-homicidios-incidente/*{year}.csv") for year in (2014, 2015, 2017)]

    result = delivered("co_police_homicides", *files)

    turned = {
        problem.file: problem.count for problem in result.warnings if problem.code == "read_against_profile"
    }
    assert set(turned) == {"Homicidios_2015.csv", "Homicidios_2017.csv"}
    assert result.rows_read == 12_932 + 12_440 + 4_720


def test_the_108_thousands_points_of_chile_are_restored_and_told() -> None:
    file = _file("cl-cead-comuna-mes/*.parquet")
    original = pl.read_parquet(bytes(file.content))["delito_n"].cast(pl.Float64)
    lost = original.filter(original != original.floor())

    result = delivered("cl_cead_monthly", file)

    assert (result.rows_read, result.claims.height) == (1_987_200, 1_987_200)
    problem = _warned(result, "thousands_point")
    assert (problem.count, len(problem.rows), len(lost)) == (108, 108, 108)
    assert result.victims == round(sum(original) + 999 * sum(lost))
    santiago = (pl.col("municipality_code") == "13101") & (pl.col("occurred_on") == date(2010, 3, 1))
    flagged = result.claims.filter(santiago, pl.col("flags") == "thousands_point")
    assert flagged["weight"].to_list() == [1096]
    assert set(result.claims["date_precision"].cast(pl.String)) == {"month"}


@pytest.mark.parametrize(("pattern", "rows"), [("dataset*.csv", 4019), ("homicidios_2023.csv", 556)])
def test_both_files_of_panama_are_read_with_one_profile(pattern: str, rows: int) -> None:
    result = delivered("pa_homicides", _file(f"pa-homicidios/{pattern}"))

    assert (result.rows_read, result.claims.height, result.victims) == (rows, rows, rows)
    assert result.claims["mechanism"].null_count() == (260 if rows == 4019 else 19)
    assert result.claims["age_from"].null_count() == (254 if rows == 4019 else 23)
    assert set(result.claims["date_precision"].cast(pl.String)) == {"month"}
