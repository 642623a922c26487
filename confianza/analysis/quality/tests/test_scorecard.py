"""The criteria as data, judged on claims, answered by people, and what follows to be asked for."""

from datetime import date

import polars as pl
import pytest

from confianza.analysis.quality import asking, criteria, measures, scorecard, telling
from confianza.analysis.quality.scorecard import Answer
from confianza.analysis.quality.tests import claims

PROTOCOL = criteria.protocol()
POLICE, HOSPITAL = "gt_pnc_victims", "gt_civil_deaths"


def judged(*rows, material=None, answers=()):
    measured = measures.measure(claims.table(*rows), material)
    return measured, {
        source: {found.criterion.id: found for found in scorecard.of_source(each, PROTOCOL, answers)}
        for source, each in measured.items()
    }


def police(*rows, **more):
    measured, findings = judged(*rows, **more)
    return measured[POLICE], findings[POLICE]


def delivered(*rows):
    return measures.Material(delivered=pl.DataFrame(rows, schema=measures.DELIVERED, orient="row"))


def test_there_are_eighteen_criteria_each_with_its_source_and_a_measure_that_exists() -> None:
    assert [each.number for each in PROTOCOL.criteria] == list(range(1, 19))
    assert {each.measure for each in PROTOCOL.criteria} <= set(scorecard._MEASURES)
    assert all(each.source and each.name_es and each.name_en for each in PROTOCOL.criteria)
    assert all(each.answered_by == "person" for each in PROTOCOL.criteria if each.measure == "answer")
    assert not PROTOCOL.get("low_missing").verified
    with pytest.raises(KeyError):
        PROTOCOL.get("none")


def test_a_file_of_criteria_with_a_gap_or_without_a_source_is_refused() -> None:
    one = (
        '[[criteria]]\nid = "a"\nnumber = %d\nname_es = "a"\nname_en = "a"\nmeasure = "answer"\n'
        'answered_by = "person"\nverified = false\nsource = "%s"\n'
    )
    head = 'version = "1"\nprotocol = "p"\n'
    assert criteria.read(head + one % (1, "x")).criteria[0].name("es") == "a"
    with pytest.raises(ValueError, match="numbered"):
        criteria.read(head + one % (2, "x"))
    with pytest.raises(ValueError, match="comes from"):
        criteria.read(head + one % (1, ""))
    with pytest.raises(ValueError, match="no limit"):
        criteria.read(head + one % (1, "x")).criteria[0].is_met(1.0)


def test_what_only_a_person_can_know_stays_open_until_somebody_answers() -> None:
    _, open_ones = police({})
    assert open_ones["validation_table"].verdict == "to_be_answered"
    assert open_ones["common_content"].verdict == "to_be_answered"
    old = Answer("validation_table", POLICE, "no", "Ana", "No hay.", date(2025, 1, 1))
    new = Answer("validation_table", POLICE, "partly", "Ana", "Desde marzo.", date(2025, 4, 1))
    _, answered = police({}, answers=(new, old))
    assert (answered["validation_table"].verdict, answered["validation_table"].answer) == ("partly", new)
    _, whole = police(
        {}, answers=(Answer("metadata", scorecard.WHOLE, "yes", "Ana", "Web.", date(2025, 1, 1)),)
    )
    assert whole["metadata"].verdict == "met"


def test_an_answer_does_not_overrule_what_was_measured() -> None:
    _, found = police(
        {"grain": "tally", "weight": 4},
        answers=(Answer("victim_unit", POLICE, "yes", "A", "x", date(2025, 1, 1)),),
    )
    assert (found["victim_unit"].verdict, found["victim_unit"].value) == ("not_met", 0.0)


def test_little_missing_is_judged_variable_by_variable() -> None:
    rows = [
        {
            "sex": "male",
            "age_from": 30,
            "municipality_name": "Valle",
            "mechanism": "firearm",
            "minute_of_day": 5,
        }
    ] * 19
    _, kept = police(*rows, {**rows[0], "sex": None})
    _, broken = police(*rows[:9], {**rows[0], "sex": None})
    assert (kept["low_missing"].verdict, kept["low_missing"].parts["sex"]) == ("met", 0.05)
    assert broken["low_missing"].verdict == "not_met"


def test_undetermined_intent_is_a_share_of_external_causes_where_causes_are_told() -> None:
    dead = {"source": HOSPITAL, "iccs": None, "offence_label": None}
    rows = (
        [{**dead, "icd10": "X95"}] * 8
        + [{**dead, "icd10": "Y24", "intent": "undetermined"}]
        + [{**dead, "icd10": "I21", "intent": None}]
    )
    _, found = judged(*rows)
    told = found[HOSPITAL]["low_undetermined"]
    assert (told.verdict, told.value) == ("not_met", pytest.approx(1 / 9))
    assert police({"intent": None})[1]["low_undetermined"].verdict == "not_measurable"


def test_repeats_and_shared_identifiers_are_judged_together() -> None:
    material = delivered((POLICE, "1", date(2025, 2, 1), 100, 99, 1, 0, 0))
    measured, found = police({"flags": "conflicting_ids"}, {}, material=material)
    assert (found["unique_victims"].value, found["unique_victims"].verdict) == (0.02, "not_met")
    kinds = [ask.kind for ask in asking.of(measured, list(found.values()))]
    assert {"repeated_rows", "no_identifier", "noticed"} <= set(kinds)


def test_deliveries_far_apart_break_the_periodicity() -> None:
    days = [date(2025, 1, 1), date(2025, 7, 1), date(2026, 1, 1)]
    _, rare = police(
        {}, material=delivered(*((POLICE, str(n), day, 1, 1, 0, 0, 0) for n, day in enumerate(days)))
    )
    assert (rare["periodicity"].verdict, rare["periodicity"].value) == ("not_met", 184.0)
    _, single = police({}, material=delivered((POLICE, "1", days[0], 1, 1, 0, 0, 0)))
    assert single["periodicity"].verdict == "not_measurable"


def test_security_is_compared_with_health_and_not_with_security() -> None:
    rows = [{}, {"source": "other_police"}, {"source": HOSPITAL, "date_meaning": "death"}]
    names = ((POLICE, 100.0), ("other_police", 10.0), (HOSPITAL, 70.0))
    told = [(source, "a", date(2025, 1, 1), count) for source, count in names]
    material = measures.Material(
        cells=pl.DataFrame(told, schema=["source", "area", "month", "count"], orient="row")
    )
    _, found = police(*rows, material=material)
    assert (found["convergence"].verdict, found["convergence"].value) == ("not_met", pytest.approx(0.3))
    assert police(*rows)[1]["convergence"].verdict == "not_measurable"


def test_coverage_is_measured_on_linked_victims_only() -> None:
    linked = pl.DataFrame(
        {
            "source": [POLICE] * 3 + [HOSPITAL] * 4,
            "victim": list("abc") + list("bcde"),
            "area": None,
            "month": None,
        }
    )
    measured, found = police({}, {"source": HOSPITAL}, material=measures.Material(linked=linked))
    assert (found["coverage"].value, found["coverage"].verdict) == (0.6, "not_met")
    assert measured.pairs[0].shared == pytest.approx(0.4)
    assert police({})[1]["coverage"].verdict == "not_measurable"


def test_the_whole_is_as_good_as_its_weakest_source_and_says_which_that_is() -> None:
    _, found = judged({"sex": "male"}, {"source": "b", "grain": "tally", "weight": 5})
    whole = {
        each.criterion.id: each
        for each in scorecard.of_whole({s: list(f.values()) for s, f in found.items()}, PROTOCOL)
    }
    assert whole["victim_unit"].verdict == "not_met"
    assert whole["victim_unit"].parts == {"met": [POLICE], "not_met": ["b"]}
    assert whole["victim_unit"].value == 0.0


def test_what_is_asked_for_carries_figures_and_no_person() -> None:
    rows = [{"sex": None, "missing": "sex=unknown", "age_from": 30, "age_to": 30}] * 4 + [{"sex": "male"}]
    measured, found = police(*rows)
    asked = {ask.kind: ask.values for ask in asking.of(measured, list(found.values()))}
    assert asked["missing_values"]["variable"] in ("sex", "age", "time", "place")
    blanks = [a.values for a in asking.of(measured, list(found.values())) if a.kind == "missing_values"]
    sex = next(values for values in blanks if values["variable"] == "sex")
    assert (sex["missing"], sex["count"], sex["reasons"]) == (4.0, 5.0, {"unknown": 4.0})
    assert "relationship" in asked["absent_columns"]["variables"]


def test_everything_measured_can_be_told_as_json() -> None:
    import json

    measured, found = police(*[{"occurred_on": date(2025, month, 1)} for month in range(1, 13)])
    told = json.loads(json.dumps(telling.source(measured, found.values())))
    assert [each["number"] for each in told["criteria"]] == list(range(1, 19))
    assert told["victims"] == 12.0
    assert telling.rounded(float("inf")) is None


def test_all_that_a_source_tells_is_judged_where_it_names_no_homicides() -> None:
    measured, _ = judged({"source": "gt_inacif_necropsies", "iccs": None, "intent": None})
    assert measured["gt_inacif_necropsies"].scope == "everything"
    robbery, _ = judged({}, {"iccs": "0401", "intent": None})
    assert (robbery[POLICE].scope, robbery[POLICE].basics.victims) == ("homicides", 1.0)
