"""Names, days, places and numbers as they are compared."""

from datetime import date

import polars as pl
import pytest

from confianza.analysis.link import nicknames, preparing, profiles
from confianza.analysis.vocabulary.folding import fold


def prepared(**told):
    frame = pl.DataFrame({name: [value] for name, value in told.items()})
    made = profiles.get("victims").prepare(frame.with_columns(record=pl.lit("r"), source=pl.lit("s")))
    return made.row(0, named=True)


@pytest.mark.parametrize(
    ("short", "whole"),
    [("Paco", "francisco"), ("CHEPE", "jose"), ("Beto", "alberto"), ("Lupita", "guadalupe")],
)
def test_a_short_form_is_the_name_it_stands_for(short, whole):
    assert prepared(first_name=short)["given"] == [whole]


def test_every_nickname_is_folded_and_stands_for_a_whole_name():
    for table in (nicknames.SPANISH, nicknames.ENGLISH):
        for short, whole in table.items():
            assert (short, whole) == (fold(short), fold(whole))
            assert whole not in table, f"{short} stands for {whole}, itself a short form"


def test_the_order_of_names_does_not_matter():
    one = prepared(first_name="Juan", second_name="Carlos", surname="López", second_surname="García")
    other = prepared(first_name="Carlos Juan", surname="GARCIA", second_surname="Lopez")
    assert one["given_text"] == other["given_text"]
    assert one["surnames_text"] == other["surnames_text"] == "garcia lopez"


def test_particles_are_no_surnames():
    assert prepared(surname="de la Cruz", second_surname="del Cid")["surnames"] == ["cruz", "cid"]


@pytest.mark.parametrize("nothing", ["", "  ", "XX", "desconocido", "N/A", "s/d"])
def test_a_word_for_nothing_is_no_name(nothing):
    assert prepared(first_name="Ana", surname=nothing)["surnames"] is None


def test_the_days_reach_from_the_fact_to_the_death():
    told = prepared(occurred_on=date(2024, 5, 1), died_on=date(2024, 5, 4))
    assert told["day_last"] - told["day_first"] == 3


def test_a_death_before_the_fact_or_long_after_is_not_believed():
    for died in (date(2024, 4, 1), date(2025, 4, 1)):
        told = prepared(occurred_on=date(2024, 5, 1), died_on=died)
        assert told["day_last"] == told["day_first"]


def test_day_and_month_can_be_swapped_where_both_are_months():
    frame = pl.DataFrame({"d": [date(2024, 5, 3), date(2024, 5, 20), date(2024, 5, 5), None]})
    swapped = frame.select(preparing.day_and_month_swapped(pl.col("d"))).to_series()
    assert swapped.to_list() == [(date(2024, 3, 5) - date(1970, 1, 1)).days, None, None, None]


def test_a_point_in_the_gulf_of_guinea_is_no_point():
    assert prepared(latitude=0.0, longitude=0.0)["latitude"] is None
    assert prepared(latitude=14.5, longitude=-90.5)["latitude"] == 14.5


def test_an_age_is_told_by_the_birthday_where_nobody_told_it():
    told = prepared(occurred_on=date(2024, 5, 1), born_on=date(1990, 4, 1))
    assert (told["age_first"], told["age_last"]) == (34, 34)


def test_a_number_of_zeros_is_no_number():
    assert prepared(identity_number="00000000-0")["identity_number"] is None
    assert prepared(identity_number="0123-45")["identity_number"] == "012345"


def test_ages_told_as_text_are_read():
    assert prepared(age_from="34", age_to="34")["age_first"] == 34
