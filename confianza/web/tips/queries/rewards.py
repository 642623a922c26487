"""What the board, the payer and the auditor see of rewards."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from confianza.web.accounts.queries import keyrings
from confianza.web.lib import sealing
from confianza.web.tips import keys
from confianza.web.tips.models import Kind, RewardCase, RewardState, RewardVote, Tip, UnitKey, Voucher
from confianza.web.tips.queries import opening, routing_world
from confianza.web.tips.queries.opening import NoKey, Reader
from confianza.web.tips.rules import rewards
from confianza.web.tips.rules.rewards import Bands, RewardRefused, Vote


@dataclass(frozen=True)
class Proposal:
    """What a unit tells the board: never the tip, but what it led to. `teller` is to whom a voucher would
    be sealed, `proposer` must not vote.
    """

    text: str
    unit: str
    proposer: int
    teller: bytes = field(repr=False)


@dataclass(frozen=True)
class Case:
    """A case as a board member sees it. `proposal` is None where it does not open or nobody vouches for it;
    `voted` counts all, `mine` is what the person said, `may_vote` "" or the code of why not.
    """

    case: RewardCase
    proposal: Proposal | None
    voted: int
    mine: Vote | None
    may_not: str = ""


@dataclass(frozen=True)
class Month:
    """How many rewards were paid in a month, and their sum."""

    first: date
    paid: int
    amount: int


def line(what: str, *parts: Any) -> bytes:
    """Return what a signature of a reward is about."""
    return "|".join(("tip", "reward", what, *map(str, parts), "v1", "")).encode()


def board_key() -> UnitKey | None:
    """Return the current key of the reward board that the root key vouches for, or None."""
    known = keys.intake_keys(settings.WORKSPACE.keys)
    return next(iter(routing_world.vouched_keys(known, Kind.BOARD).values()), None)


def proposal(case: RewardCase, reader: Reader) -> Proposal:
    """Return what a case proposes. Raises NoKey, CannotOpen, and Forged where no unit of ours signed it."""
    packed = sealing.unpad(sealing.unseal_with(_board(case, reader), bytes(case.summary)))
    told = json.loads(packed)
    signer = UnitKey.objects.select_related("unit").filter(pk=UUID(told["unit_key"])).first()
    if signer is None:
        raise sealing.Forged
    opening.check_vouched(signer)
    signed = sealing.verified(bytes(signer.verify_key), bytes.fromhex(told["signed"]))
    begins = line("proposal", case.pk)
    if not signed.startswith(begins):
        raise sealing.Forged
    said = json.loads(signed[len(begins) :])
    return Proposal(said["text"], signer.unit.name, int(said["by"]), bytes.fromhex(said["teller"]))


def votes(case: RewardCase, reader: Reader) -> list[Vote]:
    """Return what was said of a case; what its person did not sign does not count. Raises NoKey."""
    box, rows = _board(case, reader), list(case.votes.all())
    known = keyrings.verify_keys([row.person_id for row in rows])
    return [vote for row in rows if (vote := _vote(row, box, known.get(row.person_id)))]


def cases(reader: Reader, rows: Iterable[RewardCase]) -> list[Case]:
    """Return these cases as a member of the board sees them."""
    return [_case(row, reader) for row in rows]


def before_the_board(person: Any) -> QuerySet[RewardCase]:
    """Return what waits for the board's word."""
    return RewardCase.objects.visible_to(person).filter(state=RewardState.PROPOSED)


def decided(person: Any) -> QuerySet[RewardCase]:
    """Return what the board decided, the latest first."""
    return (
        RewardCase.objects.visible_to(person)
        .exclude(state=RewardState.PROPOSED)
        .order_by("-decided_on", "id")
    )


def why_not(reader: Reader, case: RewardCase, proposer: int) -> str:
    """Return why a person must not vote on a case, "" where they may."""
    reads = Tip.objects.visible_to(reader.person).filter(pk=case.tip_id).exists()
    is_open = case.state == RewardState.PROPOSED
    try:
        rewards.check_votes(reader.person.pk, proposer, reads_the_tip=reads, is_open=is_open)
    except RewardRefused as refused:
        return refused.problem
    return ""


def months(person: Any, given: Bands) -> list[Month]:
    """Return what was paid, month by month; nothing to whom vouchers are not shown."""
    paid = Voucher.objects.visible_to(person).exclude(paid_on=None)
    counted = paid.annotate(month=TruncMonth("paid_on")).values("month", "band").annotate(times=Count("pk"))
    counts = {(row["month"].isoformat(), row["band"]): row["times"] for row in counted}
    return [Month(date.fromisoformat(month), *rest) for month, *rest in rewards.sums(counts, given)]


def still_owed(person: Any, given: Bands, day: date) -> int:
    """Return the sum of what can still be fetched, of the vouchers that went out."""
    standing = Voucher.objects.visible_to(person).filter(paid_on=None, valid_until__gte=day)
    amounts = {band.code: band.amount for band in given.bands}
    return sum(amounts.get(band, 0) for band in standing.values_list("band", flat=True))


def _case(row: RewardCase, reader: Reader) -> Case:
    try:
        told, said = proposal(row, reader), votes(row, reader)
    except (NoKey, sealing.CannotOpen, sealing.Forged, KeyError, TypeError, ValueError):
        return Case(row, None, row.votes.count(), None, "cannot_open")
    mine = next((vote for vote in said if vote.person == reader.person.pk), None)
    return Case(row, told, len(said), mine, why_not(reader, row, told.proposer))


def _board(case: RewardCase, reader: Reader) -> bytes:
    held = reader.unit_keys.get(case.board_key_id)
    if held is None:
        raise NoKey
    return held.box


def _vote(row: RewardVote, box: bytes, verify: bytes | None) -> Vote | None:
    if verify is None:
        return None
    begins = line("vote", row.case_id, row.person_id)
    try:
        packed = sealing.unpad(sealing.unseal_with(box, bytes(row.sealed)))
        signed = sealing.verified(verify, packed)
    except (sealing.CannotOpen, sealing.Forged):
        return None
    if not signed.startswith(begins):
        return None
    band = signed[len(begins) :].decode()
    return Vote(row.person_id, bool(band), band)
