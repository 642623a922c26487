"""Records leave only among k that say the same."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from confianza.analysis.disclosure import anonymity


def records(rows, seed=7):
    chance = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "month": [f"2026-{month:02}" for month in chance.integers(1, 13, rows)],
            "municipality_code": chance.choice(["0101", "0102"], rows, p=[0.8, 0.2]),
            "sex": chance.choice(["male", "female"], rows, p=[0.85, 0.15]),
            "age_band": chance.choice(["00-17", "18-29", "30-59", "60+"], rows),
            "mechanism": chance.choice(["firearm", "sharp", "blunt"], rows, p=[0.7, 0.2, 0.1]),
            "sources": chance.choice(["police", "police;coroner"], rows),
        }
    )


def brute_force_smallest(table):
    rows = table.select(anonymity.LOOKED_FOR_BY).rows()
    return min(rows.count(row) for row in rows)


@pytest.mark.parametrize("k", [5, 10])
@pytest.mark.parametrize("rows", [60, 400])
def test_every_record_that_leaves_is_one_of_k(rows, k):
    made = anonymity.deidentified(records(rows), k=k)
    assert made.smallest == brute_force_smallest(made.records) >= k
    assert made.records.height + made.left_out == rows
    assert made.left_out <= anonymity.MOST_LEFT_OUT * rows


def test_what_needs_no_generalising_stays_as_it_is():
    alike = pl.concat([records(1)] * 6)
    made = anonymity.deidentified(alike, k=5)
    assert (made.generalised, made.left_out, made.smallest) == ((), 0, 6)
    assert made.records.equals(alike)


def test_one_of_four_at_the_end_of_the_ladder_still_stays_out():
    made = anonymity.deidentified(records(4), k=5)
    assert (made.records.height, made.left_out, made.smallest) == (0, 4, 0)


def test_a_k_that_hides_nobody_is_refused():
    with pytest.raises(anonymity.TooFew):
        anonymity.deidentified(records(60), k=4)


def test_cases_lose_their_day_their_point_and_their_key():
    cases = pl.DataFrame(
        {
            "case": ["a", "b", "c"],
            "occurred_on": [date(2026, 3, 9), date(2026, 3, 30), None],
            "department_code": ["01", "01", "01"],
            "municipality_code": ["01", "01", None],
            "sex": ["male", None, "female"],
            "age": [23, 17, None],
            "age_until": [23, 18, None],
            "mechanism": ["firearm", None, "sharp"],
            "sources": ["police", "police;coroner", "health"],
            "latitude": [14.6, None, None],
            "locality": ["La Esquina", None, None],
        }
    )
    told = anonymity.of_cases(cases)
    assert tuple(told.columns) == anonymity.COLUMNS
    assert told.rows() == [
        ("2026-03", "0101", "male", "18-29", "firearm", "police"),
        ("2026-03", "0101", "unknown", "unknown", "unknown", "police;coroner"),
        ("unknown", "unknown", "female", "unknown", "sharp", "health"),
    ]
