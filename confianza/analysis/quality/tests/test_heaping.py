"""Rounded ages, days, months and hours."""

import random
from datetime import date, timedelta

import pytest

from confianza.analysis.quality import heaping
from confianza.analysis.quality.tests import claims

EVEN = dict.fromkeys(range(100), 10.0)


def test_even_ages_have_no_heap_and_rounded_ones_have_the_largest() -> None:
    rounded = dict.fromkeys(range(0, 100, 5), 10.0)
    assert heaping.whipple(EVEN) == pytest.approx(100.0)
    assert heaping.whipple(rounded) == pytest.approx(500.0)
    assert heaping.myers(EVEN) < 4
    assert heaping.myers(dict.fromkeys(range(0, 100, 10), 10.0)) == pytest.approx(180.0)
    assert heaping.whipple({}) is None
    assert heaping.myers({}) is None


def test_ages_that_end_in_0_or_5_too_often_are_named() -> None:
    ages = {age: 40.0 if age % 5 == 0 else 10.0 for age in range(100)}
    (found,) = heaping.of({"age": ages})
    assert (found.what, found.heaped) == ("ages", True)
    assert not heaping.of({"age": EVEN})[0].heaped


def test_the_first_of_the_month_is_named_when_it_stands_for_not_known() -> None:
    usual = dict.fromkeys(range(1, 31), 10.0)
    (quiet,) = heaping.of({"day": usual})
    (heap,) = heaping.of({"day": usual | {1: 60.0}})
    assert (quiet.heaped, heap.heaped) == (False, True)
    assert heap.share == pytest.approx(60 / 350)


def test_january_is_judged_by_the_januaries_there_are() -> None:
    months = {1: 100.0, 2: 100.0}
    assert heaping.of({"month": months})[0].heaped
    assert not heaping.of({"month": months}, januaries=0.5)[0].heaped


def test_midnight_is_judged_by_the_hours_around_it_and_one_record_is_no_habit() -> None:
    around = {22 * 60: 10.0, 23 * 60: 10.0, 60: 10.0, 120: 10.0, 600: 60.0}
    hours = {heap.what: heap for heap in heaping.of({"minute": around | {0: 60.0, 720: 1.0}})}
    assert hours["midnight"].heaped
    assert not hours["noon"].heaped


def test_few_people_say_nothing() -> None:
    assert heaping.of({"day": {1: 49.0}}) == []


def test_figures_are_taken_from_exact_dates_single_ages_and_told_times() -> None:
    table = claims.table(
        {"age_from": 30, "age_to": 30, "minute_of_day": 0},
        {"age_from": 18, "age_to": 29, "date_precision": "month"},
        {"weight": 2, "occurred_on": date(2025, 2, 1)},
    )
    told = {(what, value): count for _, what, value, count in heaping.figures(table).iter_rows()}
    assert told == {
        ("age", 30): 1.0, ("day", 15): 1.0, ("day", 1): 2.0, ("month", 1): 1.0, ("month", 2): 2.0,
        ("minute", 0): 1.0,
    }  # fmt: skip


def test_what_happens_at_random_is_seldom_accused() -> None:
    chance = random.Random(3)
    accused = 0
    for _ in range(200):
        days = [date(2025, 1, 1) + timedelta(days=chance.randrange(365)) for _ in range(200)]
        told = {"day": {}, "month": {}}
        for day in days:
            told["day"][day.day] = told["day"].get(day.day, 0.0) + 1
            told["month"][day.month] = told["month"].get(day.month, 0.0) + 1
        accused += any(heap.heaped for heap in heaping.of(told))
    assert accused <= 14  # of 400 tests at 2.5 %, and only excesses of half as much again count
