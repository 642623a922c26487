from datetime import date

import polars as pl
import pytest

from confianza.demo import schedule
from confianza.demo.schedule import HEALTH, OFFICES, POLICE

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 11, 1), date(2026, 10, 1)),
        (date(2026, 11, 30), date(2026, 10, 1)),
        (date(2027, 1, 15), date(2026, 12, 1)),
    ],
)
def test_data_end_with_the_last_month_that_is_over(today, month):
    assert schedule.last_month(today) == month


@pytest.mark.parametrize("today", [TODAY, date(2026, 12, 1), date(2027, 1, 2), date(2028, 2, 29)])
def test_every_office_covers_every_month_once_until_its_last_delivery(today):
    for source in OFFICES:
        plan = [d for d in schedule.deliveries(today) if d.source == source and not d.corrects]
        told = [month for delivery in plan for month in _months(delivery)]
        assert told == sorted(set(told))
        assert told[0] == date(2021, 1, 1)
        assert (told[-1].year * 12 + told[-1].month) == (told[0].year * 12 + told[0].month + len(told) - 1)


def _months(delivery):
    from confianza.demo.truth import months

    return list(months(delivery.first, delivery.last))


def test_nothing_is_received_in_the_future_and_receipt_is_in_order():
    plan = [delivery for delivery in schedule.deliveries(TODAY) if not delivery.pending]
    days = [delivery.received_on for delivery in plan]
    assert days == sorted(days)
    assert days[-1] <= TODAY


def test_the_newest_file_of_the_health_service_waits_to_be_brought_in():
    pending = [delivery for delivery in schedule.deliveries(TODAY) if delivery.pending]
    assert [(d.source, d.first) for d in pending] == [(HEALTH, date(2026, 10, 1))]


def test_the_police_correct_one_quarter():
    corrected = [delivery for delivery in schedule.deliveries(TODAY) if delivery.corrects]
    assert [(d.source, d.first, d.last) for d in corrected] == [(POLICE, date(2025, 4, 1), date(2025, 6, 1))]


def test_a_row_goes_into_the_first_file_closed_after_it_was_registered():
    plan = [d for d in schedule.deliveries(TODAY) if d.source == POLICE and d.first.year == 2026][:3]
    told = pl.DataFrame(
        {
            "victim_id": ["in time", "late", "too late"],
            "occurred_on": [date(2026, 1, 10)] * 3,
            "registered_on": [date(2026, 1, 11), date(2026, 2, 20), date(2026, 8, 1)],
        }
    )
    shares = [share["victim_id"].to_list() for share in schedule.share_out(told, plan)]
    assert shares == [["in time"], ["late"], []]


def test_a_correction_repeats_its_months_with_what_came_late():
    quarter, correction, next_quarter = [
        d
        for d in schedule.deliveries(TODAY)
        if d.source == POLICE and d.first.year == 2025 and d.first.month in (4, 7)
    ]
    told = pl.DataFrame(
        {
            "victim_id": ["in time", "late"],
            "occurred_on": [date(2025, 6, 30)] * 2,
            "registered_on": [date(2025, 6, 30), date(2025, 8, 1)],
        }
    )
    shares = [
        share["victim_id"].to_list()
        for share in schedule.share_out(told, [quarter, correction, next_quarter])
    ]
    assert shares == [["in time"], ["in time", "late"], []]
