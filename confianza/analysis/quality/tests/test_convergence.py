"""How far sources agree, in counts and victim by victim."""

from datetime import date

import polars as pl
import pytest

from confianza.analysis.quality import convergence

JANUARY, FEBRUARY, MARCH = (date(2025, month, 1) for month in (1, 2, 3))
CELLS = {"source": pl.String, "area": pl.String, "month": pl.Date, "count": pl.Float64}
LINKED = {"source": pl.String, "victim": pl.String, "area": pl.String, "month": pl.Date}


def counts(*rows):
    return convergence.of_counts(pl.DataFrame(rows, schema=CELLS, orient="row"))


def test_only_cells_of_which_both_speak_are_compared() -> None:
    (pair,) = counts(
        ("police", "a", JANUARY, 10.0), ("police", "a", FEBRUARY, 10.0), ("police", "b", JANUARY, 50.0),
        ("health", "a", JANUARY, 8.0), ("health", "a", FEBRUARY, None), ("health", "c", JANUARY, 9.0),
    )  # fmt: skip
    assert (pair.a, pair.b, pair.months, pair.count_a, pair.count_b) == ("health", "police", 1, 8.0, 10.0)
    assert pair.difference == pytest.approx(0.2)
    assert pair.within_chance


def test_a_zero_is_spoken_and_large_differences_are_no_chance() -> None:
    (pair,) = counts(("police", "a", JANUARY, 30.0), ("health", "a", JANUARY, 0.0))
    assert (pair.difference, pair.within_chance) == (1.0, False)
    assert counts(("police", "a", JANUARY, 1.0), ("health", "b", JANUARY, 1.0)) == []
    assert convergence.difference(0, 0) == 0.0


def linked(*rows):
    return pl.DataFrame(rows, schema=LINKED, orient="row")


def test_equal_totals_can_hide_different_victims() -> None:
    told = linked(
        *(("police", f"v{n}", "a", JANUARY) for n in range(10)),
        *(("health", f"v{n}", "a", JANUARY) for n in range(6, 16)),
    )
    (pair,) = convergence.of_victims(told)
    assert (pair.victims_a, pair.victims_b, pair.both, pair.either) == (10, 10, 4, 16)
    assert (pair.shared, pair.of_a, pair.of_b) == (0.25, 0.4, 0.4)
    assert convergence.known_shares(told) == {"police": 10 / 16, "health": 10 / 16}


def test_victims_of_other_places_and_months_cannot_match_and_are_left_out() -> None:
    told = linked(
        ("police", "v1", "a", FEBRUARY), ("police", "v2", "b", FEBRUARY), ("police", "v3", "a", JANUARY),
        ("health", "v1", "a", FEBRUARY), ("health", "v4", None, FEBRUARY),
    )  # fmt: skip
    (pair,) = convergence.of_victims(told)
    assert (pair.victims_a, pair.victims_b, pair.both) == (2, 1, 1)
    assert convergence.known_shares(told.filter(pl.col("source") == "police")) == {}
