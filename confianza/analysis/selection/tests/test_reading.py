"""Tables as people bring them: what is wrong is told by row, column and value."""

import numpy as np
import pytest

from confianza.analysis.selection import asking, criteria, people, questions, reading
from confianza.analysis.selection.problems import KINDS, SelectionRefused
from confianza.analysis.selection.questions import Indicator, Question

TOWNS = [
    ["town", "h2016", "h2017", "h2018", "h2019", "h2020", "people", "trust", "trust_se", "asked"],
    *(
        [f"town {at}", 4 + at, 6 + at, 3 + 2 * at, 7 + 2 * at, 5 + 3 * at, 20_000 + 999 * at, 0.3 + 0.04 *
        at, 0.03, 400] for at in range(10)
    ),
]  # fmt: skip
YEARS = tuple(TOWNS[0][1:6])


def changed(row, column, value, rows=TOWNS):
    """The table with one cell other, its row called as a spreadsheet calls it."""
    copy = [list(each) for each in rows]
    copy[row - 1][rows[0].index(column)] = value
    return reading.of_rows(copy)


def understood(sheet=None, **asked):
    return asking.understand(sheet or reading.of_rows(TOWNS), Question(**asked))


def codes(found):
    return [note.code for note in found.notes]


def test_yearly_counts_with_people_give_four_criteria():
    found = understood(counts=YEARS, people=("people",))
    assert [each.name for each in found.criteria] == [
        "count", "rate", "direction_of_count", "direction_of_rate"
    ]  # fmt: skip
    assert found.criteria[0].values.tolist() == [5 + 3 * at for at in range(10)]
    assert found.criteria[1].values[0] == pytest.approx(5 / 20_000 * 1e5)
    assert set(found.directions) == {"direction_of_count", "direction_of_rate"}
    assert all(each.noise is not None for each in found.criteria)
    assert [note.details for note in found.notes] == [
        {"name": "direction_of_count"}, {"name": "direction_of_rate"}
    ]  # fmt: skip


def test_one_year_has_no_direction_and_three_say_why():
    assert [each.name for each in understood(counts=("h2020",)).criteria] == ["count"]
    found = understood(counts=YEARS[-3:])
    assert [each.name for each in found.criteria] == ["count"]
    assert codes(found) == ["note_few_years"]


def test_an_indicator_goes_its_way_with_its_noise():
    told = (
        Indicator("trust", high=False, weight=2, error="trust_se"),
        Indicator("people"),
    )
    found = understood(indicators=told)
    trust, size = found.criteria
    assert (trust.high, trust.weight, size.high, size.weight) == (False, 2, True, 1)
    assert trust.noise.error.tolist() == [0.03] * 10
    assert "note_no_noise" in codes(found)
    asked = understood(indicators=(Indicator("trust", asked="asked"),)).criteria[0]
    assert asked.noise.error[0] == pytest.approx(np.sqrt(0.3 * 0.7 / 400), rel=0.01)
    assumed = understood(indicators=(Indicator("trust", relative=0.1),))
    assert assumed.criteria[0].noise.error[0] == pytest.approx(0.03)
    assert "note_assumed" in codes(assumed)


def test_a_published_rate_has_the_noise_of_its_cases():
    found = understood(indicators=(Indicator("h2020", per=100_000),), people=("people",)).criteria[0]
    assert found.noise.exposures[0] == 20_000
    assert found.noise.spread[0] > 0


def test_columns_of_name_and_code_can_be_named():
    found = understood(name="h2016", code="town", counts=("h2020",))
    assert found.names[:2] == ["4 (town 0)", "5 (town 1)"]


def test_where_nothing_was_ever_counted_there_is_nothing_to_choose_by():
    rows = [TOWNS[0], *([each[0], *[0] * 5, *each[6:]] for each in TOWNS[1:])]
    with pytest.raises(SelectionRefused, match="no value at all"):
        understood(reading.of_rows(rows), counts=YEARS)
    rows = [[*each[:-1], ""] if at else each for at, each in enumerate(TOWNS)]
    with pytest.raises(SelectionRefused, match="“asked” has no value at all"):
        understood(reading.of_rows(rows), indicators=(Indicator("asked"),))


def test_a_rate_of_people_that_cannot_be_found_stays_without_noise():
    found = understood(indicators=(Indicator("h2020", per=100_000),), shares=("trust",))
    assert found.criteria[0].noise is None
    assert "note_people_found" not in codes(found)


def test_a_town_with_nothing_counted_has_no_direction_of_its_own():
    rows = [list(each) for each in TOWNS]
    rows[3][1:6] = [0] * 5
    found = understood(reading.of_rows(rows), counts=YEARS)
    assert found.directions["direction_of_count"][2] is None
    assert "note_no_slope" in codes(found)
    assert np.isfinite(found.criteria[1].centre).all()


@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        (4, "h2018", "DOG", "Row 4, column “h2018” (D): “DOG” is no number"),
        (5, "h2018", "1,234", "Row 5, column “h2018” (D): “1,234”"),
        (7, "h2020", -3, "Row 7, column “h2020” (F): -3. A count is zero or more"),
        (7, "h2020", 3.5, "Row 7, column “h2020” (F): 3.5 is no whole number"),
        (2, "h2017", "", "Row 2, column “h2017” (C): blank (1 blank cells"),
        (9, "people", 0, "Row 9, column “people” (G): 0 people"),
        (9, "people", 25, "Row 9, column “people” (G): 25 people for 11"),
        (9, "people", 99, "Row 9, column “people” (G): 99 people for 11"),
        (9, "people", None, "Row 9, column “people” (G): blank"),
        (3, "h2020", float("inf"), "Row 3, column “h2020” (F): “inf”"),
        (3, "h2020", True, "Row 3, column “h2020” (F): “True”"),
        (6, "town", "", "Row 6: the municipality has no name"),
        (6, "town", "town 0", "“town 0” stands in rows 2 and 6"),
    ],
)
def test_a_wrong_cell_is_named_by_row_column_and_value(row, column, value, said):
    with pytest.raises(SelectionRefused) as refused:
        understood(changed(row, column, value), counts=YEARS, people=("people",))
    assert said in str(refused.value)


def test_several_wrong_cells_are_counted_and_the_first_is_named():
    rows = [list(each) for each in TOWNS]
    rows[4][3], rows[2][5], rows[6][1] = "a", "b", "c"
    with pytest.raises(SelectionRefused, match="Row 3, column “h2020” .*“b”.* 2 more"):
        understood(reading.of_rows(rows), counts=YEARS)


def test_decimal_commas_are_read_and_commas_of_thousands_are_not():
    rows = [["town", "rate", "people"], ["a", "1,5", "1,234"], ["b", "20", "2,345"], ["c", "3,125", "12"]]
    sheet = reading.of_rows(rows)
    assert reading.numbers(sheet, ["rate"])["rate"].tolist() == [1.5, 20, 3.125]
    with pytest.raises(SelectionRefused, match="Row 2, column “people” .*“1,234”"):
        reading.numbers(sheet, ["people"])
    assert [each.name for each in understood(reading.of_rows([row[:2] for row in rows])).criteria] == ["rate"]


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers():
    sheet = reading.of_rows([["town", "a"], ["x", 1], ["", None], [" ", ""], ["y", "DOG"], ["", ""]])
    with pytest.raises(SelectionRefused, match="Row 5, column “a”"):
        reading.numbers(sheet, ["a"])


def test_percentages_among_shares_are_found_and_can_be_meant():
    rows = [["town", "poverty"], *([f"town {at}", 0.2 + at / 100] for at in range(30)), ["last", 38.4]]
    sheet = reading.of_rows(rows)
    with pytest.raises(SelectionRefused, match="row 32 has 38.4"):
        understood(sheet, indicators=(Indicator("poverty"),))
    few = reading.of_rows([["m", "p"], ["a", 0.31], ["b", 0.61], ["c", 55.2]])
    with pytest.raises(SelectionRefused, match="row 4 has 55.2"):
        understood(few, indicators=(Indicator("p"),))
    rates = reading.of_rows([["m", "p"], ["a", 0.31], ["b", 0.61], ["c", 1.2]])
    assert understood(rates, indicators=(Indicator("p"),)).criteria[0].values[2] == 1.2
    meant = understood(sheet, indicators=(Indicator("poverty"),), units_checked=True)
    assert meant.criteria[0].values[-1] == 38.4


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"counts": ("h2016", "h2018")}, "select_years"),
        ({"counts": ("h2016", "people")}, "select_years"),
        ({"counts": YEARS, "people": ("people", "asked")}, "select_population_years"),
        ({"counts": ("murders",)}, "select_no_column"),
        ({"counts": YEARS, "weights": {"fear": 2}}, "select_weight_unknown"),
        ({"indicators": (Indicator("trust", error="town"),)}, "select_cells"),
        ({"indicators": (Indicator("people", asked="asked"),)}, "select_no_share"),
    ],
)
def test_a_question_that_does_not_fit_the_table_is_refused(asked, code):
    with pytest.raises(SelectionRefused) as refused:
        understood(**asked)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("column", "value", "code"), [("trust_se", 0, "select_error"), ("asked", -1, "select_asked")]
)
def test_errors_and_people_asked_are_above_zero(column, value, code):
    asked = (
        Indicator("trust", error="trust_se") if column == "trust_se" else Indicator("trust", asked="asked")
    )
    with pytest.raises(SelectionRefused) as refused:
        understood(changed(5, column, value), indicators=(asked,))
    assert refused.value.code == code


def test_a_gap_is_refused_unless_it_may_be_anything():
    sheet = changed(5, "trust", "")
    with pytest.raises(SelectionRefused, match="Row 5, column “trust” .*--gaps any"):
        understood(sheet, indicators=(Indicator("trust"),))
    found = understood(sheet, indicators=(Indicator("trust"),), gaps="any")
    assert "note_any" in codes(found)
    assert np.isnan(found.criteria[0].values[3])


def test_without_a_question_every_column_of_numbers_is_taken():
    found = understood()
    assert found.names[0] == "town 0"
    assert [each.name for each in found.criteria] == [*YEARS, "people", "trust"]
    assert {"note_all_columns", "note_constant_columns"} <= set(codes(found))
    with pytest.raises(SelectionRefused, match="nothing to choose by"):
        understood(reading.of_rows([["town", "mayor"], ["a", "b"], ["c", "d"]]))


def test_columns_that_were_not_asked_for_are_told_only_if_named():
    assert understood(counts=YEARS).others == []
    found = understood(counts=YEARS, also=(Indicator("trust", high=False),))
    assert [(each.name, each.high) for each in found.others] == [("trust", False)]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "select_empty"),
        ([["town", "a"]], "select_empty"),
        ([["town", "a", "a"], ["x", 1, 2]], "select_column_twice"),
    ],
)
def test_what_is_no_table_is_refused(rows, code):
    with pytest.raises(SelectionRefused) as refused:
        reading.of_rows(rows, "towns.csv")
    assert refused.value.code == code


def test_the_sheet_of_a2sit_says_itself_what_its_columns_are():
    rows = [
        ["", "Initial weight -->", 2, 1, 1], ["", "Direction -->", 1, -1, 1], ["", "Group -->", "v", "e",
        "e"], ["", "Indicator name -->", "Tasa de delitos", "% con básica", "% de población maya"],
        ["code", "Name", "Delitos", "EducBasic", "Maya"],
        ["GT1", "San José", 30.0, 0.4, 0.1], ["GT2", "San José", 20.0, 0.6, 0.2], ["GT3", "Otro", 10.0, 0.5,
        0.3], ["", "", "", "", ""],
    ]  # fmt: skip
    sheet = reading.of_rows(rows)
    assert sheet.numbers == (6, 7, 8)
    found = understood(sheet)
    assert found.names == ["San José (GT1)", "San José (GT2)", "Otro (GT3)"]
    assert [(each.name, each.high, each.weight, each.group) for each in found.criteria] == [
        ("Delitos", True, 2.0, "v"), ("EducBasic", False, 1.0, "e"), ("Maya", True, 1.0, "e")
    ]  # fmt: skip
    rows[6][3] = "DOG"
    with pytest.raises(SelectionRefused, match="Row 7, column “EducBasic” .D.: “DOG”"):
        understood(reading.of_rows(rows), indicators=(Indicator("Delitos"),))
    others = understood(sheet, indicators=(Indicator("Delitos"),)).others
    assert [each.name for each in others] == ["EducBasic", "Maya"]


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (55, "BD"), (702, "AAA")])
def test_columns_have_the_letters_of_spreadsheets(place, letters):
    assert reading.letter(place) == letters


# --- the people behind -----------------------------------------------------------------------------------


def test_people_are_found_behind_shares_and_cases_behind_rates():
    towns = np.array([465_773, 7_383, 433_734, 62_801])
    random = np.random.default_rng(1)
    shares = [random.integers(1, towns) / towns for _ in range(4)]
    assert people.behind(shares).tolist() == towns.tolist()
    cases = np.array([1664, 18, 0, 115])
    counted, found = people.counts(cases / towns, towns)
    assert (counted.tolist(), found.tolist()) == (cases.tolist(), towns.tolist())


def test_a_rate_can_show_that_there_are_twice_as_many():
    towns = np.array([216_867, 7_383])
    counted, found = people.counts(np.array([1403 / 433_734, 18 / 7_383]), towns)
    assert (counted.tolist(), found.tolist()) == ([1403, 18], [433_734, 7_383])


def test_rates_of_other_people_and_rounded_shares_are_left_alone():
    towns = np.array([465_773, 7_383, 62_801])
    assert people.counts(np.array([1377 / 240_001, 106 / 3_701, 980 / 32_003]), towns) is None
    assert people.counts(np.array([0.1234567891, 0.2, 0.3]), towns) is None
    assert people.counts(np.array([0.1, np.nan, 0.3]), towns) is None
    assert people.behind([np.array([0.25, 0.125, 0.5])]).tolist() == [0, 0, 0]
    assert people.behind([np.array([np.pi / 4, 1 / 7_383, 2 / 7_383])]).tolist()[0] == 0
    assert people.behind([]).tolist() == []
    far = [np.array([1 / 999_983]), np.array([1 / 999_979])]
    assert people.behind(far).tolist() == [0]


def test_every_note_and_refusal_has_its_values():
    assert all("%(" in text or len(text) > 20 for text in (*KINDS.values(), *questions.NOTES.values()))
    assert questions.named(["a"] * 10) == "a, a, a, a, a, a, a, a … (+2)"
    assert criteria.PER == 100_000
