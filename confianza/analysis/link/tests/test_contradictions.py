"""What forbids taking two records for one victim, and what does not."""

import polars as pl
import pytest

from confianza.analysis.link import contradictions

PERSON = {
    "sex": "male",
    "age_first": 30,
    "age_last": 30,
    "identity_number": None,
    "died_day": None,
    "day_first": 1000,
}


def found(other):
    sides = {
        f"{name}_{side}": [value]
        for side, told in (("a", PERSON), ("b", PERSON | other))
        for name, value in told.items()
    }
    text = {f"identity_number_{side}": pl.String for side in "ab"} | {
        f"died_day_{side}": pl.Int32 for side in "ab"
    }
    frame = pl.DataFrame(sides, schema_overrides=text)
    return [
        rule.code for rule in contradictions.OF_VICTIMS if frame.select(rule.found().fill_null(False)).item()
    ]


def test_equal_records_do_not_contradict():
    assert found({}) == []


@pytest.mark.parametrize(
    "other", [{"sex": "female"}, {"age_first": 55, "age_last": 55}, {"sex": None, "age_first": 55}]
)
def test_sex_or_age_alone_may_be_a_clerks_mistake(other):
    assert found(other) == []


def test_other_sex_and_an_age_far_off_are_another_person():
    assert found({"sex": "female", "age_first": 41, "age_last": 45}) == ["other_sex_and_age"]
    assert found({"sex": "female", "age_first": 40, "age_last": 45}) == []


def test_nobody_dies_two_months_before_the_fact():
    assert found({"died_day": 939}) == ["dead_before_the_fact"]
    assert found({"died_day": 941}) == []


def with_numbers(one, other):
    sides = {"identity_number_a": [one], "identity_number_b": [other]}
    rule = next(rule for rule in contradictions.OF_VICTIMS if rule.code == "other_identity_number")
    return pl.DataFrame(sides).select(rule.found().fill_null(False)).item()


@pytest.mark.parametrize(
    ("one", "other", "forbidden"),
    [
        ("012345678", "012345678", False),
        ("012345678", "012345679", False),  # a digit
        ("012345678", "012345687", False),  # two swapped
        ("012345678", "987654321", True),
        ("012345678", "0123", True),
    ],
)
def test_numbers_contradict_beyond_a_slip_of_the_pen(one, other, forbidden):
    assert with_numbers(one, other) is forbidden
