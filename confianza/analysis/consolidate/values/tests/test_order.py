"""Which way round a column of dates is read, and what decides it."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from confianza.analysis.consolidate.values import order


def _frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    schema = {"table": pl.UInt32, "first": pl.Date, "second": pl.Date, "shape": pl.String}
    schema |= {"year": pl.Int32, "month": pl.Int32, "weekday": pl.Int32}
    return pl.DataFrame([{"table": 0, "shape": "numeric", **row} for row in rows], schema=schema)


def _written(day_first: date) -> dict[str, object]:
    """Return both readings of a date written day first."""
    try:
        second = date(day_first.year, day_first.day, day_first.month)
    except ValueError:
        second = None
    return {"first": day_first, "second": second}


def _turned(month_first: date) -> dict[str, object]:
    both = _written(month_first)
    return {"first": both["second"], "second": both["first"]}


def test_without_evidence_the_order_of_the_profile_holds() -> None:
    chosen = order.choose(_frame([_written(date(2015, 2, 1)), _written(date(2015, 3, 4))]))

    assert chosen["on"].to_list() == [date(2015, 2, 1), date(2015, 3, 4)]
    assert not chosen["turned"].any()


def test_a_day_past_12_turns_a_column_that_has_no_other_order() -> None:
    chosen = order.choose(_frame([_turned(date(2015, 2, 1)), _turned(date(2015, 12, 31))]))

    assert chosen["on"].to_list() == [date(2015, 2, 1), date(2015, 12, 31)]
    assert chosen["turned"].to_list() == [True, True]


def test_a_date_in_the_other_order_is_unreadable_where_its_table_has_the_profile_s_order() -> None:
    chosen = order.choose(_frame([_written(date(2015, 1, 25)), _turned(date(2015, 5, 25))]))

    assert chosen["on"].to_list() == [date(2015, 1, 25), None]


def test_the_day_of_the_week_turns_only_the_dates_that_a_spreadsheet_turned() -> None:
    """Colombia 2017: days 13 to 31 stand day first, days 1 to 12 month first, in one column."""
    days = [date(2017, 1, 1) + timedelta(days=number) for number in range(151)]
    rows = [
        {**(_turned(day) if day.day <= 12 else _written(day)), "weekday": day.isoweekday()} for day in days
    ]

    chosen = order.choose(_frame(rows))

    assert chosen["on"].to_list() == days
    assert not chosen["differs"].any()


def test_one_mistyped_day_of_the_week_turns_no_date_around() -> None:
    days = [date(2015, 1, number) for number in range(2, 12)]
    rows = [{**_written(day), "weekday": day.isoweekday()} for day in days]
    rows[0]["weekday"] = date(
        2015, 2, 1
    ).isoweekday()  # 1 February agrees with the other reading of 2 January

    chosen = order.choose(_frame(rows))

    assert chosen["on"].to_list() == days
    assert chosen["differs"].to_list() == [True] + [False] * 9


def test_the_year_beside_it_tells_which_year_a_serial_counts_from() -> None:
    rows = [
        {"first": date(2015, 1, 1), "second": date(2019, 1, 2), "shape": "serial", "year": 2019, "month": 1}
    ]

    chosen = order.choose(_frame(rows))

    assert chosen["on"].to_list() == [date(2019, 1, 2)]


def test_tables_are_judged_apart() -> None:
    rows = [{**_turned(date(2015, 12, 31)), "table": 0}, {**_written(date(2015, 1, 25)), "table": 1}]
    rows += [{**_turned(date(2015, 2, 1)), "table": 0}, {**_written(date(2015, 2, 1)), "table": 1}]

    chosen = order.choose(_frame(rows))

    assert chosen["on"].to_list() == [
        date(2015, 12, 31),
        date(2015, 1, 25),
        date(2015, 2, 1),
        date(2015, 2, 1),
    ]


@given(st.lists(st.dates(date(1950, 1, 1), date(2026, 1, 1)), min_size=1), st.booleans())
def test_with_days_of_the_week_either_order_is_read_or_nothing_agrees_less(
    days: list[date], turned: bool
) -> None:
    write = _turned if turned else _written
    chosen = order.choose(_frame([{**write(day), "weekday": day.isoweekday()} for day in days]))

    told = [on for on in chosen["on"].to_list() if on is not None]
    assert all(on in (day, _written(day)["second"]) for on, day in zip(chosen["on"], days, strict=True) if on)
    assert len(told) == len(days)


def test_the_span_of_the_certain_dates_turns_those_that_would_leave_it() -> None:
    """Zapopan 2014, first quarter: the days 1 to 12 were turned and nothing stands beside the dates."""
    days = [date(2014, 1, 1) + timedelta(days=number) for number in range(90)]

    chosen = order.choose(_frame([_turned(day) if day.day <= 12 else _written(day) for day in days]))

    assert chosen["on"].to_list() == days


def test_a_few_days_of_the_month_after_turn_nothing() -> None:
    days = [date(2014, 1, 13) + timedelta(days=number) for number in range(80)]  # 13 January to 2 April

    chosen = order.choose(_frame([_written(day) for day in days]))

    assert chosen["on"].to_list() == days
