"""What is due about the keys of units, and their escrow: three holders open, everybody sees it."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from confianza.web.accounts import actions as accounts
from confianza.web.accounts.actions import keyrings
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.lib import sealing
from confianza.web.tips import ceremony
from confianza.web.tips.actions import escrows, units
from confianza.web.tips.actions.units import UnitRefused
from confianza.web.tips.models import EscrowOpening, EscrowShare, UnitKey
from confianza.web.tips.queries import units as queries
from confianza.web.tips.tests.offices import begin, membership, opens, ring, tip_for, vouched
from conftest import PASSWORD

pytestmark = pytest.mark.django_db


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
    units.remove_member(membership=membership(desk, people.oscar), by=people.marta)
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
    units.remove_member(membership=membership(desk, people.oscar), by=people.marta)
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
    units.remove_member(membership=membership(desk, people.oscar), by=people.marta)
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
