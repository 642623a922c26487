from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from confianza.web.tips.rules import publication
from confianza.web.tips.rules.publication import Counted

TODAY = date(2026, 11, 28)


def counted(month, what=publication.RECEIVED, **groups):
    return [Counted(month, group, what, count) for group, count in groups.items()]


def told(cells, month):
    return {cell.of: cell.count for cell in cells if cell.month == month}


def test_whole_months_are_told_by_group_and_in_all():
    cells = publication.received(counted("2026-10", violence=12, crime=30, school=8), TODAY)
    assert told(cells, "2026-10") == {
        "violence": 12, "crime": 30, "school": 8, "police": 0, "other": 0, "total": 50,
    }  # fmt: skip


def test_the_month_that_is_not_over_is_not_told():
    assert publication.received(counted("2026-11", crime=30), TODAY) == ()


def test_fewer_than_five_are_hidden_and_cannot_be_worked_out():
    cells = told(publication.received(counted("2026-10", violence=12, crime=30, police=2), TODAY), "2026-10")
    assert cells["police"] is None
    assert [of for of, count in cells.items() if count is None] != ["police"]


def test_what_came_of_tips_is_told_half_a_year_later():
    rows = [*counted("2026-04", "arrest", crime=9), *counted("2026-05", "arrest", crime=9)]
    cells = publication.outcomes(rows, ["arrest", "unfounded"], TODAY)
    assert {cell.month for cell in cells} == {"2026-04", "total"}


def test_nothing_is_no_table():
    assert publication.received([], TODAY) == ()


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=10, max_size=10))
def test_no_count_from_one_to_four_is_ever_told(numbers):
    groups = ("violence", "crime", "police", "school", "other")
    rows = [
        *counted("2026-09", **dict(zip(groups, numbers[:5], strict=True))),
        *counted("2026-10", **dict(zip(groups, numbers[5:], strict=True))),
    ]
    assert not {cell.count for cell in publication.received(rows, TODAY)} & {1, 2, 3, 4}


def test_months_go_back_over_the_year():
    assert publication.month_of(date(2026, 3, 1), back=6) == "2025-09"
    assert publication.month_of(TODAY) == "2026-11"
