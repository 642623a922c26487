"""What may become of bodies, meetings and requests: the whole of each table."""

from datetime import date, timedelta
from itertools import product

import pytest

from confianza.web.community.models import BodyState, MeetingState, RequestState
from confianza.web.community.rules import standing
from confianza.web.community.rules.standing import Attendees, StepRefused

TODAY = date(2026, 11, 28)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)

A, S, D = BodyState.ACTIVE, BodyState.SUSPENDED, BodyState.DISSOLVED
BODY_STEPS = {(A, S), (A, D), (S, A), (S, D)}

CALLED, HELD = MeetingState.CALLED, MeetingState.HELD
CANCELLED, MISSED = MeetingState.CANCELLED, MeetingState.MISSED
MEETING_STEPS = {(CALLED, HELD), (CALLED, CANCELLED), (CALLED, MISSED)}

ASKED, ASSIGNED, PROMISED = RequestState.ASKED, RequestState.ASSIGNED, RequestState.PROMISED
DONE, DECLINED, WITHDRAWN = RequestState.DONE, RequestState.DECLINED, RequestState.WITHDRAWN
REQUEST_STEPS = {
    (ASKED, ASSIGNED),
    (ASKED, WITHDRAWN),
    (ASSIGNED, ASSIGNED),
    (ASSIGNED, PROMISED),
    (ASSIGNED, DONE),
    (ASSIGNED, DECLINED),
    (ASSIGNED, WITHDRAWN),
    (PROMISED, ASSIGNED),
    (PROMISED, DONE),
    (PROMISED, DECLINED),
    (PROMISED, WITHDRAWN),
    (DONE, ASSIGNED),
    (DECLINED, ASSIGNED),
}


def refusal(check, *args, **kwargs):
    """Return the code of a refusal, None where the step may be taken."""
    try:
        check(*args, **kwargs)
    except StepRefused as refused:
        return refused.code
    return None


@pytest.mark.parametrize(("state", "to"), list(product(BodyState, repeat=2)))
def test_the_steps_of_a_body(state, to) -> None:
    assert refusal(standing.check_body, state, to, "a reason") == (
        None if (state, to) in BODY_STEPS else "not_from_here"
    )


@pytest.mark.parametrize(("state", "to"), sorted(BODY_STEPS))
def test_no_body_changes_without_a_reason(state, to) -> None:
    assert refusal(standing.check_body, state, to, " ") == "say_why"


@pytest.mark.parametrize(("state", "to"), list(product(MeetingState, repeat=2)))
def test_the_steps_of_a_meeting(state, to) -> None:
    found = refusal(standing.check_meeting, state, to, starts_on=YESTERDAY, today=TODAY, reason="it rained")
    assert found == (None if (state, to) in MEETING_STEPS else "not_from_here")


@pytest.mark.parametrize(
    ("to", "starts_on", "reason", "code"),
    [
        (HELD, TODAY, "", None),
        (HELD, TOMORROW, "", "not_yet"),
        (MISSED, TODAY, "", None),
        (MISSED, TOMORROW, "", "not_yet"),
        (CANCELLED, TOMORROW, "it rains", None),
        (CANCELLED, TOMORROW, "  ", "say_why"),
        (CANCELLED, YESTERDAY, "it rained", None),
    ],
)
def test_no_meeting_is_held_before_its_day_or_cancelled_without_a_word(to, starts_on, reason, code) -> None:
    found = refusal(standing.check_meeting, CALLED, to, starts_on=starts_on, today=TODAY, reason=reason)
    assert found == code


@pytest.mark.parametrize(
    ("came", "highest_came", "why_not", "code"),
    [
        (Attendees(12, 7, 2), True, "", None),
        (Attendees(12, 7, 2), False, "on leave", None),
        (Attendees(12, 7, 2), False, "", "say_why_not"),
        (Attendees(12, 7, 0), True, "", "highest_but_no_police"),
        (Attendees(0, 0, 0), False, "on leave", "nobody_came"),
        (Attendees(1, 1, 3), True, "", "more_police_than_people"),
        (Attendees(1, 1, 2), True, "", None),
    ],
)
def test_the_numbers_of_a_meeting_must_be_possible(came, highest_came, why_not, code) -> None:
    assert refusal(standing.check_attendees, came, highest_came=highest_came, why_not=why_not) == code


@pytest.mark.parametrize(("state", "to"), list(product(RequestState, repeat=2)))
def test_the_steps_of_a_request(state, to) -> None:
    found = refusal(standing.check_request, state, to, words="words", due_on=TOMORROW, today=TODAY)
    assert found == (None if (state, to) in REQUEST_STEPS else "not_from_here")


@pytest.mark.parametrize(
    ("state", "to", "words", "due_on", "code"),
    [
        (ASKED, ASSIGNED, "", TOMORROW, None),
        (ASKED, ASSIGNED, "", TODAY, None),
        (ASKED, ASSIGNED, "", YESTERDAY, "day_has_passed"),
        (ASKED, ASSIGNED, "", None, "say_when"),
        (ASSIGNED, PROMISED, "two lamps", None, "say_when"),
        (ASSIGNED, PROMISED, "", TOMORROW, "say_what"),
        (ASSIGNED, PROMISED, "two lamps", TOMORROW, None),
        (PROMISED, DONE, "", None, "say_what"),
        (PROMISED, DONE, "two lamps stand", None, None),
        (ASSIGNED, DECLINED, " ", None, "say_what"),
        (DONE, ASSIGNED, "", TOMORROW, "say_why"),
        (DONE, ASSIGNED, "they do not burn", TOMORROW, None),
        (DECLINED, ASSIGNED, "", TOMORROW, "say_why"),
        (ASKED, WITHDRAWN, "", None, None),
    ],
)
def test_an_answer_is_in_words_and_a_promise_has_a_day(state, to, words, due_on, code) -> None:
    assert refusal(standing.check_request, state, to, words=words, due_on=due_on, today=TODAY) == code


@pytest.mark.parametrize(
    ("last_held", "since", "inactive"),
    [
        (TODAY - timedelta(days=60), YESTERDAY, False),
        (TODAY - timedelta(days=61), YESTERDAY, True),
        (None, TODAY - timedelta(days=60), False),
        (None, TODAY - timedelta(days=61), True),
    ],
)
def test_a_body_that_has_not_met_for_twice_its_time_is_inactive(last_held, since, inactive) -> None:
    assert standing.is_inactive(meets_every=30, last_held=last_held, since=since, today=TODAY) is inactive
