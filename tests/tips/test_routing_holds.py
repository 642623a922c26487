"""Routing, tried on the keys themselves: over random police forces and tips nobody concerned can decrypt, whatever
key they hold; and whatever is kept, somebody can read.
"""

import hashlib
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confianza.web.tips import receipts
from confianza.web.tips.actions import referring, telling
from confianza.web.tips.models import Tip
from confianza.web.tips.queries import destinations, opening
from confianza.web.tips.rules import routing
from tests.tips import forces

QUICK, MANY = 30, 400
LENIENT = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.fixture(autouse=True)
def _receipts_are_quick(monkeypatch):
    """The receipt has no part in who reads; stretching it would be most of the time of these tests."""
    monkeypatch.setattr(
        receipts.sealing, "stretch", lambda secret, salt: hashlib.blake2b(secret, salt=salt[:16], digest_size=32).digest()
    )  # fmt: skip


@settings(max_examples=QUICK, deadline=None, suppress_health_check=LENIENT)
@given(data=st.data())
def test_nobody_concerned_can_decrypt_whatever_key_they_hold(db, workspace, data) -> None:
    _tell_and_try(data)


@pytest.mark.slow
@settings(max_examples=MANY, deadline=None, suppress_health_check=LENIENT)
@given(data=st.data())
def test_nobody_concerned_can_decrypt_over_hundreds_of_forces(db, workspace, data) -> None:
    _tell_and_try(data)


def _tell_and_try(data) -> None:
    plan = data.draw(forces.plans())
    told = data.draw(forces.tellings(plan))
    with transaction.atomic():
        force = forces.raised(plan)
        try:
            sent = telling.send(answers=told.answers(force), channel="web", by=None)
        except telling.NobodyMayRead:
            assert not Tip.objects.exists()
        else:
            telling.shown(tip=sent.tip, by=None)
            _try_every_key(force, told, Tip.objects.get(pk=sent.tip))
        transaction.set_rollback(True)


def _try_every_key(force, told, tip) -> None:
    sealed = forces.sealed_of(tip)
    concerned = force.concerned(told)
    readers = set()
    for person in range(len(force.people)):
        opened = any(forces.opens(key, blob) for key in force.keys_of(person) for blob in sealed)
        seen = Tip.objects.visible_to(force.people[person].user).filter(pk=tip.pk).exists()
        # Who sees it and who has a key for it are the same people.
        assert opened == seen == _reads(force.people[person].reader, tip)
        if opened:
            readers.add(person)
    assert readers, "kept, and nobody can read it"
    assert not readers & concerned


def _reads(reader, tip) -> bool:
    try:
        return opening.opened(tip, reader).said[0].trouble == ""
    except opening.NoKey:
        return False


@settings(max_examples=QUICK, deadline=None, suppress_health_check=LENIENT)
@given(data=st.data())
def test_late_discovery_leaves_nobody_concerned_with_a_key(db, workspace, data) -> None:
    """A tip told without a word of police turns out to concern some: those concerned lose it, others read it."""
    _tell_and_discover(data)


@pytest.mark.slow
@settings(max_examples=MANY, deadline=None, suppress_health_check=LENIENT)
@given(data=st.data())
def test_late_discovery_over_hundreds_of_forces(db, workspace, data) -> None:
    _tell_and_discover(data)


def _tell_and_discover(data) -> None:
    plan = data.draw(forces.plans())
    late = replace(data.draw(forces.tellings(plan)), again="", questionnaire="general", kind="extortion")
    harmless = replace(
        late, police="no", stations=frozenset(), units=frozenset(), badges=frozenset(), text=forces.WORDS[0]
    )
    with transaction.atomic():
        _discover(forces.raised(plan), harmless, late)
        transaction.set_rollback(True)


def _discover(force, harmless, late) -> None:
    try:
        sent = telling.send(answers=harmless.answers(force), channel="web", by=None)
    except telling.NobodyMayRead:
        return
    telling.shown(tip=sent.tip, by=None)
    tip = Tip.objects.get(pk=sent.tip)
    readers = [one for one in force.people if Tip.objects.visible_to(one.user).exists()]
    opened = opening.opened(tip, readers[0].reader)
    found = replace(late.answers(force), police="yes")
    try:
        referring.discover(
            opened=opened, found=found, reason="Es policía.", world=destinations.world(found), by=readers[0].user
        )  # fmt: skip
    except referring.Refused:
        return
    sealed = [bytes(one) for one in tip.wraps.values_list("sealed", flat=True)]
    assert sealed
    for person in force.concerned(late):
        assert not any(forces.opens(key, blob) for key in force.keys_of(person) for blob in sealed)
        assert not Tip.objects.visible_to(force.people[person].user).exists()


def test_the_oracle_itself_finds_whom_a_station_concerns(db, workspace) -> None:
    """A commissariat with a sub-station: what is told of the one concerns the other, and not the neighbour."""
    plan = forces.Plan(
        parents=(None, 0, 0),
        units=(("internal_affairs", None, frozenset({0})), ("school_officers", 1, frozenset({1}))),
        postings=((2, 1, 400), (3, 1, 1000), (4, 2, None)),
        badges=frozenset(),
    )
    told = forces.Told("yes", "", frozenset({0}), frozenset(), frozenset(), "x", "general", "police", None)
    assert forces.raised(plan).concerned(told) == {1, 2, 4}


def test_a_routing_that_forgot_the_line_of_command_would_be_noticed(db, workspace, monkeypatch) -> None:
    """Internal affairs stand above the station named; with that rule gone they would read of their own people."""
    plan = forces.Plan(
        parents=(None, 0),
        units=(("internal_affairs", 0, frozenset({0})), ("oversight", None, frozenset({1}))),
        postings=(),
        badges=frozenset(),
    )
    told = forces.Told("yes", "", frozenset({1}), frozenset(), frozenset(), "x", "general", "police", None)
    force = forces.raised(plan)
    right = telling.send(answers=told.answers(force), channel="web", by=None)
    telling.shown(tip=right.tip, by=None)
    _try_every_key(force, told, Tip.objects.get(pk=right.tip))
    monkeypatch.setattr(routing._Case, "concerns", lambda *_: False)
    wrong = telling.send(answers=told.answers(force), channel="web", by=None)
    telling.shown(tip=wrong.tip, by=None)
    with pytest.raises(AssertionError):
        _try_every_key(force, told, Tip.objects.get(pk=wrong.tip))
