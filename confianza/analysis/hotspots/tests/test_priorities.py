"""The ten priority events, and what a crime weighs."""

from datetime import date

import polars as pl
import pytest

from confianza.analysis.hotspots import harm, priorities
from confianza.analysis.hotspots.harm import NotWeights
from confianza.analysis.hotspots.priorities import NotPriorities

OWN = """
author = "Consejo municipal"
reason = "Acta 12"
decided_on = "2026-10-01"
[[event]]
id = "extortion"
es = "Extorsión"
en = "Extortion"
iccs = ["02051"]
[[event]]
id = "homicide"
es = "Homicidio"
en = "Homicide"
iccs = ["0101"]
[[precinct]]
area = "151"
events = ["extortion"]
"""


def cases(*rows):
    schema = {"precinct": pl.String, "iccs": pl.String, "offence_label": pl.String, "occurred_on": pl.Date,
              "count": pl.Int64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


NOW, BEFORE = (date(2026, 7, 1), date(2026, 7, 31)), (date(2026, 6, 1), date(2026, 6, 30))


def test_ten_events_come_with_the_project_and_say_who_chose_them():
    shipped = priorities.shipped()
    assert len(shipped.of("anywhere")) == 10
    assert {"homicide", "extortion", "bus_robbery"} <= {event.id for event in shipped.events}
    assert shipped.author
    assert shipped.reason
    assert shipped.of()[0].name("es") == "Homicidio"


@pytest.mark.parametrize(
    ("label", "code", "event"),
    [
        ("ROBO A PASAJERO A BORDO DE MICROBUS CON VIOLENCIA", "04012", "bus_robbery"),
        ("ROBO A TRANSEUNTE EN VIA PUBLICA", "04011", "street_robbery"),
        ("ROBO A PASAJERO A BORDO DE METRO", "04011", "bus_robbery"),
        ("Violencia intrafamiliar", "0201", "domestic_violence"),
        ("Hurto de motocicleta", "050211", "vehicle_theft"),
    ],
)
def test_each_case_is_of_the_event_that_its_class_and_words_say(label, code, event):
    frame = cases(("1", code, label, date(2026, 7, 2), 1))
    found = [
        each.id for each in priorities.shipped().events if frame.filter(priorities.event_of(each)).height
    ]
    assert found == [event]


def test_a_precinct_sees_its_own_list():
    own = priorities.read(OWN)
    assert [event.id for event in own.of("151")] == ["extortion"]
    assert [event.id for event in own.of("152")] == ["extortion", "homicide"]
    both = cases(("151", "0101", None, date(2026, 7, 2), 3), ("152", "0101", None, date(2026, 7, 2), 3))
    table = priorities.table(both, now=NOW, before=BEFORE, priorities=own)
    assert table.select("precinct", "event").rows() == [
        ("151", "extortion"), ("152", "extortion"), ("152", "homicide"),
    ]  # fmt: skip


def test_counts_change_and_certainty_of_an_event():
    told = cases(("152", "0101", None, date(2026, 7, 2), 20), ("152", "0101", None, date(2026, 6, 9), 4))
    row = priorities.table(told, now=NOW, before=BEFORE, priorities=priorities.read(OWN)).row(1, named=True)
    assert (row["now"], row["before"]) == (20, 4)
    assert row["ratio"] == pytest.approx((20 / 31) / (4 / 30))
    assert row["probability_up"] > 0.99
    assert row["stands_out"]
    assert row["harm"] is None


def test_harm_is_what_the_municipality_says_and_nothing_where_it_says_nothing():
    table = pl.DataFrame(
        {"iccs": ["0101", "05"], "weight": ["5475", "2,5"], "author": ["Concejo", "Concejo"]}
    )
    weights = harm.of_table(table)
    assert weights.of("010111") == weights.of("0101") == 5475
    assert weights.of("050211") == 2.5
    assert weights.of("02051") is None
    told = cases(("1", "0101", "Homicidio", None, 2), ("1", "02051", "Extorsión", None, 7))
    assert weights.weighed(told).to_list() == [10950, None]
    assert weights.total(told) is None
    assert weights.lacking(told) == ["Extorsión"]
    assert weights.total(told.head(1)) == 10950
    by_words = harm.of_table(table.with_columns(iccs=pl.Series(["EXTORSION", "0502"])))
    assert by_words.of("02051", "Extorsión") == 5475


def test_the_table_of_priorities_tells_harm_where_all_cases_have_a_weight():
    weights = harm.of_table(pl.DataFrame({"offence": ["0101"], "weight": [10], "reason": ["Acta 3"]}))
    told = cases(("152", "0101", None, date(2026, 7, 2), 3))
    table = priorities.table(told, now=NOW, before=BEFORE, priorities=priorities.read(OWN), weights=weights)
    assert table.filter(pl.col("event") == "homicide")["harm"].to_list() == [30]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("event = [", "no TOML"),
        ("author = 'A'", "one event at least"),
        (OWN.replace("author", "x"), "does not say its author"),
        (OWN.replace('iccs = ["02051"]', 'iccs = ["99"]'), "no class of the ICCS"),
        (OWN.replace('id = "homicide"', 'id = "extortion"'), "each event once"),
        (OWN.replace('en = "Homicide"', ""), "Event 2"),
        (OWN.replace('events = ["extortion"]', 'events = ["arson"]'), "arson"),
        (OWN.replace('events = ["extortion"]', f"events = {['extortion'] * 11}"), "ten is the most"),
    ],
)
def test_a_list_that_is_none_says_why(wrong, sentence):
    with pytest.raises(NotPriorities, match=sentence):
        priorities.read(wrong)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"a": [1]}, "column"),
        ({"iccs": ["0101"], "weight": [1]}, "who decided"),
        ({"iccs": ["0101"], "weight": ["mucho"], "author": ["A"]}, "Row 2"),
        ({"iccs": ["0101"], "weight": [-1], "author": ["A"]}, "Row 2"),
        ({"iccs": [], "weight": [], "author": []}, "empty"),
    ],
)
def test_weights_that_are_none_say_why(table, sentence):
    with pytest.raises(NotWeights, match=sentence):
        harm.of_table(pl.DataFrame(table))
