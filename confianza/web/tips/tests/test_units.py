"""Units and their keys: who is given one, who loses it, and what nobody in the house can do alone."""

import os
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from confianza.web.accounts import actions as accounts
from confianza.web.accounts.actions import keyrings
from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.lib import sealing
from confianza.web.tips import ceremony, envelopes
from confianza.web.tips import keys as key_files
from confianza.web.tips.actions import escrows, units
from confianza.web.tips.actions.units import UnitRefused
from confianza.web.tips.models import (
    EscrowOpening,
    EscrowShare,
    KeyGrant,
    KeyWrap,
    Kind,
    Membership,
    Tip,
    UnitKey,
)
from confianza.web.tips.queries import opening, routing_world
from confianza.web.tips.queries import units as queries
from confianza.web.tips.tests import rows
from conftest import PASSWORD

pytestmark = pytest.mark.django_db
ROOT = sealing.new_signing_pair()


@pytest.fixture(autouse=True)
def _root_installed(workspace) -> None:
    units.install_root(public=ROOT.public, by=COMMAND_LINE)


@pytest.fixture
def people(db):
    """Inés and Óscar attend tips, Karla comes later; Marta administers. Each has a keyring."""
    return SimpleNamespace(
        **{name: _person(name) for name in ("ines", "oscar", "karla")},
        marta=_person("marta", Role.SYSTEM_ADMINISTRATOR),
    )


@pytest.fixture
def desk(people):
    unit = units.register(kind=Kind.DESK, name_es="Mesa", name_en="Desk", by=people.marta)
    for person in (people.ines, people.oscar):
        units.add_member(unit=unit, person=person, by=people.marta)
    begin(unit, people.marta)
    return unit


def _person(name, role=Role.TIP_OPERATOR):
    made = accounts.create_account(username=name, password=PASSWORD, role=role, by=COMMAND_LINE)
    made.code = keyrings.enrol(person=made, password=PASSWORD, by=made)
    return made


def ring(person):
    return keyrings.open_with(person=person, password=PASSWORD, by=person)


def vouched(*waiting, root=ROOT):
    """Return what the root key, off this machine, says about keys."""
    return {
        (key.unit_id, key.epoch): envelopes.vouch(
            root.private, key.unit_id, key.epoch, bytes(key.public_key), bytes(key.verify_key)
        )
        for key in waiting
    }


def begin(unit, by):
    made = units.open_epoch(unit=unit, by=by)
    return units.accept_vouching(signed=vouched(made), by=by)[0]


def tip_for(unit):
    """Return a tip sealed to a unit as the intake does it, and its private key."""
    pair = sealing.new_pair()
    tip = rows.bare()
    Tip.objects.filter(pk=tip.pk).update(public_key=pair.public)
    tip.refresh_from_db()
    key = routing_world.vouched_keys(key_files.intake_keys(_folder()), unit.kind)[unit.pk]
    sealed = sealing.seal_to(bytes(key.public_key), pair.private)
    KeyWrap.objects.create(tip=tip, for_unit=unit, unit_key=key, sealed=sealed)
    return tip


def _folder():
    from django.conf import settings

    return settings.WORKSPACE.keys


def opens(person, tip) -> bool:
    """Say whether a person's keys open a tip, by every way there is: through the page, and by hand."""
    reader = opening.Reader(person, ring(person))
    try:
        reader.key_of(tip)
        by_page = True
    except opening.NoKey:
        by_page = False
    return by_page or opens_by_hand(person, tip)


def opens_by_hand(person, tip, copied=()) -> bool:
    """Try every key a person holds, or `copied` before, on every wrap of the tip."""
    opened = ring(person)
    keys = [*copied, opened.box.private]
    for grant in KeyGrant.objects.filter(person=person):
        with suppress(sealing.CannotOpen):
            keys.append(envelopes.UnitKeys.of(opened.unseal(bytes(grant.sealed))).box)
    for wrap in KeyWrap.objects.filter(tip=tip):
        for key in keys:
            try:
                return bool(sealing.unseal_with(key, bytes(wrap.sealed)))
            except sealing.CannotOpen:
                continue
    return False


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
    for person in (people.marta, _person("noe", Role.AUDITOR)):
        with pytest.raises(UnitRefused, match="keeps_the_house"):
            units.add_member(unit=desk, person=person, by=COMMAND_LINE)


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
    for person in (people.karla, _person("pilar")):
        units.add_member(unit=desk, person=person, by=people.marta)
    with pytest.raises(UnitRefused, match="no_key_yourself"):
        units.give_key(unit=desk, to=_found("pilar"), keyring=ring(people.karla), by=people.karla)


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
    keys = key_files.intake_keys(_folder())
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
    assert routing_world.vouched_keys(key_files.intake_keys(_folder()), Kind.DESK) == {}
    with pytest.raises(UnitRefused, match="forged"):
        units.wrap_anew(unit=desk, keyring=ring(people.ines), by=people.ines)


def test_nothing_is_vouched_for_without_a_root_key(desk, people) -> None:
    waiting = units.open_epoch(unit=desk, by=people.marta)
    (_folder() / key_files.ROOT).unlink()
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
    assert key_files.root(_folder()) == other


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
    copied = _unit_key_of(people.oscar)
    units.remove_member(membership=_membership(desk, people.oscar), by=people.marta)
    begin(desk, people.marta)
    tip = tip_for(desk)
    assert not opens(people.oscar, tip)
    assert not opens_by_hand(people.oscar, tip, copied=copied)
    assert opens(people.ines, tip)


def test_a_removed_member_who_copied_the_key_opens_no_old_tip_once_it_was_wrapped_anew(desk, people) -> None:
    tip, copied = tip_for(desk), _unit_key_of(people.oscar)
    units.remove_member(membership=_membership(desk, people.oscar), by=people.marta)
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
    units.remove_member(membership=_membership(desk, people.oscar), by=people.marta)
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


# --- what is due -------------------------------------------------------------------------------------


def due(unit, viewer=None, **passed):
    return queries.standing(unit, timezone.localdate() + timedelta(**passed), viewer).due


def test_nothing_but_escrow_is_due_of_a_unit_that_has_everything(desk) -> None:
    assert due(desk) == ("not_escrowed",)


@pytest.mark.parametrize(
    ("days", "code"), [(75, None), (76, "rotate_soon"), (89, "rotate_soon"), (90, "rotate_now")]
)
def test_a_key_is_due_after_ninety_days(desk, days, code) -> None:
    found = {one for one in due(desk, days=days) if one.startswith("rotate")}
    assert found == ({code} if code else set())


def test_a_member_who_left_makes_a_new_key_due_until_it_waits(desk, people) -> None:
    units.remove_member(membership=_membership(desk, people.oscar), by=people.marta)
    assert due(desk)[:2] == ("somebody_left", "one_alone")
    units.open_epoch(unit=desk, by=people.marta)
    assert "waits_for_root" in due(desk)
    assert "somebody_left" not in due(desk)


def test_whoever_keeps_the_list_is_not_told_that_there_are_tips(desk, people) -> None:
    without = due(desk, people.marta)
    tip_for(desk)
    assert due(desk, people.marta) == without
    begin(desk, people.marta)
    assert "wrap_anew" in due(desk, people.ines)
    assert "wrap_anew" not in due(desk, people.marta)


def test_a_new_key_on_the_day_somebody_left_settles_it(desk, people) -> None:
    units.remove_member(membership=_membership(desk, people.oscar), by=people.marta)
    begin(desk, people.marta)
    assert "somebody_left" not in due(desk)


def test_a_suspended_member_who_holds_the_key_makes_a_new_one_due(desk, people) -> None:
    accounts.suspend(person=people.oscar, by=COMMAND_LINE)
    assert "somebody_left" in due(desk)
    begin(desk, people.marta)
    assert "somebody_left" not in due(desk)


def test_a_member_who_made_a_new_keyring_waits_for_the_key_again(desk, people) -> None:
    keyrings.enrol(person=people.oscar, password=PASSWORD, by=people.oscar)
    assert "give_key" in due(desk)
    tip = tip_for(desk)
    assert not opens(people.oscar, tip)
    units.give_key(unit=desk, to=people.oscar, keyring=ring(people.ines), by=people.ines)
    assert opens(people.oscar, tip)
    assert "give_key" not in due(desk)


def test_a_key_that_waits_goes_with_a_member_it_was_made_for(desk, people) -> None:
    waiting = units.open_epoch(unit=desk, by=people.marta)
    signed = vouched(waiting)
    units.remove_member(membership=_membership(desk, people.oscar), by=people.marta)
    with pytest.raises(UnitRefused, match="nothing_waits"):
        units.accept_vouching(signed=signed, by=people.marta)


def test_a_key_made_for_somebody_suspended_meanwhile_is_not_put_into_use(desk, people) -> None:
    signed = vouched(units.open_epoch(unit=desk, by=people.marta))
    accounts.suspend(person=people.oscar, by=COMMAND_LINE)
    with pytest.raises(UnitRefused, match="holder_left"):
        units.accept_vouching(signed=signed, by=people.marta)


def test_a_new_member_and_one_without_a_keyring_are_told_apart(desk, people) -> None:
    units.add_member(unit=desk, person=people.karla, by=people.marta)
    assert "give_key" in due(desk)
    pilar = accounts.create_account(username="pilar", password=PASSWORD, by=COMMAND_LINE)
    units.add_member(unit=desk, person=pilar, by=people.marta)
    assert "make_keyrings" in due(desk)


# --- escrow ------------------------------------------------------------------------------------------


@pytest.fixture
def holders(people):
    pairs = [sealing.new_pair() for _ in range(5)]
    named = [(f"Institución {n}", f"tel. {n}", pair.public) for n, pair in enumerate(pairs)]
    escrows.name_holders(holders=named, by=COMMAND_LINE)
    return pairs


def test_a_key_made_after_the_holders_were_named_is_in_escrow(holders, desk) -> None:
    assert EscrowShare.objects.filter(unit_key__unit=desk).count() == 10
    assert due(desk) == ()


def test_a_key_made_before_is_put_there_by_a_member(desk, people, holders) -> None:
    units.escrow_again(unit=desk, keyring=ring(people.ines), by=people.ines)
    assert EscrowShare.objects.filter(unit_key__unit=desk).count() == 10
    assert due(desk) == ()


def test_three_holders_give_a_member_the_key_and_everybody_sees_it(holders, desk, people, tmp_path) -> None:
    tip = tip_for(desk)
    units.add_member(unit=desk, person=people.karla, by=people.marta)
    asked = escrows.ask(unit=desk, person=people.karla, reason="Nadie quedó.", by=COMMAND_LINE)
    ceremony.write_escrow_request(tmp_path / "ask.json", asked.told, asked.shares)
    three = [holders[4], holders[1], holders[3]]
    ceremony.open_together(tmp_path / "ask.json", three, tmp_path / "answer.json")
    answer = ceremony.read_escrow_answer(tmp_path / "answer.json")
    opened = escrows.take_in(answer=answer, by=COMMAND_LINE)
    assert opens(people.karla, tip)
    assert {one.institution for one in opened.others} == {"Institución 0", "Institución 2"}
    told = Entry.objects.filter(action__in=("tips.ask_escrow", "tips.open_escrow")).order_by("id")
    assert [entry.action for entry in told] == ["tips.ask_escrow", "tips.open_escrow"]
    assert EscrowOpening.objects.get().holders.count() == 3
    assert queries.openings(desk)[0].reason == "Nadie quedó."


def test_escrow_opens_for_members_only_and_with_a_reason(holders, desk, people) -> None:
    with pytest.raises(UnitRefused, match="no_member"):
        escrows.ask(unit=desk, person=people.marta, reason="Quiero leer.", by=COMMAND_LINE)
    with pytest.raises(UnitRefused, match="no_reason"):
        escrows.ask(unit=desk, person=people.ines, reason=" ", by=COMMAND_LINE)


def test_an_answer_of_strangers_or_about_another_unit_is_not_taken_in(holders, desk, people) -> None:
    answer = {"unit": desk.pk, "epoch": 1, "person": people.ines.pk, "reason": "x", "sealed": b"x"}
    strangers = [sealing.new_pair().public for _ in range(3)]
    with pytest.raises(UnitRefused, match="unknown_holders"):
        escrows.take_in(answer={**answer, "holders": strangers}, by=COMMAND_LINE)
    three = [pair.public for pair in holders[:3]]
    with pytest.raises(UnitRefused, match="another_unit"):
        escrows.take_in(answer={**answer, "holders": three, "epoch": 7}, by=COMMAND_LINE)
    with pytest.raises(UnitRefused, match="no_member"):
        escrows.take_in(answer={**answer, "holders": three, "person": people.karla.pk}, by=COMMAND_LINE)


def test_nothing_is_asked_of_holders_who_hold_nothing(desk, people) -> None:
    with pytest.raises(UnitRefused, match="not_escrowed"):
        escrows.ask(unit=desk, person=people.ines, reason="x", by=COMMAND_LINE)
    with pytest.raises(UnitRefused, match="no_holders"):
        units.escrow_again(unit=desk, keyring=ring(people.ines), by=people.ines)


@pytest.mark.parametrize("number", [0, 4, 6])
def test_there_are_five_holders(people, number) -> None:
    named = [(f"I{n}", "", os.urandom(32)) for n in range(number)]
    with pytest.raises(UnitRefused, match="five_holders"):
        escrows.name_holders(holders=named, by=COMMAND_LINE)


def test_holders_who_are_named_no_longer_stop_holding(holders, people) -> None:
    others = [(f"Otra {n}", "", sealing.new_pair().public) for n in range(5)]
    escrows.name_holders(holders=others, by=COMMAND_LINE)
    assert {one.institution for one in queries.holders()} == {f"Otra {n}" for n in range(5)}


def test_a_closed_unit_gets_no_new_key(desk, people) -> None:
    units.open_epoch(unit=desk, by=people.marta)
    units.close(unit=desk, by=people.marta)
    desk.refresh_from_db()
    assert not UnitKey.objects.waiting().exists()
    with pytest.raises(UnitRefused, match="closed"):
        units.open_epoch(unit=desk, by=people.marta)


def _membership(unit, person):
    return Membership.objects.get(unit=unit, person=person, ends_on=None)


def _unit_key_of(person):
    opened = ring(person)
    grants = KeyGrant.objects.filter(person=person)
    return [envelopes.UnitKeys.of(opened.unseal(bytes(one.sealed))).box for one in grants]


def _found(username):
    from confianza.web.accounts.models import User

    return User.objects.get(username=username)
