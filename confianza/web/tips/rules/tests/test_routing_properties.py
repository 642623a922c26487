"""What must hold of every route, whatever the tree of stations and whatever was told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confianza.web.tips.rules import routing
from confianza.web.tips.rules.routing_table import OUTSIDE
from confianza.web.tips.rules.tests import worlds

QUICK = settings(max_examples=400, deadline=None)
LONG = settings(max_examples=10_000, deadline=None)
worlds_and_answers = given(worlds.random_worlds, worlds.random_answers)


@QUICK
@worlds_and_answers
def test_nobody_concerned_ever_reads(world, answers):
    found = routing.route(answers, world)
    assert not found.recipients & found.implicated_units
    assert not found.readers(world) & found.excluded_people
    for unit in found.recipients:
        station = world.units[unit].station
        assert str(unit) not in answers.units
        for named in answers.stations:
            assert station not in up_from(named, world)
            assert named not in up_from(station, world)


def up_from(station, world):
    seen = []
    while station is not None and station not in seen:
        seen.append(station)
        station = world.stations.get(station)
    return seen


@QUICK
@worlds_and_answers
def test_nobody_reads_who_wears_a_badge_named_or_serves_where_it_points_to(world, answers):
    readers = routing.route(answers, world).readers(world)
    assert not readers & {world.badges[one] for one in answers.badges if one in world.badges}
    since = worlds.TODAY - timedelta(days=720)
    serve = {
        one.person
        for one in world.postings
        if one.station in answers.stations and (one.ends_on is None or one.ends_on > since)
    }
    assert not readers & serve


@QUICK
@worlds_and_answers
def test_it_fails_closed(world, answers):
    found = routing.route(answers, world)
    assert bool(found.refusal) != bool(found.recipients)
    if not world.units:
        assert found.refusal


@QUICK
@worlds_and_answers
def test_what_may_concern_police_never_stays_in_a_chain_of_command(world, answers):
    found = routing.route(answers, world)
    named = answers.stations or answers.badges or answers.units or answers.questionnaire == "police"
    unanswered = answers.police == "" and answers.police_again == ""
    told = {answers.police, answers.police_again} & {"yes", "unsure"}
    if named or told or unanswered or found.asks:
        assert {world.units[unit].kind for unit in found.recipients} <= OUTSIDE


@QUICK
@given(
    worlds.random_worlds,
    worlds.random_answers,
    st.sampled_from(worlds.NAMES),
    st.sampled_from(worlds.BADGES),
)
def test_who_is_named_besides_never_gains_anyone_of_the_police_access(world, answers, station, badge):
    """Naming more hands a tip to a later step of the table at most: outside the police."""
    before = replace(answers, police="yes")
    for more in (
        replace(before, stations=before.stations | {station}),
        replace(before, badges=before.badges | {badge}),
        replace(before, units=before.units | {str(worlds.unit_id("unit-0"))}),
    ):
        was, becomes = routing.route(before, world), routing.route(more, world)
        assert was.excluded_people <= becomes.excluded_people
        assert was.implicated_units <= becomes.implicated_units
        gained = becomes.recipients - was.recipients
        assert {world.units[unit].kind for unit in gained} <= {"oversight"}
        for unit in becomes.recipients & was.recipients:
            who = [one.per_officer_units.get(unit, world.units[unit].members) for one in (becomes, was)]
            assert who[0] <= who[1]


@QUICK
@worlds_and_answers
def test_it_is_the_same_every_time_and_every_unit_is_known(world, answers):
    found = routing.route(answers, world)
    assert found == routing.route(answers, world)
    assert found.recipients <= set(world.units)
    assert not found.units & set(found.per_officer_units)
    assert all(found.per_officer_units.values())


@QUICK
@given(worlds.random_worlds, worlds.random_answers, st.data())
def test_who_loses_a_tip_late_is_not_among_its_readers(world, answers, data):
    units = data.draw(st.frozensets(st.sampled_from(sorted(world.units)))) if world.units else frozenset()
    held = {unit: world.units[unit].members for unit in units}
    late = routing.late_discovery(answers, world, held_by=held)
    assert not late.loses_people & late.route.readers(world)
    assert not late.loses_units & late.route.recipients
    kept = {one for unit in units - late.loses_units for one in held[unit]} - late.loses_people
    assert not kept & late.route.excluded_people


@pytest.mark.slow
@LONG
@worlds_and_answers
def test_nobody_concerned_reads_in_ten_thousand_worlds(world, answers):
    test_nobody_concerned_ever_reads.hypothesis.inner_test(world, answers)
    test_what_may_concern_police_never_stays_in_a_chain_of_command.hypothesis.inner_test(world, answers)
    test_it_fails_closed.hypothesis.inner_test(world, answers)
