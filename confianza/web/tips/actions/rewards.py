"""Rewards: a unit proposes, two of the board decide, the worker lets vouchers out, a payer pays each once."""

import json
import secrets
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.lib import sealing
from confianza.web.tips import vouchers
from confianza.web.tips.models import RewardCase, RewardState, RewardVote, Voucher
from confianza.web.tips.queries import amounts
from confianza.web.tips.queries import rewards as queries
from confianza.web.tips.queries.opening import OpenTip, Reader
from confianza.web.tips.rules import rewards
from confianza.web.tips.rules.rewards import Decision, RewardRefused, Term

LONGEST_SUMMARY = 3000
# Of everybody together, in an hour: a code has 11 digits of chance, and the word comes on top.
WRONG_GUESSES, AN_HOUR = 60, 3600
GUESSES = "tips-voucher-guesses"


@transaction.atomic
def propose(*, opened: OpenTip, reader: Reader, text: str, by: Any) -> RewardCase:
    """Tell the board what a tip led to: the board learns that, never the tip.

    Raises RewardRefused (no_board, proposed_already, bad_summary), and NoKey who cannot sign for the unit.
    """
    board = queries.board_key()
    if board is None:
        raise RewardRefused("no_board")
    if RewardCase.objects.filter(tip=opened.tip).exists():
        raise RewardRefused("proposed_already")
    if not 0 < len(text.strip()) <= LONGEST_SUMMARY:
        raise RewardRefused("bad_summary")
    case = RewardCase(tip=opened.tip, board_key=board)
    case.summary = sealing.seal_to(bytes(board.public_key), _summary(case, opened, reader, text.strip()))
    case.save(force_insert=True)
    audit.record(by=by, action="tips.propose_reward", subject=str(case.pk))
    return case


@transaction.atomic
def vote(*, case: RewardCase, reader: Reader, band: str, by: Any) -> Decision | None:
    """Say what one of the board would give ("": nothing); return the decision, once two agree.

    Until then a person can say something else. Raises RewardRefused, NoKey, CannotOpen, Forged.
    """
    case = RewardCase.objects.select_for_update().get(pk=case.pk)
    proposal, given = queries.proposal(case, reader), amounts.bands()
    if problem := queries.why_not(reader, case, proposal.proposer):
        raise RewardRefused(problem)
    if band:
        given.of(band)
    signed = reader.keyring.sign(queries.line("vote", case.pk, by.pk) + band.encode())  # type: ignore[attr-defined]
    sealed = sealing.seal_to(bytes(case.board_key.public_key), sealing.pad(signed, vouchers.SIZES))
    said = {"grants": bool(band), "sealed": sealed, "voted_on": timezone.localdate()}
    RewardVote.objects.update_or_create(case=case, person=by, defaults=said)
    decision = rewards.decision(queries.votes(case, reader), given)
    if decision:
        _decide(case, decision, proposal.teller)
    audit.record(by=by, action="tips.vote_reward", subject=str(case.pk), details={"decided": bool(decision)})
    return decision


@transaction.atomic
def let_out(*, by: Any) -> int:
    """Let the vouchers that wait into the register, shuffled, a handful at a time; return how many.

    Neither their order nor their number there says for which tip one is, and nothing that waited remains.
    """
    today, folder = timezone.localdate(), settings.WORKSPACE.keys
    cases = list(RewardCase.objects.select_for_update().exclude(waiting=None))
    waiting = [vouchers.that_waits(folder, bytes(case.waiting), case.pk) for case in cases]
    if not rewards.goes_out([each.since for each in waiting], today):
        return 0
    secrets.SystemRandom().shuffle(waiting)
    Voucher.objects.bulk_create(
        Voucher(
            lookup=each.lookup, band=each.band, valid_from=each.term.valid_from,
            valid_until=each.term.valid_until,
        )
        for each in waiting
    )  # fmt: skip
    RewardCase.objects.filter(pk__in=[case.pk for case in cases]).update(waiting=None)
    audit.record(by=by, action="tips.let_out_vouchers", subject="", details={"vouchers": len(waiting)})
    return len(waiting)


def pay(*, code: str, word: str, by: Any) -> Voucher:
    """Pay a voucher: once, in its time, to whoever knows its word. Return it, with its band.

    Raises vouchers.Mistyped before anything is looked at, and RewardRefused: too_many_guesses for an hour,
    not_known for a wrong code or word (which of them, nobody is told), too_early, too_late, paid_already.
    """
    digits = vouchers.read(code)
    if cache.get(GUESSES, 0) >= WRONG_GUESSES:
        raise RewardRefused("too_many_guesses")
    found = Voucher.objects.filter(lookup=vouchers.lookup(settings.WORKSPACE.keys, digits)).first()
    if not vouchers.matches(word, found.phrase if found else "") or found is None:
        cache.add(GUESSES, 0, AN_HOUR)
        cache.incr(GUESSES)
        raise RewardRefused("not_known")
    return _paid(found, by)


@transaction.atomic
def _paid(voucher: Voucher, by: Any) -> Voucher:
    today = timezone.localdate()
    term = Term(voucher.valid_from, voucher.valid_until)
    rewards.check_payable(term, today, is_paid=voucher.paid_on is not None)
    # Of two who pay at once the register lets one.
    if not Voucher.objects.filter(pk=voucher.pk, paid_on=None).update(paid_on=today):
        raise RewardRefused("paid_already")
    voucher.paid_on = today
    audit.record(by=by, action="tips.pay_reward", subject="", details={"band": voucher.band})
    return voucher


def _summary(case: RewardCase, opened: OpenTip, reader: Reader, text: str) -> bytes:
    unit_key, signing = reader.signing_key(opened.unit)
    told = {"text": text, "by": reader.person.pk, "teller": bytes(opened.tip.tipster_key).hex()}
    signed = sealing.sign(signing, queries.line("proposal", case.pk) + json.dumps(told).encode())
    return sealing.pad(json.dumps({"unit_key": str(unit_key.pk), "signed": signed.hex()}).encode())


def _decide(case: RewardCase, decision: Decision, teller: bytes) -> None:
    today, folder = timezone.localdate(), settings.WORKSPACE.keys
    case.decided_on, case.state = today, RewardState.REFUSED
    if decision.granted:
        term = rewards.term(today, secrets.randbelow)
        voucher = vouchers.new(folder, decision.band, term)
        case.state = RewardState.GRANTED
        case.voucher = vouchers.for_owner(voucher, teller)
        case.waiting = vouchers.to_wait(folder, voucher, case.pk, today)
    case.save(update_fields=["state", "decided_on", "voucher", "waiting"])
