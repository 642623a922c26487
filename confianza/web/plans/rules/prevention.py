"""What may become of a prevention plan, and what makes an open meeting one that can approve it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from confianza.web.plans.models import CycleStep, PlanState
from confianza.web.plans.rules import quarters
from confianza.web.plans.rules.refusals import StepRefused

# A plan can be read by everybody, and its meeting stands in the calendar, for so long before it is voted on.
# The house's own choice: long enough for a week's market day or a mass to carry the word in most wards, and
# short enough that nobody skips the meeting for it. Where a by-law asks for more, more is given.
NOTICE = timedelta(days=3)

PLANS: Mapping[str, frozenset[str]] = {
    PlanState.DRAFT: frozenset({PlanState.PROPOSED, PlanState.WITHDRAWN}),
    # What the meeting says no to goes back to where it was: a draft, or the version approved before.
    PlanState.PROPOSED: frozenset({PlanState.APPROVED, PlanState.DRAFT}),
    PlanState.APPROVED: frozenset({PlanState.PROPOSED, PlanState.ENDED}),
    PlanState.ENDED: frozenset(),
    PlanState.WITHDRAWN: frozenset({PlanState.DRAFT}),
}
# While a plan stands before the meeting nobody changes it under the eyes of those who read it.
CAN_BE_WRITTEN = frozenset({PlanState.DRAFT, PlanState.APPROVED})
# What everybody may read.
PUBLIC = frozenset({PlanState.PROPOSED, PlanState.APPROVED, PlanState.ENDED})
CAN_BE_PROMISED = frozenset({PlanState.DRAFT, PlanState.PROPOSED, PlanState.APPROVED})


@dataclass(frozen=True)
class Written:
    """What a plan says by now: whose it is, the steps that say something, objectives, and how many of those
    somebody promised something for.
    """

    has_body: bool = False
    has_summary: bool = False
    steps: frozenset[str] = frozenset()
    objectives: int = 0
    promised_for: int = 0


@dataclass(frozen=True)
class Assembly:
    """A meeting as the vote on a plan needs to know it. `is_theirs`: of the plan's body, or of the municipal
    council over its area. `is_public`: it stood in the public calendar, open to all. `told_by_proposer`: who
    proposed the plan also wrote down how the meeting went.
    """

    is_held: bool
    is_public: bool
    is_theirs: bool
    called_at: datetime
    starts_at: datetime
    came: int
    told_by_proposer: bool = False


@dataclass(frozen=True)
class Votes:
    """How many were in favour, against, and neither. Who, nobody keeps."""

    in_favour: int = 0
    against: int = 0
    abstained: int = 0

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.abstained

    @property
    def carry(self) -> bool:
        """Whether the plan is approved: more in favour than against; a tie is a no."""
        return self.in_favour > self.against


@dataclass(frozen=True)
class Verdict:
    """Whether a meeting can vote on a plan: the codes of what it lacks, none where it can."""

    lacks: tuple[str, ...] = field(default=())

    @property
    def can_vote(self) -> bool:
        return not self.lacks


def check_step(state: str, to: str, *, words: str) -> None:
    """Raise StepRefused unless a plan may go from `state` to `to`; never without a reason.

    A draft is proposed with what it changes for a reason too.
    """
    if to not in PLANS[state]:
        raise StepRefused("not_from_here")
    if to != PlanState.APPROVED and not words.strip():
        raise StepRefused("say_why")


def check_written(state: str) -> None:
    """Raise StepRefused unless the words of a plan may be changed now."""
    if state == PlanState.PROPOSED:
        raise StepRefused("before_the_meeting")
    if state not in CAN_BE_WRITTEN:
        raise StepRefused("plan_is_over")


def check_complete(written: Written) -> None:
    """Raise StepRefused unless a plan says enough to be proposed: whose it is, every step of the cycle, and
    for every objective somebody who promised something.
    """
    needs = (
        ("say_whose_plan", written.has_body),
        ("say_what_about", written.has_summary),
        ("cycle_open", written.steps.issuperset(CycleStep)),
        ("no_objective", written.objectives > 0),
        ("objective_of_nobody", written.objectives == written.promised_for),
    )
    for code, holds in needs:
        if not holds:
            raise StepRefused(code)


def judge(assembly: Assembly, *, proposed_at: datetime) -> Verdict:
    """Say whether a meeting can vote on a plan that was proposed then, and everything it lacks.

    A plan is not approved in a meeting that never was, that nobody could know of, that is somebody else's,
    or that met before people could read the plan.
    """
    holds = (
        ("meeting_not_held", assembly.is_held),
        ("meeting_not_public", assembly.is_public),
        ("meeting_not_theirs", assembly.is_theirs),
        ("meeting_without_notice", assembly.starts_at - assembly.called_at >= NOTICE),
        ("proposed_too_late", assembly.starts_at - proposed_at >= NOTICE),
        ("told_by_proposer", not assembly.told_by_proposer),
    )
    return Verdict(tuple(code for code, is_so in holds if not is_so))


def check_vote(
    state: str, assembly: Assembly, votes: Votes, *, proposed_at: datetime, by_proposer: bool, said: str
) -> None:
    """Raise StepRefused unless a meeting voted on a plan like this, and somebody else than its proposer says
    so. What was not carried says why.
    """
    if state != PlanState.PROPOSED:
        raise StepRefused("not_from_here")
    if by_proposer:
        raise StepRefused("proposer_counts_no_votes")
    verdict = judge(assembly, proposed_at=proposed_at)
    if not verdict.can_vote:
        raise StepRefused(verdict.lacks[0])
    if votes.cast == 0:
        raise StepRefused("nobody_voted")
    if votes.cast > assembly.came:
        raise StepRefused("more_votes_than_people")
    if not votes.carry and not said.strip():
        raise StepRefused("say_what_was_said")


def check_account(quarter: str, *, begins_on: date, ends_on: date, was_approved: bool, today: date) -> None:
    """Raise StepRefused unless a plan can account for a quarter: one that is over, of its years, once
    approved.
    """
    if not was_approved:
        raise StepRefused("never_approved")
    try:
        first, last = quarters.bounds(quarter)
    except ValueError:
        raise StepRefused("no_quarter") from None
    if last < begins_on or first > ends_on:
        raise StepRefused("quarter_elsewhere")
    if last >= today:
        raise StepRefused("quarter_runs")
