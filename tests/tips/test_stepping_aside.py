"""Whoever joins a unit and is given its keys does not find what was told about their own station."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from confianza.web.territory.models import Area, Generation, Geography, Level
from confianza.web.tips import receipts
from confianza.web.tips.actions import referring, units
from confianza.web.tips.models import Kind, Membership, Posting, UnitKey
from confianza.web.tips.queries import destinations, opening
from tests.tips import world


@pytest.fixture(autouse=True)
def _receipts_are_quick(monkeypatch):
    monkeypatch.setattr(
        receipts.sealing,
        "stretch",
        lambda secret, salt: hashlib.blake2b(secret, salt=salt[:16], digest_size=32).digest(),
    )


@pytest.fixture
def station(db):
    area = Area.objects.create(
        stable_id="substation-11", geography=Geography.POLICE, level=Level.SUBSTATION, code="11"
    )
    Generation.objects.create(area=area, name="Subestación 11", valid_from="2001-01-01", origin="test")
    return area


@pytest.fixture
def rosa(line, station):
    """Rosa left the station half a year ago and joins internal affairs now, without keys yet."""
    made = world.person("rosa")
    today = timezone.localdate()
    Posting.objects.create(
        person=made.user,
        station=station,
        begins_on=today - timedelta(days=900),
        ends_on=today - timedelta(days=180),
    )
    Membership.objects.create(unit=line.units["affairs"], person=made.user, given_by="tests")
    return made


def about_the_station():
    told = world.answers("El jefe recibe dinero.", police="yes", stations=frozenset({"substation-11"}))
    return world.tip(world.told(told))


def about_another():
    return world.tip(world.told(world.answers("Otra cosa.", police="yes")))


def opens(person, tip):
    try:
        return opening.found(tip.pk, person.reader).said[0].trouble == ""
    except (opening.NoKey, type(tip).DoesNotExist):
        return False


def given_keys(line, to):
    fabian = line.people["fabian"]
    units.give_key(unit=line.units["affairs"], to=to.user, keyring=fabian.ring, by=fabian.user)


@pytest.fixture
def before(line, station):
    """Two tips, told before anybody joined."""
    return about_the_station(), about_another()


def test_a_new_member_reads_what_does_not_concern_them_and_nothing_else(line, before, rosa):
    own, other = before
    given_keys(line, rosa)
    assert opens(rosa, other)
    assert not opens(rosa, own)
    assert opens(line.people["fabian"], own)
    assert opens(line.people["fabian"], other)


def test_the_keys_given_open_no_seal_of_it_either(line, before, rosa):
    own, _ = before
    given_keys(line, rosa)
    assert not own.wraps.filter(unit_key__isnull=False).exists()
    assert rosa.user.pk not in own.wraps.values_list("person", flat=True)


def test_what_came_out_later_counts_too(line, station, rosa):
    harmless = world.tip(world.told(world.answers("Cobran renta.")))
    dario = line.people["dario"].reader
    opened = opening.found(harmless.pk, dario)
    found = world.answers("Cobran renta.", police="yes", stations=frozenset({"substation-11"}))
    Membership.objects.filter(person=rosa.user).delete()
    referring.discover(
        opened=opened, found=found, reason="Es policía.", world=destinations.world(found), by=dario.person
    )
    Membership.objects.create(unit=line.units["affairs"], person=rosa.user, given_by="tests")
    given_keys(line, rosa)
    assert opens(line.people["fabian"], harmless)
    assert not opens(rosa, harmless)


def test_sealing_anew_to_a_key_that_they_hold_leaves_it_out(line, before, rosa):
    own, other = before
    affairs, fabian = line.units["affairs"], line.people["fabian"]
    UnitKey.objects.filter(unit=affairs).update(ends_on=timezone.localdate())
    world.epoch(line.root, affairs, [fabian, rosa], number=2)
    units.wrap_anew(unit=affairs, keyring=fabian.ring, by=fabian.user)
    assert opens(rosa, other)
    assert not opens(rosa, own)
    assert opens(fabian, own)


def test_whoever_never_served_there_reads_all(line, before, station):
    newcomer = world.person("lucia")
    Membership.objects.create(unit=line.units["affairs"], person=newcomer.user, given_by="tests")
    given_keys(line, newcomer)
    assert all(opens(newcomer, tip) for tip in before)


def test_badges_and_units_that_came_out_later_are_known_too(line, station):
    harmless = world.tip(world.told(world.answers("Cobran renta.")))
    dario = line.people["dario"]
    found = world.answers("x", police="yes", badges=frozenset({"777"}), units=frozenset({"unit-x"}))
    opened = opening.found(harmless.pk, dario.reader)
    referring.discover(
        opened=opened, found=found, reason="Es policía.", world=destinations.world(found), by=dario.user
    )
    known = destinations.known(opening.found(harmless.pk, line.people["fabian"].reader))
    assert (known.police, known.badges, known.units) == ("yes", {"777"}, {"unit-x"})
    assert known.said == opened.answers.said


def test_what_came_out_later_is_not_referred_to_whom_it_concerns(line, station):
    harmless = world.tip(world.told(world.answers("Cobran renta.")))
    dario, drugs = line.people["dario"], world.person("rosa")
    Posting.objects.create(person=drugs.user, station=station, begins_on=timezone.localdate())
    other = world.unit(line.root, Kind.OVERSIGHT, "Otra", drugs)
    found = world.answers("Cobran renta.", police="yes", stations=frozenset({"substation-11"}))
    opened = opening.found(harmless.pk, dario.reader)
    seen = destinations.world(found)
    referring.discover(opened=opened, found=found, reason="Es policía.", world=seen, by=dario.user)
    fabian = line.people["fabian"]
    opened = opening.found(harmless.pk, fabian.reader)
    assert other not in destinations.units(opened, destinations.world(opened.answers))
    with pytest.raises(referring.Refused, match="concerned"):
        referring.refer(
            opened=opened, to=other, reason="Por si acaso.", by=fabian.user,
            world=destinations.world(opened.answers),
        )  # fmt: skip
