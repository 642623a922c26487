"""What people say of pairs of records, and taking it back."""

from django.db import IntegrityError, transaction

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.audit.models import Kind
from confianza.web.records import rules
from confianza.web.records.actions import undoing
from confianza.web.records.models import PairDecision, ValidationMeeting, Verdict
from confianza.web.records.queries import reviews
from confianza.web.territory.models import Area

# What records are read for, and the vault opened.
PURPOSE = "observatory"


def decide(
    *,
    pair: tuple[str, str],
    areas: tuple[Area | None, Area | None],
    verdict: Verdict,
    reason: str,
    by: Actor,
    linkage: str = "",
    probability: float | None = None,
) -> PairDecision:
    """Write down what `by` thinks of two records, and why. Raises ReviewRefused.

    `areas` is whose the two deliveries are; `linkage` and `probability` say what was looked at. Two different
    people who say the same decide; that is told from all that was said (rules.pair_state), never stored.
    """
    record_a, record_b = sorted(pair)
    try:
        with transaction.atomic():
            rules.check_can_decide(reviews.said_of(record_a, record_b), by.pk)
            decision = PairDecision.objects.create(
                record_a=record_a, record_b=record_b, verdict=verdict, reason=reason, by_id=by.pk,
                area_a=areas[pair.index(record_a)], area_b=areas[pair.index(record_b)],
                linkage=linkage, probability=probability,
            )  # fmt: skip
            _account_for(decision, by=by, action="records.decide_pair")
    except IntegrityError as twice:  # two windows of the same person at once
        raise rules.ReviewRefused("pair_spoken_already") from twice
    return decision


def settle_pair(
    *,
    meeting: ValidationMeeting,
    pair: tuple[str, str],
    areas: tuple[Area | None, Area | None],
    verdict: Verdict,
    reason: str,
    by: Actor,
) -> PairDecision:
    """Write down what a validation meeting decided of a disputed pair on its agenda. Raises ReviewRefused."""
    rules.check_can_change(closed=meeting.is_closed)
    if pair not in meeting.pairs:
        raise rules.ReviewRefused("not_on_the_agenda")
    try:
        with transaction.atomic():
            decision = PairDecision.objects.create(
                record_a=pair[0], record_b=pair[1], area_a=areas[0], area_b=areas[1],
                verdict=verdict, reason=reason, meeting=meeting, by_id=by.pk, linkage=meeting.linkage,
            )  # fmt: skip
            _account_for(decision, by=by, action="records.settle_pair")
    except IntegrityError as settled:
        raise rules.ReviewRefused("pair_decided") from settled
    return decision


def undo(*, decision: PairDecision, reason: str, by: Actor) -> PairDecision:
    """Take back one's own word, or what a meeting decided; it stays, marked. Raises ReviewRefused."""
    with transaction.atomic():
        standing = PairDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        rules.check_can_undo(undone=standing.undone_at is not None)
        if standing.meeting_id is None and standing.by_id != by.pk:
            raise rules.ReviewRefused("not_yours")
        undoing.take_back(standing=standing, reason=reason, by=by)
        _account_for(standing, by=by, action="records.undo_decision")
    return standing


def account_for_cases(*, what: str, cases: int, by: Actor) -> None:
    """Write down that somebody read what sources say of single cases: where, and of how many."""
    audit.record(
        by=by,
        action="records.read_cases",
        subject=what,
        details={"cases": cases},
        kind=Kind.READ,
        purpose=PURPOSE,
    )


def _account_for(decision: PairDecision, *, by: Actor, action: str) -> None:
    details = {"verdict": decision.verdict, "linkage": decision.linkage}
    if decision.meeting_id:
        details["meeting"] = decision.meeting_id
    audit.record(
        by=by, action=action, subject=f"pair {decision.record_a} {decision.record_b}", details=details
    )
