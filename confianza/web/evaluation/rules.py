"""What may become of an evaluation, and what each step needs: pure decisions on its state."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from confianza.web.evaluation.models import Method, Standing, State, Timing

STATES: Mapping[str, frozenset[str]] = {
    State.DESIGNED: frozenset({State.REGISTERED, State.ABANDONED}),
    State.REGISTERED: frozenset({State.RUNNING, State.ABANDONED}),
    State.RUNNING: frozenset({State.COMPUTED, State.ABANDONED}),
    # Later data, or what a critic found, may ask for it anew; the critique then begins anew too.
    State.COMPUTED: frozenset({State.COMPUTED, State.CRITICISED, State.ABANDONED}),
    State.CRITICISED: frozenset({State.COMPUTED, State.PUBLISHED, State.ABANDONED}),
    # What was published stays published until another publication takes over.
    State.PUBLISHED: frozenset({State.COMPUTED}),
    State.ABANDONED: frozenset(),
}
OBJECTIONS: Mapping[str, frozenset[str]] = {
    Standing.RAISED: frozenset({Standing.ANSWERED}),
    # A better answer may be given as long as the critic has not judged it.
    Standing.ANSWERED: frozenset({Standing.ANSWERED, Standing.SETTLED, Standing.STANDS}),
    Standing.SETTLED: frozenset(),
    Standing.STANDS: frozenset({Standing.ANSWERED}),
}
# What may be done otherwise than registered, with its reason. A new question is a new evaluation.
MAY_DEVIATE = ("last_day", "comparison", "method")


class StepRefused(Exception):
    """A step that cannot be taken; `code` says why, for whoever tried."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details


def can(table: Mapping[str, frozenset[str]], state: str, to: str) -> bool:
    """Say whether a table has a step."""
    return to in table[state]


def check_step(state: str, to: str) -> None:
    """Raise StepRefused not_from_here unless an evaluation may go from `state` to `to`."""
    if not can(STATES, state, to):
        raise StepRefused("not_from_here", state=state, to=to)


def check_editable(state: str) -> None:
    """Raise StepRefused registered unless question and design may still be changed."""
    if state != State.DESIGNED:
        raise StepRefused("registered")


def check_registration(state: str, *, is_designed: bool) -> None:
    """Raise StepRefused unless a design may be frozen: no_design where nothing was written down."""
    check_step(state, State.REGISTERED)
    if not is_designed:
        raise StepRefused("no_design")


def check_starts(
    starts: Mapping[str, date], *, treated: Collection[str], begins_on: date, last_on: date
) -> None:
    """Raise StepRefused starts_days unless the earliest of the first days is that of the question, and all
    lie within the data. An area without a day of its own begins on that of the question.
    """
    days = [starts.get(area, begins_on) for area in treated]
    if min(days) != begins_on or max(days) > last_on:
        raise StepRefused("starts_days", begins_on=begins_on)


def check_method(method: str, *, is_staggered: bool) -> None:
    """Raise StepRefused one_start where areas begin on different days and the method takes one for all."""
    if is_staggered and method != Method.PANEL:
        raise StepRefused("one_start")


def check_apart(around: Collection[str], *, comparison: Collection[str], treated: Collection[str]) -> None:
    """Raise StepRefused watched_twice where an area is watched and compared with, or has the programme: what
    moved into an area that is compared with would look like a success of the programme.
    """
    for area in around:
        if area in comparison or area in treated:
            raise StepRefused("watched_twice", area=area)


def check_begin(state: str, *, begins_on: date, today: date) -> None:
    """Raise StepRefused unless a registered programme has begun by today."""
    check_step(state, State.RUNNING)
    if today < begins_on:
        raise StepRefused("not_begun", begins_on=begins_on)


def check_computing(state: str, *, ends_on: date, known_until: date | None) -> None:
    """Raise StepRefused too_early unless the data reach the last day of the design: whoever looks earlier and
    stops where it pleases finds what pleases. Another last day is a deviation, with its reason.

    `known_until`: the last day that the source has told of.
    """
    check_step(state, State.COMPUTED)
    if known_until is None or known_until < ends_on:
        raise StepRefused("too_early", ends_on=ends_on, known_until=known_until)


def check_deviation(state: str, *, field: str, is_other: bool, reason: str) -> None:
    """Raise StepRefused unless a registered design may be departed from like this."""
    if state in (State.DESIGNED, State.ABANDONED):
        raise StepRefused("not_registered")
    if field not in MAY_DEVIATE:
        raise StepRefused("new_question")
    if not is_other:
        raise StepRefused("same_as_registered")
    if not reason.strip():
        raise StepRefused("say_why")


def check_critic(critic: Any, authors: Collection[Any]) -> None:
    """Raise StepRefused own_work where a critic had a hand in what is criticised. None: nobody's account."""
    if critic is not None and critic in authors:
        raise StepRefused("own_work")


def check_answer(answers: Any, critic: Any) -> None:
    """Raise StepRefused own_objection where somebody answers what they raised themselves."""
    if critic is not None and answers == critic:
        raise StepRefused("own_objection")


def check_objection(state: str) -> None:
    """Raise StepRefused unless a result waits for its critique."""
    if state != State.COMPUTED:
        raise StepRefused("not_from_here", state=state, to=State.CRITICISED)


def check_words(words: str) -> None:
    """Raise StepRefused say_what where nothing is said."""
    if not words.strip():
        raise StepRefused("say_what")


def check_standing(standing: str, to: str, *, words: str) -> None:
    """Raise StepRefused unless an objection may go from `standing` to `to` with these words."""
    if not can(OBJECTIONS, standing, to):
        raise StepRefused("not_from_here", state=standing, to=to)
    if to != Standing.SETTLED:
        check_words(words)


def check_conclusion(state: str, *, standings: Collection[str], words: str) -> None:
    """Raise StepRefused unless a critique may be concluded: every objection answered and judged."""
    check_step(state, State.CRITICISED)
    if any(each in (Standing.RAISED, Standing.ANSWERED) for each in standings):
        raise StepRefused("objections_open")
    check_words(words)


def check_abandon(state: str, reason: str) -> None:
    """Raise StepRefused unless it may be given up: never without a reason, never once published."""
    check_step(state, State.ABANDONED)
    if not reason.strip():
        raise StepRefused("say_why")


def timing(*, begins_on: date, ends_on: date, known_until: date | None) -> str:
    """Say what was known of the outcome: nothing after the programme began, part of it, or all of it."""
    if known_until is None or known_until < begins_on:
        return Timing.BEFORE
    return Timing.PARTLY if known_until < ends_on else Timing.AFTER


def counts_as_registered(when: str, deviations: int) -> bool:
    """Say whether the guard may take it for registered: before any outcome was known, and kept to."""
    return when == Timing.BEFORE and not deviations
