"""Rows of a plain table, read as the counts of a measure."""

from dataclasses import replace
from datetime import date

import pytest

from confianza.analysis.evaluation import appraisal_rows, moments
from confianza.analysis.evaluation.appraisal import Measure
from confianza.analysis.evaluation.problems import EvaluationRefused

MEASURE = Measure("robbery", "a", *map(appraisal_rows.days_of, ("2024-01:2024-02", "2024-03:2024-04")))
BESIDE = replace(MEASURE, comparison=("b", "c"))
MONTHS = [date(2024, month, 1) for month in range(1, 6)]
AREAS = [area for area in "abcd" for _ in MONTHS]
DAYS = MONTHS * 4
COUNTS = [1, 2, 3, 4, 5, 10, 20, 30, 40, 50, 7, 7, 7, 7, 7, 0, 0, 0, 0, 0]


def test_rows_become_sides_whatever_their_order():
    rows = list(reversed(list(zip(AREAS, DAYS, COUNTS, strict=True))))
    told = appraisal_rows.counted(BESIDE, *zip(*rows, strict=True))
    assert (told.before, told.after) == ([1, 2], [3, 4])
    assert (told.comparison_before, told.comparison_after) == ([17, 27], [37, 47])
    assert appraisal_rows.counted(MEASURE, *zip(*rows, strict=True)).comparison_before == ()


def test_exposures_come_along():
    told = appraisal_rows.counted(BESIDE, AREAS, DAYS, COUNTS, [2.0] * 20)
    assert (told.exposures_before, told.comparison_exposures_after) == ([2, 2], [4, 4])
    alone = appraisal_rows.counted(MEASURE, AREAS, DAYS, COUNTS, [2.0] * 20)
    assert alone.comparison_exposures_after is None


def test_a_month_without_a_row_was_not_counted():
    told = appraisal_rows.counted(MEASURE, AREAS[1:], DAYS[1:], COUNTS[1:])
    assert told.before == [None, 2]


def test_days_are_read_as_people_write_them():
    assert appraisal_rows.days_of("2024-02 : 2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert appraisal_rows.days_of("2024-02-05:2024-03-03") == (date(2024, 2, 5), date(2024, 3, 3))
    assert appraisal_rows.step_of(MONTHS) == "month"
    assert appraisal_rows.step_of([date(2024, 1, 1), date(2024, 1, 8)]) == "week"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: appraisal_rows.days_of("2024"), "days_not_understood"),
        (lambda: appraisal_rows.days_of("2024-01:soon"), "days_not_understood"),
        (lambda: appraisal_rows.counted(replace(MEASURE, area="z"), AREAS, DAYS, COUNTS), "no_area"),
        (lambda: appraisal_rows.counted(MEASURE, ["a", "a"], [MONTHS[0]] * 2, [1, 2]), "twice_in_panel"),
        (lambda: appraisal_rows.counted(BESIDE, AREAS[:11], DAYS[:11], COUNTS[:11]), "gap_of"),
        (lambda: moments.days_of_texts(["2024-01", "May"], "period"), "not_a_day"),
    ],
)  # fmt: skip
def test_what_is_no_row_is_refused(call, code):
    with pytest.raises(EvaluationRefused) as refused:
        call()
    assert refused.value.code == code
