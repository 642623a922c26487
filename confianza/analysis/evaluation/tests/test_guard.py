import dataclasses
import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confianza.analysis.evaluation import guard, guard_words
from confianza.analysis.evaluation.guard import Evidence, Strength
from confianza.analysis.evaluation.problems import EvaluationRefused

SEED = 2011
YES_OR_NO = (
    "counts",
    "interval",
    "clear",
    "control",
    "control_chosen_alike",
    "path_shown",
    "fit_is_good",
    "selection_left_out",
    "specifications_agree",
    "registered",
)
# Every field of the evidence from its weakest value to its strongest; equals stand together.
ORDER: dict[str, tuple[tuple, ...]] = {
    **dict.fromkeys(YES_OR_NO, ((False,), (True,))),
    "before": ((0,), (1,), (2,), (4,), (5,), (7,), (8,), (30,)),
    "after": ((0,), (1,), (2,), (3,), (12,)),
    "years_after": ((0.0,), (0.25,), (2.9,), (3.0,), (10.0,)),
    "placebo_p": ((None, 1.0), (0.5,), (0.10,), (0.06,), (0.05,), (0.01,)),
    "same_area": ((None, False), (True,)),
    "selected_for_being_high": ((None, True), (False,)),
}
VALUES = {name: [value for level in levels for value in level] for name, levels in ORDER.items()}
BEST = Evidence(**{name: levels[-1][-1] for name, levels in ORDER.items()})


def truth(told: Evidence) -> Strength:
    """The rules as the decision record writes them, one after the other: the table the guard is held to."""
    chance = (told.interval and told.clear) or (
        told.control and told.placebo_p is not None and told.placebo_p <= 0.05
    )
    no_peak = told.selected_for_being_high is False or told.selection_left_out
    if not told.counts:
        return Strength.REPORTED
    fair = no_peak or told.control_chosen_alike
    differs = told.control and told.same_area and chance and fair and told.before >= 2 and told.after >= 1
    if not differs:
        return Strength.CHANGED if chance and no_peak else Strength.COUNTED
    rare = told.placebo_p is not None and told.placebo_p <= 0.05
    if not (told.path_shown and told.fit_is_good and rare and told.before >= 5):
        return Strength.DIFFERS
    long = told.after >= 3 and told.years_after >= 3 and told.before >= 8
    if not (long and told.interval and told.clear and told.specifications_agree):
        return Strength.FITS
    return Strength.CAUSED if told.registered else Strength.LOWERED


def drawn(count):
    chance = random.Random(SEED)
    for _ in range(count):
        yield Evidence(**{name: chance.choice(values) for name, values in VALUES.items()})


def nearly_all_that_matters():
    """Evidence that differs from the best in three fields at most: where every rule is decided."""
    for names in itertools.combinations(VALUES, 3):
        for values in itertools.product(*(VALUES[name] for name in names)):
            yield dataclasses.replace(BEST, **dict(zip(names, values, strict=True)))


def test_the_guard_keeps_to_its_table():
    for told in itertools.chain(drawn(4000), itertools.islice(nearly_all_that_matters(), 0, None, 7)):
        assert guard.strength(told) == truth(told), told


@pytest.mark.slow
def test_the_guard_keeps_to_its_table_over_the_whole_product_of_evidence():
    edges = {
        **VALUES,
        "before": [1, 2, 5, 8],
        "after": [0, 1, 3],
        "years_after": [2.9, 3.0],
        "placebo_p": [None, 0.06, 0.05],
        "same_area": [None, True],
        "selected_for_being_high": [None, False],
    }
    for values in itertools.product(*edges.values()):
        told = Evidence(**dict(zip(edges, values, strict=True)))
        assert guard.strength(told) == truth(told), told


evidence = st.builds(Evidence, **{name: st.sampled_from(values) for name, values in VALUES.items()})


@given(evidence, st.data())
@settings(max_examples=400, deadline=None)
def test_more_evidence_never_weakens_the_sentence(told, data):
    name = data.draw(st.sampled_from(list(ORDER)))
    level = next(at for at, values in enumerate(ORDER[name]) if getattr(told, name) in values)
    better = data.draw(st.sampled_from([value for values in ORDER[name][level:] for value in values]))
    more = dataclasses.replace(told, **{name: better})
    assert guard.strength(more) >= guard.strength(told)
    for direction in ("fall", "rise", "none"):
        less, now = guard.allowed(told, direction), guard.allowed(more, direction)
        assert now.strength >= less.strength
        assert {refusal.word for refusal in now.refused} <= {refusal.word for refusal in less.refused}


@given(evidence)
@settings(max_examples=300, deadline=None)
def test_what_a_refusal_asks_for_is_what_would_carry_the_word(told):
    for refusal in guard.allowed(told, "fall").refused:
        assert refusal.needs
        if refusal.word == "interval":
            continue
        kept = {field.name: getattr(told, field.name) for field in dataclasses.fields(Evidence)}
        given_now = dataclasses.replace(told, **_asked_for(refusal.needs, kept))
        assert guard.allowed(given_now, "fall").may_say(refusal.word), (told, refusal)


def _asked_for(needs, kept):
    """What somebody would bring who did just what the guard asked."""
    brought = {
        "counts": {"counts": True},
        "interval": {"interval": True},
        "more_than_chance": {"interval": True, "clear": True},
        "clear_interval": {"interval": True, "clear": True},
        "no_peak": {"selection_left_out": True},
        "fair_comparison": {"control_chosen_alike": True},
        "comparison": {"control": True},
        "same_area": {"same_area": True},
        "two_before": {"before": max(2, kept["before"])},
        "five_before": {"before": max(5, kept["before"])},
        "eight_before": {"before": max(8, kept["before"])},
        "one_after": {"after": max(1, kept["after"])},
        "three_after": {"after": max(3, kept["after"]), "years_after": max(3.0, kept["years_after"])},
        "path": {"path_shown": True},
        "fit": {"fit_is_good": True},
        "placebo": {"placebo_p": 0.05},
        "agreement": {"specifications_agree": True},
        "registration": {"registered": True},
    }
    return {name: value for need in needs for name, value in brought[need].items()}


def test_knowing_nothing_says_nothing():
    told = guard.allowed(Evidence(), "fall")
    assert (told.strength, told.sentence) == (Strength.REPORTED, "reported")
    assert {refusal.word for refusal in told.refused} == {*guard.WORDS, "interval"}


def test_the_best_evidence_says_all():
    told = guard.allowed(BEST, "fall")
    assert (told.sentence, told.refused, told.cautions) == ("caused_fall", (), ())


@pytest.mark.parametrize(
    "weaker",
    [
        {"control": False},
        {"after": 2},
        {"years_after": 2.0},
        {"path_shown": False},
        {"placebo_p": None},
        {"same_area": False},
        {"same_area": None},
        {"selected_for_being_high": None, "selection_left_out": False, "control_chosen_alike": False},
        {"registered": False},
        {"clear": False},
    ],
)
def test_no_single_gap_lets_anybody_say_caused(weaker):
    told = guard.allowed(dataclasses.replace(BEST, **weaker), "fall")
    assert not told.may_say("caused")


def test_percentages_without_counts_have_no_interval():
    told = guard.allowed(Evidence(interval=True, clear=True), "fall")
    assert not told.may_say("interval")
    assert told.sentence == "reported"


def test_a_fall_after_a_peak_is_no_change():
    told = Evidence(counts=True, interval=True, clear=True, before=5, after=1, selected_for_being_high=True)
    found = guard.allowed(told, "fall")
    assert found.sentence == "after_a_peak"
    assert not found.may_say("changed")
    assert "regression_to_the_mean" in found.cautions


def test_counts_of_a_wider_area_speak_of_that_area():
    told = dataclasses.replace(BEST, same_area=False)
    found = guard.allowed(told, "fall")
    assert found.sentence == "changed_fall"
    assert "other_area" in found.cautions
    assert next(refusal for refusal in found.refused if refusal.word == "caused").needs == ("same_area",)


def test_what_went_neither_way_is_not_claimed_to_have():
    assert guard.allowed(BEST, "none").strength == Strength.COUNTED


@pytest.mark.parametrize(
    ("before", "expected"), [([], False), ([50], False), ([50, 52], False), ([50, 47, 52, 49, 90], True)]
)
def test_a_last_count_that_stands_out_is_seen(before, expected):
    assert guard.stands_out(before) is expected


def test_every_code_has_its_sentence():
    sentences = {
        guard.allowed(told, direction).sentence
        for told in itertools.chain(drawn(3000), [BEST, dataclasses.replace(BEST, registered=False)])
        for direction in ("fall", "rise", "none")
    }
    sentences |= {
        guard.allowed(told, direction).sentence
        for told in itertools.islice(nearly_all_that_matters(), 0, None, 5)
        for direction in ("fall", "rise")
    }
    assert sentences == set(guard_words.SENTENCES)
    assert set(guard_words.WORDS) == {*guard.WORDS, "interval"}
    assert set(guard_words.NEEDS) == set(guard.REQUIREMENTS)
    every = set().union(*(guard.allowed(told, "fall").cautions for told in drawn(500)))
    assert every == set(guard_words.CAUTIONS)


def test_a_direction_is_read_or_refused():
    assert [guard.direction(each) for each in guard.DIRECTIONS] == ["fall", "rise", "none"]
    with pytest.raises(EvaluationRefused, match="“sideways” is no direction"):
        guard.direction("sideways")
