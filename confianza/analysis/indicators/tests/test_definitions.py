from datetime import date

import ibis
import polars as pl
import pytest

from confianza.analysis.indicators import denominators, ficha, numerator, registry, standard_sets
from confianza.analysis.sources import catalogue
from confianza.analysis.vocabulary import iccs, icd10, mechanisms
from confianza.analysis.vocabulary.claims import INTENTS

EVERY_DEFINITION = pytest.mark.parametrize("indicator", registry.defined(), ids=lambda each: each.id)
LANGUAGES = ("es", "en")


def _counts(**columns):
    rows = len(next(iter(columns.values())))
    table = {
        "grain": ["victim"] * rows,
        "source": ["gt_civil_deaths"] * rows,
        "iccs": [None] * rows,
        "offence_label": [None] * rows,
        "intent": [None] * rows,
        "mechanism": [None] * rows,
        "weight": [1.0] * rows,
    } | columns
    strings = {name: pl.String for name in table if name != "weight"}
    return ibis.memtable(pl.DataFrame(table, schema_overrides=strings))


def _counted(indicator_id, counts):
    total = numerator.of_indicator(counts, registry.get(indicator_id)).weight.sum().execute()
    return int(total) if total == total and total is not None else 0


@EVERY_DEFINITION
def test_a_definition_says_all_that_a_reader_must_know(indicator):
    assert indicator.denominator in denominators.KINDS
    assert indicator.multiplier in (100, 1_000, 10_000, 100_000)
    assert set(indicator.intents) <= set(INTENTS)
    assert set(indicator.iccs + indicator.iccs_except) <= set(iccs.CLASSES)
    assert set(indicator.mechanisms) <= set(mechanisms.LABELS)
    assert set(indicator.sources) <= set(catalogue.names())
    assert set(indicator.minimum) <= set(ficha.MINIMUM)
    assert bool(indicator.never_with) == bool(indicator.compare_es) == bool(indicator.compare_en)
    assert all(registry.get(other) for other in indicator.never_with)
    assert indicator.id not in indicator.never_with


@EVERY_DEFINITION
@pytest.mark.parametrize("language", LANGUAGES)
def test_its_card_is_written_in_both_languages(indicator, language):
    card = ficha.of(indicator, language)
    assert {"unit", "denominator", "basis", "minimum"} <= set(card)
    assert ("numerator" in card) != (bool(indicator.awaits) and not indicator.iccs)
    assert set(card) <= set(ficha.HEADINGS)
    assert all(ficha.heading(code, language) for code in card)


def test_a_card_says_its_conditions_and_nothing_else():
    assert ficha.of(registry.get("vehicle_loss"), "en")["numerator"] == (
        "ICCS 05021 (theft of a motorized vehicle or parts thereof), 040121 (robbery of car or vehicle); "
        "without ICCS 050213 (theft of vehicle parts)"
    )
    assert ficha.of(registry.get("all_offences"), "es")["numerator"] == "todo lo que traen las fuentes"
    assert ficha.of(registry.get("suicide"), "en")["denominator"] == (
        "resident population, in the middle of every year (30 June)"
    )
    assert ficha.of(registry.get("trust"), "es")["awaits"] == "las encuestas"
    assert ficha.of(registry.get("femicide"), "es")["never_with"] == (
        "Homicidios. Ya está dentro de los homicidios."
    )
    assert ficha.of(registry.get("suicide"), "en")["sources"].startswith("Deaths of the civil register")


def test_the_regional_set_has_twelve_registers_and_ten_surveys_in_order():
    regional = standard_sets.SETS[0]
    assert [member.number for member in regional.members] == list(range(1, 23))
    assert [member.basis for member in regional.members] == ["register"] * 12 + ["survey"] * 10
    asked = [registry.get(member.indicator_id) for member in regional.members]
    assert len({indicator.id for indicator in asked}) == 22
    assert all(
        (i.awaits == "surveys") == (m.basis == "survey") for i, m in zip(asked, regional.members, strict=True)
    )
    assert regional.name("es") != regional.name("en")


def test_every_member_of_every_set_is_defined_and_every_definition_beyond_ours_is_in_a_set():
    members = {member.indicator_id for each in standard_sets.SETS for member in each.members}
    assert all(registry.get(indicator_id) for indicator_id in members)
    ours = {indicator.id for indicator in registry.defined()}
    from confianza.analysis.indicators import external_causes, regional

    added = {indicator.id for indicator in (*external_causes.INDICATORS, *regional.INDICATORS)}
    assert added <= members <= ours


def test_denominators_that_nobody_keeps_give_no_rate():
    cells = pl.DataFrame({"area_id": ["a"], "month": [date(2026, 1, 1)]})
    lived = denominators.with_person_years(cells, None, registry.get("drunk_driving"))
    assert lived["person_years"].to_list() == [None]


def test_what_waits_for_its_room_is_told_so_and_counts_nothing():
    everything = _counts(iccs=["0101", None])
    for indicator in registry.defined():
        if indicator.awaits:
            assert _counted(indicator.id, everything) == 0
            with pytest.raises(registry.NotYetAnswerable, match=indicator.awaits):
                registry.resolve(indicator.id)
    assert _counted("homicide", everything) == 1


def test_each_icd10_code_of_a_death_falls_where_the_classification_puts_it():
    codes = ["X95", "Y871", "X84", "Y870", "Y34", "Y872", "Y350", "W34", "V03", "Y09", "X91", "Y36", "C34"]
    counts = _counts(
        intent=[icd10.intent(code) for code in codes],
        mechanism=[mechanisms.of_icd10(code) for code in codes],
    )
    assert _counted("cause_homicide", counts) == 4  # X95, Y87.1, Y09, X91
    assert _counted("suicide", counts) == 2
    assert _counted("undetermined_death", counts) == 2
    assert _counted("legal_intervention_death", counts) == 1
    assert _counted("firearm_death", counts) == 3  # X95, Y35.0, W34
    assert _counted("cause_homicide_firearm", counts) == 1
    assert _counted("cause_homicide_strangulation", counts) == 1
    assert (
        _counted("cause_homicide_unspecified", counts) == 2
    )  # Y09 and the late effect, whose means is not told
    assert _counted("cause_road_death", counts) == 1


def test_the_mechanism_groups_divide_the_homicides_without_rest_or_overlap():
    every = [*mechanisms.LABELS, None]
    counts = _counts(intent=["homicide"] * len(every), mechanism=every)
    groups = [each.id for each in registry.defined() if each.id.startswith("cause_homicide_")]
    assert (
        sum(_counted(group, counts) for group in groups) == _counted("cause_homicide", counts) == len(every)
    )


def test_a_list_of_the_wounded_is_no_register_of_deaths():
    wounded = _counts(
        intent=["homicide", "suicide"],
        mechanism=["firearm", "poison"],
        source=["canonical_es", "canonical_es"],
    )
    assert _counted("firearm_death", wounded) == 0
    assert _counted("suicide", wounded) == 0  # who took poison and was treated is alive


def test_an_attempt_is_no_firearm_death():
    attempt = _counts(intent=["homicide"], mechanism=["firearm"], iccs=["0102"])
    assert _counted("firearm_death", attempt) == 0
    assert _counted("cause_homicide_firearm", attempt) == 1


def test_every_class_of_the_classification_is_an_indicator_that_rolls_up_by_prefix():
    assert [each.id for each in registry.tree()] == [f"iccs{code}" for code in iccs.CLASSES]
    counts = _counts(iccs=["010321", "01032", "0101", "02", None], grain=["offence"] * 5)
    expected = {"iccs010321": 1, "iccs01032": 2, "iccs0103": 2, "iccs01": 3, "iccs0101": 1, "iccs02": 1}
    assert {code: _counted(code, counts) for code in expected} == expected


def test_nothing_of_what_screens_offered_before_is_lost():
    shown = [indicator.id for indicator in registry.everything()]
    assert shown[:20] == [
        "homicide", "firearm_homicide", "femicide", "attempted_homicide", "violent_death", "assault",
        "threat", "kidnapping", "extortion", "sexual_violence", "domestic_violence", "robbery", "burglary",
        "theft", "vehicle_theft", "drug_offence", "weapon_offence", "road_death", "arrest", "all_offences",
    ]  # fmt: skip
    assert not any(registry.get(indicator_id).awaits for indicator_id in shown)


def test_no_word_means_two_definitions():
    words = [word for indicator in registry.defined() for word in {*indicator.known_as}]
    assert len(words) == len(set(words))
