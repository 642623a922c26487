"""ICCS, ICD-10 and mechanisms: codes roll up, and causes of death say the intent that WHO gives them."""

import pytest

from confianza.analysis.vocabulary import iccs, icd10, mechanisms, offences


def test_it_rolls_a_code_up_by_its_prefixes() -> None:
    assert iccs.ancestors("010321") == ["010321", "01032", "0103", "01"]
    assert iccs.roll_up("010321", 2) == "0103"
    assert iccs.roll_up("0101", 3) == "0101"


@pytest.mark.parametrize("code", ["", "1", "010", "0101011"])
def test_it_refuses_a_length_that_is_no_level(code: str) -> None:
    with pytest.raises(ValueError, match="no ICCS code"):
        iccs.level(code)


def test_every_class_has_its_parents_in_the_tree_and_two_labels() -> None:
    for one in iccs.CLASSES.values():
        assert set(iccs.ancestors(one.code)) <= set(iccs.CLASSES)
        assert one.label_es
        assert one.label_en


def test_it_labels_in_both_languages_and_falls_back_to_the_class_above() -> None:
    assert iccs.label("0101") == "Homicidio intencional"
    assert iccs.label("0101", "en") == "Intentional homicide"
    assert iccs.label("010119", "en") == "Intentional homicide"
    assert iccs.label("99") == "99"


@pytest.mark.parametrize(
    ("code", "intent"),
    [
        # first and last codes of each block: X85-Y09 and Y87.1 homicide, X60-X84 and Y87.0 suicide, Y10-Y34,
        # Y87.2 and Y89.9 undetermined, Y35 and Y89.0 legal intervention, Y36 and Y89.1 war (WHO, ICD-10)
        ("X85", "homicide"), ("X954", "homicide"), ("Y09", "homicide"), ("Y099", "homicide"),
        ("Y871", "homicide"),
        ("X60", "suicide"), ("X849", "suicide"), ("Y870", "suicide"),
        ("Y10", "undetermined"), ("Y349", "undetermined"), ("Y872", "undetermined"), ("Y899", "undetermined"),
        ("Y350", "legal_intervention"), ("Y357", "legal_intervention"), ("Y890", "legal_intervention"),
        ("Y36", "war"), ("Y369", "war"), ("Y891", "war"),
        ("V01", "accident"), ("V999", "accident"), ("W34", "accident"), ("X59", "accident"),
        ("Y86", "accident"),
        ("I219", None), ("Y40", None), ("Y87", None), ("Z99", None),
    ],
)  # fmt: skip
def test_an_external_cause_says_its_intent(code: str, intent: str | None) -> None:
    assert icd10.intent(code) == intent


# Firearm deaths of any intent: W32-W34, X72-X74, X93-X95, Y22-Y24, Y35.0 (observatory.md §1.4).
FIREARM = {"W32", "W33", "W34", "X72", "X73", "X74", "X93", "X94", "X95", "Y22", "Y23", "Y24", "Y350"}


def test_firearm_deaths_of_any_intent_are_the_published_set() -> None:
    every = [f"{letter}{number:02}" for letter in "VWXY" for number in range(100)] + ["Y350", "Y351", "Y357"]

    assert {code for code in every if mechanisms.of_icd10(code) == "firearm"} == FIREARM


@pytest.mark.parametrize(
    ("code", "mechanism"),
    [
        ("X99", "sharp"),
        ("Y00", "blunt"),
        ("X91", "strangulation"),
        ("Y04", "bodily_force"),
        ("Y09", None),
        ("Y34", None),
    ],
)
def test_the_mechanism_groups_of_homicide_are_those_of_pcdas(code: str, mechanism: str | None) -> None:
    assert mechanisms.of_icd10(code) == mechanism


def test_every_mechanism_that_words_and_codes_tell_has_labels() -> None:
    told = {code for _, code in mechanisms.WORDS} | {code for *_, code in mechanisms.ICD10}
    told |= set(mechanisms.LEGAL_INTERVENTION.values())

    assert told <= set(mechanisms.LABELS)


def test_every_rule_for_offences_leads_to_a_class_and_says_how_well() -> None:
    for rule in offences.RULES:
        assert rule.iccs in iccs.CLASSES, rule
        assert rule.match in offences.MATCHES, rule


@pytest.mark.parametrize(
    ("text", "known"), [("X95", True), ("X954", True), ("x95", False), ("95", False), ("", False)]
)
def test_it_knows_the_shape_of_a_cause(text: str, known: bool) -> None:
    assert icd10.is_code(text) is known
