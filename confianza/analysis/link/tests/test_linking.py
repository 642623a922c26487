"""Records go in, persons come out: the same whatever the order, within what facts and people forbid."""

from dataclasses import replace
from functools import cache

import polars as pl
import pytest

from confianza.analysis.link import agreement, linking, profiles, waterfall
from confianza.analysis.link.findings import CannotLink, NothingToLink
from confianza.analysis.link.linkage import EVENTS, PAIRS, VICTIMS
from confianza.analysis.link.profile import never_free
from confianza.analysis.link.tests import invented

VICTIMS_TOLD = 220
VICTIM = profiles.get("victims")


@cache
def told(*, names=True):
    return invented.told(VICTIMS_TOLD, years=1, municipalities=5, names=names)


@cache
def linked(*, names=True):
    return linking.run(told(names=names).drop("victim_id", "event_id"), VICTIM)


def agreed(linkage, records, truth="victim_id"):
    return agreement.pairwise(records.join(linkage.victims, on="record"), "victim", truth)


def test_it_finds_the_victims_that_three_offices_tell_of():
    assert agreed(linked(), told()).f1 >= 0.98


def test_without_names_it_finds_fewer_and_says_so():
    nameless = agreed(linked(names=False), told(names=False))
    assert 0.8 <= nameless.f1 < agreed(linked(), told()).f1
    assert "Without names" in linked(names=False).warnings[0]
    assert not linked().warnings


def test_the_frames_have_the_columns_they_promise():
    linkage = linked()
    assert {name: linkage.pairs.schema[name] for name in PAIRS} == PAIRS
    assert dict(linkage.victims.schema) == VICTIMS
    assert dict(linkage.events.schema) == EVENTS
    assert linkage.pairs.filter(pl.col("record_a") >= pl.col("record_b")).is_empty()
    assert sorted(linkage.victims["record"]) == sorted(told()["record"])


def test_a_victim_is_called_after_the_smallest_of_its_records():
    smallest = linked().victims.group_by("victim").agg(pl.col("record").min())
    assert smallest.filter(pl.col("victim") != pl.col("record")).is_empty()


def test_no_source_tells_of_one_victim_twice():
    joined = told().join(linked().victims, on="record")
    assert joined.group_by("victim", "source").len()["len"].max() == 1


def test_the_order_of_the_records_and_of_the_columns_changes_nothing():
    turned = told().drop("victim_id", "event_id").sort("occurred_on", "record", descending=True)
    again = linking.run(turned.select(sorted(turned.columns)), VICTIM)
    assert again.model_hash == linked().model_hash
    assert again.victims.equals(linked().victims)
    assert again.pairs.equals(linked().pairs)


def test_other_names_of_the_records_give_the_same_persons():
    renamed = told().with_columns(
        record=pl.lit("z") + (9_999_999 - pl.col("record").str.slice(1).cast(pl.Int64)).cast(pl.String)
    )
    again = linking.run(renamed.drop("victim_id", "event_id"), VICTIM)
    assert agreed(again, renamed).f1 == pytest.approx(agreed(linked(), told()).f1, abs=0.01)


def test_what_people_decided_holds():
    linkage = linked()
    joined = linkage.pairs.filter(pl.col("probability") > 0.99).row(0, named=True)
    strangers = linkage.victims["victim"].unique().sort()[:2].to_list()
    decisions = pl.DataFrame(
        {
            "record_a": [joined["record_b"], strangers[0]],
            "record_b": [joined["record_a"], strangers[1]],
            "same": [False, True],
        }
    )
    again = linking.run(told().drop("victim_id", "event_id"), VICTIM, decisions=decisions)
    whose = dict(again.victims.iter_rows())
    assert whose[joined["record_a"]] != whose[joined["record_b"]]
    assert whose[strangers[0]] == whose[strangers[1]]
    decided = again.pairs.filter(pl.col("decided") != "")
    assert sorted(decided["decided"]) == ["different", "same"]
    assert decided.join(again.review, on=["record_a", "record_b"], how="semi").is_empty()


def test_what_a_person_looks_at_lies_between_the_thresholds_or_contradicts():
    for linkage in (linked(), linked(names=False)):
        inside = pl.col("probability").is_between(linkage.low, linkage.high, closed="left")
        assert linkage.review.filter(~inside & (pl.col("contradiction") == "")).is_empty()
        assert 0 < linkage.low < linkage.high < 1


def test_the_steps_of_a_pair_add_up_to_its_weight():
    for pair in linked().pairs.head(50).iter_rows(named=True):
        steps = waterfall.steps(pair, linked().model)
        assert sum(step.bits for step in steps) == pytest.approx(pair["weight"], abs=1e-4)
        assert steps[0].comparison == waterfall.PRIOR


def test_the_model_says_of_every_level_where_its_numbers_come_from():
    origins = {level["origin"] for told in linked().model["comparisons"].values() for level in told["levels"]}
    assert origins == {"trained", "prior"}
    assert len(linked().model_hash) == 64


def test_two_victims_of_one_event_are_two_victims_and_one_event():
    joined = told().join(linked().victims, on="record").join(linked().events, on="victim")
    assert agreement.pairwise(joined, "event", "event_id").f1 >= 0.95


def test_a_column_that_nobody_told_is_not_missed():
    fewer = told().drop(
        "victim_id",
        "event_id",
        "mechanism",
        "locality",
        "latitude",
        "longitude",
        "married_surname",
        strict=False,
    )
    assert agreed(linking.run(fewer, VICTIM), told()).f1 >= 0.95


def test_one_record_is_nothing_to_link():
    with pytest.raises(NothingToLink):
        linking.run(told().head(1), VICTIM)


def test_records_that_tell_too_little_are_refused():
    with pytest.raises(CannotLink, match="two things"):
        linking.run(told().select("record", "source", "sex"), VICTIM)


@pytest.mark.parametrize("name", profiles.NAMES)
def test_every_comparison_is_free_in_some_training_pass(name):
    assert never_free(profiles.get(name)) == []


def test_a_comparison_bound_in_every_pass_is_told():
    bound = replace(VICTIM, training=(("day_first",), ("day_first", "sex")))
    assert never_free(bound) == ["when"]


def test_an_unknown_profile_is_refused_with_those_there_are():
    with pytest.raises(CannotLink, match="febrl"):
        profiles.get("nobody")
