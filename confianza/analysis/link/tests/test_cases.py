from datetime import date
from typing import Any

import polars as pl
import pytest

from confianza.analysis.link import case_rules, cases
from confianza.analysis.link.case_rules import CaseRules, NotRules

POLICE, CORONER, CIVIL = "gt_pnc_victims", "gt_inacif_necropsies", "gt_civil_deaths"
HEALTH, PROSECUTOR = "canonical_es", "gt_mp_aggrieved"
OFFICES = {HEALTH: "Hospital de Santa Elvira"}
MEANINGS = {CORONER: "intake"}
DTYPES: dict[str, Any] = {
    "occurred_on": pl.Date, "died_on": pl.Date, "age_from": pl.Int16, "age_to": pl.Int16,
    "latitude": pl.Float64, "longitude": pl.Float64, "minute_of_day": pl.Int16,
}  # fmt: skip


def claim(source: str, case: str = "a", **told: Any) -> dict[str, Any]:
    age = told.pop("age", None)
    ages = {} if age is None else {"age_from": age, "age_to": age}
    return {
        "source": source, "office": OFFICES.get(source, ""), "_case": case,
        "date_meaning": MEANINGS.get(source, "occurrence"), "date_precision": "day",
        "status": "forensic_certified" if source == CORONER else "reported", **ages, **told,
    }  # fmt: skip


def consolidated(*claims: dict[str, Any], **said: Any) -> list[dict[str, Any]]:
    numbered = [{"record": f"r{number}", **told} for number, told in enumerate(claims)]
    columns = {name for told in numbered for name in told}
    frame = pl.DataFrame(numbered, schema={name: DTYPES.get(name, pl.String) for name in sorted(columns)})
    victims = frame.select("record", victim="_case")
    events = victims.select("victim", event="victim").unique()
    return cases.consolidate(frame.drop("_case"), victims, events, **said).to_dicts()


def one(*claims: dict[str, Any], **said: Any) -> dict[str, Any]:
    [case] = consolidated(*claims, **said)
    return case


def test_a_case_tells_who_speaks_of_the_victim() -> None:
    case = one(claim(POLICE), claim(CORONER), claim(HEALTH))
    assert (case["sources"], case["kinds"], case["records"]) == (
        f"{HEALTH};{CORONER};{POLICE}",
        "coroner;health;police",
        3,
    )


@pytest.mark.parametrize(
    ("field", "values", "believed", "disagrees"),
    [
        ("sex", {POLICE: "male", CORONER: "female"}, CORONER, True),
        ("sex", {POLICE: "male", CIVIL: "female", CORONER: "male"}, CIVIL, True),
        ("sex", {POLICE: "male", CORONER: "male"}, CORONER, False),
        ("mechanism", {POLICE: "firearm", CORONER: "sharp", HEALTH: "firearm"}, CORONER, True),
        ("mechanism", {POLICE: "firearm", CORONER: "other"}, POLICE, False),
        ("mechanism", {CORONER: "other"}, CORONER, False),
        ("intent", {HEALTH: "undetermined", POLICE: "homicide"}, POLICE, False),
        ("intent", {HEALTH: "suicide", POLICE: "homicide"}, POLICE, True),
        ("intent", {PROSECUTOR: "accident", POLICE: "homicide"}, PROSECUTOR, True),
        ("iccs", {POLICE: "02011", HEALTH: "0101"}, HEALTH, True),
        ("iccs", {POLICE: "0101", CORONER: "01"}, POLICE, False),
        ("iccs", {PROSECUTOR: "01", HEALTH: "0101"}, HEALTH, False),
        ("icd10", {HEALTH: "X95", CIVIL: "X99"}, CIVIL, True),
        ("municipality_code", {HEALTH: "2302", POLICE: "2301"}, POLICE, True),
        ("zone", {HEALTH: "El Milagro", POLICE: "4"}, POLICE, False),
    ],
)
def test_each_field_believes_the_source_its_rule_names(
    field: str, values: dict[str, str], believed: str, disagrees: bool
) -> None:
    case = one(*(claim(source, **{field: value}) for source, value in values.items()))
    assert (case[field], case[f"{field}_from"], case[f"{field}_disagrees"]) == (
        values[believed],
        believed,
        disagrees,
    )
    assert (field in case["disagreements"].split(";")) == disagrees


@pytest.mark.parametrize(
    ("police", "coroner", "believed", "disagrees"),
    [
        (date(2024, 3, 1), date(2024, 3, 20), date(2024, 3, 1), False),  # an intake is no day of the fact
        (None, date(2024, 3, 20), date(2024, 3, 20), False),
    ],
)
def test_the_day_of_a_fact_is_not_the_day_a_body_came_in(
    police: date | None, coroner: date, believed: date, disagrees: bool
) -> None:
    case = one(claim(POLICE, occurred_on=police), claim(CORONER, occurred_on=coroner))
    assert (case["occurred_on"], case["occurred_on_disagrees"]) == (believed, disagrees)


@pytest.mark.parametrize(("day", "disagrees"), [(1, False), (2, False), (3, True)])
def test_one_day_apart_is_midnight_and_two_are_a_contradiction(day: int, disagrees: bool) -> None:
    case = one(claim(POLICE, occurred_on=date(2024, 3, 1)), claim(HEALTH, occurred_on=date(2024, 3, day)))
    assert case["occurred_on"] == date(2024, 3, 1)
    assert case["occurred_on_disagrees"] == disagrees


def test_a_day_is_believed_before_a_month() -> None:
    case = one(
        claim(POLICE, occurred_on=date(2024, 3, 1), date_precision="month"),
        claim(HEALTH, occurred_on=date(2024, 3, 17)),
    )
    assert (case["occurred_on"], case["occurred_on_from"]) == (date(2024, 3, 17), HEALTH)
    assert not case["occurred_on_disagrees"]


@pytest.mark.parametrize(
    ("police", "health", "believed", "disagrees"),
    [
        ((30, 30), (33, 33), (33, 33), True),
        ((30, 30), (32, 32), (32, 32), False),
        ((30, 30), (30, 34), (30, 30), False),  # an age tells more than a band, whoever tells it
        ((20, 24), (30, None), (20, 24), True),
        ((20, 24), (25, 29), (25, 29), False),
        ((30, 30), (None, None), (30, 30), False),
    ],
)
def test_the_narrowest_age_is_believed_and_guessing_is_no_contradiction(
    police: Any, health: Any, believed: Any, disagrees: bool
) -> None:
    case = one(
        claim(POLICE, age_from=police[0], age_to=police[1]),
        claim(HEALTH, age_from=health[0], age_to=health[1]),
    )
    assert ((case["age"], case["age_until"]), case["age_disagrees"]) == (believed, disagrees)


@pytest.mark.parametrize(("east", "disagrees"), [(0.004, False), (0.006, True)])
def test_points_some_blocks_apart_are_one_place(east: float, disagrees: bool) -> None:
    # At 14 degrees north a thousandth of a degree of longitude is 108 metres.
    case = one(
        claim(POLICE, latitude=14.0, longitude=-90.0),
        claim(HEALTH, latitude=14.0, longitude=-90.0 + east),
    )
    assert (case["longitude"], case["point_from"], case["point_disagrees"]) == (-90.0, POLICE, disagrees)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({POLICE: "male"}, "only"),
        ({POLICE: "male", CORONER: "male"}, "agreed"),
        ({POLICE: "male", CORONER: "female"}, "rule"),
        ({POLICE: None, CORONER: None}, None),
    ],
)
def test_a_value_says_why_it_stands(values: dict[str, str | None], why: str | None) -> None:
    assert one(*(claim(source, sex=value) for source, value in values.items()))["sex_why"] == why


def outcome(record: str, what: str, series: str = "", number: int = 1) -> dict[str, Any]:
    return {"outcome_id": number, "record": record, "outcome": what, "series": series}


def outcomes(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=cases.OUTCOMES)


@pytest.mark.parametrize(
    ("claims", "said", "status"),
    [
        ([claim(POLICE)], (), "reported"),
        ([claim(POLICE, status="validated")], (), "reported"),
        ([claim(POLICE), claim(CORONER)], (), "forensic_certified"),
        ([claim(POLICE)], (outcome("r0", "validated"),), "validated"),
        ([claim(POLICE), claim(CORONER)], (outcome("r0", "validated"),), "validated"),
        ([claim(POLICE), claim(CORONER)], (outcome("r0", "stays_open"),), "forensic_certified"),
        ([claim(POLICE)], (outcome("gone", "validated"),), "reported"),
    ],
)
def test_only_a_meeting_makes_a_case_validated(claims: Any, said: Any, status: str) -> None:
    assert one(*claims, outcomes=outcomes(*said))["status"] == status


def test_an_outcome_speaks_of_the_case_that_holds_most_of_its_records() -> None:
    said = outcomes(*(outcome(record, "validated") for record in ("r0", "r1", "r2")))
    told = consolidated(
        claim(POLICE, "a"), claim(CORONER, "b"), claim(HEALTH, "b"), claim(POLICE, "c"), outcomes=said
    )
    assert {case["case"]: case["status"] for case in told} == {
        "a": "reported",
        "b": "validated",
        "c": "reported",
    }


def test_what_a_meeting_settled_wins_over_the_rule() -> None:
    settled = pl.DataFrame([(1, "r0", "sex", POLICE)], schema=cases.SETTLED, orient="row")
    case = one(claim(POLICE, sex="male"), claim(CORONER, sex="female"), settled=settled)
    assert (case["sex"], case["sex_from"], case["sex_why"]) == ("male", POLICE, "meeting")
    assert case["sex_disagrees"]


@pytest.mark.parametrize(
    ("claims", "series"),
    [
        ([claim(POLICE, intent="homicide")], "homicide;violent_death"),
        ([claim(POLICE, iccs="0101")], "homicide;violent_death"),
        ([claim(POLICE, iccs="02011"), claim(HEALTH, iccs="0101")], "homicide;violent_death"),
        ([claim(POLICE, iccs="0102")], ""),
        ([claim(CORONER, iccs="01", intent="undetermined")], "violent_death"),
        ([claim(CORONER, iccs="01"), claim(HEALTH, intent="suicide")], ""),
        (
            [claim(POLICE, intent="homicide"), claim(PROSECUTOR, intent="legal_intervention")],
            "legal_intervention;violent_death",
        ),
        ([claim(POLICE, iccs="010321")], ""),
        ([claim(POLICE)], ""),
    ],
)
def test_a_series_counts_a_case_by_its_rule(claims: Any, series: str) -> None:
    assert one(*claims)["series"] == series


def test_a_meeting_takes_a_case_out_of_one_series_alone() -> None:
    said = outcomes(outcome("r0", "not_of_series", "homicide"))
    assert one(claim(POLICE, intent="homicide"), outcomes=said)["series"] == "violent_death"


def test_cases_come_in_order_with_the_event_of_their_victim() -> None:
    frame = pl.DataFrame({"record": ["r1", "r2"], "source": [POLICE, POLICE], "office": ["", ""]})
    victims = pl.DataFrame({"record": ["r1", "r2"], "victim": ["r1", "r2"]})
    events = pl.DataFrame({"victim": ["r2", "r1"], "event": ["r1", "r1"]})
    told = cases.consolidate(frame, victims, events)
    assert told.select("case", "event").rows() == [("r1", "r1"), ("r2", "r1")]


def test_no_records_are_no_cases() -> None:
    nothing = pl.DataFrame(schema={"record": pl.String, "source": pl.String, "office": pl.String})
    victims = pl.DataFrame(schema={"record": pl.String, "victim": pl.String})
    events = pl.DataFrame(schema={"victim": pl.String, "event": pl.String})
    assert cases.consolidate(nothing, victims, events).is_empty()


@pytest.mark.parametrize(
    ("source", "office", "kind"),
    [
        (POLICE, "Comisaría 71", "police"),
        (HEALTH, "Hospital de Santa Elvira", "health"),
        (HEALTH, "Morgue de Montelindo", "coroner"),
        (HEALTH, "", "other"),
        ("mx_sesnsp_monthly", "", "other"),
    ],
)
def test_an_office_is_of_a_kind(source: str, office: str, kind: str) -> None:
    assert case_rules.default().kind_of(source, office) == kind


def test_every_rule_says_who_decided_it_when_and_why() -> None:
    rules: CaseRules = case_rules.default()
    for rule in (*rules.fields, *rules.series):
        assert rule.author
        assert date.fromisoformat(rule.decided_on)
        assert len(rule.reason) > len(rule.name)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("version = ", "is no TOML"), ('version = "1"', "lacks something"), ("", "lacks something")],
)
def test_a_text_that_is_no_rules_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(NotRules, match=sentence):
        case_rules.read(text)
