"""From what a tip led to, to money in a hand that nobody can tie to it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from confianza.web.audit.models import Entry as Deed
from confianza.web.lib import sealing
from confianza.web.tips import keys, receipts, vouchers
from confianza.web.tips.actions import claiming, keeping, rewards
from confianza.web.tips.models import Kind, RewardCase, RewardState, RewardVote, Tip, Voucher
from confianza.web.tips.queries import amounts, claims, opening
from confianza.web.tips.queries import rewards as queries
from confianza.web.tips.rules.rewards import RewardRefused
from tests.tips import world

WORD = "limón con sal"
TEXT = "Condujo a dos capturas por extorsión."


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    stretched, cheap = sealing.stretch, sealing.Cost(1, 64, 1)
    monkeypatch.setattr(sealing, "stretch", lambda secret, salt, *cost: stretched(secret, salt, cheap))


@pytest.fixture
def board(line):
    people = [world.person(name) for name in ("rosa", "raul", "rebeca")]
    world.unit(line.root, Kind.BOARD, "Junta de recompensas", *people)
    return people


@pytest.fixture
def sent(line):
    return world.told(world.answers())


def _opened(line, sent, name="dario"):
    reader = line.people[name].reader
    return opening.opened(Tip.objects.visible_to(reader.person).get(pk=sent.tip), reader), reader


@pytest.fixture
def case(line, board, sent):
    opened, reader = _opened(line, sent)
    return rewards.propose(opened=opened, reader=reader, text=TEXT, by=reader.person)


def _vote(case, person, band):
    reader = person.reader
    return rewards.vote(case=case, reader=reader, band=band, by=reader.person)


def _root(workspace, sent):
    return receipts.root_of(sent.receipt, keys.intake_keys(workspace.keys))


def _refused(deed, **how):
    with pytest.raises(RewardRefused) as refused:
        deed(**how)
    return refused.value.problem


def test_the_board_reads_what_it_led_to_and_not_the_tip(case, board, sent):
    reader = board[0].reader
    (seen,) = queries.cases(reader, queries.before_the_board(reader.person))
    assert (seen.proposal.text, seen.proposal.unit, seen.may_not) == (TEXT, "Maras y pandillas", "")
    assert not Tip.objects.visible_to(reader.person).exists()
    with pytest.raises(opening.NoKey):
        opening.opened(world.tip(sent), reader)


def test_two_of_the_board_give_the_lower_band_and_one_alone_decides_nothing(case, board):
    assert _vote(case, board[0], "c") is None
    case.refresh_from_db()
    assert case.state == RewardState.PROPOSED
    assert _vote(case, board[1], "b").band == "b"
    case.refresh_from_db()
    assert case.state == RewardState.GRANTED
    assert case.decided_on == timezone.localdate()


def test_two_refuse(case, board):
    _vote(case, board[0], "")
    _vote(case, board[1], "")
    case.refresh_from_db()
    assert (case.state, case.voucher, case.waiting) == (RewardState.REFUSED, None, None)


def test_where_two_disagree_one_changes_their_mind_or_a_third_decides(case, board):
    _vote(case, board[0], "a")
    assert _vote(case, board[1], "") is None
    assert _vote(case, board[1], "a").granted
    assert RewardVote.objects.count() == 2
    assert _refused(_vote, case=case, person=board[2], band="a") == "decided_already"


def test_neither_the_proposer_nor_whoever_reads_the_tip_votes(line, board, sent, case):
    from confianza.web.tips.models import KeyGrant, Membership, Unit, UnitKey

    both = line.people["dario"]
    unit = Unit.objects.get(kind=Kind.BOARD)
    Membership.objects.create(unit=unit, person=both.user, given_by="tests")
    opener = board[0].reader
    packed = opener.unit_keys[UnitKey.objects.get(unit=unit).pk].packed()
    KeyGrant.objects.create(
        unit_key=UnitKey.objects.get(unit=unit), person=both.user, given_by="tests",
        sealed=sealing.seal_to(both.ring.public_key, packed),
    )  # fmt: skip
    assert _refused(_vote, case=case, person=both, band="a") == "own_proposal"
    Membership.objects.filter(person=both.user).exclude(unit=unit).delete()
    assert _refused(_vote, case=case, person=both, band="a") == "own_proposal"


def test_a_case_written_into_the_register_by_hand_is_not_believed(line, board, sent, case):
    forged = RewardCase.objects.get(pk=case.pk)
    board_key = bytes(forged.board_key.public_key)
    forged.summary = sealing.seal_to(
        board_key, sealing.pad(b'{"unit_key":"%s","signed":""}' % str(case.pk).encode())
    )
    forged.save()
    reader = board[0].reader
    (seen,) = queries.cases(reader, [forged])
    assert (seen.proposal, seen.may_not) == (None, "cannot_open")


def test_a_proposal_moved_to_another_tip_is_not_believed(line, board, case):
    other = world.told(world.answers("Otra cosa."))
    moved = RewardCase.objects.create(tip=world.tip(other), board_key=case.board_key, summary=case.summary)
    (seen,) = queries.cases(board[0].reader, [moved])
    assert seen.proposal is None


def test_a_vote_written_into_the_register_by_hand_does_not_count(case, board):
    board_key = bytes(case.board_key.public_key)
    for person in board[:2]:
        forged = sealing.seal_to(board_key, sealing.pad(b"\x01" + bytes(64) + b"c", vouchers.SIZES))
        RewardVote.objects.create(case=case, person=person.user, grants=True, sealed=forged)
    assert _vote(case, board[2], "a") is None


def test_a_case_is_proposed_once_and_in_words(line, board, sent, case):
    opened, reader = _opened(line, sent)
    told = {"opened": opened, "reader": reader, "by": reader.person}
    assert _refused(rewards.propose, text=TEXT, **told) == "proposed_already"
    case.delete()
    assert _refused(rewards.propose, text="  ", **told) == "bad_summary"
    assert _refused(rewards.propose, text="x" * 3001, **told) == "bad_summary"


def test_without_a_board_nothing_is_proposed(line, sent):
    opened, reader = _opened(line, sent)
    assert _refused(rewards.propose, opened=opened, reader=reader, text=TEXT, by=reader.person) == "no_board"


# --- the voucher ---------------------------------------------------------------------------------------


@pytest.fixture
def granted(case, board):
    _vote(case, board[0], "b")
    _vote(case, board[1], "b")
    case.refresh_from_db()
    return case


def _let_out_later():
    """What waited ten days goes out alone; here the days are not waited for."""
    from confianza.web.tips.rules import rewards as rules

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "HANDFUL", 1)
        return rewards.let_out(by=_worker())


def _worker():
    from confianza.web.audit.actions import Named

    return Named(None, "worker")


def _payable():
    Voucher.objects.update(valid_from=timezone.localdate())


def test_only_its_teller_reads_the_code(granted, workspace, sent, line):
    told = claims.voucher_for(world.tip(sent), _root(workspace, sent))
    assert (told.band.code, told.is_out, told.has_word) == ("b", False, False)
    other = world.told(world.answers("Otra cosa."))
    assert claims.voucher_for(world.tip(sent), _root(workspace, other)) is None
    assert claims.voucher_for(world.tip(other), _root(workspace, other)) is None


def test_it_can_be_fetched_two_to_four_weeks_later_for_half_a_year(granted, workspace, sent):
    term = claims.voucher_for(world.tip(sent), _root(workspace, sent)).voucher.term
    assert 14 <= (term.valid_from - timezone.localdate()).days <= 28
    assert (term.valid_until - term.valid_from).days == 180


def test_a_voucher_waits_for_others_before_it_goes_out(granted, line):
    assert rewards.let_out(by=_worker()) == 0
    assert not Voucher.objects.exists()
    assert _let_out_later() == 1
    assert not RewardCase.objects.exclude(waiting=None).exists()
    assert rewards.let_out(by=_worker()) == 0


def test_nothing_in_a_voucher_or_in_the_account_points_to_a_tip_or_a_case(granted, line, sent):
    _let_out_later()
    voucher, relations = Voucher.objects.get(), [f for f in Voucher._meta.get_fields() if f.is_relation]
    assert relations == []
    tip = world.tip(sent)
    for secret in (tip.pk.hex, tip.number, granted.pk.hex, bytes(tip.lookup).hex()):
        assert secret not in f"{voucher.__dict__} {bytes(voucher.lookup).hex()}"
    deed = Deed.objects.get(action="tips.let_out_vouchers")
    assert (deed.subject, deed.details) == ("", {"vouchers": 1})
    assert voucher.pk.version == 4


def test_a_handful_goes_out_in_an_order_of_its_own(line, board, monkeypatch):
    cases, order = [], []
    for number in range(3):
        sent = world.told(world.answers(f"Aviso {number}."))
        opened, reader = _opened(line, sent)
        cases.append(rewards.propose(opened=opened, reader=reader, text=TEXT, by=reader.person))
        _vote(cases[-1], board[0], "a")
        _vote(cases[-1], board[1], "a")
    monkeypatch.setattr(
        "secrets.SystemRandom.shuffle", lambda self, given: order.extend(given) or given.reverse()
    )
    assert rewards.let_out(by=_worker()) == 3
    assert _as_written() == [each.lookup for each in reversed(order)]


def _as_written():
    """What stands in the table, in the order in which the register itself keeps it."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT lookup FROM tips_voucher ORDER BY {place}")
        return [bytes(lookup) for (lookup,) in cursor.fetchall()]


@pytest.fixture
def payer(line, granted):
    person = world.person("pedro")
    world.unit(line.root, Kind.PAYER, "Pagaduría", person)
    _let_out_later()
    return person


@pytest.fixture
def code(payer, workspace, sent):
    tip, root = world.tip(sent), _root(workspace, sent)
    claiming.choose_word(tip=tip, root=root, word=WORD, by=None)
    return claims.voucher_for(tip, root).code


def test_the_word_is_chosen_once_the_voucher_is_out(granted, workspace, sent):
    told = {"tip": world.tip(sent), "root": _root(workspace, sent), "by": None}
    assert _refused(claiming.choose_word, word=WORD, **told) == "not_out_yet"
    _let_out_later()
    assert _refused(claiming.choose_word, word="ay", **told) == "bad_word"
    claiming.choose_word(word=WORD, **told)
    assert claims.voucher_for(told["tip"], told["root"]).has_word
    claiming.choose_word(word="otra palabra", **told)
    voucher = Voucher.objects.get()
    assert vouchers.matches("otra palabra", voucher.phrase)
    assert "otra" not in voucher.phrase


def test_it_is_paid_once_from_its_day_on(payer, code, workspace, sent):
    told = {"code": code, "word": WORD, "by": payer.user}
    assert _refused(rewards.pay, **told) == "too_early"
    _payable()
    assert rewards.pay(**told).band == "b"
    assert _refused(rewards.pay, **told) == "paid_already"
    assert claims.voucher_for(world.tip(sent), _root(workspace, sent)).is_paid
    deed = Deed.objects.get(action="tips.pay_reward")
    assert (deed.subject, deed.details) == ("", {"band": "b"})


def test_after_its_last_day_it_is_not_paid(payer, code):
    day = timezone.localdate() - timedelta(days=1)
    Voucher.objects.update(valid_from=day, valid_until=day)
    assert _refused(rewards.pay, code=code, word=WORD, by=payer.user) == "too_late"


def test_wrong_code_wrong_word_and_no_word_are_one_and_the_same(payer, code, workspace):
    _payable()
    other = vouchers.new(workspace.keys, "a", rewards.Term(timezone.localdate(), timezone.localdate())).code
    assert _refused(rewards.pay, code=other, word=WORD, by=payer.user) == "not_known"
    assert _refused(rewards.pay, code=code, word="otra", by=payer.user) == "not_known"
    Voucher.objects.update(phrase="")
    assert _refused(rewards.pay, code=code, word="", by=payer.user) == "not_known"


def test_after_sixty_wrong_guesses_of_anybody_everybody_waits(payer, code, monkeypatch):
    _payable()
    monkeypatch.setattr(rewards, "WRONG_GUESSES", 2)
    for word in ("uno", "dos"):
        assert _refused(rewards.pay, code=code, word=word, by=payer.user) == "not_known"
    assert _refused(rewards.pay, code=code, word=WORD, by=payer.user) == "too_many_guesses"
    cache.clear()
    assert rewards.pay(code=code, word=WORD, by=payer.user)


def test_a_slip_of_the_hand_is_no_guess(payer, code):
    with pytest.raises(vouchers.Mistyped):
        rewards.pay(code=code[:-1], word=WORD, by=payer.user)
    assert cache.get(rewards.GUESSES) is None


def test_of_two_payers_at_once_one_pays(payer, code, monkeypatch):
    _payable()
    both = Voucher.objects.get()
    rewards._paid(Voucher.objects.get(), payer.user)
    assert _refused(rewards._paid, voucher=both, by=payer.user) == "paid_already"


def test_the_auditor_adds_up_months_and_the_beat_officer_nothing(payer, code, person):
    from confianza.web.accounts.models import Role

    _payable()
    rewards.pay(code=code, word=WORD, by=payer.user)
    auditor, officer = person(Role.AUDITOR), person(Role.BEAT_OFFICER)
    (month,) = queries.months(auditor, amounts.bands())
    assert (month.first, month.paid, month.amount) == (timezone.localdate().replace(day=1), 1, 4000)
    assert queries.months(officer, amounts.bands()) == []
    assert queries.still_owed(auditor, amounts.bands(), timezone.localdate()) == 0


def test_a_tip_is_kept_as_long_as_its_reward_can_be_fetched(granted, sent):
    Tip.objects.update(delete_on=timezone.localdate())
    assert keeping.purge(by=_worker()).tips == 0
    RewardCase.objects.update(decided_on=timezone.localdate() - timedelta(days=208))
    assert keeping.purge(by=_worker()).tips == 1
