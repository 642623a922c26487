"""A verdict is no number, and yet tells one to whoever knows the other side."""

from datetime import date

import pytest

from confianza.analysis.evaluation import appraisal
from confianza.analysis.evaluation.appraisal import Counted, Measure
from confianza.analysis.evaluation.giveaway import gives_a_count_away

THREE_YEARS, QUARTER = (date(2020, 1, 1), date(2022, 12, 31)), (date(2024, 1, 1), date(2024, 3, 31))
A_YEAR, NEXT_YEAR = (date(2022, 1, 1), date(2022, 12, 31)), (date(2023, 1, 1), date(2023, 12, 31))


def spread(total, months):
    """A total over months, as evenly as can be."""
    return [float(total // months + (at < total % months)) for at in range(months)]


def asked(before, after, total_before, total_after, **more):
    lengths = [
        (last.year - first.year) * 12 + last.month - first.month + 1 for first, last in (before, after)
    ]
    counted = Counted(spread(total_before, lengths[0]), spread(total_after, lengths[1]), **more)
    return Measure("robbery", "zone-1", before, after, ("zone-2",) if more else ()), counted


def said_of(*told):
    """All totals after of which a verdict is said, as an attacker tries them out."""
    measure, counted = asked(*told)
    own = appraisal.appraise(measure, counted).verdict
    tried = [(after, appraisal.appraise(*asked(*told[:3], after)).verdict) for after in range(81)]
    return [after for after, verdict in tried if verdict == own]


def test_it_fell_says_that_nothing_is_left_where_nothing_less_would_do():
    told = (THREE_YEARS, QUARTER, 60, 0)
    assert said_of(*told) == [0]
    assert gives_a_count_away(*asked(*told), 5)


@pytest.mark.parametrize(("before", "after"), [(6, 2), (12, 3)])
def test_a_few_after_not_many_are_told_by_the_verdict(before, after):
    told = (A_YEAR, NEXT_YEAR, before, after)
    assert max(said_of(*told)) - min(said_of(*told)) < 5
    assert gives_a_count_away(*asked(*told), 5)


@pytest.mark.parametrize(("before", "after"), [(20, 4), (60, 30), (30, 28), (20, 38)])
def test_a_verdict_that_fits_many_counts_gives_none_away(before, after):
    told = (A_YEAR, NEXT_YEAR, before, after)
    assert max(said_of(*told)) - min(said_of(*told)) >= 5
    assert not gives_a_count_away(*asked(*told), 5)


def test_the_counts_of_the_comparison_are_kept_as_well():
    few = {"comparison_before": spread(6, 12), "comparison_after": spread(0, 12)}
    many = {"comparison_before": spread(300, 12), "comparison_after": spread(290, 12)}
    assert gives_a_count_away(*asked(A_YEAR, NEXT_YEAR, 300, 120, **few), 5)
    assert not gives_a_count_away(*asked(A_YEAR, NEXT_YEAR, 300, 120, **many), 5)


def test_what_could_not_be_computed_tells_nothing():
    measure, counted = asked(A_YEAR, NEXT_YEAR, 12, 3)
    assert not gives_a_count_away(measure, Counted([None, *counted.before[1:]], counted.after), 5)
