from dataclasses import replace

import pytest

from confianza.web.tips.rules import routing, routing_table, tables
from confianza.web.tips.rules.answers import Answers
from confianza.web.tips.rules.routing import Served, UnitFacts
from confianza.web.tips.rules.tests.worlds import (
    AFFAIRS,
    DESK,
    DRUGS,
    GANGS,
    OFFICERS,
    OMBUDSMAN,
    PROSECUTORS,
    REST,
    SCHOOLS,
    TODAY,
    UNITS,
    unit_id,
    without,
    world,
)

NO = Answers(kind="extortion", police="no")
YES = replace(NO, police="yes")


def named(*units):
    return replace(YES, units=frozenset(map(str, units)))


def at_school(**changes):
    return replace(NO, questionnaire="school", **changes)


def said(text, answers=NO):
    return replace(answers, said={"story": text})


# what is told, how the world differs, → rule and units
TRUTH = [
    ("ordinary, by subject", NO, {}, "subject", {GANGS}),
    ("drugs", replace(NO, kind="drugs"), {}, "subject", {DRUGS}),
    ("a subject nobody takes", replace(NO, kind="killing"), {}, "subject", {REST}),
    ("a kind nobody knows", replace(NO, kind="nonsense"), {}, "subject", {REST}),
    ("no unit of the centre", NO, {"units": without(GANGS, REST)}, "subject", {DESK}),
    ("police take part", YES, {}, "police", {AFFAIRS}),
    ("a station, whatever was answered", replace(NO, stations=frozenset({"s11"})), {}, "police", {AFFAIRS}),
    ("a badge, whatever was answered", replace(NO, badges=frozenset({"1"})), {}, "police", {AFFAIRS}),
    ("a unit, whatever was answered", replace(named(GANGS), police="no"), {}, "police", {AFFAIRS}),
    ("the questionnaire about police", replace(NO, questionnaire="police"), {}, "police", {AFFAIRS}),
    ("no internal affairs", YES, {"units": without(AFFAIRS)}, "police", {OMBUDSMAN, PROSECUTORS}),
    ("internal affairs are named", named(AFFAIRS), {}, "police", {OMBUDSMAN, PROSECUTORS}),
    ("and prosecutors too", named(AFFAIRS, PROSECUTORS), {}, "police", {OMBUDSMAN}),
    ("nobody knows", replace(NO, police="unsure"), {}, "unsure", {DESK}),
    ("nobody answered", replace(NO, police=""), {}, "unsure", {DESK}),
    ("unsure, then no", replace(NO, police="unsure", police_again="no"), {}, "unsure", {DESK}),
    ("no desk", replace(NO, police="unsure"), {"units": without(DESK)}, "unsure", {AFFAIRS}),
    ("words name police", said("el jefe de la subestación"), {}, "unsure", {DESK}),
    ("asked again: no", said("llamé a la policía", NO.told_again("no")), {}, "subject", {GANGS}),
    ("asked again: yes", said("la policía", NO.told_again("yes")), {}, "police", {AFFAIRS}),
    ("asked again: unsure", said("la policía", NO.told_again("unsure")), {}, "unsure", {DESK}),
    ("a school", at_school(local_station="s11"), {}, "school", {SCHOOLS, OFFICERS}),
    ("a school elsewhere", at_school(local_station="s12"), {}, "school", {SCHOOLS}),
    ("a school nobody knows where", at_school(), {}, "school", {SCHOOLS}),
    ("no school desk", at_school(local_station="s11"), {"units": without(SCHOOLS)}, "school", {DESK}),
    ("a school and police", at_school(police="yes", local_station="s11"), {}, "police", {AFFAIRS}),
    (
        "a school officer in the words",
        said("el policía escolar", at_school(police_again="no", local_station="s11")),
        {}, "school_without_officers", {SCHOOLS},
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "changes", "rule", "units"), [row[1:] for row in TRUTH], ids=[r[0] for r in TRUTH]
)
def test_the_table_says_who_reads(answers, changes, rule, units):
    found = routing.route(answers, world(**changes))
    assert (found.rule, set(found.units), found.refusal) == (rule, units, None)


def test_internal_affairs_in_the_line_of_command_do_not_read():
    at_hq = {**UNITS, AFFAIRS: UnitFacts("internal_affairs", "hq")}
    found = routing.route(replace(YES, stations=frozenset({"s11"})), world(units=at_hq))
    assert found.units == {OMBUDSMAN, PROSECUTORS}
    assert "next_step" in found.reasons


def test_one_of_two_internal_affairs_concerned_takes_it_from_both():
    second = unit_id("affairs-2")
    two = {**UNITS, second: UnitFacts("internal_affairs", "c1")}
    found = routing.route(replace(YES, stations=frozenset({"s11"})), world(units=two))
    assert found.units == {OMBUDSMAN, PROSECUTORS}


def test_a_station_concerns_all_below_it_and_its_line_to_the_top():
    found = routing.route(replace(YES, stations=frozenset({"c1"})), world())
    assert found.implicated_stations == {"c1", "s11", "s12", "hq"}


def test_a_station_does_not_concern_its_neighbours():
    found = routing.route(replace(YES, stations=frozenset({"s11"})), world())
    assert found.implicated_stations == {"s11", "c1", "hq"}


def test_a_badge_concerns_where_its_holder_serves_and_served():
    postings = (Served("mario", "s11"), Served("mario", "s21", TODAY))
    there = world(postings=postings, badges={"77": "mario"})
    found = routing.route(replace(YES, badges=frozenset({"77"})), there)
    assert found.implicated_stations == {"s11", "c1", "hq", "s21", "c2"}
    assert "mario" in found.excluded_people


def test_a_named_officer_of_internal_affairs_takes_it_from_them():
    found = routing.route(replace(YES, badges=frozenset({"77"})), world(badges={"77": "ana"}))
    assert found.units == {OMBUDSMAN, PROSECUTORS}
    assert {"ana", "beto"} <= found.excluded_people


@pytest.mark.parametrize(
    ("ends_on", "reads"),
    [(None, False), (TODAY.replace(year=2024), False), (TODAY.replace(year=2024, day=27), True)],
)
def test_whoever_served_there_within_two_years_does_not_read(ends_on, reads):
    found = routing.route(
        replace(YES, stations=frozenset({"s11"})), world(postings=(Served("ana", "s11", ends_on),))
    )
    assert (AFFAIRS in found.units) is reads
    assert found.per_officer_units == ({} if reads else {AFFAIRS: {"beto"}})


def test_where_everybody_served_there_the_next_ones_read():
    both = (Served("ana", "s11"), Served("beto", "c1"))
    found = routing.route(replace(YES, stations=frozenset({"s11"})), world(postings=both))
    assert found.recipients == {OMBUDSMAN, PROSECUTORS}


def test_whoever_served_on_the_ground_it_is_about_does_not_read_what_may_concern_police():
    here = world(postings=(Served("ana", "s11"),))
    found = routing.route(replace(YES, local_station="s11"), here)
    assert found.per_officer_units == {AFFAIRS: {"beto"}}
    assert routing.route(replace(NO, local_station="s11"), here).excluded_people == frozenset()


def test_a_station_nobody_knows_leaves_only_who_stands_at_none():
    at_c2 = {**UNITS, AFFAIRS: UnitFacts("internal_affairs", "c2")}
    found = routing.route(replace(YES, stations=frozenset({"closed"})), world(units=at_c2))
    assert found.units == {OMBUDSMAN, PROSECUTORS}
    assert "station_unknown" in found.reasons


@pytest.mark.parametrize(
    "units",
    [{}, {AFFAIRS: UNITS[AFFAIRS]}, without(OMBUDSMAN, PROSECUTORS)],
    ids=["none", "only them", "no oversight"],
)
def test_with_nobody_left_nothing_is_kept(units):
    found = routing.route(replace(YES, units=frozenset({str(AFFAIRS)})), world(units=units))
    assert (found.recipients, found.refusal) == (frozenset(), routing.NOBODY_LEFT)


def test_a_civilian_desk_never_reads_what_names_police():
    found = routing.route(replace(YES, units=frozenset({str(AFFAIRS)})), world(units={DESK: UNITS[DESK]}))
    assert found.refusal


@pytest.mark.parametrize(
    ("police", "again", "asks"),
    [("no", "", True), ("", "", True), ("no", "no", False), ("unsure", "", False), ("yes", "", False)],
)
def test_it_asks_once_more_where_words_name_police_and_nobody_said(police, again, asks):
    told = said("la policía los cuida", replace(NO, police=police, police_again=again))
    assert routing.route(told, world()).asks == (routing.POLICE_AGAIN if asks else None)


def test_a_circle_in_the_list_of_stations_ends():
    found = routing.route(replace(YES, stations=frozenset({"a"})), world(stations={"a": "b", "b": "a"}))
    assert found.implicated_stations == {"a", "b"}


def test_a_local_unit_of_the_centre_reads_what_is_on_its_ground():
    local = unit_id("gangs-c1")
    units = {**without(GANGS), local: UnitFacts("criminal_information", "c1", frozenset({"gangs"}))}
    assert routing.route(replace(NO, local_station="s11"), world(units=units)).units == {local}
    assert routing.route(replace(NO, local_station="s21"), world(units=units)).units == {REST}


def test_the_kinds_of_the_table_are_those_of_the_register():
    from confianza.web.tips.models import READING_KINDS, Subject
    from confianza.web.tips.rules import kinds

    assert frozenset(READING_KINDS) == routing_table.READING
    assert frozenset(Subject.values) == kinds.SUBJECTS


def test_late_discovery_takes_the_tip_from_who_had_it():
    held = {GANGS: frozenset({"gina", "ana"})}
    found = routing.late_discovery(replace(NO, stations=frozenset({"s11"})), world(), held_by=held)
    assert found.route.units == {AFFAIRS}
    assert found.loses_units == {GANGS}
    assert found.loses_people == {"gina"}


def test_late_discovery_leaves_it_where_it_may_stay():
    found = routing.late_discovery(NO, world(), held_by={AFFAIRS: UNITS[AFFAIRS].members})
    assert (found.loses_units, found.loses_people) == (frozenset(), frozenset())


def test_late_discovery_with_nobody_left_takes_it_only_from_the_concerned():
    units = {DESK: UNITS[DESK], GANGS: UNITS[GANGS]}
    held = {DESK: UNITS[DESK].members, GANGS: UNITS[GANGS].members}
    found = routing.late_discovery(replace(NO, stations=frozenset({"hq"})), world(units=units), held_by=held)
    assert found.route.refusal
    assert (found.loses_units, found.loses_people) == ({GANGS}, {"gina"})


def test_a_route_to_somebody_concerned_is_a_fault_that_stops():
    found = routing.route(YES, world())
    for wrong in (
        replace(found, implicated_units=found.units),
        replace(found, excluded_people=frozenset({"ana"})),
        replace(found, units=frozenset()),
        replace(found, refusal="nobody_left"),
    ):
        with pytest.raises(routing.WouldReachTheImplicated):
            routing.checked(wrong, world())


OURS = tables.ours("routing.toml")
TO_OFFICERS = OURS.replace('{ to = ["internal_affairs"], whole = true }', '{ to = ["school_officers"] }')
BROKEN = [
    ("= ", "no TOML"),
    ('version="1"', "author"),
    (OURS.replace('when = "always"', 'when = "school"'), "applies always"),
    (OURS.replace('when = "always"', 'when = "sometimes"'), "no condition"),
    (OURS.replace('to = ["oversight"]', 'to = ["board"]'), "rule 1"),
    (OURS.replace("whole = true", "entire = true"), "entire"),
    (TO_OFFICERS, "never goes to"),
    (OURS.replace("served_within_months = 24", 'served_within_months = "x"'), "months"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), BROKEN, ids=[says for _, says in BROKEN])
def test_a_broken_table_is_refused_with_a_sentence(text, says):
    with pytest.raises(tables.NotATable, match=says):
        routing_table.read(text)
