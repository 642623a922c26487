"""What is missing, of whom, and why."""

import ibis
import polars as pl

from confianza.analysis.quality import completeness
from confianza.analysis.quality.tests import claims


def missing(table, variable):
    rows = completeness.of(table).filter(pl.col("variable") == variable).to_dicts()
    return {row["source"]: row for row in rows}


def test_victims_are_counted_not_rows() -> None:
    told = missing(claims.table({"sex": "male"}, {"weight": 3, "grain": "tally"}), "sex")
    assert (told["gt_pnc_victims"]["count"], told["gt_pnc_victims"]["missing"]) == (4.0, 3.0)


def test_every_missing_value_has_one_reason_and_they_add_up() -> None:
    table = claims.table(
        {"missing": "age_from=unknown;sex=not_reported"},
        {"missing": "sex=unreadable"},
        {"missing": "minute_of_day=unknown"},
        {"sex": "female", "missing": "age_from=impossible"},
    )
    told = missing(table, "sex")["gt_pnc_victims"]
    assert [told[reason] for reason in ("not_reported", "unreadable", "unsaid", "unknown")] == [
        1.0,
        1.0,
        1.0,
        0.0,
    ]
    assert sum(told[reason] for reason in completeness.REASONS) == told["missing"] == 3.0


def test_a_reason_of_another_column_with_a_longer_name_is_not_taken() -> None:
    told = missing(claims.table({"missing": "place_type=unknown"}), "place")["gt_pnc_victims"]
    assert (told["unknown"], told["unsaid"]) == (0.0, 1.0)


def test_a_variable_told_by_any_of_its_columns_is_not_missing() -> None:
    table = claims.table({"municipality_code": "101"}, {"municipality_name": "Valle Claro"}, {"age_to": 17})
    assert missing(table, "place")["gt_pnc_victims"]["missing"] == 1.0
    assert missing(table, "age")["gt_pnc_victims"]["missing"] == 2.0


def test_a_date_told_to_the_month_has_no_day() -> None:
    table = claims.table({}, {"date_precision": "month"}, {"occurred_on": None, "date_precision": "none"})
    assert missing(table, "date")["gt_pnc_victims"]["missing"] == 2.0


def test_sources_are_kept_apart_and_another_engine_says_the_same() -> None:
    rows = ({"sex": "male"}, {"source": "b", "missing": "sex=unknown"}, {"missing": "sex=ambiguous"})
    here = completeness.of(claims.table(*rows))
    there = completeness.of(ibis.polars.connect({"claims": claims.frame(*rows)}).table("claims"))
    assert here.equals(there)
    assert set(here["source"]) == {"gt_pnc_victims", "b"}
