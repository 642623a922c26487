from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from confianza.web.accounts import rules
from confianza.web.accounts.models import Purpose, Role
from confianza.web.accounts.models.emergencies import APPROVERS, REVIEWERS, EmergencyMode, EmergencyState
from confianza.web.accounts.rules import Asking, EmergencyRefused, Times

S = EmergencyState
ASKED = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
STEPS = ("approve", "refuse", "end", "review")
DECISION = Path(__file__).parents[4] / "docs/decisions/0017-emergency-access.md"


def after(**span) -> datetime:
    return ASKED + timedelta(**span)


WAITING = Times(asked_at=ASKED)
AT_ONCE = Times(asked_at=ASKED, open_until=after(minutes=15))
APPROVED = Times(asked_at=ASKED, open_until=after(hours=4), approved_at=after(minutes=5))


@pytest.mark.parametrize(
    ("times", "now", "expected"),
    [
        (WAITING, after(minutes=14, seconds=59), S.ASKED),
        (WAITING, after(minutes=15), S.LAPSED),
        (replace(WAITING, ended_at=after(minutes=1)), after(minutes=20), S.WITHDRAWN),
        (replace(WAITING, refused_at=after(minutes=1)), after(minutes=20), S.REFUSED),
        (replace(WAITING, reviewed_at=after(hours=1)), after(hours=1), S.REVIEWED),
        (AT_ONCE, ASKED, S.UNCONFIRMED),
        (AT_ONCE, after(minutes=14, seconds=59), S.UNCONFIRMED),
        (AT_ONCE, after(minutes=15), S.ENDED_UNCONFIRMED),
        (replace(AT_ONCE, ended_at=after(minutes=1)), after(minutes=2), S.ENDED_UNCONFIRMED),
        (
            replace(AT_ONCE, refused_at=after(minutes=1), open_until=after(minutes=1)),
            after(minutes=1),
            S.ENDED_UNCONFIRMED,
        ),
        (APPROVED, after(minutes=16), S.OPEN),
        (APPROVED, after(hours=3, minutes=59), S.OPEN),
        (APPROVED, after(hours=4), S.ENDED),
        (replace(APPROVED, ended_at=after(hours=1)), after(hours=1), S.ENDED),
        (replace(APPROVED, reviewed_at=after(hours=5)), after(hours=5), S.REVIEWED),
    ],
    ids=lambda value: f"{value:%H:%M:%S}" if isinstance(value, datetime) else str(value)[:60],
)
def test_the_state_follows_from_the_times_alone(times, now, expected) -> None:
    assert rules.emergency_state(times, now) is expected


@pytest.mark.parametrize("state", S, ids=str)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_only_from_the_states_that_lead_on(state, step) -> None:
    allowed = {
        S.ASKED: {"approve", "refuse", "end"},
        S.UNCONFIRMED: {"approve", "refuse", "end"},
        S.OPEN: {"end"},
        S.LAPSED: {"review"},
        S.ENDED: {"review"},
        S.ENDED_UNCONFIRMED: {"review"},
    }
    if step in allowed.get(state, ()):
        rules.check_emergency_step(state, step)
    else:
        with pytest.raises(EmergencyRefused) as refused:
            rules.check_emergency_step(state, step)
        assert refused.value.code == "no_longer"


def test_every_state_is_reached_and_every_way_ends() -> None:
    led_to = {state for steps in rules.EMERGENCY_STEPS.values() for state in steps.values()}
    assert led_to | set(rules.BEGINNINGS.values()) == set(S)
    assert set(S) - set(rules.EMERGENCY_STEPS) == {S.WITHDRAWN, S.REFUSED, S.REVIEWED}
    assert set(rules.BEGINNINGS) == set(EmergencyMode)


def test_whatever_was_opened_comes_before_internal_control() -> None:
    for state in (S.ENDED, S.ENDED_UNCONFIRMED, S.LAPSED):
        assert set(rules.EMERGENCY_STEPS[state]) == {"review"}


FINE = Asking(
    role=Role.VICTIM_SUPPORT,
    purpose=Purpose.VICTIM_SUPPORT,
    reason="x" * rules.SHORTEST_REASON,
    is_active=True,
    standing={Role.BEAT_OFFICER},
)


def test_a_plain_request_is_allowed() -> None:
    rules.check_asking(FINE)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"is_active": False}, "closed"),
        ({"standing": {Role.AUDITOR}}, "kept_apart"),
        ({"standing": {Role.SYSTEM_ADMINISTRATOR}}, "kept_apart"),
        ({"standing": set()}, "stranger"),
        ({"role": Role.AUDITOR, "purpose": Purpose.OVERSIGHT}, "never"),
        ({"role": Role.SYSTEM_ADMINISTRATOR, "purpose": Purpose.ADMINISTRATION}, "never"),
        ({"role": Role.INTERNAL_CONTROL, "purpose": Purpose.INTERNAL_CONTROL}, "never"),
        ({"purpose": Purpose.TIPS}, "wrong_purpose"),
        ({"reason": " " * 10 + "x" * (rules.SHORTEST_REASON - 1) + " "}, "short"),
        ({"held": True}, "held"),
        ({"under_way": True}, "under_way"),
        ({"overdue": True}, "overdue"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_each_rule_refuses_alone(changes, code) -> None:
    with pytest.raises(EmergencyRefused) as refused:
        rules.check_asking(replace(FINE, **changes))
    assert refused.value.code == code


@pytest.mark.parametrize("role", Role)
def test_only_roles_that_read_content_in_the_open_can_be_asked_for(role) -> None:
    never = (Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR, Role.INTERNAL_CONTROL)
    assert (role in rules.roles_in_emergency()) is (role not in never)


def test_who_approves_never_reviews() -> None:
    assert not set(APPROVERS) & set(REVIEWERS)


def test_every_limit_of_an_emergency_gives_its_reason() -> None:
    assert all(len(str(reason)) > 20 for reason in rules.NEVER.values())
    assert {"tips.about_police", "cases.shelter_address"} <= set(rules.NEVER)


def test_the_decision_shows_the_diagram_of_the_rules() -> None:
    begun = [f"    [*] --> {state}: {mode}" for mode, state in rules.BEGINNINGS.items()]
    led = [
        f"    {state} --> {led_to}: {step}"
        for state, steps in rules.EMERGENCY_STEPS.items()
        for step, led_to in steps.items()
    ]
    diagram = "\n".join(["```mermaid", "stateDiagram-v2", *begun, *led, "```"])
    assert diagram in DECISION.read_text(encoding="utf-8"), diagram
