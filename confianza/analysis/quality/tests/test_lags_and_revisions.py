"""How long it takes, and what became of a figure afterwards."""

from datetime import date

import polars as pl
import pytest

from confianza.analysis.quality import lags, revisions
from confianza.analysis.quality.tests import claims

JANUARY, FEBRUARY = date(2025, 1, 1), date(2025, 2, 1)
FIRST, SECOND, THIRD = (date(2025, month, 10) for month in (2, 3, 6))


def test_the_days_to_registration_are_those_of_victims_and_the_impossible_are_told_apart() -> None:
    table = claims.table(
        {"registered_on": date(2025, 1, 15)},
        {"registered_on": date(2025, 1, 25), "weight": 8},
        {"registered_on": date(2025, 3, 15)},
        {"registered_on": date(2025, 1, 1)},
        {"date_precision": "month", "registered_on": date(2025, 6, 1)},
        {},
    )
    found = lags.to_registration(table)["gt_pnc_victims"]
    assert (found.p50, found.p90, found.count, found.before) == (10.0, 10.0, 10.0, 1.0)


def test_a_source_that_never_registers_has_no_lag() -> None:
    assert lags.to_registration(claims.table({}, {})) == {}


def test_the_quantile_is_the_day_by_which_so_many_were_told() -> None:
    assert lags.quantile([5, 1, 9], [1, 1, 1], 0.5) == 5.0
    assert lags.quantile([5, 1, 9], [1, 1, 8], 0.5) == 9.0
    with pytest.raises(ValueError, match="Nothing"):
        lags.quantile([], [], 0.5)


def test_the_delivery_is_late_by_the_days_after_the_month_and_the_first_one_does_not_count() -> None:
    told = pl.DataFrame(
        [("s", "1", JANUARY, 5.0), ("s", "2", FEBRUARY, 4.0), ("s", "3", FEBRUARY, 6.0)],
        schema=["source", "delivery", "month", "count"], orient="row",
    )  # fmt: skip
    received = {"1": FIRST, "2": SECOND, "3": THIRD}
    found = lags.to_delivery(told, received)["s"]
    assert (found.p50, found.count) == (10.0, 4.0)  # 10 March less 28 February


def told(*rows):
    return pl.DataFrame(rows, schema=["source", "delivery", "month", "count", "residual"], orient="row")


def speaking(*rows):
    return pl.DataFrame(rows, schema=["as_of", "delivery", "month"], orient="row")


def triangle():
    """January is 10 with 4 open, then 12 with 1 open; February comes with the second delivery."""
    return revisions.triangle(
        told(("s", "1", JANUARY, 10.0, 4.0), ("s", "2", JANUARY, 12.0, 1.0), ("s", "2", FEBRUARY, 7.0, 7.0)),
        speaking((FIRST, "1", JANUARY), (THIRD, "2", JANUARY), (THIRD, "2", FEBRUARY)),
    )


def test_a_month_is_followed_from_the_day_it_was_first_told() -> None:
    january, february = revisions.of_a_source(triangle()).to_dicts()
    assert (january["first"], january["last"], january["changes"]) == (10.0, 12.0, 1)
    assert (january["first_known"], january["last_known"]) == (FIRST, THIRD)
    assert (february["first"], february["last"], february["changes"]) == (7.0, 7.0, 0)


def test_residues_are_as_they_were_known_at_each_age_and_nobody_is_asked_too_young() -> None:
    found = {each.age: each for each in revisions.residues(triangle(), known_on=THIRD)}
    # At 30 days January was known as the first delivery told it; nothing was known of February at 90.
    assert (found[30].share, found[30].months) == (pytest.approx(0.4), 1)
    assert (found[90].share, found[90].count) == (pytest.approx(0.4), 10.0)
    assert 0 not in found
    assert 365 not in found
    later = {each.age: each for each in revisions.residues(triangle(), known_on=date(2026, 6, 1))}
    assert later[365].share == pytest.approx((1 + 7) / (12 + 7))


@pytest.mark.parametrize(
    ("row", "is_open"),
    [
        ({}, 0.0),
        ({"intent": "undetermined", "iccs": None}, 1.0),
        ({"intent": None, "offence_label": "Muerte por establecer"}, 1.0),
        ({"offence_label": "Ignorado"}, 1.0),
        ({"iccs": None, "intent": None, "offence_label": None, "mechanism": "firearm"}, 0.0),
        ({"iccs": None, "intent": None, "offence_label": None}, 1.0),
        ({"iccs": None, "intent": None, "offence_label": None, "icd10": "X95"}, 0.0),
    ],
)
def test_open_is_what_nobody_explained_yet(row, is_open) -> None:
    assert revisions.told(claims.table(row))["residual"].to_list() == [is_open]
