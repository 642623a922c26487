"""What may become of a prevention plan, and what makes a meeting one that can approve it: whole tables."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from confianza.web.plans.models import CycleStep, PlanState
from confianza.web.plans.rules import comparing, quarters
from confianza.web.plans.rules import prevention as rules
from confianza.web.plans.rules.prevention import NOTICE, Assembly, Votes, Written
from confianza.web.plans.tests.refused import refusal

DRAFT, PROPOSED, APPROVED, ENDED, WITHDRAWN = PlanState
STEPS = {
    (DRAFT, PROPOSED),
    (DRAFT, WITHDRAWN),
    (PROPOSED, APPROVED),
    (PROPOSED, DRAFT),
    (APPROVED, PROPOSED),
    (APPROVED, ENDED),
    (WITHDRAWN, DRAFT),
}
MET_AT = datetime(2026, 6, 20, 17, tzinfo=UTC)
PROPOSED_AT = MET_AT - NOTICE
GOOD = Assembly(
    is_held=True,
    is_public=True,
    is_theirs=True,
    called_at=MET_AT - NOTICE,
    starts_at=MET_AT,
    came=30,
)
WHOLE = Written(has_body=True, has_summary=True, steps=frozenset(CycleStep), objectives=2, promised_for=2)
CARRIED = Votes(in_favour=20, against=5, abstained=5)


@pytest.mark.parametrize(("state", "to"), list(product(PlanState, repeat=2)))
def test_the_steps_of_a_plan(state, to) -> None:
    found = refusal(rules.check_step, state, to, words="a reason")
    assert found == (None if (state, to) in STEPS else "not_from_here")


@pytest.mark.parametrize(("state", "to"), sorted(STEPS))
def test_only_the_vote_itself_needs_no_reason(state, to) -> None:
    assert refusal(rules.check_step, state, to, words=" ") == (None if to == APPROVED else "say_why")


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (DRAFT, None),
        (PROPOSED, "before_the_meeting"),
        (APPROVED, None),
        (ENDED, "plan_is_over"),
        (WITHDRAWN, "plan_is_over"),
    ],
)
def test_nobody_changes_a_plan_under_the_eyes_of_those_who_read_it(state, code) -> None:
    assert refusal(rules.check_written, state) == code


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ({}, None),
        ({"has_body": False}, "say_whose_plan"),
        ({"has_summary": False}, "say_what_about"),
        *(({"steps": frozenset(CycleStep) - {step}}, "cycle_open") for step in CycleStep),
        ({"objectives": 0, "promised_for": 0}, "no_objective"),
        ({"promised_for": 1}, "objective_of_nobody"),
    ],
)
def test_a_plan_is_proposed_when_it_says_enough(missing, code) -> None:
    assert refusal(rules.check_complete, replace(WHOLE, **missing)) == code


MOMENT = timedelta(seconds=1)
LACKING = [
    ({"is_held": False}, "meeting_not_held"),
    ({"is_public": False}, "meeting_not_public"),
    ({"is_theirs": False}, "meeting_not_theirs"),
    ({"called_at": MET_AT - NOTICE + MOMENT}, "meeting_without_notice"),
    ({"called_at": MET_AT + MOMENT}, "meeting_without_notice"),
    ({"told_by_proposer": True}, "told_by_proposer"),
]


@pytest.mark.parametrize(("told", "code"), LACKING)
def test_a_mayor_cannot_approve_a_plan_in_a_meeting_that_never_was(told, code) -> None:
    meeting = replace(GOOD, **told)
    assert rules.judge(meeting, proposed_at=PROPOSED_AT).lacks == (code,)
    found = refusal(
        rules.check_vote, PROPOSED, meeting, CARRIED, proposed_at=PROPOSED_AT, by_proposer=False, said=""
    )
    assert found == code


def test_a_meeting_that_met_before_people_could_read_the_plan_cannot_approve_it() -> None:
    assert rules.judge(GOOD, proposed_at=PROPOSED_AT).can_vote
    assert rules.judge(GOOD, proposed_at=PROPOSED_AT + MOMENT).lacks == ("proposed_too_late",)
    assert rules.judge(GOOD, proposed_at=MET_AT + MOMENT).lacks == ("proposed_too_late",)


@pytest.mark.parametrize(
    ("state", "votes", "by_proposer", "said", "code"),
    [
        (PROPOSED, CARRIED, False, "", None),
        (PROPOSED, CARRIED, True, "", "proposer_counts_no_votes"),
        (PROPOSED, Votes(), False, "", "nobody_voted"),
        (PROPOSED, Votes(30, 1, 0), False, "", "more_votes_than_people"),
        (PROPOSED, Votes(30, 0, 0), False, "", None),
        (PROPOSED, Votes(10, 10, 0), False, "", "say_what_was_said"),
        (PROPOSED, Votes(10, 10, 0), False, "Falta alumbrado", None),
        (PROPOSED, Votes(0, 0, 9), False, "Nadie decide", None),
        *((state, CARRIED, False, "", "not_from_here") for state in (DRAFT, APPROVED, ENDED, WITHDRAWN)),
    ],
)
def test_how_a_vote_is_written_down(state, votes, by_proposer, said, code) -> None:
    found = refusal(
        rules.check_vote, state, GOOD, votes, proposed_at=PROPOSED_AT, by_proposer=by_proposer, said=said
    )
    assert found == code


@pytest.mark.parametrize(
    ("votes", "carry"), [((2, 1, 9), True), ((1, 1, 0), False), ((1, 2, 0), False), ((1, 0, 0), True)]
)
def test_a_tie_is_a_no(votes, carry) -> None:
    assert Votes(*votes).carry is carry


@pytest.mark.parametrize(
    ("quarter", "approved", "code"),
    [
        ("2026-Q2", True, None),
        ("2026-Q2", False, "never_approved"),
        ("2026-Q3", True, "quarter_runs"),
        ("2025-Q4", True, "quarter_elsewhere"),
        ("2028-Q1", True, "quarter_elsewhere"),
        ("2026-Q5", True, "no_quarter"),
        ("lately", True, "no_quarter"),
    ],
)
def test_which_quarters_a_plan_accounts_for(quarter, approved, code) -> None:
    found = refusal(
        rules.check_account,
        quarter,
        begins_on=date(2026, 1, 10),
        ends_on=date(2027, 12, 31),
        was_approved=approved,
        today=date(2026, 9, 30),
    )
    assert found == code


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
    ],
)
def test_the_days_of_a_quarter(quarter, first, last) -> None:
    assert quarters.bounds(quarter) == (first, last)
    assert quarters.of(first) == quarters.of(last) == quarter
    assert quarters.before(quarters.of(last + timedelta(days=1))) == quarter


def test_the_quarters_that_are_over() -> None:
    found = quarters.ended_between(date(2025, 11, 5), date(2027, 1, 1), date(2026, 7, 1))
    assert found == ["2026-Q2", "2026-Q1", "2025-Q4"]


def test_two_texts_show_the_words_that_went_and_came() -> None:
    before, after = "Poner seis lámparas este año.", "Poner ocho lámparas este año y cuidarlas."
    told = comparing.words(before, after)
    assert "".join(text for turn, text in told if turn != "in") == "Poner seis lámparas este año ."
    assert "".join(text for turn, text in told if turn != "out") == after
    assert [(turn, text.strip()) for turn, text in told if turn != "same"] == [
        ("out", "seis"),
        ("in", "ocho"),
        ("in", "y cuidarlas"),
    ]


def test_two_versions_show_what_came_and_what_went() -> None:
    promise = {"number": 7, "what": "Lámparas"}
    before = {"title": "Plan", "objectives": [{"number": 1, "text": "Menos robos", "promises": [promise]}]}
    after = {
        "title": "Plan",
        "objectives": [
            {"number": 1, "text": "Menos robos", "promises": []},
            {"number": 2, "text": "Cursos", "promises": []},
        ],
    }
    told = [(each.part, each.number, each.turn) for each in comparing.versions(before, after)]
    assert told == [("objectives", "2", "added"), ("promises", "7", "removed")]
    assert comparing.versions(before, before) == []
