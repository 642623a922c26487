"""Rewards and holds on the desk's pages, from the unit that proposes to the counter that pays."""

import pytest
from django.urls import reverse
from django.utils import timezone

from confianza.web.accounts.models import Role
from confianza.web.lib import sealing
from confianza.web.tips import keys, receipts
from confianza.web.tips.actions import claiming, rewards
from confianza.web.tips.models import Hold, Kind, RewardCase, RewardState, Voucher
from confianza.web.tips.queries import claims
from confianza.web.tips.rules import rewards as rules
from tests.tips import world

TEXT = "Condujo a dos capturas por extorsión."
WORDS = "Cobran renta los lunes a las ocho."


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    stretched, cheap = sealing.stretch, sealing.Cost(1, 64, 1)
    monkeypatch.setattr(sealing, "stretch", lambda secret, salt, *cost: stretched(secret, salt, cheap))


@pytest.fixture
def sent(line):
    return world.told(world.answers(WORDS))


@pytest.fixture
def dario(line):
    return world.browser(line.people["dario"])


@pytest.fixture
def board(line):
    people = [world.person(name) for name in ("rosa", "raul")]
    world.unit(line.root, Kind.BOARD, "Junta de recompensas", *people)
    return [world.browser(one) for one in people]


def page(client, name, *args):
    return client.get(reverse(f"tips:{name}", args=args)).content.decode()


def post(client, name, *args, **told):
    return client.post(reverse(f"tips:{name}", args=args), told, follow=True).content.decode()


def test_from_the_proposal_to_the_counter(line, sent, dario, board, workspace, monkeypatch, signed_in):
    post(dario, "propose_reward", sent.tip, text=TEXT)
    case = RewardCase.objects.get()
    for member in board:
        shown = page(member, "board")
        assert TEXT in shown
        assert WORDS not in shown
        assert sent.number not in shown
        post(member, "vote_reward", case.pk, band="b")
    case.refresh_from_db()
    assert case.state == RewardState.GRANTED
    assert "Concedida" in page(dario, "propose_reward", sent.tip)

    monkeypatch.setattr(rules, "HANDFUL", 1)
    rewards.let_out(by=line.people["dario"].user)
    tip, root = world.tip(sent), receipts.root_of(sent.receipt, keys.intake_keys(workspace.keys))
    claiming.choose_word(tip=tip, root=root, word="limón con sal", by=None)
    code = claims.voucher_for(tip, root).code
    Voucher.objects.update(valid_from=timezone.localdate())

    payer = world.person("pedro")
    world.unit(line.root, Kind.PAYER, "Pagaduría", payer)
    counter = world.browser(payer)
    assert "no corresponden" in post(counter, "pay", code=code, word="otra")
    assert "doce cifras" in post(counter, "pay", code=code[:-1], word="limón con sal")
    paid = post(counter, "pay", code=code, word="limon con sal")
    assert "Entregue GTQ 4" in paid
    assert "Ya se pagó" in post(counter, "pay", code=code, word="limon con sal")

    sums = page(signed_in(Role.AUDITOR), "paid_rewards")
    assert "4,000" in sums or "4 000" in sums.replace("\u202f", " ").replace("\xa0", " ")
    assert sent.number not in sums


def test_who_reads_the_tip_sees_no_board_and_the_board_sees_no_tip(line, sent, dario, board):
    assert dario.get(reverse("tips:board")).status_code == 404
    assert dario.get(reverse("tips:pay")).status_code == 404
    assert dario.get(reverse("tips:paid_rewards")).status_code == 404
    assert board[0].get(reverse("tips:tip", args=[sent.tip])).status_code == 404
    assert board[0].get(reverse("tips:propose_reward", args=[sent.tip])).status_code == 404


def test_a_case_that_is_not_genuine_has_no_ballot(line, sent, dario, board):
    post(dario, "propose_reward", sent.tip, text=TEXT)
    RewardCase.objects.update(summary=b"\x01nothing")
    assert "no se abre" in page(board[0], "board")
    assert "radio" not in page(board[0], "board")
    case = RewardCase.objects.get()
    assert "no se abre con sus llaves" in post(board[0], "vote_reward", case.pk, band="a")


def test_what_was_decided_is_not_voted_on_again(line, sent, dario, board):
    post(dario, "propose_reward", sent.tip, text=TEXT)
    case = RewardCase.objects.get()
    assert "Elija un monto" in post(board[0], "vote_reward", case.pk, band="z")
    for member in board:
        post(member, "vote_reward", case.pk, band="nothing")
    case.refresh_from_db()
    assert case.state == RewardState.REFUSED
    assert board[0].post(reverse("tips:vote_reward", args=[case.pk]), {"band": "a"}).status_code == 404


def test_without_a_board_the_unit_is_told_so(line, sent, dario):
    assert "junta de recompensas con llaves" in post(dario, "propose_reward", sent.tip, text=TEXT)


def test_two_readers_hold_a_tip_and_one_of_them_lets_go(line):
    sent = world.told(world.answers(WORDS, kind="other"))
    karla, kevin = (world.browser(line.people[name]) for name in ("karla", "kevin"))
    assert "Nadie lo retiene" in page(karla, "hold", sent.tip)
    post(karla, "hold", sent.tip, deed="ask")
    hold = Hold.objects.get()
    assert 'value="confirm"' not in page(karla, "hold", sent.tip)
    assert "otra persona" in post(karla, "hold", sent.tip, deed="confirm", hold=hold.pk)
    post(kevin, "hold", sent.tip, deed="confirm", hold=hold.pk)
    hold.refresh_from_db()
    assert hold.confirmed_by == line.people["kevin"].user
    assert "Ya está retenido" in post(kevin, "hold", sent.tip, deed="ask")
    post(karla, "hold", sent.tip, deed="release", hold=hold.pk)
    hold.refresh_from_db()
    assert hold.released_on == timezone.localdate()


def test_the_hold_of_another_tip_is_not_touched(line, sent, dario):
    other = world.told(world.answers(WORDS, kind="other"))
    hold = Hold.objects.create(tip=world.tip(other), asked_by=line.people["karla"].user)
    address = reverse("tips:hold", args=[sent.tip])
    for number in (hold.pk, "nada", ""):
        assert dario.post(address, {"deed": "confirm", "hold": number}).status_code == 404
