"""Units and their keys: who is given one, who loses it, and what nobody in the house can do alone."""

import os

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from confianza.web.accounts import actions as accounts
from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.lib import sealing
from confianza.web.tips import keys as key_files
from confianza.web.tips.actions import units
from confianza.web.tips.actions.units import UnitRefused
from confianza.web.tips.models import KeyGrant, KeyWrap, Kind, Tip, UnitKey
from confianza.web.tips.queries import routing_world
from confianza.web.tips.queries import units as queries
from confianza.web.tips.tests import rows
from confianza.web.tips.tests.offices import (
    ROOT,
    begin,
    folder,
    found,
    membership,
    opens,
    opens_by_hand,
    person,
    ring,
    tip_for,
    unit_key_of,
    vouched,
)
from conftest import PASSWORD

pytestmark = pytest.mark.django_db


# --- members and keys --------------------------------------------------------------------------------


def test_the_members_of_the_day_open_what_is_sealed_to_the_unit(desk, people) -> None:
    tip = tip_for(desk)
    assert opens(people.ines, tip)
    assert opens(people.oscar, tip)


def test_whoever_keeps_the_list_has_no_key_and_opens_nothing(desk, people) -> None:
    tip = tip_for(desk)
    assert not opens(people.marta, tip)
    assert not Tip.objects.visible_to(people.marta).exists()
    assert not KeyGrant.objects.filter(person=people.marta).exists()


def test_whoever_keeps_or_watches_the_house_cannot_become_a_member(desk, people) -> None:
    for one in (people.marta, person("noe", Role.AUDITOR)):
        with pytest.raises(UnitRefused, match="keeps_the_house"):
            units.add_member(unit=desk, person=one, by=COMMAND_LINE)


def test_nobody_makes_themselves_a_member(desk, people) -> None:
    with pytest.raises(UnitRefused, match="to_oneself"):
        units.add_member(unit=desk, person=people.karla, by=people.karla)


def test_nobody_is_a_member_twice(desk, people) -> None:
    with pytest.raises(UnitRefused, match="member_already"):
        units.add_member(unit=desk, person=people.ines, by=people.marta)


def test_a_new_member_opens_nothing_until_a_member_gives_the_key(desk, people) -> None:
    tip = tip_for(desk)
    units.add_member(unit=desk, person=people.karla, by=people.marta)
    assert not opens(people.karla, tip)
    assert units.give_key(unit=desk, to=people.karla, keyring=ring(people.ines), by=people.ines) == 1
    assert opens(people.karla, tip)


def test_a_key_is_given_by_members_to_members_only(desk, people) -> None:
    given = {"unit": desk, "keyring": ring(people.ines), "by": people.ines}
    with pytest.raises(UnitRefused, match="no_member"):
        units.give_key(to=people.karla, **given)
    with pytest.raises(UnitRefused, match="no_member"):
        units.give_key(unit=desk, to=people.ines, keyring=ring(people.marta), by=people.marta)


def test_a_member_without_a_key_has_none_to_give(desk, people) -> None:
    for one in (people.karla, person("pilar")):
        units.add_member(unit=desk, person=one, by=people.marta)
    with pytest.raises(UnitRefused, match="no_key_yourself"):
        units.give_key(unit=desk, to=found("pilar"), keyring=ring(people.karla), by=people.karla)


def test_somebody_without_a_keyring_can_be_given_no_key(desk, people) -> None:
    pilar = accounts.create_account(username="pilar", password=PASSWORD, by=COMMAND_LINE)
    units.add_member(unit=desk, person=pilar, by=people.marta)
    with pytest.raises(UnitRefused, match="no_keyring"):
        units.give_key(unit=desk, to=pilar, keyring=ring(people.ines), by=people.ines)


def test_a_grant_somebody_put_into_the_register_is_not_passed_on(desk, people) -> None:
    units.add_member(unit=desk, person=people.karla, by=people.marta)
    forged = sealing.seal_to(ring(people.ines).public_key, os.urandom(64))
    KeyGrant.objects.filter(person=people.ines).update(sealed=forged)
    with pytest.raises(UnitRefused, match="no_key_yourself"):
        units.give_key(unit=desk, to=people.karla, keyring=ring(people.ines), by=people.ines)


# --- the root key ------------------------------------------------------------------------------------


def test_a_new_key_takes_nothing_until_the_root_has_vouched_for_it(desk, people) -> None:
    before = UnitKey.objects.current().get(unit=desk)
    waiting = units.open_epoch(unit=desk, by=people.marta)
    keys = key_files.intake_keys(folder())
    assert routing_world.vouched_keys(keys, Kind.DESK)[desk.pk] == before
    units.accept_vouching(signed=vouched(waiting), by=people.marta)
    assert routing_world.vouched_keys(keys, Kind.DESK)[desk.pk] == waiting
    before.refresh_from_db()
    assert before.ends_on == timezone.localdate()


def test_another_root_vouches_for_nothing(desk, people) -> None:
    waiting = units.open_epoch(unit=desk, by=people.marta)
    stranger = sealing.new_signing_pair()
    with pytest.raises(UnitRefused, match="forged"):
        units.accept_vouching(signed=vouched(waiting, root=stranger), by=people.marta)
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_a_key_put_into_the_register_by_hand_is_not_sealed_to(desk, people) -> None:
    mine = sealing.new_pair()
    UnitKey.objects.filter(unit=desk).update(public_key=mine.public)
    assert routing_world.vouched_keys(key_files.intake_keys(folder()), Kind.DESK) == {}
    with pytest.raises(UnitRefused, match="forged"):
        units.wrap_anew(unit=desk, keyring=ring(people.ines), by=people.ines)


def test_nothing_is_vouched_for_without_a_root_key(desk, people) -> None:
    waiting = units.open_epoch(unit=desk, by=people.marta)
    (folder() / key_files.ROOT).unlink()
    with pytest.raises(UnitRefused, match="no_root"):
        units.accept_vouching(signed=vouched(waiting), by=people.marta)


def test_a_vouching_for_keys_that_do_not_wait_is_refused(desk, people) -> None:
    with pytest.raises(UnitRefused, match="nothing_waits"):
        units.accept_vouching(signed=vouched(UnitKey.objects.current().get(unit=desk)), by=people.marta)


def test_another_root_replaces_the_first_only_when_asked(people) -> None:
    other = sealing.new_signing_pair().public
    units.install_root(public=ROOT.public, by=COMMAND_LINE)
    with pytest.raises(UnitRefused, match="other_root"):
        units.install_root(public=other, by=COMMAND_LINE)
    units.install_root(public=other, by=COMMAND_LINE, replace=True)
    assert key_files.root(folder()) == other


def test_a_key_that_waited_gives_way_to_the_next(desk, people) -> None:
    first = units.open_epoch(unit=desk, by=people.marta)
    second = units.open_epoch(unit=desk, by=people.marta)
    assert list(UnitKey.objects.waiting().filter(unit=desk)) == [second]
    assert not KeyGrant.objects.filter(unit_key=first.pk).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitKey.objects.create(
            unit=desk, epoch=9, public_key=b"", verify_key=b"", root_signature=b"", is_waiting=True
        )


def test_no_key_is_made_for_nobody(people) -> None:
    unit = units.register(kind=Kind.DESK, name_es="Vacía", name_en="Empty", by=people.marta)
    with pytest.raises(UnitRefused, match="nobody_has_keys"):
        units.open_epoch(unit=unit, by=people.marta)


def test_what_the_root_key_is_shown_names_the_members_with_their_fingerprints(desk, people) -> None:
    units.open_epoch(unit=desk, by=people.marta)
    (asked,) = queries.requests(timezone.localdate())
    assert [one["name"] for one in asked["members"]] == ["ines", "oscar"]
    assert all(len(one["fingerprint"]) == 23 for one in asked["members"])
    assert "private" not in str(asked)


# --- members who leave -------------------------------------------------------------------------------


def test_a_removed_member_opens_no_tip_that_comes_after(desk, people) -> None:
    copied = unit_key_of(people.oscar)
    units.remove_member(membership=membership(desk, people.oscar), by=people.marta)
    begin(desk, people.marta)
    tip = tip_for(desk)
    assert not opens(people.oscar, tip)
    assert not opens_by_hand(people.oscar, tip, copied=copied)
    assert opens(people.ines, tip)


def test_a_removed_member_who_copied_the_key_opens_no_old_tip_once_it_was_wrapped_anew(desk, people) -> None:
    tip, copied = tip_for(desk), unit_key_of(people.oscar)
    units.remove_member(membership=membership(desk, people.oscar), by=people.marta)
    assert not Tip.objects.visible_to(people.oscar).exists()
    assert opens_by_hand(people.oscar, tip, copied=copied), "that is why it must be wrapped anew"
    begin(desk, people.marta)
    assert units.wrap_anew(unit=desk, keyring=ring(people.ines), by=people.ines) == 1
    assert not opens_by_hand(people.oscar, tip, copied=copied)
    assert opens(people.ines, tip)


def test_what_was_sealed_to_the_removed_member_alone_goes_where_others_read_it(desk, people) -> None:
    shared, alone = tip_for(desk), rows.bare()
    for tip in (shared, alone):
        KeyWrap.objects.create(tip=tip, for_unit=desk, person=people.oscar, sealed=b"x")
    units.remove_member(membership=membership(desk, people.oscar), by=people.marta)
    begin(desk, people.marta)
    units.wrap_anew(unit=desk, keyring=ring(people.ines), by=people.ines)
    assert list(KeyWrap.objects.filter(person=people.oscar).values_list("tip", flat=True)) == [alone.pk]


def test_a_suspended_member_gets_no_new_key(desk, people) -> None:
    accounts.suspend(person=people.oscar, by=COMMAND_LINE)
    made = begin(desk, people.marta)
    assert set(made.grants.values_list("person__username", flat=True)) == {"ines"}


def test_wrapping_anew_twice_changes_nothing_more(desk, people) -> None:
    tip_for(desk)
    begin(desk, people.marta)
    assert units.wrap_anew(unit=desk, keyring=ring(people.ines), by=people.ines) == 1
    assert units.wrap_anew(unit=desk, keyring=ring(people.ines), by=people.ines) == 0


def test_a_later_member_reads_the_old_tips_after_they_were_wrapped_anew(desk, people) -> None:
    tip = tip_for(desk)
    units.add_member(unit=desk, person=people.karla, by=people.marta)
    begin(desk, people.marta)
    assert not opens(people.karla, tip)
    units.wrap_anew(unit=desk, keyring=ring(people.ines), by=people.ines)
    assert opens(people.karla, tip)
