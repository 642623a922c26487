"""The table of sequences: over every case there is, against the same rules written a second time."""

import itertools
import re

import pytest

from confianza.analysis.selection import sequencing
from confianza.analysis.selection.problems import SelectionRefused
from confianza.analysis.selection.sequencing import UNKNOWN, NotSequencing

TABLE = sequencing.default()
CASES = [
    dict(zip([each.name for each in TABLE.conditions], values, strict=True))
    for values in itertools.product(*(each.values for each in TABLE.conditions))
]
UNHAPPY = {
    "violence": "extreme", "trend": "rising", "gangs": "strong", "trust": "low", "vetted": "medium",
    "commitment": "words", "capacity": "low",
}  # fmt: skip
TEXT = (sequencing.files("confianza.analysis.selection") / sequencing.FILE).read_text(encoding="utf-8")


def expected(case):
    """Where to begin, said in other words than those of the table."""
    held = case["gangs"] == "strong" or case["violence"] == "extreme"
    tipping = (case["violence"], case["trend"], case["gangs"]) == ("high", "rising", "some")
    vetted, pays = case["vetted"] != "low", case["commitment"] == "deeds"
    if held or (tipping and vetted):
        return "enforcement" if vetted else "preparation"
    calm = case["violence"] in ("low", "medium") and case["trend"] != "rising" and case["gangs"] == "none"
    strong = case["vetted"] == "high" and case["capacity"] != "low" and case["trust"] != "low"
    if calm and strong and pays:
        return "full"
    police = vetted and case["capacity"] != "low"
    if pays and not (police and case["trust"] != "low"):
        return "prevention"
    return "policing" if police else "readying"


def test_every_one_of_the_cases_begins_where_it_should():
    assert len(CASES) == 4 * 3**6
    wrong = [case for case in CASES if TABLE.rule(case).begin != expected(case)]
    assert wrong == []


def test_every_sequence_ends_in_full_community_policing_and_every_step_can_be_reached():
    begins = {TABLE.rule(case).begin for case in CASES}
    assert begins == set(TABLE.sequences)
    assert {steps[-1] for steps in TABLE.sequences.values()} == {"full"}
    assert {step for steps in TABLE.sequences.values() for step in steps} == set(TABLE.steps)


def test_an_operation_never_begins_with_officers_who_are_not_vetted():
    assert all(case["vetted"] != "low" for case in CASES if TABLE.rule(case).begin == "enforcement")


def test_nothing_begins_softer_where_violence_or_gangs_are_worse():
    force = {"full": 0, "policing": 0, "prevention": 0, "readying": 0, "enforcement": 1, "preparation": 1}
    for case in CASES:
        for name in ("violence", "gangs"):
            values = TABLE.condition(name).values
            for worse in values[values.index(case[name]) + 1 :]:
                other = case | {name: worse}
                assert force[TABLE.rule(other).begin] >= force[TABLE.rule(case).begin], (case, other)


def test_prevention_follows_inside_the_jurisdiction_of_a_model_precinct():
    found = sequencing.sequence(TABLE, UNHAPPY)
    assert [step.name for step in found.steps] == ["enforcement", "prevention", "policing", "full"]
    assert found.rule.name == "gangs_hold_the_place"
    assert {each.name for each in found.beside} == {
        "agreement", "listening", "vetting", "presence", "outlying_wards"
    }  # fmt: skip


def test_what_would_change_the_answer_does_change_it():
    for case in CASES[::37]:
        found = sequencing.sequence(TABLE, case)
        told = {(each.condition, each.value) for each in found.changes}
        for each in TABLE.conditions:
            for value in each.values:
                begin = TABLE.rule(case | {each.name: value}).begin
                assert (begin != found.begin) == ((each.name, value) in told)


def test_what_is_not_known_does_not_matter_where_it_changes_nothing():
    answers = UNHAPPY | {"trend": UNKNOWN, "trust": UNKNOWN, "capacity": UNKNOWN, "commitment": UNKNOWN}
    found = sequencing.sequence(TABLE, answers)
    assert found.begin == "enforcement"
    assert found.rule.name == "gangs_hold_the_place"
    assert "listening" not in {each.name for each in found.beside}


def test_what_is_not_known_is_to_be_found_out_where_it_decides():
    found = sequencing.sequence(TABLE, UNHAPPY | {"vetted": UNKNOWN, "trust": UNKNOWN})
    assert (found.begin, found.rule, found.steps) == ("", None, ())
    assert found.find_out == ("vetted",)
    assert found.depends == {"preparation": 3, "enforcement": 6}
    nothing = sequencing.sequence(TABLE, dict.fromkeys(UNHAPPY, UNKNOWN))
    assert sum(nothing.depends.values()) == len(CASES)
    assert set(nothing.find_out) == set(UNHAPPY)


def test_one_beginning_for_several_rules_tells_no_reason_that_may_not_hold():
    found = sequencing.sequence(TABLE, UNHAPPY | {"gangs": UNKNOWN})
    assert (found.begin, found.rule) == ("enforcement", None)


def test_numbers_become_words_by_the_thresholds_of_the_table():
    told = UNHAPPY | {"violence": "85", "trust": "0.35", "vetted": "0.89"}
    found = sequencing.answers_of(TABLE, told)
    assert (found["violence"], found["trust"], found["vetted"]) == ("extreme", "medium", "medium")
    assert sequencing.answers_of(TABLE, told | {"violence": "9.99"})["violence"] == "low"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("violence", "very"),
        ("violence", "-3"),
        ("violence", "nan"),
        ("trend", "0.3"),
        ("gangs", "high"),
        # Whoever means 20 % must not be told that nearly all are vetted.
        ("vetted", "20"),
        ("trust", "1.01"),
    ],
)
def test_an_answer_that_is_none_is_refused_with_those_there_are(name, value):
    with pytest.raises(SelectionRefused, match=f"“{re.escape(value)}” is no answer for {name}"):
        sequencing.answers_of(TABLE, UNHAPPY | {name: value})


def test_a_condition_left_out_is_asked_for():
    with pytest.raises(SelectionRefused, match="trust"):
        sequencing.answers_of(TABLE, UNHAPPY | {"trust": " "})


def test_a_commander_may_disagree_and_is_told_when_the_table_would_agree():
    found = sequencing.overrule(
        TABLE, UNHAPPY, "preparation", by="precinct commander", reason="Eleven of thirty passed."
    )
    assert found.agrees_if == (("vetted", "low"),)
    far = sequencing.overrule(TABLE, UNHAPPY, "full", by="x", reason="y")
    agreed = UNHAPPY | dict(far.agrees_if)
    assert TABLE.rule(agreed).begin == "full"
    assert sequencing.overrule(TABLE, UNHAPPY, "enforcement", by="x", reason="y").agrees_if == ()
    for wrong in ({"begin": "flight"}, {"by": " "}, {"reason": ""}):
        told = {"by": "x", "reason": "y"} | {key: value for key, value in wrong.items() if key != "begin"}
        with pytest.raises(SelectionRefused):
            sequencing.overrule(TABLE, UNHAPPY, wrong.get("begin", "full"), **told)


def test_a_table_that_never_begins_so_never_agrees():
    own = sequencing.read(TEXT.replace('full = ["full"]', 'full = ["full"]\nsleep = ["full"]', 1))
    found = sequencing.overrule(own, UNHAPPY, "sleep", by="x", reason="y")
    assert found.agrees_if is None


def test_every_decision_names_its_author_its_day_and_its_reason_in_two_languages():
    for rule in TABLE.rules:
        assert rule.author
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", rule.decided_on)
        assert rule.reason != rule.reason_es
    for each in (*TABLE.steps.values(), *TABLE.conditions):
        assert each.title
        assert each.title_es


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version = ", "[version = ", "no TOML"),
        ('begin = "full"', 'finish = "full"', "lacks something"),
        ('begin = "full"', 'begin = "flight"', "no sequence"),
        ('gangs = ["strong"], vetted', 'gangs = ["everywhere"], vetted', "which is nowhere"),
        ('full = ["full"]', 'full = ["fuller"]', "a step that is nowhere"),
        ("when = {}\n", 'when = { trust = ["low"] }\n', "No rule answers"),
        ('when = { gangs = ["strong"], vetted = ["low"] }', "when = {}", "never reached"),
    ],
)
def test_a_table_of_ones_own_is_checked_whole(old, new, said):
    assert old in TEXT
    with pytest.raises(NotSequencing, match=said):
        sequencing.read(TEXT.replace(old, new, 1))
