"""Whose decisions, meetings and runs somebody sees: both walls let through the same."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from confianza.web.accounts.models import Purpose, Role
from confianza.web.lib import walls
from confianza.web.records.models import CaseOutcome, LinkageRun, PairDecision, ValidationMeeting
from confianza.web.records.tests import places

pytestmark = pytest.mark.django_db
postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no second wall")

MODELS = (PairDecision, ValidationMeeting, CaseOutcome, LinkageRun)


@pytest.fixture
def rows(town, ana, olga):
    """A decision of each town, one across both and one of the whole installation; a meeting of each town."""
    for name, (a, b) in {
        "here": (places.HERE, places.HERE), "there": (places.THERE, places.THERE),
        "across": (places.HERE, places.THERE), "nowhere": (None, None),
    }.items():  # fmt: skip
        told = {"area_a": town.get(a), "area_b": town.get(b), "reason": name, "verdict": "same", "by": ana}
        PairDecision.objects.create(record_a=f"{name}1", record_b=f"{name}2", **told)
    for person, name in ((ana, places.HERE), (olga, places.THERE)):
        meeting = ValidationMeeting.objects.create(
            area=town[name], held_on=date(2026, 12, 3), place=name, by=person
        )
        CaseOutcome.objects.create(meeting=meeting, case="c", outcome="validated", reason=name, by=person)
        LinkageRun.objects.create(asked_by=person, reason=name)


def visible(person):
    """Return the words of what the first wall lets through, and raise the second before asking for all."""
    words = {PairDecision: "reason", ValidationMeeting: "place", CaseOutcome: "reason", LinkageRun: "reason"}
    first = {
        model: set(model.objects.visible_to(person).values_list(word, flat=True))
        for model, word in words.items()
    }
    if connection.vendor == "postgresql":
        with walls.raised_for(person):
            assert first == {
                model: set(model.objects.values_list(word, flat=True)) for model, word in words.items()
            }
    return [first[model] for model in MODELS]


def test_the_analyst_of_a_town_sees_what_lies_in_it_and_nothing_across(rows, ana, olga):
    assert visible(ana) == [{"here"}, {places.HERE}, {places.HERE}, {places.HERE}]
    assert visible(olga) == [{"there"}, {places.THERE}, {places.THERE}, {places.THERE}]


def test_the_coordinator_sees_decisions_and_no_meeting(rows, person, town):
    everything = {"here", "there", "across", "nowhere"}
    assert visible(person(Role.NATIONAL_COORDINATOR)) == [everything, set(), set(), set()]
    assert visible(person(Role.NATIONAL_COORDINATOR, area=town[places.HERE]))[0] == {"here"}


def test_the_analyst_of_the_whole_installation_sees_all(rows, person):
    both = {places.HERE, places.THERE}
    assert visible(person(Role.ANALYST)) == [{"here", "there", "across", "nowhere"}, both, both, both]


@pytest.mark.parametrize("role", [Role.MAYOR, Role.COMMANDER, Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR])
def test_others_see_nothing(rows, person, role):
    assert visible(person(role)) == [set()] * 4


def test_an_analyst_who_plans_prevention_sees_nothing(rows, person):
    assert visible(person(Role.ANALYST, purpose=Purpose.PREVENTION)) == [set()] * 4


@postgresql
def test_nothing_is_decided_about_records_that_are_not_reached(town, ana, olga):
    told = {"verdict": "same", "reason": "x", "by": olga, "record_a": "1", "record_b": "2"}
    with walls.raised_for(olga):
        PairDecision.objects.create(area_a=town[places.THERE], area_b=town[places.THERE], **told)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            PairDecision.objects.create(
                area_a=town[places.HERE], area_b=town[places.THERE], **told | {"record_b": "3"}
            )
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            LinkageRun.objects.create(asked_by=ana, reason="x")


@pytest.mark.parametrize(
    "fields",
    [
        {"record_a": "2", "record_b": "1"},
        {"record_a": "1", "record_b": "1"},
        {"undone_reason": "sin nadie"},
    ],
)
def test_the_register_refuses_a_decision_that_cannot_be(ana, fields):
    told = {"record_a": "1", "record_b": "2", "verdict": "same", "reason": "x", "by": ana}
    with pytest.raises(IntegrityError), transaction.atomic():
        PairDecision.objects.create(**told | fields)


def test_the_register_refuses_a_second_word_of_the_same_person(ana):
    told = {"record_a": "1", "record_b": "2", "verdict": "same", "reason": "x", "by": ana}
    PairDecision.objects.create(**told)
    with pytest.raises(IntegrityError), transaction.atomic():
        PairDecision.objects.create(**told)


@pytest.mark.parametrize(
    "fields", [{"outcome": "not_of_series"}, {"series": "homicide"}, {"undone_reason": "x"}]
)
def test_the_register_refuses_an_outcome_that_cannot_be(ana, fields):
    meeting = ValidationMeeting.objects.create(held_on=date(2026, 12, 3), place="x", by=ana)
    told = {"meeting": meeting, "case": "c", "outcome": "validated", "reason": "x", "by": ana}
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseOutcome.objects.create(**told | fields)
