"""What may be told of which offence, by rules that are data; and dominance."""

import polars as pl
import pytest

from confianza.analysis.disclosure import dominance, rules


@pytest.mark.parametrize(
    "word",
    ["sexual_violence", "0301", "iccs03011", "02041", "domestic_violence", "child", "030221", "tip", "home"],
)
def test_what_harms_twice_is_told_by_municipality_and_year_and_never_mapped(word):
    rule = rules.of(word)
    assert (rule.area, rule.period, rule.mapped) == ("municipality", "year", "never")
    assert rule.allows(level="municipality", period="year")
    assert not rule.allows(level="zone", period="year")
    assert not rule.allows(level="beat", period="year")
    assert not rule.allows(level="municipality", period="month")
    assert not rule.allows(level="nowhere", period="year")


@pytest.mark.parametrize("word", ["homicide", "0101", "0501", "theft", "02"])
def test_other_offences_are_mapped_at_snap_points_and_told_by_month(word):
    rule = rules.of([word])
    assert (rule.period, rule.mapped, rule.threshold) == ("month", "snapped", 5)
    assert rule.allows(level="locality", period="month")
    assert not rule.allows(level="locality", period="day")


def test_of_several_rules_the_strictest_of_each_holds():
    rule = rules.of(["homicide", "tip"])
    assert (rule.name, rule.period, rule.mapped) == ("homicide+tip", "year", "never")


def test_every_rule_says_who_decided_it_when_and_why():
    assert all(rule.author and rule.reason and rule.decided_on for rule in rules.default())


OWN = """
[[rule]]
name = "default"
area = "municipality"
jurisdiction = "substation"
period = "quarter"
threshold = 10
mapped = "never"
author = "The council"
decided_on = "2026-12-01"
reason = "Our town is small."
"""


def test_a_workspace_may_be_stricter():
    rule = rules.of("theft", rules.own(OWN))
    assert (rule.threshold, rule.period) == (10, "quarter")
    assert rules.of("sexual_violence", rules.own(OWN)).period == "year"


def test_a_rule_of_its_own_is_one_more():
    text = OWN.replace('"default"', '"thefts"') + 'indicators = ["theft"]\n'
    assert rules.of("theft", rules.own(text)).name == "thefts"


def test_a_looser_rule_must_give_its_own_reason():
    ours = next(rule for rule in rules.default() if rule.name == "tip")
    text = OWN.replace('"default"', '"tip"').replace("Our town is small.", ours.reason)
    with pytest.raises(rules.NotRules, match="gives no reason of its own"):
        rules.own(text)
    assert (
        rules.of("theft", rules.own(text.replace(ours.reason, "The council meets on it."))).name == "default"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[rule", "is no TOML"),
        ('[[rule]]\nname = "x"\n', "lacks something"),
        (OWN.replace('"municipality"', '"moon"'), "a level is one of"),
        (OWN.replace('"quarter"', '"day"'), "period is one of"),
        (OWN.replace("= 10", "= 1"), "threshold is 2 or more"),
        (OWN + OWN, "two rules called"),
    ],
)
def test_what_are_no_rules_is_told_in_one_sentence(text, said):
    with pytest.raises(rules.NotRules, match=said):
        rules.own(text)


GRANTS = pl.DataFrame({"area": ["x"] * 3 + ["y"] * 3 + ["z"], "value": [80, 15, 5, 40, 35, 25, 0]})


def test_a_cell_that_one_contributor_fills_is_hidden():
    found = dominance.primary(GRANTS, ["area"], largest=1, share=75)
    assert dict(found.iter_rows()) == {"x": True, "y": False, "z": False}


def test_a_cell_whose_second_could_tell_the_first_is_hidden():
    found = dominance.primary(GRANTS, ["area"], percent=10)
    # of x all others hold 5, less than 10 % of 80; of y 25, more than 10 % of 40
    assert dict(found.iter_rows()) == {"x": True, "y": False, "z": False}
