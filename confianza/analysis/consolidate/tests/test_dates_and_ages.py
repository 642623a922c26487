"""When it happened and how old the person was, put together from what a row tells."""

import json
from datetime import date

import polars as pl
import pytest

from confianza.analysis.consolidate.tests.tidying import AGE, DATE, SEX, consolidated, profile, tidy, warned
from confianza.analysis.sources.profile import Field


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/2024", "date_unreadable"),
        ("ayer", "date_unreadable"),
        ("23/11/2026", "date_in_future"),
        ("31/12/1899", "date_implausible"),
    ],
)
def test_a_date_that_cannot_be_rejects_its_record_and_keeps_it_whole(text: str, reason: str) -> None:
    table = tidy(
        {"occurred_on": ["05/01/2024", text], "sex": ["H", "Mujer"]},
        headers={"occurred_on": "FECHA", "sex": "Sexo"},
    )

    result = consolidated(profile(DATE, SEX), table)

    assert result.claims.height == 1
    assert result.reasons == {reason: 1}
    rejected = result.rejected.to_dicts()[0]
    assert json.loads(rejected.pop("record")) == {"FECHA": text, "Sexo": "Mujer"}
    assert rejected == {
        "file": "enero.csv",
        "sheet": "",
        "row": 3,
        "column": "FECHA",
        "value": text,
        "reason": reason,
    }


def test_today_is_not_in_the_future() -> None:
    assert consolidated(profile(DATE), tidy({"occurred_on": ["22/11/2026"]})).claims.height == 1


def test_a_date_comes_together_from_its_parts_with_the_precision_that_is_told() -> None:
    parts = (
        Field("occurred_year", ("a",), "year"),
        Field("occurred_month", ("m",), "month"),
        Field("occurred_day", ("d",), "day"),
    )
    table = tidy(
        {
            "occurred_year": ["2024", "2024", "2024", "9999", "2024", "2024"],
            "occurred_month": ["Enero", "Setiembre", "99", "Enero", "Febrero", "Foo"],
            "occurred_day": ["5", "99", "5", "5", "31", "1"],
        }
    )

    result = consolidated(profile(*parts), table)

    told = result.claims.select("occurred_on", pl.col("date_precision").cast(pl.String)).rows()
    assert told == [
        (date(2024, 1, 5), "day"),
        (date(2024, 9, 1), "month"),
        (date(2024, 1, 1), "year"),
        (None, "none"),
    ]
    assert result.claims["missing"].cast(pl.String)[3] == "occurred_on=unknown"
    assert result.rejected.select("row", "value", "reason").rows() == [
        (6, "2024-Febrero-31", "date_unreadable"), (7, "2024-Foo-1", "date_unreadable"),
    ]  # fmt: skip


def test_the_parts_are_taken_where_the_whole_date_is_blank() -> None:
    fields = (DATE, Field("occurred_year", ("a",), "year"), Field("occurred_month", ("m",), "month"))
    table = tidy(
        {
            "occurred_on": ["05/01/2024", None, "x"],
            "occurred_year": ["2024", "2023", "2023"],
            "occurred_month": ["1", "2", "2"],
        }
    )

    result = consolidated(profile(*fields), table)

    assert result.claims["occurred_on"].to_list() == [date(2024, 1, 5), date(2023, 2, 1)]
    assert result.claims["date_precision"].cast(pl.String).to_list() == ["day", "month"]
    assert result.reasons == {"date_unreadable": 1}


def test_a_day_of_the_week_that_does_not_fit_is_told_and_the_date_kept() -> None:
    fields = (DATE, Field("occurred_weekday", ("dia",)))
    table = tidy({"occurred_on": ["15/01/2024", "16/01/2024"], "occurred_weekday": ["lunes", "domingo"]})

    result = consolidated(profile(*fields), table)

    assert warned(result, "date_parts_differ").rows == (3,)
    assert result.claims["flags"].cast(pl.String).to_list() == [None, "date_parts_differ"]


def test_a_day_of_the_week_is_compared_with_a_date_in_parts_too() -> None:
    fields = (
        Field("occurred_year", ("a",), "year"),
        Field("occurred_month", ("m",), "month"),
        Field("occurred_day", ("d",), "day"),
        Field("occurred_weekday", ("ds",)),
    )
    table = tidy(
        {
            "occurred_year": ["2024", "2024"],
            "occurred_month": ["1", "1"],
            "occurred_day": ["15", "16"],
            "occurred_weekday": ["lunes", "lunes"],
        }
    )

    assert warned(consolidated(profile(*fields), table), "date_parts_differ").rows == (3,)


def test_dates_read_against_the_profile_are_told() -> None:
    result = consolidated(
        profile(DATE), tidy({"occurred_on": ["12/31/2015 12:00:00 AM", "01/02/2015 12:00:00 AM"]})
    )

    assert result.claims["occurred_on"].to_list() == [date(2015, 12, 31), date(2015, 1, 2)]
    assert warned(result, "read_against_profile").count == 2


def test_other_dates_are_left_out_when_they_cannot_be_and_told() -> None:
    fields = (DATE, Field("registered_on", ("reg",), "date"), Field("died_on", ("muerte",), "date"))
    table = tidy(
        {
            "occurred_on": ["05/01/2024"] * 4,
            "registered_on": ["06/01/2024", "06/01/2027", "x", "04/01/2024"],
            "died_on": ["05/01/2024", "01/01/1890", None, "07/01/2024"],
        }
    )

    result = consolidated(profile(*fields), table)

    assert result.claims["registered_on"].to_list() == [date(2024, 1, 6), None, None, date(2024, 1, 4)]
    assert result.claims["died_on"].to_list() == [date(2024, 1, 5), None, None, date(2024, 1, 7)]
    assert result.claims["missing"].cast(pl.String).to_list() == [
        None, "died_on=impossible;registered_on=impossible",
        "died_on=not_reported;registered_on=unreadable", None,
    ]  # fmt: skip
    assert warned(result, "dates_out_of_order").rows == (5,)


def test_a_source_of_deaths_tells_the_day_of_death() -> None:
    table = tidy({"occurred_on": ["05/01/2024", "01/2024"]})

    claims = consolidated(profile(DATE, date_meaning="death"), table).claims

    assert claims["died_on"].to_list() == [date(2024, 1, 5), None]


def test_a_datetime_tells_the_time_of_day() -> None:
    field = Field("occurred_on", ("fecha",), "datetime")

    claims = consolidated(profile(field), tidy({"occurred_on": ["05/01/2024 21:20:00"]})).claims

    assert claims["minute_of_day"].to_list() == [1280]


def test_an_age_is_told_in_its_unit_and_the_band_stands_in_for_it() -> None:
    fields = (AGE, Field("age_unit", ("u",), "age_unit"), Field("age_band", ("g",), "age_band"))
    table = tidy(
        {
            "age_from": ["25", "11", "400", None, "999", "180", "3"],
            "age_unit": ["años", "meses", "días", None, "años", "años", None],
            "age_band": [None, None, None, "15-19", "Ignorado", None, None],
        }
    )

    result = consolidated(profile(*fields, missing_codes={"age_from": ("999",)}), table)

    assert result.claims.select("age_from", "age_to").rows() == [
        (25, 25), (0, 0), (1, 1), (15, 19), (None, None), (None, None), (3, 3),
    ]  # fmt: skip
    assert result.claims["missing"].cast(pl.String).to_list()[4:6] == [
        "age_from=unknown",
        "age_from=impossible",
    ]
    assert warned(result, "age_impossible").value == "180"


def test_a_band_alone_is_read_too() -> None:
    table = tidy({"age_band": ["30-34", "80 y más"]})

    claims = consolidated(profile(Field("age_band", ("g",), "age_band")), table).claims

    assert claims.select("age_from", "age_to").rows() == [(30, 34), (80, None)]
