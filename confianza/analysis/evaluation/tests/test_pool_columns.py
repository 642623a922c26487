import numpy as np
import polars as pl
import pytest

from confianza.analysis.evaluation import pool_columns
from confianza.analysis.evaluation.columns import Table
from confianza.analysis.evaluation.pool_columns import Asked
from confianza.analysis.evaluation.problems import EvaluationRefused

ASKED = Asked("town", "when", "cases", "Colón", "2003")


def table(times=("2000", "2001", "2002", "2003", "2004"), towns=("Colón", "Mixco", "Petapa"), **columns):
    rows = [(town, time) for time in times for town in towns]
    cases = [str(10 * towns.index(town) + times.index(time) ** 2) for town, time in rows]
    told = {"town": [town for town, _ in rows], "when": [time for _, time in rows], "cases": cases}
    return Table(pl.DataFrame(told | columns))


def read(frame, **asked):
    return pool_columns.read(frame, Asked(**(vars(ASKED) | asked)))


def refused(frame, **asked):
    with pytest.raises(EvaluationRefused) as error:
        read(frame, **asked)
    return error.value


def test_rows_become_one_treated_unit_and_its_donors():
    found = read(table()).pool
    assert found.treated == "Colón"
    assert found.donors == ("Mixco", "Petapa")
    assert found.periods == ("2000", "2001", "2002", "2003", "2004")
    assert (found.before, found.after) == (3, 2)
    assert found.y.tolist() == [0, 1, 4, 9, 16]
    assert found.others[:, 1].tolist() == [20, 21, 24, 29, 36]


def test_the_order_of_the_rows_does_not_matter():
    frame = table()
    turned = read(Table(frame.frame.reverse(), 2))
    assert turned.pool.periods == read(frame).pool.periods
    assert turned.pool.y.tolist() == read(frame).pool.y.tolist()


@pytest.mark.parametrize(
    ("times", "first", "a_year"),
    [
        (("2000", "2001", "2002", "2003", "2004"), "2003", 1),
        (("2000.0", "2001.0", "2002.0", "2003.0", "2004.0"), "2003", 1),
        (("2000", "2002", "2004", "2006", "2008"), "2006", 0.5),
        (("2010-11", "2010-12", "2011-01", "2011-02", "2011-03"), "2011-02", 12),
        (("2010-01", "2010-04", "2010-07", "2010-10", "2011-01"), "2010-10", 4),
        (("2010-01-31", "2010-02-28", "2010-03-31", "2010-04-30", "2010-05-31"), "2010-04-01", 12),
        (("2010-01-01", "2010-01-02", "2010-01-03", "2010-01-04", "2010-01-05"), "2010-01-04", 365),
    ],
)
def test_years_months_and_days_are_periods(times, first, a_year):
    found = read(table(times), first=first)
    assert (found.pool.before, found.pool.after) == (3, 2)
    assert found.periods_a_year == pytest.approx(a_year, rel=0.02)


def test_a_year_of_a_spreadsheet_is_written_as_a_year():
    found = read(table(("2000.0", "2001.0", "2002.0", "2003.0", "2004.0")))
    assert found.pool.periods[0] == "2000"


def test_only_named_donors_are_taken_and_others_left_out():
    assert read(table(), donors=("Petapa",)).pool.donors == ("Petapa",)
    assert read(table(), left_out=("Petapa",)).pool.donors == ("Mixco",)


def test_a_unit_that_is_left_out_may_have_holes():
    frame = table().frame.with_columns(
        cases=pl.when(pl.col("town") == "Petapa").then(pl.lit("")).otherwise(pl.col("cases"))
    )
    assert refused(Table(frame)).code == "blank_cell"
    assert read(Table(frame), left_out=("Petapa",)).pool.donors == ("Mixco",)


def test_a_hole_keeps_its_row_when_units_are_left_out():
    frame = table().frame
    cells = frame["cases"].to_list()
    cells[4] = "x"
    found = refused(Table(frame.with_columns(cases=pl.Series(cells))), left_out=("Petapa",))
    assert (found.code, found.details["row"], found.details["value"]) == ("not_a_number", 6, "x")


def test_a_donor_that_is_left_out_as_well_is_a_contradiction():
    assert refused(table(), donors=("Mixco",), left_out=("Mixco",)).code == "treated_donor"


def test_without_donors_there_is_nothing_to_compare():
    assert refused(table(towns=("Colón",))).code == "no_donors"
    assert refused(table(), left_out=("Mixco", "Petapa")).code == "no_donors"


def marks(*, town="Colón", also="", back=False):
    rows = [(name, year) for year in range(2000, 2005) for name in ("Colón", "Mixco", "Petapa")]
    cells = [
        str(int(name in (town, also) and year >= 2003 and not (back and year == 2004))) for name, year in rows
    ]
    return table(programme=cells)


def test_a_column_of_ones_says_who_was_treated_and_when():
    found = read(marks(town="Mixco"), treated="programme", first="").pool
    assert (found.treated, found.before) == ("Mixco", 3)


def test_a_beginning_that_is_told_goes_before_the_column():
    assert read(marks(), treated="programme", first="2002").pool.before == 2


def test_two_units_with_ones_are_refused_unless_one_is_left_out():
    found = refused(marks(also="Petapa"), treated="programme", first="")
    assert (found.code, found.details["units"]) == ("two_treated", "Colón, Petapa")
    assert (
        read(marks(also="Petapa"), treated="programme", first="", left_out=("Petapa",)).pool.treated
        == "Colón"
    )


def test_a_programme_that_ends_is_refused_with_its_row():
    found = refused(marks(back=True), treated="programme", first="")
    assert (found.code, found.details["row"]) == ("treatment_ends", 14)


def test_a_column_without_ones_treats_nobody():
    assert refused(marks(town="Nadie"), treated="programme", first="").code == "nobody_treated"


def test_a_column_of_anything_else_is_refused():
    assert refused(table(), treated="cases", first="").code == "not_zero_or_one"


def test_two_names_are_not_one_unit():
    assert refused(table(), treated="Colón, Mixco").code == "two_treated"
    assert refused(table(), treated="Colón, Cobán").code == "no_unit"


def test_a_month_that_is_none_is_no_period():
    assert pool_columns.moment("2010-13") is None
    assert pool_columns.moment("2010-02-30") is None
    assert pool_columns.moment("-3") == -3


def test_a_gap_is_refused_unless_it_is_known():
    frame = table(("2000", "2001", "2003", "2004", "2005"))
    assert refused(frame).code == "gap_for_all"
    assert read(frame, gaps=True).pool.before == 2


def test_two_periods_have_no_gap():
    assert refused(table(("2000", "2003"))).code == "one_period_before"
    assert read(table(("2000", "2001", "2003")), gaps=True).pool.before == 2


def test_a_single_period_is_no_path():
    assert refused(table(("2000",))).code == "one_period_before"


def predicted(*written, fitted="", frame=None):
    frame = frame or table(school=[str(place) for place in range(15)])
    return pool_columns.predictors(frame, ASKED, read(frame), written, fitted)


def test_predictors_are_means_over_their_periods():
    found = predicted("school=2000:2002", "school=2000,2002", "cases=2001")
    assert found.treated.tolist() == [3, 3, 1]
    assert found.donors.tolist() == [[4, 5], [4, 5], [11, 21]]
    assert found.fitted == (0, 1, 2)


def test_the_fit_may_be_over_some_periods_alone():
    assert predicted("cases=2001", fitted="2001:2002").fitted == (1, 2)


def test_blank_cells_of_predictors_do_not_count_but_one_must_be_there():
    cells = [str(place) for place in range(15)]
    cells[0] = ""
    frame = table(school=cells)
    assert predicted("school=2000:2001", frame=frame).treated.tolist() == [3]
    with pytest.raises(EvaluationRefused, match="“Colón” has nothing in the column “school” for 2000"):
        predicted("school=2000", frame=frame)


@pytest.mark.parametrize("text", ["school", "school=", "=2000", "school=2000:2001:2002", "school=then"])
def test_a_predictor_that_is_not_understood_is_refused(text):
    with pytest.raises(EvaluationRefused, match="was not understood"):
        predicted(text)


def test_a_fit_over_no_period_before_is_refused():
    with pytest.raises(EvaluationRefused, match="was not understood"):
        predicted("cases=2001", fitted="2010:2012")


def test_a_predictor_cell_that_is_no_number_is_named_by_its_row():
    cells = ["x", *(str(place) for place in range(14))]
    with pytest.raises(EvaluationRefused, match="Row 2, column “school”: “x”"):
        predicted("school=2000", frame=table(school=cells))


def test_numbers_may_have_decimal_commas():
    frame = table().frame.with_columns(cases=pl.col("cases") + ",5")
    assert read(Table(frame)).pool.y.tolist() == (np.arange(5) ** 2 + 0.5).tolist()


def test_what_is_no_period_is_named_by_its_row():
    found = refused(table(("2000", "2001", "año 2", "2003", "2004")))
    assert (found.code, found.details["row"], found.details["value"]) == ("not_a_period", 8, "año 2")
    assert refused(table(), first="pronto").code == "not_a_beginning"
    assert refused(table(), first="").code == "no_beginning"


def test_units_that_are_not_there_are_named_with_those_that_are():
    found = refused(table(), donors=("Cobán",))
    assert (found.code, found.details["units"]) == ("no_unit", "Colón, Mixco, Petapa")
    assert refused(table(), donors=("Colón", "Mixco")).code == "treated_among_donors"


def test_every_cell_is_told_once():
    frame = table().frame
    twice = refused(Table(pl.concat([frame, frame[4:5]])))
    assert (twice.code, twice.details["row"], twice.details["again"]) == ("told_twice", 6, 17)
    missing = refused(Table(frame.filter((pl.col("town") != "Petapa") | (pl.col("when") != "2002"))))
    assert (missing.code, missing.details) == ("missing_period", {"unit": "Petapa", "period": "2002"})


def test_a_negative_count_is_refused_by_its_row_but_a_rate_of_change_may_fall():
    frame = table().frame
    cells = frame["cases"].to_list()
    cells[7] = "-3"
    counts = frame.with_columns(cases=pl.Series(cells))
    found = refused(Table(counts))
    assert (found.code, found.details["row"], found.details["value"]) == ("negative_count", 9, "-3")
    assert read(Table(counts.with_columns(cases=pl.col("cases") + ".5"))).pool.others.min() == -3.5


def test_what_comes_after_must_be_there():
    assert refused(table(), first="2010").code == "nothing_after"
    still = table().frame.with_columns(
        cases=pl.when(pl.col("town") == "Colón").then(pl.lit("5")).otherwise(pl.col("cases"))
    )
    assert refused(Table(still)).code == "constant_before"


def test_a_column_without_rows_and_one_that_is_not_there_are_refused():
    assert refused(Table(table().frame.head(0))).code == "no_rows"
    assert refused(table(), outcome="deaths").code == "no_column"


def test_a_pool_that_holds_its_own_treated_unit_is_refused():
    import dataclasses

    from confianza.analysis.evaluation import pool as pools

    told = read(table()).pool
    with pytest.raises(EvaluationRefused, match="cannot be its own comparison"):
        pools.checked(dataclasses.replace(told, donors=("Colón", "Petapa")))
