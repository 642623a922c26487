"""Dates as offices write them, whole or in parts, and the days they mean."""

from datetime import date

import pytest

from confianza.analysis.consolidate.values.tests.reading import one


@pytest.mark.parametrize(
    ("text", "first", "second", "told"),
    [
        ("01/02/2015", date(2015, 2, 1), date(2015, 1, 2), "day"),
        ("25/12/2014", date(2014, 12, 25), None, "day"),
        ("12/31/2015 12:00:00 AM", None, date(2015, 12, 31), "day"),
        ("3.4.15", date(2015, 4, 3), date(2015, 3, 4), "day"),
        ("3-4-87", date(1987, 4, 3), date(1987, 3, 4), "day"),
        ("42005", date(2015, 1, 1), date(2019, 1, 2), "day"),
    ],
)
def test_a_date_that_can_be_read_in_two_ways_keeps_both(
    text: str, first: date, second: date, told: str
) -> None:
    names = ("occurred_first", "occurred_second", "occurred_told")

    assert one("occurred_on", "date", text, *names) == (first, second, told)
    if (
        text[0] != "4"
    ):  # the profile says which of the two is expected; a serial is counted from 1900 everywhere
        assert one("occurred_on", "date", text, *names, day_first=False) == (second, first, told)


@pytest.mark.parametrize(
    ("text", "day", "told"),
    [
        ("2015-03-04", date(2015, 3, 4), "day"), ("2015/3/4", date(2015, 3, 4), "day"),
        ("20150304", date(2015, 3, 4), "day"),
        ("2015-03-04T10:20:00", date(2015, 3, 4), "day"), ("1 de enero de 2015", date(2015, 1, 1), "day"),
        ("lunes 3 de febrero de 2014", date(2014, 2, 3), "day"), ("3-feb-14", date(2014, 2, 3), "day"),
        ("January 3, 2014", date(2014, 1, 3), "day"), ("ene-15", date(2015, 1, 1), "month"),
        ("Setiembre 2014", date(2014, 9, 1), "month"),
        ("setiembre de 2014", date(2014, 9, 1), "month"), ("2015-04", date(2015, 4, 1), "month"),
        ("04/2015", date(2015, 4, 1), "month"),
        ("2015", date(2015, 1, 1), "year"), ("2015.0", date(2015, 1, 1), "year"),
    ],
)  # fmt: skip
def test_other_dates_can_be_read_in_one_way_only(text: str, day: date, told: str) -> None:
    names = ("occurred_first", "occurred_second", "occurred_told")

    assert one("occurred_on", "date", text, *names) == (day, day, told)


@pytest.mark.parametrize(
    "text", ["31/02/2015", "13/13/2015", "ayer", "0/0/2015", "2015-13-01", "123456", "19999", "32 enero 2015"]
)
def test_it_reads_no_date_out_of_what_is_none(text: str) -> None:
    assert one("occurred_on", "date", text, "occurred_first", "occurred_second", "_why") == (
        None,
        None,
        "unreadable",
    )


@pytest.mark.parametrize(
    ("column", "reader", "text", "value"),
    [
        ("occurred_year", "year", "2014", 2014), ("occurred_year", "year", "2014.0", 2014),
        ("occurred_year", "year", "Año 2014", 2014),
        ("occurred_year", "year", "14", 2014), ("occurred_year", "year", "'98", 1998),
        ("occurred_year", "year", "27", 1927),
        ("occurred_month", "month", "Enero", 1), ("occurred_month", "month", "ENE", 1),
        ("occurred_month", "month", "setiembre", 9),
        ("occurred_month", "month", "12.0", 12), ("occurred_month", "month", "ene-2020", 1),
        ("occurred_month", "month", "01 Enero", 1),
        ("occurred_day", "day", "31", 31), ("occurred_day", "day", "1.0", 1),
        ("occurred_weekday", "text", "Miércoles", 3),
        ("occurred_weekday", "text", "dom", 7),
    ],
)  # fmt: skip
def test_it_reads_the_parts_of_a_date(column: str, reader: str, text: str, value: int) -> None:
    assert one(column, reader, text) == value


@pytest.mark.parametrize(
    ("column", "reader", "text", "reason"),
    [("occurred_month", "month", "13", "unreadable"), ("occurred_month", "month", "99", "unknown"),
    ("occurred_day", "day", "32", "unreadable"),
     ("occurred_day", "day", "1.5", "unreadable"), ("occurred_year", "year", "9999", "unknown"),
     ("occurred_year", "year", "x", "unreadable")],
)  # fmt: skip
def test_parts_of_a_date_that_say_nothing_have_a_reason(
    column: str, reader: str, text: str, reason: str
) -> None:
    assert one(column, reader, text, column, "_why") == (None, reason)
